from decimal import Decimal

from django.db import models

from rapport.customers.models import Customer


class PurchaseSummary(models.Model):
    """What a customer bought so far, in one row (rule 7). Called-off and returned orders don't count.

    Written only by `summaries.refresh` and `summaries.rebuild`.
    """

    customer = models.OneToOneField(Customer, models.CASCADE, primary_key=True, related_name="purchases")
    order_count = models.PositiveIntegerField(default=0)
    open_count = models.PositiveIntegerField(default=0)
    currency = models.CharField(max_length=3, blank=True)  # the business's own
    revenue = models.DecimalField(max_digits=20, decimal_places=4, default=Decimal(0))  # net, in `currency`
    revenue_by_currency = models.JSONField(default=dict)  # {"EUR": "12.5000"}: no exchange rates are guessed
    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(models.F("revenue").desc(nulls_last=True), "customer", name="summary_by_revenue"),
            models.Index(models.F("last_at").desc(nulls_last=True), "customer", name="summary_by_last"),
        ]
