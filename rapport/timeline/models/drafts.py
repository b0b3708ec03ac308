from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from rapport.core.models import Record
from rapport.timeline.kinds import COMPOSED, Composed
from rapport.timeline.models.entries import KeptFile


class DraftQuerySet(models.QuerySet):
    def standing(self):
        """Without those that were discarded, which stay for a day so that one can think better of it."""
        return self.filter(discarded_at=None)

    def of(self, user):
        """A draft is its writer's alone, and only while they may see the customer."""
        customers = Draft._meta.get_field("customer").related_model.objects
        return self.filter(customers.sight(user, "customer"), by=user, customer__merged_into=None)


class Draft(Record):
    """What somebody began to write about a customer and has not written down yet: one per kind."""

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="drafts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    kind = models.CharField(max_length=20)  # one of `kinds.COMPOSED`
    said = models.JSONField(default=dict)  # what was typed, by the name of the field
    version = models.PositiveIntegerField(default=1)  # grows with every save (lost updates)
    device = models.CharField(max_length=32, blank=True)  # the browser that saved last: a random word of its cookie
    saved_at = models.DateTimeField(default=timezone.now)
    discarded_at = models.DateTimeField(null=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["by", "customer", "kind"], name="one_draft_of_a_kind", condition=Q(discarded_at=None)
            )
        ]
        indexes = [models.Index(fields=["by", "saved_at"], name="draft_by_age", condition=Q(discarded_at=None))]

    def __str__(self) -> str:
        return f"{self.kind} {self.saved_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return f"{self.customer.get_absolute_url()}?compose={self.kind}"

    @property
    def about(self) -> Composed:
        return COMPOSED[self.kind]

    @property
    def text(self) -> str:
        return str(self.said.get("body") or self.said.get("what") or "")

    @property
    def words(self) -> str:
        """The beginning of it, for a list."""
        return " ".join(self.text.split())[:200]


class DraftFile(KeptFile):
    """A file that was added while writing. It becomes an attachment, or goes with its draft."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")

    def get_absolute_url(self) -> str:
        return reverse("timeline:draft_file", args=[self.pk])
