"""That two records became one, and everything that has to be known to make them two again (DOMAIN 2.5)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from rapport.core.models import Record
from rapport.customers.models.customer import Customer


class MergeQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(undone_at=None)

    def of(self, customer_id):
        """Those that `customer_id` took part in, on either side."""
        return self.filter(Q(survivor=customer_id) | Q(absorbed=customer_id))

    def visible_to(self, user):
        """Of customers whom `user` sees both."""
        return self.filter(Customer.objects.sight(user, "survivor"), Customer.objects.sight(user, "absorbed"))


class Merge(Record):
    """That `absorbed` became part of `survivor`. The absorbed record stays as it was, hidden, and leads on.

    `field_choices` has, by the name of each fact that the survivor took over, what it was before and what it became.
    """

    survivor = models.ForeignKey(Customer, models.CASCADE, related_name="merges")
    absorbed = models.ForeignKey(Customer, models.CASCADE, related_name="absorptions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=200, blank=True)
    score = models.FloatField(null=True)  # how likely they seemed to be one, where that was worked out
    field_choices = models.JSONField(default=dict)
    moved = models.JSONField(default=dict)  # how many rows of each table, for whoever reads of it
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(survivor=F("absorbed")), name="nobody_is_merged_into_themselves"),
            models.UniqueConstraint(fields=["absorbed"], condition=Q(undone_at=None), name="merged_into_one_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.absorbed_id} → {self.survivor_id}"

    def get_absolute_url(self) -> str:
        return reverse("customers:merge_undo", args=[self.pk])


class MergeMove(models.Model):
    """A row that a merge moved from one of the two to the other, or changed. An undo goes by these and nothing else."""

    id = models.BigAutoField(primary_key=True)
    merge = models.ForeignKey(Merge, models.CASCADE, related_name="moves")
    table = models.CharField(max_length=63)
    column = models.CharField(max_length=63, blank=True)  # that led to the one and leads to the other; "": no move
    row = models.CharField(max_length=40)
    is_left = models.BooleanField(default=False)  # from the survivor to the absorbed, whose alone it is
    before = models.JSONField(null=True)  # what else of it changed, and was
    after = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"{self.table} {self.row}"
