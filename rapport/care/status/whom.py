"""Whom a disruption or a missing product concerns."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Value
from django.db.models.fields import UUIDField
from django.db.models.functions import Cast

from rapport.care.models import Case, Incident
from rapport.customers.models import Customer
from rapport.orders.models import Availability, Order, Product, Wish

NO_ORDER = Cast(Value(None), UUIDField())


@dataclass(frozen=True)
class HitBy:
    """Whoever has an order or a request open at the places of a disruption; at all of them when one is everywhere."""

    incident: Incident

    def rows(self, user: Any) -> QuerySet:
        orders, cases = Order.objects.open(), Case.objects.open()
        places = {service.location_id for service in self.incident.services.all()}
        if None not in places:
            orders, cases = orders.filter(location__in=places), cases.filter(location__in=places)
        return _together(orders, [cases], user)

    def said(self) -> dict:
        return {"by": "orders", "incident": str(self.incident.pk)}


@dataclass(frozen=True)
class WithoutProduct:
    """Whoever ordered a product, or asked about it; those who wait for it, too, when it never comes or comes later."""

    product: Product

    def rows(self, user: Any) -> QuerySet:
        orders = Order.objects.open().filter(items__product=self.product).distinct()
        cases = Case.objects.open().filter(product=self.product)
        return _together(orders, [cases, self._waiting()], user)

    def _waiting(self) -> QuerySet:
        wishes = Wish.objects.waiting().filter(product=self.product)
        if self.product.availability == Availability.DISCONTINUED:
            return wishes
        return wishes.exclude(expected_on=self.product.expected_on)  # the day they know is no news

    def said(self) -> dict:
        return {
            "by": "orders",
            "product": str(self.product.pk),
            "availability": str(self.product.availability),
            "expected_on": self.product.expected_on.isoformat() if self.product.expected_on else None,
        }


def _together(orders: QuerySet, others: list[QuerySet], user: Any) -> QuerySet:
    """(customer, order) of everybody who may be written to, as far as `user` may see them."""
    with_order = _living(orders, user).annotate(placed=F("pk")).values_list("customer_id", "placed")
    ordered = Exists(orders.order_by().filter(customer=OuterRef("customer")))
    rest = [
        _living(rows, user).filter(~ordered).annotate(placed=NO_ORDER).values_list("customer_id", "placed")
        for rows in others
    ]
    return with_order.union(*rest)


def _living(rows: QuerySet, user: Any) -> QuerySet:
    rows = rows.filter(customer__archived_at=None, customer__standing="", customer__merged_into=None).order_by()
    sight = Customer.objects.sight(user, "customer") if user else None
    return rows.filter(sight) if sight else rows
