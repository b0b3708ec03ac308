"""Customers on their own pages: where an order stands, its papers, the same once more."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from rapport.core import passes
from rapport.customers.testing import a_customer
from rapport.messaging.models import Message
from rapport.orders import actions
from rapport.orders.actions import Line
from rapport.orders.actions.files import keep_files
from rapport.orders.models import Availability, Product, Wish
from rapport.orders.own_pages import queries
from rapport.orders.testing import a_product, an_order, told

PDF = b"%PDF-1.7 an invoice"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def order(business, cora, ann, now):
    lines = [Line("Oak desk", unit_price=1200), Line("Drawer", quantity=2, unit_price=90)]
    made = an_order(*lines, customer=cora, at=now, by=ann, promised_on=now.date() + timedelta(20), note="pays late")
    actions.take_step(made, "confirmed", at=now, by=ann, note="check her credit")
    return made


def page_of(client, order) -> str:
    response = client.get(f"/portal/orders/{order.pk}/")
    assert response.status_code == 200
    return response.content.decode()


def invoice(order, ann, for_customer: bool = True, name: str = "invoice.pdf"):
    upload = SimpleUploadedFile(name, PDF)
    return keep_files(order, [upload], at=timezone.now(), by=ann, kind="invoice", is_for_customer=for_customer)[0]


def test_they_see_the_day_that_staff_see(portal_visitor, client, ann, cora, order):
    client.force_login(ann)
    order.promise.refresh_from_db()
    day = f'datetime="{order.promise.due_at:%Y-%m-%d}'

    assert day in client.get(f"/orders/{order.pk}/").content.decode()
    assert day in page_of(portal_visitor(cora), order)


def test_what_is_among_us_stays_among_us(portal_visitor, ann, cora, order):
    hidden = invoice(order, ann, for_customer=False, name="margin.pdf")
    client = portal_visitor(cora)
    page = page_of(client, order)

    assert "Oak desk" in page and "1,380.00" in page
    for word in ("pays late", "check her credit", "margin.pdf", "Ann"):
        assert word not in page
    assert client.get(f"/portal/orders/{order.pk}/files/{hidden.pk}/").status_code == 404


def test_a_delay_is_shown_once_they_were_told(portal_visitor, ann, cora, order, now):
    client, later = portal_visitor(cora), date.today() + timedelta(30)
    actions.note_delay(order, at=now, by=ann, cause="The runners came bent")
    assert "runners" not in page_of(client, order)

    actions.tell_delay(order, at=now, by=ann, told=told(now), cause="The runners came bent", due_on=later)
    page = page_of(client, order)
    assert "The runners came bent" in page and "<s>" in page


def test_a_late_order_says_so_before_anybody_told_them(portal_visitor, cora, order, now):
    from rapport.promises.models import Promise

    Promise.objects.update(made_at=now - timedelta(9), due_at=now - timedelta(2), first_due_at=now - timedelta(2))
    assert "We are sorry" in page_of(portal_visitor(cora), order)


def test_the_page_of_an_order_takes_ten_queries(portal_visitor, cora, order, django_assert_num_queries):
    client = portal_visitor(cora)
    page_of(client, order)
    with django_assert_num_queries(10):
        page_of(client, order)


def test_files_for_them_can_be_fetched(portal_visitor, ann, cora, order):
    file, client = invoice(order, ann), portal_visitor(cora)
    assert "invoice.pdf" in page_of(client, order)

    response = client.get(f"/portal/orders/{order.pk}/files/{file.pk}/")
    assert (response.status_code, b"".join(response.streaming_content)) == (200, PDF)
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_others_find_nothing(portal_visitor, ann, order):
    file, dan = invoice(order, ann), portal_visitor(a_customer("Dan"))
    for place in ("", "again/", f"files/{file.pk}/"):
        assert dan.get(f"/portal/orders/{order.pk}/{place}").status_code == 404


def test_ordering_again_asks_those_who_take_orders(portal_visitor, cora, order):
    client = portal_visitor(cora)
    desk, drawer = order.items.order_by("position")
    once = "018f0000-0000-7000-8000-000000000000"
    for _press in range(2):
        client.post(f"/portal/orders/{order.pk}/again/", {f"item-{drawer.pk}": "3", "words": "In oak", "once": once})

    message = Message.objects.get(direction="in")
    assert message.customer == cora and message.conversation.state == "open"
    assert "3 × Drawer" in message.text and "In oak" in message.text and desk.name not in message.text


def test_ordering_nothing_again_is_refused_beside_the_form(portal_visitor, cora, order):
    response = portal_visitor(cora).post(f"/portal/orders/{order.pk}/again/", {"once": order.pk})
    assert response.status_code == 422


def test_a_link_shows_one_order_without_signing_in(client, business, cora, ann, order, now):
    other = an_order(customer=cora, at=now, by=ann)
    file = invoice(order, ann)
    client.get(passes.address("order", order.pk, cora.pk, at=now).removeprefix("http://localhost:8000"))

    page = page_of(client, order)
    assert "Oak desk" in page and "1,380.00" not in page and file.name not in page
    assert client.get(f"/portal/orders/{other.pk}/").status_code == 302
    assert client.get(f"/portal/orders/{order.pk}/files/{file.pk}/").status_code == 404
    assert client.get("/portal/orders/").status_code == 302


def test_who_waits_for_a_product_asks_to_be_told(portal_visitor, cora):
    chair, client = a_product("Chair"), portal_visitor(cora)
    Product.objects.update(availability=Availability.EXPECTED)
    address = f"/portal/products/{chair.pk}/"

    client.post(f"{address}wish/")
    assert Wish.objects.waiting().get().customer == cora
    assert "We write to you" in client.get(address).content.decode()
    client.post(f"{address}wish/", {"off": "1"})
    assert not Wish.objects.waiting().exists()


def test_products_are_found_by_a_part_of_their_name(portal_visitor, cora):
    a_product("Oak chair"), a_product("Lamp")
    page = portal_visitor(cora).get("/portal/products/", {"text": "chair"}).content.decode()
    assert "Oak chair" in page and "Lamp" not in page


@pytest.mark.parametrize("who, status", [("ann", 302), ("rita", 403)])
def test_who_may_put_files_beside_an_order(client, cast, order, who, status):
    client.force_login(cast[who])
    sent = {"files": SimpleUploadedFile("invoice.pdf", PDF), "kind": "invoice", "is_for_customer": "on"}
    assert client.post(f"/orders/{order.pk}/files/new/", sent).status_code == status
    assert order.files.exists() == (status == 302)


def test_staff_show_hide_and_remove_a_file(client, ann, cora, order):
    file = invoice(order, ann)
    client.force_login(ann)
    address = f"/orders/{order.pk}/files/{file.pk}/"

    client.post(f"{address}shown/")
    assert not order.files.get().is_for_customer
    client.post(f"{address}shown/", {"on": "1"})
    assert order.files.get().is_for_customer
    client.post(f"{address}removal/")
    assert not order.files.exists()
    kinds = list(cora.entries.filter(kind__contains="file").order_by("id").values_list("kind", flat=True))
    assert kinds == ["order.filed", "order.file_shown", "order.file_shown", "order.unfiled"]


def test_older_orders_are_a_page_further_and_none_is_left_out(portal_visitor, cora, now, monkeypatch):
    monkeypatch.setattr(queries, "PER_PAGE", 2)
    numbers = [
        an_order(customer=cora, at=now - timedelta(days=day // 2)).number for day in range(5)
    ]  # two of one moment
    client, address, seen = portal_visitor(cora), "/portal/orders/", []
    while address:
        page = client.get(address)
        seen += [order.number for order in page.context["orders"]]
        address = page.context["next"] and f"/portal/orders/?after={page.context['next']}"
    assert len(seen) == 5 and set(seen) == set(numbers)
    assert client.get("/portal/orders/?after=nonsense").status_code == 400
