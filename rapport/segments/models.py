from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core.history import keep_history
from rapport.core.models import Record


class SegmentQuerySet(models.QuerySet):
    def kept(self):
        """Those that nobody deleted."""
        return self.filter(removed_at=None)

    def visible_to(self, user):
        """Their own, and those that are shared. Of whom they name, each sees only those that are theirs to see."""
        return self.kept().filter(Q(owner=user) | Q(is_shared=True)) if user.is_authenticated else self.none()

    def pinned_by(self, user):
        return self.visible_to(user).filter(pins__user=user).order_by("pins__position", "name")


@keep_history(exclude=["updated_at"])
class Segment(Record):
    """A name for a set of customers: who is like that now (dynamic), or whom somebody put in (static).

    It also keeps how its list looks: which columns, sorted how. Nobody is in a dynamic one by a row somewhere, so
    nothing is worked out anew when customers change.
    """

    class Kind(models.TextChoices):
        DYNAMIC = "dynamic", _("By condition")
        STATIC = "static", _("Picked by hand")

    name = models.CharField(_("Name"), max_length=80)
    kind = models.CharField(_("Kind"), max_length=8, choices=Kind, default=Kind.DYNAMIC)
    condition = models.JSONField(null=True, blank=True)  # docs/segments.md; only of dynamic ones
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="segments", verbose_name=_("Owner")
    )  # null: the house's own
    is_shared = models.BooleanField(_("Shared with everybody"), default=False)
    columns = models.JSONField(default=list, blank=True)  # names of fields, in order; none: those of the plain list
    sort = models.CharField(max_length=80, blank=True)  # as the list knows its orders: "name", "-changed"
    version = models.PositiveIntegerField(default=1, editable=False)  # grows with every change (lost updates)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)  # deleted; gone for good some weeks later

    objects = SegmentQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="segment_has_a_name"),
            models.CheckConstraint(
                condition=Q(kind="dynamic", condition__isnull=False) | Q(kind="static", condition=None),
                name="segment_condition_or_members",
            ),
            models.CheckConstraint(condition=Q(is_shared=True) | Q(owner__isnull=False), name="segment_of_somebody"),
        ]
        permissions = [
            ("share_segment", "Can share segments with everybody"),
            ("manage_segment", "Can change and delete shared segments of others"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('customers:list')}?segment={self.pk}"

    @property
    def is_static(self) -> bool:
        return self.kind == self.Kind.STATIC


class Membership(Record):
    """That a customer was put into a static segment."""

    segment = models.ForeignKey(Segment, models.CASCADE, related_name="memberships", db_index=False)
    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="memberships")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["segment", "customer"], name="member_once")]


class SegmentPin(Record):
    """That somebody wants a segment in their side bar."""

    segment = models.ForeignKey(Segment, models.CASCADE, related_name="pins", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="segment_pins")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["segment", "user"], name="pinned_once")]
