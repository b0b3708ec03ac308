"""Contracts and subscriptions: what was agreed for longer than one order."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.core.history import keep_history
from rapport.core.models import Record
from rapport.customers.models import Customer


class ContractQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(Customer.objects.sight(user, "customer"))

    def running(self, on: date):
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)


@keep_history()
class Contract(Record):
    """What customer and business agreed for a time: terms, period, own prices."""

    class Renewal(models.TextChoices):
        AUTO = "auto", _("Goes on by itself")
        NONE = "none", _("Ends")

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="contracts")
    title = models.CharField(pgettext_lazy("of a contract", "Title"), max_length=200)
    terms = models.TextField(_("Terms"), blank=True)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until"), null=True, blank=True)  # the last day; empty: until someone ends it
    period_months = models.PositiveSmallIntegerField(_("Months"), default=12)  # that a renewal adds
    renewal = models.CharField(_("At the end"), max_length=4, choices=Renewal, default=Renewal.NONE)
    notice_days = models.PositiveSmallIntegerField(_("Days of notice"), default=30)
    amount = models.DecimalField(_("Amount for the period"), max_digits=20, decimal_places=4, null=True, blank=True)
    currency = models.CharField(_("Currency"), max_length=3)
    signed_on = models.DateField(_("Signed"))
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    renewals = models.PositiveSmallIntegerField(default=0)

    objects = ContractQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="contract_has_a_title"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="contract_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=Q(period_months__gte=1), name="contract_period_takes_time"),
        ]
        indexes = [
            models.Index(F("ends_on").asc(nulls_last=True), "id", name="contract_by_end"),
            models.Index(fields=["customer", "-starts_on"], name="contract_of_customer"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("orders:contract", args=[self.pk])

    @property
    def is_ended(self) -> bool:
        """Someone gave notice."""
        return hasattr(self, "end")

    @property
    def notice_by(self) -> date | None:
        """The last day on which notice can be given before this period ends."""
        return self.ends_on - timedelta(days=self.notice_days) if self.ends_on else None

    def state(self, on: date) -> str:
        if self.starts_on > on:
            return "to_come"
        if self.ends_on and self.ends_on < on:
            return "over"
        if self.is_ended:
            return "ending"
        return "to_decide" if self.notice_by and on >= self.notice_by - timedelta(days=30) else "running"


@keep_history()
class ContractPrice(Record):
    """What one product costs under a contract."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="prices")
    product = models.ForeignKey("orders.Product", models.PROTECT, related_name="contract_prices")
    price = models.DecimalField(_("Price"), max_digits=20, decimal_places=8)

    class Meta:
        ordering = ["product__name"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "product"], name="one_price_per_contract_and_product"),
            models.CheckConstraint(condition=Q(price__gte=0), name="contract_price_not_negative"),
        ]


class ContractEnd(Record):
    """That notice was given: by whom, why, and to which day. A contract has one or none."""

    contract = models.OneToOneField(Contract, models.CASCADE, related_name="end")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_customer = models.BooleanField(default=False)
    reason = models.CharField(_("Why"), max_length=300)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="contract_ends_for_a_reason")]
