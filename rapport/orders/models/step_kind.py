from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.core.history import keep_history

FIRST_LABELS = {
    "placed": _("Placed"),
    "confirmed": _("Confirmed"),
    "preparation": _("In preparation"),
    "shipped": _("Shipped"),
    "delivered": _("Delivered"),
    "cancelled": _("Cancelled"),
    "returned": _("Returned"),
}

FIRST_DEEDS = {
    "confirmed": _("Mark as confirmed"),
    "preparation": _("Begin the preparation"),
    "shipped": _("Mark as shipped"),
    "delivered": _("Mark as delivered"),
}


@keep_history()
class StepKind(models.Model):
    """A step that orders take, under the business's own name. The first ones live in `steps.py` until changed."""

    class Meaning(models.TextChoices):
        START = "start", _("The order begins")
        WAY = "way", _("On the way")
        DELIVERED = "delivered", _("The customer has it: our promise is kept")
        CANCELLED = "cancelled", _("Called off")
        RETURNED = "returned", _("Given back")

    ENDS = (Meaning.DELIVERED, Meaning.CANCELLED, Meaning.RETURNED)

    key = models.SlugField(primary_key=True, max_length=40)
    name = models.CharField(
        pgettext_lazy("of a thing", "Name"), max_length=60, blank=True
    )  # empty: a first kind under its own name
    meaning = models.CharField(_("Meaning"), max_length=10, choices=Meaning, default=Meaning.WAY)
    position = models.PositiveSmallIntegerField(default=50)
    retired_at = models.DateTimeField(null=True, blank=True)  # no longer offered; orders that took it keep it

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(meaning="start") | Q(key="placed"), name="orders_begin_by_being_placed"
            ),
            models.CheckConstraint(
                condition=~Q(meaning__in=["cancelled", "returned"]) | Q(key=models.F("meaning")),
                name="one_way_to_cancel_and_to_return",
            ),
        ]

    def __str__(self) -> str:
        return str(self.label)

    @property
    def label(self) -> str:
        return self.name or FIRST_LABELS.get(self.key, self.key)

    @property
    def deed(self) -> str:
        """The step as something to do, for its button."""
        if not self.name and self.key in FIRST_DEEDS:
            return FIRST_DEEDS[self.key]
        return _("Note the step “%(step)s”") % {"step": self.label}

    @property
    def is_first(self) -> bool:
        """One of the kinds that every house has."""
        return self.key in FIRST_LABELS

    @property
    def can_retire(self) -> bool:
        return self.key not in ("placed", "delivered", "cancelled", "returned")

    @property
    def ends_order(self) -> bool:
        return self.meaning in self.ENDS
