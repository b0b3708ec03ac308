"""Orders, what is in them, and how they came along."""

from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.core.addresses import address_of
from rapport.core.history import keep_history
from rapport.core.models import Record
from rapport.customers.models import Customer
from rapport.promises.models import Promise


class OrderQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The orders that `user` may see: those of the customers they may see."""
        return self.filter(Customer.objects.sight(user, "customer"))

    def open(self):
        """Not yet delivered and not called off."""
        return self.filter(outcome=Order.Outcome.OPEN)

    def standing(self):
        """Neither called off nor given back."""
        return self.exclude(outcome__in=Order.FALLEN)

    def late(self, at: datetime):
        """Open, and the promised moment has passed at `at`."""
        return self.open().filter(promise__state__in=Promise.OPEN_STATES, promise__due_at__lte=at)

    def living(self):
        """Made here; imported history aside."""
        return self.filter(imported=False)

    def of(self, user):
        """Those that `user` sells or has to see delivered."""
        return self.filter(Q(seller=user) | Q(promise__owner=user))


@keep_history(exclude=["row_hash", "headline", "line_count"])
class Order(Record):
    """What a customer ordered on a day. Its number is unique within the system it comes from."""

    class Outcome(models.TextChoices):
        OPEN = "open", _("Open")
        DELIVERED = "delivered", _("Delivered")
        CANCELLED = "cancelled", _("Cancelled")
        RETURNED = "returned", _("Returned")

    FALLEN = (Outcome.CANCELLED, Outcome.RETURNED)

    number = models.CharField(_("Number"), max_length=60)
    customer = models.ForeignKey(  # found by `order_of_customer`
        Customer, models.PROTECT, related_name="orders", db_index=False
    )
    placed_at = models.DateTimeField(pgettext_lazy("day of an order", "Placed"))
    currency = models.CharField(_("Currency"), max_length=3)  # ISO 4217
    seller = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="orders",
        verbose_name=_("Sold by"),
        db_index=False,  # found by `order_of_seller`
    )
    location = models.ForeignKey(
        "staff.Location", models.SET_NULL, null=True, blank=True, related_name="orders", verbose_name=_("Location")
    )
    promise = models.ForeignKey(Promise, models.PROTECT, null=True, blank=True, related_name="orders")
    missed = models.ManyToManyField(Promise, blank=True, related_name="+")  # earlier words that ran out untold
    step = models.CharField(max_length=40, default="placed")  # the latest; a key of `steps.all_kinds()`
    step_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OPEN)
    finished_at = models.DateTimeField(null=True, blank=True)
    tracking_url = models.URLField(_("Tracking link"), max_length=500, blank=True)
    gross = models.DecimalField(max_digits=20, decimal_places=4, default=Decimal(0))  # before discounts
    net = models.DecimalField(max_digits=20, decimal_places=4, default=Decimal(0))  # what the items cost
    freight = models.DecimalField(_("Freight"), max_digits=20, decimal_places=4, default=Decimal(0))
    headline = models.CharField(max_length=300, blank=True)  # the first item's name, for lists
    line_count = models.PositiveIntegerField(default=0)
    note = models.TextField(_("Note"), blank=True)
    source = models.CharField(max_length=60, blank=True)  # the system it was imported from; empty: ours
    code = models.CharField(max_length=120, blank=True)  # by which that system knows it
    row_hash = models.CharField(max_length=64, blank=True)  # of the rows last imported
    imported = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OrderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="order_number_once_per_source"),
            models.UniqueConstraint(
                fields=["source", "code"], condition=~Q(code=""), name="order_code_once_per_source"
            ),
            models.CheckConstraint(
                condition=Q(outcome="open", finished_at=None) | (~Q(outcome="open") & Q(finished_at__isnull=False)),
                name="order_finished_or_not",
            ),
        ]
        indexes = [
            models.Index(F("placed_at").desc(nulls_last=True), F("id").desc(), name="order_by_age"),
            models.Index(
                F("placed_at").desc(nulls_last=True),
                F("id").desc(),
                name="order_open_by_age",
                condition=Q(outcome="open"),
            ),
            models.Index(F("customer"), F("placed_at").desc(), F("id").desc(), name="order_of_customer"),
            models.Index(
                F("customer"),
                F("placed_at").desc(),
                F("id").desc(),
                name="order_open_of_customer",
                condition=Q(outcome="open"),
            ),
            models.Index(fields=["seller", "-placed_at"], name="order_of_seller"),
            models.Index(fields=["seller"], name="order_open_of_seller", condition=Q(outcome="open")),
            models.Index(fields=["step", "-placed_at"], name="order_by_step"),
            models.Index(fields=["number"], name="order_number_starts", opclasses=["text_pattern_ops"]),
            models.Index(fields=["finished_at"], name="order_finished", condition=Q(finished_at__isnull=False)),
            models.Index(  # what is on its way together
                fields=["tracking_url"], name="order_on_its_way", condition=Q(outcome="open") & ~Q(tracking_url="")
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return address_of("orders:order", self.pk)

    @property
    def is_open(self) -> bool:
        return self.outcome == self.Outcome.OPEN

    @property
    def is_delivered(self) -> bool:
        return self.outcome == self.Outcome.DELIVERED

    @property
    def total(self) -> Decimal:
        """What the customer pays: the items and the freight."""
        return self.net + self.freight

    @property
    def discount(self) -> Decimal:
        return self.gross - self.net

    @property
    def more_lines(self) -> int:
        """How many items there are behind the headline."""
        return max(0, self.line_count - 1)

    def is_late(self, at: datetime) -> bool:
        return self.is_open and self.promise is not None and self.promise.is_late(at)

    @property
    def was_late(self) -> bool:
        """Delivered after the promised moment."""
        return not self.is_open and self.promise is not None and self.promise.state == Promise.State.KEPT_LATE


@keep_history()
class OrderItem(Record):
    """One line of an order: name and price are those of the day it was sold."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="items")
    product = models.ForeignKey("orders.Product", models.PROTECT, null=True, blank=True, related_name="items")
    position = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=300)
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    unit_price = models.DecimalField(max_digits=20, decimal_places=8)
    discount = models.DecimalField(max_digits=11, decimal_places=10, default=Decimal(0))  # 0.15 is 15 %

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="item_has_a_name"),
            models.CheckConstraint(condition=~Q(quantity=0), name="item_has_a_quantity"),
            models.CheckConstraint(condition=Q(discount__gte=0, discount__lte=1), name="item_discount_is_a_share"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def gross(self) -> Decimal:
        return self.quantity * self.unit_price

    @property
    def net(self) -> Decimal:
        return self.gross * (1 - self.discount)


class OrderStep(Record):
    """That an order came to a step, when and by whom. One noted by mistake is taken away; the story keeps it."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=40)  # a key of `steps.all_kinds()`
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    by_customer = models.BooleanField(default=False)  # the customer wished it
    note = models.CharField(_("Note"), max_length=300, blank=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["order", "at"], name="steps_of_order")]


class Delay(Record):
    """That an order will be late: when we knew, why, until when, and when the customer heard of it."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="delays")
    cause = models.CharField(_("What happened"), max_length=300)
    expected_on = models.DateField(_("New day you are sure of"), null=True, blank=True)  # empty: not known yet
    known_at = models.DateTimeField()
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    tell_by = models.DateTimeField()  # the same business day, and before the promised date (DOMAIN 8)
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    promise = models.ForeignKey(Promise, models.PROTECT, null=True, related_name="+")  # the word given instead

    class Meta:
        ordering = ["known_at"]
        constraints = [
            models.UniqueConstraint(fields=["order"], condition=Q(told_at=None), name="one_untold_delay"),
            models.CheckConstraint(condition=~Q(cause=""), name="delay_has_a_cause"),
        ]
        indexes = [models.Index(fields=["tell_by"], name="delay_untold", condition=Q(told_at=None))]
