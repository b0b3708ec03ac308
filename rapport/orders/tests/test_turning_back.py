"""What was noted about an order by mistake is taken back, with what was promised for it; the story keeps both."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from rapport.orders import actions
from rapport.orders.models import Contract, Delay, Order, PurchaseSummary
from rapport.orders.refusals import FurtherAlong, NotCancelled
from rapport.orders.testing import FRIDAY, MONDAY, a_product, an_order, told
from rapport.orders.tests.browsing import rows
from rapport.promises import actions as promises

LATER = MONDAY + timedelta(hours=2)


@pytest.fixture
def order(business, ann, cora) -> Order:
    return an_order(customer=cora, by=ann, promised_on=FRIDAY)


def latest(order: Order):
    return order.steps.order_by("-id").first().pk


def test_a_delivery_noted_by_mistake_is_owed_again(order, ann, cora):
    actions.take_step(order, "shipped", at=MONDAY, by=ann)
    actions.take_step(order, "delivered", at=MONDAY, by=ann)

    actions.step_back(order, latest(order), at=LATER, by=ann)

    order.refresh_from_db()
    assert (order.outcome, order.step, order.finished_at) == ("open", "shipped", None)
    assert order.promise.state == "open"
    entry = cora.entries.get(kind="order.stepped_back")
    assert (entry.by, entry.facts["step"]) == (ann, "delivered")
    assert PurchaseSummary.objects.get(customer=cora).open_count == 1


def test_only_the_latest_step_is_taken_back(order, ann):
    shipped = actions.take_step(order, "shipped", at=MONDAY, by=ann)
    actions.take_step(order, "delivered", at=MONDAY, by=ann)

    with pytest.raises(FurtherAlong):
        actions.step_back(order, shipped.pk, at=LATER, by=ann)


def test_an_order_was_placed_whatever_happened(order, ann):
    with pytest.raises(FurtherAlong):
        actions.step_back(order, latest(order), at=LATER, by=ann)


@pytest.mark.parametrize("by_customer", [True, False])
def test_a_cancelled_order_is_called_on_again_with_its_promise(order, ann, cora, by_customer):
    actions.take_step(order, "confirmed", at=MONDAY, by=ann)
    actions.cancel(order, at=MONDAY, by=ann, reason="Twice", told=told(MONDAY), by_customer=by_customer)

    actions.reinstate(order, at=LATER, by=ann)

    order.refresh_from_db()
    assert (order.outcome, order.step, order.promise.state) == ("open", "confirmed", "open")
    assert cora.entries.filter(kind="order.reinstated", by=ann).count() == 1
    actions.reinstate(order, at=LATER, by=ann)
    assert cora.entries.filter(kind="order.reinstated").count() == 1


def test_a_promise_that_had_ended_before_the_order_was_cancelled_stays_ended(order, ann):
    promises.withdraw(order.promise, at=MONDAY, by=ann, told=told(MONDAY))
    actions.cancel(order, at=LATER, by=ann, reason="Twice", told=told(LATER), by_customer=True)

    actions.reinstate(order, at=LATER, by=ann)

    order.promise.refresh_from_db()
    assert order.promise.state == "withdrawn"


def test_what_was_delivered_is_not_reinstated(order, ann):
    actions.take_step(order, "delivered", at=MONDAY, by=ann)
    with pytest.raises(NotCancelled):
        actions.reinstate(order, at=LATER, by=ann)


def test_a_return_taken_back_is_a_delivery_again(order, ann):
    actions.take_step(order, "delivered", at=MONDAY, by=ann)
    actions.take_back(order, at=LATER, by=ann, reason="Too wide")

    actions.step_back(order, latest(order), at=LATER, by=ann)

    order.refresh_from_db()
    assert (order.outcome, order.step, order.promise.state) == ("delivered", "delivered", "kept")


def test_a_delivery_promise_opened_again_takes_its_order_along(order, ann, run_jobs):
    promises.keep(order.promise, at=MONDAY, by=ann, evidence="Signed at the door")
    run_jobs()
    order.refresh_from_db()
    assert order.outcome == "delivered"

    promises.reopen(order.promise, at=LATER, by=ann)
    run_jobs()

    order.refresh_from_db()
    assert (order.outcome, order.step, order.promise.state) == ("open", "placed", "open")


def test_undo_is_faster_than_the_reaction(order, ann, run_jobs):
    promises.keep(order.promise, at=MONDAY, by=ann, evidence="Signed at the door")
    promises.reopen(order.promise, at=LATER, by=ann)

    run_jobs()

    order.refresh_from_db()
    assert (order.outcome, order.promise.state) == ("open", "open")


def test_a_delay_nobody_was_told_of_is_dismissed(order, ann, cora):
    actions.note_delay(order, at=MONDAY, by=ann, cause="The mill is late")

    actions.dismiss_delay(order, at=LATER, by=ann)
    actions.dismiss_delay(order, at=LATER, by=ann)

    assert not Delay.objects.exists()
    assert cora.entries.filter(kind="order.on_time").count() == 1


def test_a_contract_goes_on_as_it_was_before_the_notice(business, ann, cora):
    contract = actions.sign(
        cora, at=MONDAY, by=ann, title="Care", currency="EUR", starts_on=FRIDAY, renewal=Contract.Renewal.AUTO
    )
    actions.end(contract, at=MONDAY, by=ann, reason="Moves away", on=FRIDAY + timedelta(days=90), by_customer=True)

    actions.resume(contract, at=LATER, by=ann)

    contract = Contract.objects.get()
    assert (contract.is_ended, contract.ends_on, contract.renewal) == (False, None, "auto")
    assert cora.entries.filter(kind="contract.resumed").count() == 1


def press_undo(client, page) -> object:
    """Press the newest "Undo" of the toasts on `page`."""
    toasts = page.content.decode().split('id="toasts"')[1]
    address = toasts.split('action="')[-1].split('"')[0]
    return client.post(address.replace("&amp;", "&"), follow=True)


def test_every_deed_on_an_order_that_can_be_undone_offers_it(client, order, ann):
    client.force_login(ann)
    deeds = [
        ("steps/new/", {"kind": "shipped"}, "The step is taken back."),
        ("steps/new/", {"kind": "delivered"}, "The step is taken back."),
        ("tracking/", {"tracking_url": "https://parcels.example/1"}, "The link is as it was."),
        ("delay/", {"cause": "The mill is late"}, "Good. The promised day stands."),
    ]
    for path, posted, said in deeds:
        page = client.post(f"/orders/{order.pk}/{path}", posted, follow=True)
        assert said in press_undo(client, page).content.decode()
    order.refresh_from_db()
    assert (order.step, order.outcome, order.tracking_url) == ("placed", "open", "")


def test_undo_does_not_overrule_a_colleague(client, business, ann, cast):
    product = a_product(price="120")
    form = {"name": "Oak chair", "currency": "EUR", "price": "130", "is_active": "on", "availability": "in_stock"}
    client.force_login(cast["mark"])
    page = client.post(f"/products/{product.pk}/", form, follow=True)
    client.post(f"/products/{product.pk}/", form | {"price": "140"})

    assert "changed again meanwhile" in press_undo(client, page).content.decode()
    product.refresh_from_db()
    assert product.price == 140


def test_a_product_changed_by_mistake_is_as_it_was(client, business, cast):
    product = a_product(price="120", sku="OC-1")
    client.force_login(cast["mark"])
    changed = {"name": "Chair", "currency": "EUR", "price": "1", "availability": "expected"}
    page = client.post(f"/products/{product.pk}/", changed, follow=True)

    assert "The product is as it was." in press_undo(client, page).content.decode()
    product.refresh_from_db()
    assert (product.name, product.price, product.sku, product.is_active) == ("Oak chair", 120, "OC-1", True)
    assert product.availability == "in_stock"


def test_who_may_turn_back(client, order, cast):
    client.force_login(cast["rita"])
    for path in ("reinstatement", "step-back", "delay/dismissal", "tracking/undo"):
        assert client.post(f"/orders/{order.pk}/{path}/").status_code == 403


def test_a_changed_order_is_as_it_was(client, order, ann, cora):
    posted = rows({"what": "Oak bench", "quantity": "2", "unit_price": "300"}) | {"seller": str(ann.pk)}
    client.force_login(ann)
    page = client.post(f"/orders/{order.pk}/edit/", posted, follow=True)
    order.refresh_from_db()
    assert (order.headline, order.net) == ("Oak bench", 600)

    assert "The order is as it was." in press_undo(client, page).content.decode()

    order.refresh_from_db()
    assert (order.headline, order.net) == ("Walnut sideboard", 2400)
    assert cora.entries.filter(kind="order.changed").count() == 2


def test_a_contract_changed_by_mistake_is_as_it_was(client, business, ann, cora):
    chair, desk = a_product("Chair", "120"), a_product("Desk", "400")
    agreed = {"title": "Lobby", "terms": "Care twice a year", "currency": "EUR", "starts_on": FRIDAY}
    contract = actions.sign(cora, at=timezone.now(), by=ann, prices={chair: Decimal(99)}, **agreed)
    client.force_login(ann)
    sent = {**agreed, "renewal": "none", "period_months": "12", "notice_days": "30", "signed_on": FRIDAY}

    changed = {**sent, "title": "Lobby and bar", "terms": "", **rows({"what": "Desk", "price": "350"})}
    page = client.post(f"/contracts/{contract.pk}/edit/", changed, follow=True)
    assert [price.product for price in contract.prices.all()] == [desk]
    press_undo(client, page)

    contract = Contract.objects.get()
    assert (contract.title, contract.terms) == ("Lobby", "Care twice a year")
    assert [(price.product, price.price) for price in contract.prices.all()] == [(chair, 99)]
    assert press_undo(client, page).status_code == 409  # it went on since
