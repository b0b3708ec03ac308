"""What customers bought, as facts: from their summary, never by adding up orders (rule 7)."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from rapport.core.facts import Field, Listing, Offer, Test, Type, fields
from rapport.core.facts.columns import as_moment, as_number, number_bounds
from rapport.core.ids import is_id
from rapport.orders.models import Order, OrderItem, Product, PurchaseSummary

PURCHASES = _("What they bought")
AMOUNTS = ("is", "over", "under", "at_least", "at_most", "between")


def purchases(ids: Sequence[UUID]) -> dict[UUID, PurchaseSummary]:
    return {row.customer_id: row for row in PurchaseSummary.objects.filter(customer__in=ids)}


LISTING = Listing("purchases", purchases)


def summed(column: str):
    """A sum of theirs, which is 0 for whoever never bought."""

    def ask(test: Test) -> Q:
        found = as_number(f"purchases__{column}", test)
        return found | Q(purchases__isnull=True) if _holds_for_nothing(test) else found

    return ask


def _holds_for_nothing(test: Test) -> bool:
    compare = {"exact": Decimal.__eq__, "gt": Decimal.__gt__, "lt": Decimal.__lt__}
    compare |= {"gte": Decimal.__ge__, "lte": Decimal.__le__}
    return all(compare[lookup](Decimal(0), bound) for lookup, bound in number_bounds(test).items())


def average(test: Test) -> Q:
    """Compared without dividing: what they spent with so many times the number of their orders."""
    bounds = {f"purchases__revenue__{lookup}": F("purchases__order_count") * bound
              for lookup, bound in number_bounds(test).items()}  # fmt: skip
    return Q(purchases__order_count__gt=0, **bounds)


def bought(test: Test) -> Q:
    keys = [test.value] if test.operator == "is" else test.value
    items = OrderItem.objects.filter(product__in=[key for key in keys if is_id(key)], order__customer=OuterRef("pk"))
    return Q(Exists(items.exclude(order__outcome__in=Order.FALLEN)))


def has_open(test: Test) -> Q:
    has = Q(purchases__open_count__gt=0)
    return has if test.operator == "yes" else ~has


def products(user: Any, text: str, limit: int) -> list[Offer]:
    found = Product.objects.filter(Q(name__icontains=text) | Q(sku__istartswith=text)) if text else Product.objects
    return [Offer(str(product.pk), product.name) for product in found.all()[:limit]]


def product_names(keys: Iterable[str]) -> Mapping[str, str]:
    rows = Product.objects.filter(pk__in=[key for key in keys if is_id(key)])
    return {str(product.pk): product.name for product in rows}


def _in_summary(name: str, label, type: Type, ask, pick, order: int, **more) -> None:
    fields.add(
        Field(
            name,
            label,
            type,
            ask=ask,
            group=PURCHASES,
            listing=LISTING,
            pick=pick,
            permission="orders.view_order",
            order=order,
            **more,
        )
    )


_in_summary(
    "last_purchase",
    _("Last purchase"),
    Type.DATE,
    lambda test: as_moment("purchases__last_at", test),
    lambda row: row.last_at,
    100,
    served_by="summary_by_last",
)
_in_summary(
    "first_purchase",
    _("First purchase"),
    Type.DATE,
    lambda test: as_moment("purchases__first_at", test),
    lambda row: row.first_at,
    101,
)
_in_summary(
    "orders",
    _("Number of orders"),
    Type.NUMBER,
    summed("order_count"),
    lambda row: row.order_count,
    102,
    operators=AMOUNTS,
)
_in_summary(
    "revenue",
    _("Revenue"),
    Type.MONEY,
    summed("revenue"),
    lambda row: row.revenue,
    103,
    operators=AMOUNTS,
    served_by="summary_by_revenue",
)
_in_summary(
    "average_order",
    _("Average order"),
    Type.MONEY,
    average,
    lambda row: row.revenue / row.order_count if row.order_count else None,
    104,
    operators=AMOUNTS,
)
_in_summary("open_order", _("Has an open order"), Type.YES_NO, has_open, lambda row: row.open_count > 0, 105)
fields.add(
    Field(
        "bought",
        _("Bought"),
        Type.CHOICE,
        ask=bought,
        group=PURCHASES,
        operators=("is", "any_of"),
        offers=products,
        named=product_names,
        served_by="orders_orderitem_product_id",
        permission="orders.view_order",
        order=106,
    )
)
