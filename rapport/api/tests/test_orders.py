from datetime import timedelta

import pytest
from django.utils import timezone

from rapport.api.testing import a_program_of
from rapport.customers.testing import a_customer
from rapport.orders.models import Order


@pytest.fixture
def mark_calls(cast, business):
    return a_program_of(cast["mark"])


def a_product(calls, **said):
    chair = {"name": "Oak chair", "sku": "CH-1", "price": {"amount": "120.00", "currency": "EUR"}}
    made = calls.post("products", chair | said)
    assert made.status_code == 201, made.content
    return made.json()


def test_an_order_from_placing_to_delivery(mark_calls):
    cora, chair = a_customer(), a_product(mark_calls)
    day = (timezone.localdate() + timedelta(days=20)).isoformat()
    sent = {
        "customer": str(cora.pk),
        "items": [{"sku": "CH-1", "quantity": "2"}, {"name": "Polish", "unit_price": "7.50", "discount": "0.1"}],
        "freight": {"amount": "10", "currency": "EUR"},
        "promised_on": day,
    }
    made = mark_calls.post("orders", sent)
    assert made.status_code == 201, made.content
    order = made.json()
    assert order["total"] == {"amount": "256.75", "currency": "EUR"}
    assert order["items"][0] == {
        "product": chair["id"],
        "name": "Oak chair",
        "quantity": "2",
        "unit_price": {"amount": "120.00", "currency": "EUR"},
        "discount": "0",
        "net": {"amount": "240.00", "currency": "EUR"},
    }
    assert order["promised_at"].startswith(day)
    assert mark_calls.get(f"customers/{cora.pk}/orders").json()["items"] == [order]

    delivered = mark_calls.post(f"orders/{order['id']}/steps", {"kind": "delivered", "note": "By hand"})
    assert delivered.status_code == 201, delivered.content
    assert delivered.json()["outcome"] == "delivered"
    assert mark_calls.get(f"promises/{order['promise']}").json()["state"] == "kept"
    again = mark_calls.post(f"orders/{order['id']}/steps", {"kind": "shipped"})
    assert again.status_code == 409


def test_an_order_is_called_off(mark_calls):
    cora = a_customer()
    order = mark_calls.post(
        "orders", {"customer": str(cora.pk), "items": [{"name": "Chair", "unit_price": "1"}]}
    ).json()
    off = {"reason": "Ordered twice", "told": {"channel": "phone"}, "by_customer": True}
    assert mark_calls.post(f"orders/{order['id']}/cancel", off).json()["outcome"] == "cancelled"
    assert [o["id"] for o in mark_calls.get("orders?outcome=cancelled").json()["items"]] == [order["id"]]
    assert mark_calls.get("orders?outcome=open").json()["items"] == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"items": []}, "items"),
        ({"items": [{"quantity": "1"}]}, "items.0"),
        ({"items": [{"sku": "NONE"}]}, "items.0.sku"),
        ({"items": [{"name": "Chair", "unit_price": {"amount": "1", "currency": "GEL"}}]}, "items.0.unit_price"),
        ({"items": [{"name": "Chair", "unit_price": 1.5}]}, None),
        ({"currency": "XXX"}, "currency"),
        ({"customer": "00000000-0000-7000-8000-000000000000"}, "customer"),
        ({"placed_at": "2999-01-01T00:00:00Z"}, "placed_at"),
    ],
)
def test_slips_are_told_by_field(mark_calls, wrong, field):
    good = {"customer": str(a_customer().pk), "items": [{"name": "Chair", "unit_price": "1"}]}
    refused = mark_calls.post("orders", good | wrong)
    assert refused.status_code == 422, refused.content
    if field:
        assert refused.json()["errors"][0]["field"] == field
    assert not Order.objects.exists()


def test_products_change_under_a_mark(mark_calls):
    chair = a_product(mark_calls)
    path = f"products/{chair['id']}"
    mark = mark_calls.get(path)["ETag"]
    changed = mark_calls.patch(path, {"price": {"amount": "130", "currency": "EUR"}}, **{"If-Match": mark})
    assert changed.json() == chair | {"price": {"amount": "130.00", "currency": "EUR"}}
    assert mark_calls.patch(path, {"name": "X"}, **{"If-Match": mark}).status_code == 412
    assert mark_calls.patch(path, {"is_active": False}).json()["name"] == "Oak chair"
    assert mark_calls.get("products?active=true&search=oak").json()["items"] == []
    assert mark_calls.post("products", {"name": "Again", "sku": "CH-1"}).status_code == 409


def test_who_may_not_change_what_is_for_sale(ann_calls):
    assert ann_calls.post("products", {"name": "Chair"}).status_code == 403


def test_an_order_of_more_than_there_is_money_is_refused(mark_calls):
    items = [{"name": "Moon", "unit_price": "999999999999", "quantity": "99999999999"}]
    refused = mark_calls.post("orders", {"customer": str(a_customer().pk), "items": items})
    assert (refused.status_code, refused.json()["type"].rsplit(":", 1)[-1]) == (409, "order_is_too_much")
    assert not Order.objects.exists()
