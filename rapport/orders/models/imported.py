"""What an import changed of orders that were here before."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core.models import Record
from rapport.orders.models.order import Order


class OrderImportChange(Record):
    """An order that was here before, as it stood before an import and after it, so that the import can be undone.

    What an undo left as it is keeps its line here, with the `outcome`.
    """

    class Outcome(models.TextChoices):
        EDITED = "edited", _("Changed since by somebody here")
        USED = "used", _("Something belongs to it by now")

    import_id = models.UUIDField()
    order = models.ForeignKey(Order, models.CASCADE, related_name="import_changes")
    before = models.JSONField(null=True)  # the order with its items, steps and promise
    after = models.JSONField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True, default="")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["import_id", "order"], name="order_changed_once_by_import"),
        ]
