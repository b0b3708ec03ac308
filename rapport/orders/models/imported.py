"""What an import changed of orders that were here before, and which products it made or changed."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core.models import Record
from rapport.orders.models.order import Order
from rapport.orders.models.product import Product


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


class ProductImportChange(Record):
    """A product that an import made (nothing stood `before`) or changed: it goes or comes back with the undo."""

    Outcome = OrderImportChange.Outcome

    import_id = models.UUIDField()
    product = models.ForeignKey(Product, models.CASCADE, related_name="import_changes")
    before = models.JSONField(null=True)  # the product with its codes and what is offered instead
    after = models.JSONField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True, default="")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["import_id", "product"], name="product_changed_once_by_import"),
        ]
