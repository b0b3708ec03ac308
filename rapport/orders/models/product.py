from datetime import date

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.core.history import keep_history
from rapport.core.models import Record


class Availability(models.TextChoices):
    IN_STOCK = "in_stock", _("To be had")
    EXPECTED = "expected", _("Out of stock, comes again")
    DISCONTINUED = "discontinued", _("Will not come again")


class ProductQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.is_authenticated else self.none()

    def offered(self, on: date):
        """What may be sold on that day."""
        return self.filter(Q(available_from=None) | Q(available_from__lte=on), is_active=True)

    def missing(self):
        """What customers cannot have now, though we sell or sold it."""
        return self.exclude(availability=Availability.IN_STOCK)


@keep_history(exclude=["search_key", "row_hash"])
class Product(Record):
    """Something that is sold. Orders keep its name and price as they were that day."""

    sku = models.CharField(pgettext_lazy("of a product", "Number"), max_length=60, blank=True)
    name = models.CharField(pgettext_lazy("of a thing", "Name"), max_length=300)
    category = models.CharField(_("Category"), max_length=120, blank=True)
    price = models.DecimalField(_("Price"), max_digits=20, decimal_places=8, null=True, blank=True)
    currency = models.CharField(_("Currency"), max_length=3)  # ISO 4217
    is_active = models.BooleanField(_("For sale"), default=True)
    available_from = models.DateField(_("Available from"), null=True, blank=True)
    availability = models.CharField(
        _("To be had?"),
        max_length=12,
        choices=Availability,
        default=Availability.IN_STOCK,
        db_default=Availability.IN_STOCK.value,
    )
    expected_on = models.DateField(_("Comes again on"), null=True, blank=True)  # empty: nobody knows yet
    search_key = models.TextField(default="", editable=False)  # of name, number and category (DOMAIN 1.8)
    row_hash = models.CharField(max_length=64, blank=True, editable=False)  # of the row last imported

    objects = ProductQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="product_has_a_name"),
            models.CheckConstraint(condition=Q(price=None) | Q(price__gte=0), name="product_price_not_negative"),
            models.UniqueConstraint(fields=["sku"], condition=~Q(sku=""), name="product_number_once"),
            models.CheckConstraint(
                condition=Q(expected_on=None) | Q(availability="expected"), name="product_expected_when_out"
            ),
            models.CheckConstraint(
                condition=~Q(availability="discontinued") | Q(is_active=False), name="product_gone_is_not_sold"
            ),
        ]
        indexes = [
            models.Index(fields=["name", "id"], name="product_by_name"),
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="product_search"),
            models.Index(fields=["expected_on"], name="product_expected", condition=Q(availability="expected")),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("orders:product", args=[self.pk])

    def is_offered(self, on: date) -> bool:
        return self.is_active and (self.available_from is None or self.available_from <= on)

    @property
    def is_missing(self) -> bool:
        return self.availability != Availability.IN_STOCK

    @property
    def instead(self) -> list["Product"]:
        """What we offer in its place, the best first."""
        return [row.other for row in self.alternatives.all()]


class Alternative(Record):
    """Another product that does nearly as well while one cannot be had."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="alternatives", db_index=False)
    other = models.ForeignKey(Product, models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["product", "other"], name="alternative_once"),
            models.CheckConstraint(condition=~Q(product=models.F("other")), name="alternative_is_another"),
        ]

    def __str__(self) -> str:
        return str(self.other)


class ProductCode(Record):
    """By which code another system knows a product."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="codes")
    source = models.CharField(max_length=60)
    code = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "code"], name="product_code_once_per_source"),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.code}"
