from decimal import Decimal

import pytest
from django.db import connection

from rapport.orders import actions, summaries
from rapport.orders.actions import Line
from rapport.orders.models import Order, PurchaseSummary
from rapport.orders.testing import MONDAY, an_order, hours

pytestmark = pytest.mark.django_db


def test_other_currencies_are_kept_apart(business, ann, cora):
    an_order(Line("Table", unit_price=Decimal(100)), customer=cora, by=ann)
    an_order(Line("Crate", unit_price=Decimal(90)), customer=cora, by=ann, currency="USD", at=MONDAY + hours(1))

    summary = PurchaseSummary.objects.get(customer=cora)
    assert (summary.order_count, summary.currency, summary.revenue) == (2, "EUR", Decimal(100))
    assert {code: Decimal(sum_) for code, sum_ in summary.revenue_by_currency.items()} == {"EUR": 100, "USD": 90}
    assert (summary.first_at, summary.last_at) == (MONDAY, MONDAY + hours(1))


def test_rebuilding_reports_and_rights_what_differs(business, ann, cora):
    order = an_order(customer=cora, by=ann)
    assert summaries.rebuild(MONDAY) == {"checked": 1, "wrong": 0}

    with connection.cursor() as cursor:  # someone wrote past the actions
        cursor.execute("UPDATE orders_order SET net = net + 7 WHERE id = %s", [order.pk])
    assert summaries.rebuild(MONDAY) == {"checked": 1, "wrong": 1}
    assert PurchaseSummary.objects.get(customer=cora).revenue == Order.objects.get().net
    assert summaries.rebuild(MONDAY) == {"checked": 1, "wrong": 0}


def test_rebuilding_rights_sums_in_other_currencies_too(business, ann, cora):
    order = an_order(Line("Crate", unit_price=Decimal(90)), customer=cora, by=ann, currency="USD")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE orders_order SET net = 70 WHERE id = %s", [order.pk])

    assert summaries.rebuild(MONDAY) == {"checked": 1, "wrong": 1}
    assert PurchaseSummary.objects.get(customer=cora).revenue_by_currency == {"USD": "70.0000"}


def test_rebuilding_finds_customers_without_a_summary(business, ann, cora):
    an_order(customer=cora, by=ann)
    PurchaseSummary.objects.all().delete()

    assert summaries.rebuild(MONDAY) == {"checked": 1, "wrong": 1}
    assert PurchaseSummary.objects.get(customer=cora).order_count == 1


def test_a_finished_order_counts_as_no_longer_open(business, ann, cora):
    order = an_order(customer=cora, by=ann)
    actions.take_step(order, "delivered", at=MONDAY + hours(1), by=ann)
    assert PurchaseSummary.objects.get(customer=cora).open_count == 0
