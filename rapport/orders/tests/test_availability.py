"""What can be had, what comes again, what stands in for it, and who is told when it is there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rapport.core.registry import today
from rapport.customers.models import Email, ExternalCode
from rapport.customers.testing import a_customer
from rapport.messaging.models import Channel, ChannelKind, Message
from rapport.orders import actions, telling
from rapport.orders.exporting import export_products
from rapport.orders.importing.running import import_orders
from rapport.orders.models import Product, Wish
from rapport.orders.refusals import CanBeHad, NeverComesAgain, NotItsOwnAlternative
from rapport.orders.testing import a_product
from rapport.orders.tests import northwind
from rapport.orders.tests.browsing import in_days

pytestmark = pytest.mark.django_db


@pytest.fixture
def channel(business):
    return Channel.objects.create(kind=ChannelKind.EMAIL, name="Hello", address="hello@linden.example", is_default=True)


@pytest.fixture
def cora(business, cora):
    Email.objects.create(customer=cora, address="cora@example.org", key="cora@example.org", is_preferred=True)
    return cora


@pytest.fixture
def stool(business) -> Product:
    """Out of stock, nobody knows until when."""
    return actions.say_availability(a_product("Bar stool", sku="ST-1"), "expected")


def now():
    return timezone.now()


def test_whoever_asked_is_told_once_when_it_is_back(channel, ann, cora, stool):
    wish = actions.wish(cora, stool, at=now(), by=ann)
    assert actions.wish(cora, stool, at=now(), by_customer=True) == wish  # asked twice is asked once
    telling.follow(stool, now())
    assert not Message.objects.exists()  # it is not there yet

    back = actions.say_availability(stool, "in_stock")
    telling.follow(back, now())
    telling.follow(back, now())

    message = Message.objects.get()
    assert (message.customer, message.subject) == (cora, "Bar stool is here again")
    assert "Bar stool can be had again" in message.text and message.purpose == "service"
    wish.refresh_from_db()
    assert wish.told_at and wish.message == message and not wish.is_waiting
    assert list(cora.entries.order_by("id").values_list("kind", flat=True)) == ["wish.made", "wish.told"]


def test_a_change_of_availability_sets_the_job_off_and_no_change_does_not(run_jobs, business, ann):
    business.refresh_from_db()
    Channel.objects.create(kind=ChannelKind.EMAIL, name="Hello", address="hello@linden.example", is_default=True)
    petra = a_customer("Petra Nováková", language="cs")
    Email.objects.create(customer=petra, address="petra@example.org", key="petra@example.org", is_preferred=True)
    stool = actions.say_availability(a_product("Bar stool"), "expected")
    actions.wish(petra, stool, at=now(), by=ann)
    actions.edit_product(stool, name="Bar stool, oak", currency="EUR")
    run_jobs()
    assert not Message.objects.exists()

    actions.edit_product(stool, name="Bar stool, oak", currency="EUR", availability="in_stock")
    run_jobs()
    assert Message.objects.get().language == "cs"


def test_what_is_sold_from_a_day_on_can_be_waited_for_and_nobody_is_forgotten(run_jobs, business, ann):
    Channel.objects.create(kind=ChannelKind.EMAIL, name="Hello", address="hello@linden.example", is_default=True)
    cora, today_ = a_customer("Cora"), timezone.localdate()
    Email.objects.create(customer=cora, address="cora@example.org", key="cora@example.org", is_preferred=True)
    swing = a_product("Swing", available_from=today_ + timedelta(days=3))
    actions.wish(cora, swing, at=now(), by=ann)
    assert telling.follow_what_is_there(now()) == 0
    Product.objects.update(available_from=today_)  # its day has come, and nobody pressed anything
    assert telling.follow_what_is_there(now()) == 1
    run_jobs()
    assert Message.objects.get().customer == cora
    assert telling.follow_what_is_there(now()) == 0


def test_what_no_message_can_tell_waits_for_a_person_on_today(business, page, ann, stool):
    """There is no channel yet: nothing is lost, and it is not tried for ever."""
    cora = a_customer("Cora Lindqvist", account_manager=ann)
    wish = actions.wish(cora, stool, at=now(), by=ann)
    back = actions.say_availability(stool, "in_stock")
    telling.follow(back, now())
    wish.refresh_from_db()
    assert (wish.held_back, wish.told_at) == ("no_channel", None)

    (item,) = today["wishes"].query(ann, now())
    assert item.customer == cora
    assert page("ann").post(item.step.url).status_code == 302
    wish.refresh_from_db()
    assert wish.told_by == ann and not list(today["wishes"].query(ann, now()))


def test_a_wish_is_for_what_comes_again(cora, stool):
    with pytest.raises(CanBeHad):
        actions.wish(cora, a_product("Oak chair"), at=now())
    wish = actions.wish(cora, stool, at=now())
    ended = actions.end_wish(wish, at=now(), by_customer=True)
    assert ended.ended_at and actions.told_wish(wish, at=now(), by=None).told_at is None
    actions.say_availability(stool, "discontinued")
    with pytest.raises(NeverComesAgain):
        actions.wish(cora, stool, at=now())


def test_what_will_not_come_again_is_not_sold_and_has_no_day(stool):
    late = actions.say_availability(stool, "expected", expected_on=timezone.localdate() + timedelta(9))
    gone = actions.say_availability(late, "discontinued", expected_on=late.expected_on)
    assert (gone.is_active, gone.expected_on) == (False, None)
    with pytest.raises(NotItsOwnAlternative):
        actions.say_availability(gone, "discontinued", alternatives=[gone])


def test_staff_say_it_on_the_products_page(page, stool):
    chair = a_product("Oak chair", sku="CH-1")
    sent = {"name": "Bar stool", "sku": "ST-1", "currency": "EUR", "is_active": "on", "availability": "expected"}
    client, address = page("mark"), f"/products/{stool.pk}/"
    for wrong in ({"expected_on": in_days(-1)}, {"instead_1": "No such"}, {"instead_1": "ST-1"}, {"availability": "x"}):
        assert client.post(address, sent | wrong).status_code == 422, wrong
    assert client.post(address, sent | {"expected_on": in_days(9), "instead_1": "ch-1 ".strip()}).status_code == 422
    assert client.post(address, sent | {"expected_on": in_days(9), "instead_1": "oak CHAIR"}).status_code == 302
    stool.refresh_from_db()
    assert (stool.expected_on.isoformat(), stool.instead) == (in_days(9), [chair])
    assert "again on" in client.get("/products/?show=missing").content.decode()
    assert "Oak chair" in page("rita").get(address).content.decode()

    client = page("mark")
    client.post(address, sent | {"availability": "in_stock"})
    undo = list(client.get("/products/").context["messages"])[0].extra_tags.removeprefix("undo:").split()[0]
    client.post(undo)
    stool.refresh_from_db()
    assert (stool.availability, stool.expected_on.isoformat()) == ("expected", in_days(9))


def test_staff_note_who_asks_on_the_products_and_on_the_customers_page(
    page, cora, stool, ann, django_assert_max_num_queries
):
    client = page("ann")
    address = f"/products/{stool.pk}/wishes/new/"
    assert b"Cora" in client.get(address + "?q=cora").content
    assert client.post(address, {"customer": "nobody"}).status_code == 404
    assert client.post(address, {"customer": cora.pk}).status_code == 302
    wish = Wish.objects.get()
    assert (wish.by, wish.customer) == (ann, cora)
    with django_assert_max_num_queries(14):
        assert b"Cora" in client.get(f"/products/{stool.pk}/wishes/").content
    assert client.get(f"/wishes/{wish.pk}/end/").status_code == 200
    client.post(f"/wishes/{wish.pk}/end/")

    address = f"/customers/{cora.pk}/wishes/new/"
    assert client.post(address, {"what": "No such"}).status_code == 422
    assert client.post(address, {"what": "st-1"}).status_code == 422  # numbers are as they stand on the tag
    assert client.post(address, {"what": "bar stool"}).status_code == 302
    assert b"Bar stool" in client.get(f"/customers/{cora.pk}/panels/awaited/").content
    assert page("rita").post(address, {"what": "bar stool"}).status_code == 403


def test_what_was_to_come_by_today_is_asked_for(mark_sees, stool):
    actions.say_availability(stool, "expected", expected_on=timezone.localdate())
    (item,) = mark_sees("arrivals")
    assert "Bar stool" in item.what and item.step.url == stool.get_absolute_url()
    actions.say_availability(stool, "in_stock")
    assert mark_sees("arrivals") == []


@pytest.fixture
def mark_sees(cast):
    return lambda name: list(today[name].query(cast["mark"], now()))


def test_programs_say_and_ask_it_too(ann_calls, cast, cora, stool):
    from rapport.api.testing import a_program_of

    mark = a_program_of(cast["mark"])
    chair, address = a_product("Oak chair"), f"products/{stool.pk}"
    sent = {"availability": "expected", "expected_on": in_days(5), "alternatives": [str(chair.pk)]}
    answer = mark.patch(address, sent)
    assert {name: answer.json()[name] for name in sent} == sent
    assert mark.patch(address, {"name": "Stool"}).json()["expected_on"] == in_days(5)  # the rest stays
    assert mark.patch(address, {"alternatives": [str(cora.pk)]}).status_code == 422
    assert mark.patch(address, {"availability": "in_stock", "expected_on": in_days(5)}).status_code == 422

    made = ann_calls.post(f"{address}/wishes", {"customer": str(cora.pk)})
    assert made.status_code == 201 and made.json()["told_at"] is None
    assert [one["customer"] for one in ann_calls.get(f"{address}/wishes").json()["items"]] == [str(cora.pk)]
    assert ann_calls.post(f"{address}/wishes", {"customer": str(chair.pk)}).status_code == 422
    assert ann_calls.post(f"{address}/wishes/{made.json()['id']}/end", {}).json()["ended_at"]
    assert mark.patch(address, {"availability": "in_stock"}).json()["expected_on"] is None
    assert ann_calls.post(f"{address}/wishes", {"customer": str(cora.pk)}).status_code == 409


def test_what_was_exported_is_imported_as_it_was(tmp_path, cora, stool):
    ExternalCode.objects.create(customer=cora, source="import", code="CORA")
    chair = a_product("Oak chair", sku="CH-1")
    day = timezone.localdate() + timedelta(9)
    actions.say_availability(stool, "expected", expected_on=day, alternatives=[chair])
    file = tmp_path / "products.csv"
    assert export_products(file) == 2
    Product.objects.all().delete()

    bring(tmp_path, file)
    found = Product.objects.get(sku="ST-1")
    assert (found.availability, found.expected_on, [str(p) for p in found.instead]) == ("expected", day, ["Oak chair"])


def bring(tmp_path, products):
    orders = tmp_path / "orders.csv"
    orders.write_text("order_id,customer_id,order_date\n1,CORA,2026-03-02\n", encoding="utf-8")
    return import_orders(northwind.options(file=orders, items=None, products=products))


def test_files_say_it_in_their_own_words_and_only_news_is_followed(tmp_path, cora, stool, monkeypatch):
    ExternalCode.objects.create(customer=cora, source="import", code="CORA")
    told = []
    monkeypatch.setattr("rapport.orders.telling.follow_availability.batch_defer", lambda *news: told.extend(news))
    file = tmp_path / "products.csv"

    def say(*rows):
        file.write_text("\n".join(["sku,name,dostupnost,naskladnění,discontinued", *rows]), encoding="utf-8")
        result = bring(tmp_path, file)
        stool.refresh_from_db()
        return result.rejected, stool.availability, stool.is_active

    assert say("ST-1,Bar stool,skladem,,") == (0, "in_stock", True)
    assert say("ST-1,Bar stool,Skladem,,") == (0, "in_stock", True)
    assert len(told) == 1
    assert say("ST-1,Bar stool,perhaps,,") == (1, "in_stock", True)
    assert say("ST-1,Bar stool,,2027-03-04,") == (0, "expected", True)
    assert say("ST-1,Bar stool,,,") == (0, "expected", True)  # nothing said: as it was
    assert say("ST-1,Bar stool,,,1") == (0, "discontinued", False)
    assert say("ST-1,Bar stool,,,0") == (0, "in_stock", True)
    assert len(told) == 4


def test_two_customers_who_become_one_wait_once(business, cast, cora, stool, channel):
    from rapport.customers.merges import merge

    twin = a_customer("Cora Lindquist")
    for customer in (cora, twin):
        actions.wish(customer, stool, at=now(), by=cast["ann"])
    merge(cora, twin, by=cast["mark"], at=now())
    telling.follow(actions.say_availability(stool, "in_stock"), now())
    assert Message.objects.count() == 1
