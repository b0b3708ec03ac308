from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.orders.models.order import Order
from rapport.timeline.models import KeptFile


class OrderFile(KeptFile):
    """A file beside an order: an invoice, a drawing, a delivery note. Customers see those that are meant for them."""

    class Kind(models.TextChoices):
        INVOICE = "invoice", _("Invoice")
        DELIVERY = "delivery", _("Delivery note")
        OTHER = "other", _("Other file")

    order = models.ForeignKey(Order, models.CASCADE, related_name="files", db_index=False)  # as `files_of_order`
    kind = models.CharField(_("Kind"), max_length=8, choices=Kind, default=Kind.INVOICE)
    is_for_customer = models.BooleanField(_("The customer sees it"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["order", "-at"], name="files_of_order")]
