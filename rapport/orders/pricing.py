"""What things cost a customer, and what an order comes to."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from rapport.core.money import round_amount
from rapport.customers.models import Customer
from rapport.orders.models import ContractPrice, Order, OrderItem, Product
from rapport.orders.refusals import TooMuch

MOST = Decimal(10) ** 12  # what an order may come to; the sums of all of them have to fit, too


def prices_for(customer: Customer, products: Iterable[Product], *, currency: str, on: date) -> Mapping[UUID, Decimal]:
    """By product: the customer's own price under a running contract, else the list price. One query."""
    products = list(products)
    prices = {p.pk: p.price for p in products if p.price is not None and p.currency == currency}
    own = ContractPrice.objects.filter(product__in=products, contract__customer=customer, contract__currency=currency)
    own = own.filter(contract__in=customer.contracts.running(on)).order_by("contract__starts_on")
    return prices | dict(own.values_list("product_id", "price"))


def add_up(order: Order, items: Iterable[OrderItem]) -> None:
    """Write the totals of `items` into `order`, rounded once, at the end, to the digits of its currency.

    Raises `TooMuch` for sums that no business comes to; they would not fit either.
    """
    items = list(items)
    if sum((abs(item.gross) for item in items), Decimal(0)) >= MOST:
        raise TooMuch
    order.gross = round_amount(sum((item.gross for item in items), Decimal(0)), order.currency)
    order.net = round_amount(sum((item.net for item in items), Decimal(0)), order.currency)
    order.headline = items[0].name if items else ""
    order.line_count = len(items)
