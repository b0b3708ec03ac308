"""Several people, or workers, at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection

from rapport.core.refusals import Refusal
from rapport.orders import actions
from rapport.orders.actions import Line
from rapport.orders.models import Order, PurchaseSummary
from rapport.orders.testing import FRIDAY, MONDAY, an_order, hours, told
from rapport.promises.models import Promise

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*doings) -> list:
    """Do everything in threads of their own; answers results and refusals in order."""

    def run(doing):
        try:
            return doing()
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(doings)) as threads:
        return list(threads.map(run, doings))


def test_orders_placed_at_once_have_their_own_numbers_and_all_count(business, ann, cora):
    line = Line("Stool", unit_price=Decimal(10))
    at_once(*[lambda: actions.place(cora, [line], at=MONDAY, by=ann)] * 6)

    assert len(set(Order.objects.values_list("number", flat=True))) == 6
    summary = PurchaseSummary.objects.get(customer=cora)
    assert (summary.order_count, summary.revenue) == (6, 60)


def test_delivered_and_cancelled_at_once_only_one_happens(business, ann, cora):
    at = MONDAY + hours(3)
    for _ in range(5):
        order = an_order(customer=cora, by=ann, promised_on=FRIDAY)
        results = at_once(
            lambda order=order: actions.take_step(order, "delivered", at=at, by=ann).kind,
            lambda order=order: actions.cancel(order, at=at, by=ann, reason="No", told=told(at), by_customer=True).kind,
        )
        assert sorted(results) in (["delivered", "order_finished"], ["cancelled", "order_finished"])
        order.refresh_from_db()
        assert order.promise.state == ("kept" if order.outcome == "delivered" else "withdrawn")


def test_delivered_twice_at_once_is_one_step_and_one_kept_promise(business, ann, cora):
    order = an_order(customer=cora, by=ann, promised_on=FRIDAY)
    at_once(*[lambda: actions.take_step(order, "delivered", at=MONDAY + hours(3), by=ann)] * 4)

    assert order.steps.filter(kind="delivered").count() == 1
    assert cora.entries.filter(kind__in=["order.delivered", "promise.kept"]).count() == 2


def test_a_day_promised_twice_at_once_is_promised_once(business, ann, cora):
    order = an_order(customer=cora, by=ann)
    results = at_once(*[lambda: actions.promise_date(order, at=MONDAY, by=ann, due_on=FRIDAY)] * 3)

    assert results.count("order_already_promised") == 2
    assert Promise.objects.count() == 1


def test_two_workers_renew_a_contract_once(business, ann, cora):
    day = MONDAY.date()
    contract = actions.sign(
        cora, at=MONDAY, by=ann, title="Care", currency="EUR", starts_on=day - timedelta(days=365), ends_on=day,
        renewal="auto", period_months=12,
    )  # fmt: skip
    assert sum(at_once(*[lambda: actions.renew_due(MONDAY)] * 3)) == 1

    contract.refresh_from_db()
    assert (contract.renewals, contract.ends_on.isoformat()) == (1, "2027-11-23")
    assert cora.entries.filter(kind="contract.renewed").count() == 1
