from collections import Counter
from decimal import Decimal

import pytest
from django.db.models import Sum

from rapport.core.tabular.sampling import Sampler
from rapport.orders.importing.running import import_orders
from rapport.orders.models import Order, OrderItem, OrderStep, Product, PurchaseSummary
from rapport.orders.tests import northwind
from rapport.promises.models import Promise
from rapport.timeline.models import Entry


@pytest.fixture
def companies(business):
    return northwind.customers()


def test_northwind_comes_in_whole(companies):
    result = import_orders(northwind.options())

    assert (result.created, result.updated, result.unchanged, result.rejected) == (830, 0, 0, 0)
    assert result.rejects_file is None
    assert (Product.objects.count(), Order.objects.count(), OrderItem.objects.count()) == (77, 830, 2155)
    assert abs(Order.objects.aggregate(net=Sum("net"))["net"] - Decimal("1265793.04")) < Decimal("0.50")
    assert Counter(Promise.objects.values_list("state", flat=True)) == {"kept": 772, "kept_late": 37, "overdue": 21}
    assert Counter(Order.objects.values_list("outcome", flat=True)) == {"delivered": 809, "open": 21}
    assert OrderStep.objects.filter(kind="delivered").count() == 809
    assert Product.objects.filter(is_active=False).count() == 10


def test_a_customer_has_the_sum_of_their_orders(companies):
    import_orders(northwind.options())

    summary = PurchaseSummary.objects.get(customer=companies["SAVEA"])
    assert summary.order_count == 31
    assert abs(summary.revenue - Decimal("104361.95")) < Decimal("0.05")
    assert summary.first_at.date().isoformat() == "1996-10-08"
    assert PurchaseSummary.objects.count() == 89  # two companies never ordered


def test_history_sets_nothing_off_and_is_told_as_history(companies):
    import_orders(northwind.options())

    assert Counter(Entry.objects.values_list("kind", "imported")) == {
        ("order.placed", True): 830,
        ("order.delivered", True): 809,
    }
    late = Entry.objects.filter(kind="order.delivered", facts__late=True)
    assert late.count() == 37
    assert not Promise.objects.exclude(imported=True).exists()


def test_the_same_files_again_change_nothing(companies):
    import_orders(northwind.options())
    before = list(Order.objects.order_by("pk").values()), list(OrderItem.objects.order_by("pk").values())

    options, sampler = northwind.options(), Sampler()
    options.observer = sampler
    result = import_orders(options)

    assert (result.created, result.updated, result.unchanged, result.rejected) == (0, 0, 830, 0)
    assert {row["fate"] for row in sampler.as_json()["rows"][options.file.stem]["first"]} == {"same"}
    assert before == (list(Order.objects.order_by("pk").values()), list(OrderItem.objects.order_by("pk").values()))
    assert Entry.objects.count() == 830 + 809
