from collections import Counter
from datetime import UTC, datetime, time, timedelta

import pytest

from rapport.customers.testing import a_customer
from rapport.orders import demo
from rapport.orders.in_hand import silent_late_orders, untold_delays
from rapport.orders.models import Contract, Order, Trial
from rapport.orders.testing import an_order
from rapport.promises.models import Promise

WHO = "tamar lakshmi giorgi murugan kavitha eleanor james zdenka marketa nana ondrej ruth harriet jiri margaret"


class Stage:
    """What the demo gives each slice, as far as orders use it."""

    now = datetime(2026, 11, 24, 10, 18, tzinfo=UTC)
    today = now.date()

    def __init__(self, business):
        self.business, self.orders = business, {}

    def at(self, days: int, hour: int = 10, minute: int = 0) -> datetime:
        return datetime.combine(self.today + timedelta(days=days), time(hour, minute), tzinfo=UTC)


@pytest.fixture
def stage(business, cast):
    stage = Stage(business)
    stage.people = {"maya": cast["ann"], "davit": cast["mark"], "petra": cast["bob"], "arjun": cast["bob"]}
    stage.customers = {key: a_customer(key.capitalize()) for key in WHO.split()}
    return stage


def test_the_demo_shows_orders_in_every_state(stage):
    demo.fill(stage)

    assert set(Order.objects.values_list("outcome", flat=True)) == set(Order.Outcome.values)
    states = Counter(Promise.objects.values_list("state", flat=True))
    assert {"open", "kept", "kept_late", "renegotiated", "withdrawn", "broken"} <= set(states)
    maya, arjun = stage.people["maya"], stage.people["arjun"]
    assert [order.number for order in silent_late_orders(maya, at=stage.now)] == ["2214"]
    assert {delay.order.number for delay in untold_delays(maya)} == {"2207"}
    assert {delay.order.number for delay in untold_delays(arjun)} == {"2219"}
    assert {contract.state(stage.today) for contract in Contract.objects.all()} == {"to_decide", "running", "over"}
    assert Trial.objects.pending().count() == 3


def test_the_next_order_follows_the_demo(stage):
    demo.fill(stage)

    assert an_order(customer=stage.customers["tamar"], at=stage.now, by=stage.people["maya"]).number == "2240"
