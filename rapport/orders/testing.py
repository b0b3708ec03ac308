"""Orders for tests, built through actions."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from rapport.customers.testing import a_customer
from rapport.orders import actions
from rapport.orders.actions import Line
from rapport.orders.models import Order, Product
from rapport.promises.actions import Told

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)  # 10:00 in Prague
FRIDAY = date(2026, 11, 27)


def a_product(name: str = "Oak chair", price: str | None = "120", **more) -> Product:
    return actions.add_product(name, price=Decimal(price) if price else None, **{"currency": "EUR"} | more)


def an_order(*lines: Line, customer=None, at: datetime = MONDAY, by=None, **more) -> Order:
    """Placed on a Monday morning; one walnut sideboard unless told otherwise."""
    lines = lines or (Line("Walnut sideboard", unit_price=Decimal(2400)),)
    return actions.place(customer or a_customer(), lines, at=at, by=by, **more)


def told(at: datetime, channel: str = "phone", words: str = "") -> Told:
    return Told(channel=channel, at=at, words=words)


def hours(count: float) -> timedelta:
    return timedelta(hours=count)
