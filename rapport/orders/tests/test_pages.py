"""The pages about orders: that they work, refuse bad input, refuse what the business refuses, and know the roles."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone

from rapport.orders import actions
from rapport.orders.actions import Line
from rapport.orders.models import Delay, Order, Product
from rapport.orders.testing import a_product, an_order
from rapport.orders.tests.browsing import in_days, questions, rows, seller_id
from rapport.promises.models import Promise

pytestmark = pytest.mark.django_db


def test_every_page_opens_for_those_who_may_and_for_nobody_else(page, order, late_order, contract, trial, cora):
    product = a_product(sku="CH-1")
    one, person = f"/orders/{order.pk}/", f"/customers/{cora.pk}/"
    reading = [
        "/orders/",
        one,
        f"/orders/{late_order.pk}/",
        f"{person}orders/",
        "/products/",
        f"/products/{product.pk}/",
    ]
    reading += ["/contracts/", f"/contracts/{contract.pk}/", "/trials/"]
    writing = ["/orders/new/", f"{person}orders/new/", f"{one}edit/", f"{one}steps/new/", f"{one}cancellation/"]
    writing += [f"{one}delay/", f"{one}tracking/", f"{person}contracts/new/", f"{person}trials/new/"]
    writing += [f"/contracts/{contract.pk}/{noun}/" for noun in ("edit", "renewal", "end")]
    writing += [f"/trials/{trial.pk}/outcome/"]
    leading = ["/products/new/", "/settings/steps/", "/settings/steps/new/", "/settings/steps/shipped/"]

    for name, may in {
        "rita": reading, "ann": reading + writing, "bob": reading + writing, "mark": reading + writing + leading
    }.items():  # fmt: skip
        client = page(name)
        for path in reading + writing + leading:
            assert (path, client.get(path).status_code) == (path, 200 if path in may else 403)


def test_nobody_sees_orders_without_signing_in(client, order):
    assert client.get("/orders/").status_code == 302
    assert client.get(order.get_absolute_url()).status_code == 302


def test_what_is_not_there_is_not_found(page):
    client = page("ann")
    for path in (
        "/orders/{}/",
        "/orders/{}/delay/",
        "/contracts/{}/",
        "/trials/{}/outcome/",
        "/customers/{}/orders/new/",
    ):
        assert client.get(path.format(uuid4())).status_code == 404


def test_taking_an_order_by_product_and_in_own_words(page, cora):
    a_product("Oak chair", "120", sku="CH-1")
    sent = rows(
        {"what": "CH-1", "quantity": "6", "discount": "5"},
        {"what": "Delivery upstairs", "unit_price": "40.50"},
        {"what": ""},
    )
    sent |= {
        "promised_on": in_days(20),
        "channel": "phone",
        "currency": "EUR",
        "seller": seller_id("ann"),
        "freight": "10",
    }

    response = page("ann").post(f"/customers/{cora.pk}/orders/new/", sent)

    order = Order.objects.get()
    assert response.url == order.get_absolute_url()
    assert [(item.name, item.net) for item in order.items.all()] == [
        ("Oak chair", 684),
        ("Delivery upstairs", Decimal("40.5")),
    ]
    assert (order.freight, order.promise.tellings.get().channel) == (10, "phone")


@pytest.mark.parametrize(
    "line, more",
    [
        ({"what": ""}, {}),
        ({"what": "Never heard of"}, {}),
        ({"what": "Bench", "unit_price": "dear"}, {}),
        ({"what": "Bench", "unit_price": "1", "quantity": "-1"}, {}),
        ({"what": "Bench", "unit_price": "1", "discount": "120"}, {}),
        ({"what": "", "unit_price": "5"}, {}),
        ({"what": "Bench", "unit_price": "1"}, {"promised_on": in_days(-1)}),
        ({"what": "Bench", "unit_price": "1"}, {"currency": "XXX"}),
    ],
)
def test_an_order_that_makes_no_sense_comes_back_with_what_was_typed(page, cora, line, more):
    sent = rows(line) | {"currency": "EUR", "seller": seller_id("ann"), "note": "By the window"} | more
    response = page("ann").post(f"/customers/{cora.pk}/orders/new/", sent)

    assert response.status_code == 422
    assert "By the window" in response.content.decode()
    assert not Order.objects.exists()


def test_more_rows_come_without_losing_a_word(page, cora):
    sent = rows({"what": "Bench", "unit_price": "12.50"}) | {
        "more_rows": "1",
        "note": "By the window",
        "currency": "EUR",
    }
    response = page("ann").post(f"/customers/{cora.pk}/orders/new/", sent)

    text = response.content.decode()
    assert response.status_code == 200
    assert 'name="form-3-what"' in text
    assert 'value="Bench"' in text and "By the window" in text
    assert "error-summary" not in text


def test_changing_an_order_keeps_its_products(page, ann, cora):
    chair = a_product("Oak chair", "120")
    order = an_order(Line(product=chair, quantity=Decimal(2)), customer=cora, by=ann, at=timezone.now())
    actions.edit_product(chair, name="Oak chair II", currency="EUR", price=Decimal(130))
    item = order.items.get()

    sent = rows({"item": str(item.pk), "what": "Oak chair", "quantity": "4", "unit_price": "110"}) | {
        "seller": seller_id("ann")
    }
    assert page("ann").post(f"/orders/{order.pk}/edit/", sent).status_code == 302

    item = order.items.get()
    assert (item.product, item.name, item.net) == (chair, "Oak chair", 440)


def test_a_step_from_the_order_page_and_at_another_time(page, order):
    client = page("ann")
    assert client.post(f"/orders/{order.pk}/steps/new/", {"kind": "confirmed"}).status_code == 302
    assert client.post(f"/orders/{order.pk}/steps/new/", {"kind": "nonsense"}).status_code == 422
    tomorrow = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    assert client.post(f"/orders/{order.pk}/steps/new/", {"kind": "shipped", "done_at": tomorrow}).status_code == 422
    assert client.post(f"/orders/{order.pk}/steps/new/", {"kind": "delivered"}).status_code == 302

    order.refresh_from_db()
    assert (order.outcome, order.promise.state) == ("delivered", "kept")
    assert client.get(f"/orders/{order.pk}/steps/new/").status_code == 409
    assert client.post(f"/orders/{order.pk}/steps/new/", {"kind": "shipped"}).status_code == 409


@pytest.mark.parametrize(
    "who, sent, status",
    [
        ("ann", {"whose": "customer", "reason": "Twice", "channel": "phone"}, 302),
        ("ann", {"whose": "customer", "reason": "", "channel": "phone"}, 422),
        ("rita", {"whose": "customer", "reason": "Twice", "channel": "phone"}, 403),
    ],
)
def test_who_can_cancel_and_how(page, order, who, sent, status):
    response = page(who).post(f"/orders/{order.pk}/cancellation/", sent)
    order.refresh_from_db()
    assert (response.status_code, order.outcome == "cancelled") == (status, status == 302)


def test_a_return_needs_a_delivery(page, order):
    client = page("ann")
    assert client.get(f"/orders/{order.pk}/return/").status_code == 409
    actions.take_step(order, "delivered", at=timezone.now())
    assert client.post(f"/orders/{order.pk}/return/", {"reason": "Too wide"}).status_code == 302
    order.refresh_from_db()
    assert order.outcome == "returned"


def test_a_delay_is_noted_first_and_told_later(page, order):
    client, url = page("ann"), f"/orders/{order.pk}/delay/"
    assert client.post(url, {"cause": "", "due_on": in_days(20)}).status_code == 422
    assert client.post(url, {"cause": "Bent", "channel": "phone"}).status_code == 422
    assert client.post(url, {"cause": "Bent", "due_on": in_days(20)}).status_code == 302
    assert Delay.objects.get().told_at is None
    text = client.get(f"/orders/{order.pk}/").content.decode()
    assert "they do not know yet" in text and "Bent" in client.get(url).content.decode()

    assert client.post(f"{url}?next=/", {"cause": "Bent", "due_on": in_days(20), "channel": "phone"}).url == "/"
    order.refresh_from_db()
    assert Delay.objects.get().told_at
    assert order.promise.renegotiated_from.state == "renegotiated"


def test_the_page_of_a_late_order_asks_to_tell_them_and_then_shows_both_days(page, late_order):
    client, url = page("ann"), f"/orders/{late_order.pk}/"
    assert "they have heard nothing" in client.get(url).content.decode()
    client.post(f"{url}delay/", {"cause": "We forgot", "due_on": in_days(9), "channel": "email"})

    text = client.get(url).content.decode()
    assert "they have heard nothing" not in text
    assert "late until it is delivered" in text
    assert Promise.objects.count() == 2


def test_the_list_finds_by_number_and_by_name_in_any_script(page, ann, business):
    from rapport.core.folding import search_key, sort_key
    from rapport.customers.models import Customer

    name = "თამარ ბერიძე"
    tamar = Customer.objects.create(name=name, search_key=search_key(name), sort_key=sort_key(name))
    order = an_order(customer=tamar, by=ann, at=timezone.now(), number="2214")
    an_order(by=ann, at=timezone.now(), number="3001")

    client = page("bob")
    for text, numbers in {
        "22": {"2214"},
        "beridze": {"2214"},
        "ბერიძე": {"2214"},
        "#3001": {"3001"},
        "nobody": set(),
    }.items():
        found = {o.number for o in client.get("/orders/", {"q": text}).context["page"]}
        assert (text, found) == (text, numbers)
    assert [o.number for o in client.get("/orders/?show=mine").context["page"]] == []
    assert [o.number for o in page("ann").get("/orders/?show=mine").context["page"]] == ["3001", order.number]


def test_the_list_shows_late_orders_and_steps_and_goes_on_by_cursor(page, late_order, order, ann, cora):
    client = page("ann")
    assert list(client.get("/orders/?show=late").context["page"]) == [late_order]
    assert client.get("/orders/?step=shipped").context["page"].items == []
    for day in range(55):
        an_order(customer=cora, by=ann, at=timezone.now() - timedelta(days=100 + day))
    first = client.get("/orders/").context["page"]
    rest = client.get("/orders/", {"after": first.next}).context["page"]
    assert (len(first), len(rest), rest.next) == (50, 7, None)
    assert client.get("/orders/?after=nonsense").status_code == 400


@pytest.mark.parametrize("path", ["/orders/", "/contracts/", "/trials/", "/products/"])
def test_lists_ask_the_same_number_of_questions_however_long(page, path, ann, cora):
    def more(count):
        for number in range(count):
            an_order(customer=cora, by=ann, at=timezone.now() - timedelta(days=9), promised_on=timezone.localdate())
            a_product(f"Chair {Product.objects.count()}")
            day = timezone.localdate()
            actions.sign(cora, at=timezone.now(), by=ann, title=f"No. {number}", currency="EUR", starts_on=day)
            actions.hand_out(cora, at=timezone.now(), by=ann, given_on=day, what="Stool")

    client = page("ann")
    more(1)
    client.get(path)
    few = questions(client, path)
    more(6)
    assert questions(client, path) == few


def test_one_order_asks_the_same_number_of_questions_however_much_is_in_it(page, ann, cora):
    small = an_order(customer=cora, by=ann, at=timezone.now(), promised_on=timezone.localdate() + timedelta(days=9))
    lines = [Line(product=a_product(f"Chair {n}")) for n in range(8)]
    large = an_order(
        *lines, customer=cora, by=ann, at=timezone.now(), promised_on=timezone.localdate() + timedelta(days=9)
    )
    for kind in ("confirmed", "preparation", "shipped"):
        actions.take_step(large, kind, at=timezone.now(), by=ann, note="On")

    client = page("ann")
    client.get(f"/orders/{small.pk}/")
    assert questions(client, f"/orders/{large.pk}/") == questions(client, f"/orders/{small.pk}/")


def test_panels_of_a_customer_ask_at_most_two_questions(
    rf, business, ann, cora, order, contract, trial, django_assert_max_num_queries
):
    from rapport.core.registry import panels

    request = rf.get("/")
    request.user = ann
    for name in ("orders", "contracts", "trials"):
        with django_assert_max_num_queries(2):
            panels[name].query(request, cora)
