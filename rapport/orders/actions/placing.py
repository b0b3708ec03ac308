"""Placing orders, and changing them while they are open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import connection, transaction

from rapport.core.money import round_amount
from rapport.core.names import clean, clean_lines
from rapport.customers.models import Customer
from rapport.orders import summaries
from rapport.orders.actions.dates import give_a_day
from rapport.orders.locking import locked, tell_the_story
from rapport.orders.models import Order, OrderItem, OrderStep, Product
from rapport.orders.pricing import add_up, prices_for
from rapport.orders.refusals import NotForSale, NothingOrdered, NumberTaken, OrderFinished, PriceMissing
from rapport.promises.actions import Told
from rapport.promises.calendars import calendar_of
from rapport.staff.models import Business


@dataclass(frozen=True)
class Line:
    """What someone wants of one thing. No price: the customer's own under a contract, else that of the product."""

    name: str = ""
    product: Product | None = None
    quantity: Decimal = Decimal(1)
    unit_price: Decimal | None = None
    discount: Decimal = Decimal(0)  # 0.15 is 15 %


@transaction.atomic
def place(
    customer: Customer,
    lines: Sequence[Line],
    *,
    at: datetime,
    by,
    currency: str = "",
    seller=None,
    location=None,
    promised_on: date | None = None,
    told: Told | None = None,
    freight: Decimal = Decimal(0),
    note: str = "",
    number: str = "",
) -> Order:
    """Take down what `customer` ordered at the moment `at`, and promise the day it comes if there is one.

    The number is the next of our own unless one is given (from a paper book, say). `told` is how the customer heard
    of the promised day. Raises `NothingOrdered`, `PriceMissing`, `NotForSale`, `NumberTaken`.
    """
    order = Order(
        number=number or _next_number(),
        customer=customer,
        placed_at=at,
        currency=currency or Business.objects.current().currency,
        seller=seller or by,
        location=location or getattr(seller or by, "location", None),
        note=clean_lines(note),
        step="placed",
        step_at=at,
    )
    if number and Order.objects.filter(source="", number=number).exists():
        raise NumberTaken
    order.freight = round_amount(freight, order.currency)
    items = _items(order, lines, on=calendar_of(order.location).local_date(at))
    add_up(order, items)
    order.save(force_insert=True)
    OrderItem.objects.bulk_create(items)
    OrderStep.objects.create(order=order, kind="placed", at=at, by=by)
    tell_the_story(order, "placed", by=by, at=at, promised_on=promised_on.isoformat() if promised_on else None)
    if promised_on:
        give_a_day(order, at=at, by=by, due_on=promised_on, told=told)
    summaries.refresh([customer.pk])
    return order


@transaction.atomic
def change(
    order: Order,
    lines: Sequence[Line],
    *,
    at: datetime,
    by,
    freight: Decimal | None = None,
    note: str | None = None,
    seller=None,
    location=None,
) -> Order:
    """Put `lines` in the place of what was ordered, while the order is open.

    Raises `OrderFinished`, `NothingOrdered`, `PriceMissing`, `NotForSale`.
    """
    order = locked(order)
    if not order.is_open:
        raise OrderFinished
    before = order.net
    items = _items(order, lines, on=calendar_of(order.location).local_date(order.placed_at), keeps=_products_of(order))
    add_up(order, items)
    order.freight = order.freight if freight is None else round_amount(freight, order.currency)
    order.note = order.note if note is None else clean_lines(note)
    order.seller, order.location = seller or order.seller, location or order.location
    order.save()
    order.items.all().delete()
    OrderItem.objects.bulk_create(items)
    tell_the_story(order, "changed", by=by, at=at, net_before=str(before))
    summaries.refresh([order.customer_id])
    return order


@transaction.atomic
def track(order: Order, url: str, *, at: datetime, by) -> Order:
    """Keep the link by which the parcel can be followed; empty takes it away."""
    order = locked(order)
    if order.tracking_url == url:
        return order
    order.tracking_url = url
    order.save(update_fields=["tracking_url"])
    tell_the_story(order, "tracked", by=by, at=at, url=url)
    return order


def _next_number() -> str:
    """The next of our own numbers that no order has yet; a gap is left where an order was not saved."""
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT nextval('orders_order_number')")
            number = str(cursor.fetchone()[0])
            if not Order.objects.filter(source="", number=number).exists():
                return number


def _items(order: Order, lines: Sequence[Line], *, on: date, keeps: frozenset = frozenset()) -> list[OrderItem]:
    """Rows for `lines`, with the prices of the day. Products in `keeps` may stay although no longer for sale."""
    if not lines:
        raise NothingOrdered
    products = [line.product for line in lines if line.product]
    if any(product.pk not in keeps and not product.is_offered(on) for product in products):
        raise NotForSale
    prices = prices_for(order.customer, products, currency=order.currency, on=on)
    return [_item(order, position, line, prices) for position, line in enumerate(lines)]


def _item(order: Order, position: int, line: Line, prices) -> OrderItem:
    price = line.unit_price
    if price is None and line.product:
        price = prices.get(line.product.pk)
    if price is None:
        raise PriceMissing
    return OrderItem(
        order=order,
        product=line.product,
        position=position,
        name=clean(line.name) or line.product.name,
        quantity=line.quantity,
        unit_price=price,
        discount=line.discount,
    )


def _products_of(order: Order) -> frozenset:
    return frozenset(order.items.exclude(product=None).values_list("product_id", flat=True))
