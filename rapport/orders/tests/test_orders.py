"""What the business may expect of orders."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from rapport.orders import actions
from rapport.orders.actions import Line
from rapport.orders.models import Order, PurchaseSummary
from rapport.orders.refusals import (
    AnEndOfItsOwn,
    NotDelivered,
    NotForSale,
    NothingOrdered,
    NumberTaken,
    OrderFinished,
    PriceMissing,
    StepInTheFuture,
)
from rapport.orders.testing import FRIDAY, MONDAY, a_product, an_order, hours, told
from rapport.promises.models import Promise
from rapport.promises.refusals import DueIsPast

pytestmark = pytest.mark.django_db


def kinds_of(customer) -> list[str]:
    return list(customer.entries.order_by("at", "id").values_list("kind", flat=True))


def test_an_order_is_placed_with_its_prices_its_day_and_its_story(business, ann, cora):
    chair = a_product("Oak chair", "120")
    order = an_order(
        Line(product=chair, quantity=Decimal(6), discount=Decimal("0.05")),
        Line("Delivery to the third floor", unit_price=Decimal(40)),
        customer=cora,
        by=ann,
        promised_on=FRIDAY,
        freight=Decimal(25),
    )

    assert (order.gross, order.net, order.total) == (Decimal("760.00"), Decimal("724.00"), Decimal("749.00"))
    assert (order.headline, order.line_count, order.seller, order.step) == ("Oak chair", 2, ann, "placed")
    assert (order.promise.kind, order.promise.owner) == ("delivery", ann)
    assert order.promise.due_at.isoformat() == "2026-11-27T17:00:00+00:00"  # six o'clock in Prague
    assert order.promise.about == f"order {order.number}"
    assert kinds_of(cora) == ["order.placed", "promise.made"]
    summary = PurchaseSummary.objects.get(customer=cora)
    assert (summary.order_count, summary.open_count, summary.revenue) == (1, 1, Decimal("724.00"))


def test_own_numbers_follow_one_another_and_step_round_those_in_use(business, ann, cora):
    first = an_order(customer=cora, by=ann)
    taken = str(int(first.number) + 1)
    an_order(customer=cora, by=ann, number=taken)

    assert an_order(customer=cora, by=ann).number == str(int(taken) + 1)
    with pytest.raises(NumberTaken):
        an_order(customer=cora, by=ann, number=taken)


def test_what_cannot_be_ordered(business, ann, cora):
    later = a_product("Spring bench", "300", available_from=date(2027, 3, 1))
    priceless = a_product("One of a kind", price=None)
    dollars = a_product("Export table", "90", currency="USD")
    for lines, refusal in [
        ([], NothingOrdered),
        ([Line(product=later)], NotForSale),
        ([Line(product=priceless)], PriceMissing),
        ([Line(product=dollars)], PriceMissing),
    ]:
        with pytest.raises(refusal):
            actions.place(cora, lines, at=MONDAY, by=ann)
    with pytest.raises(DueIsPast):
        an_order(customer=cora, by=ann, promised_on=date(2026, 11, 20))
    assert not Order.objects.exists()


def test_a_customer_with_a_contract_pays_their_own_price(business, ann, cora):
    chair = a_product("Oak chair", "120")
    actions.sign(
        cora, at=MONDAY, by=ann, title="Chairs", currency="EUR", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31),
        prices={chair: Decimal("99.50")},
    )  # fmt: skip

    assert an_order(Line(product=chair), customer=cora, by=ann).net == Decimal("99.50")
    assert an_order(Line(product=chair), customer=cora, by=ann, at=MONDAY + timedelta(days=60)).net == Decimal(120)


def test_changing_an_open_order_adds_it_up_anew(business, ann, cora):
    order = an_order(customer=cora, by=ann)
    order = actions.change(order, [Line("Oak sideboard", unit_price=Decimal(1900))], at=MONDAY, by=ann)

    assert (order.net, order.headline) == (Decimal("1900.00"), "Oak sideboard")
    assert PurchaseSummary.objects.get(customer=cora).revenue == Decimal(1900)
    actions.take_step(order, "delivered", at=MONDAY + hours(2), by=ann)
    with pytest.raises(OrderFinished):
        actions.change(order, [Line("More", unit_price=Decimal(1))], at=MONDAY + hours(3), by=ann)


def test_steps_are_dated_and_told_once(business, ann, cora):
    order = an_order(customer=cora, by=ann)
    step = actions.take_step(order, "confirmed", at=MONDAY + hours(1), by=ann, note="Wood is here")
    again = actions.take_step(order, "confirmed", at=MONDAY + hours(2), by=ann)

    assert again == step
    assert [s.kind for s in order.steps.all()] == ["placed", "confirmed"]
    assert kinds_of(cora) == ["order.placed", "order.step"]
    with pytest.raises(StepInTheFuture):
        actions.take_step(order, "shipped", at=MONDAY + hours(2), done_at=MONDAY + hours(5), by=ann)
    with pytest.raises(AnEndOfItsOwn):
        actions.take_step(order, "cancelled", at=MONDAY + hours(2), by=ann)


@pytest.mark.parametrize("delivered_after, state", [(hours(90), "kept"), (hours(120), "kept_late")])
def test_delivery_keeps_the_promise_in_time_or_late(business, ann, cora, delivered_after, state):
    order = an_order(customer=cora, by=ann, promised_on=FRIDAY)
    actions.take_step(order, "delivered", at=MONDAY + delivered_after, by=ann)

    order.refresh_from_db()
    assert (order.outcome, order.promise.state) == ("delivered", state)
    assert order.promise.evidence_entry.kind == "order.delivered"
    assert order.promise.evidence_entry.facts["late"] is (state == "kept_late")
    assert PurchaseSummary.objects.get(customer=cora).open_count == 0


@pytest.mark.parametrize("by_customer, state", [(True, "withdrawn"), (False, "broken")])
def test_cancelling_ends_the_promise_honestly(business, ann, cora, by_customer, state):
    order = an_order(customer=cora, by=ann, promised_on=FRIDAY)
    at = MONDAY + hours(5)
    step = actions.cancel(order, at=at, by=ann, reason="Ordered twice", told=told(at), by_customer=by_customer)

    order.refresh_from_db()
    assert (order.outcome, order.promise.state, step.note) == ("cancelled", state, "Ordered twice")
    assert cora.entries.get(kind="order.cancelled").facts["customer_wished"] is by_customer
    assert PurchaseSummary.objects.get(customer=cora).order_count == 0
    again = actions.cancel(order, at=at + hours(1), by=ann, reason="Twice", told=told(at), by_customer=True)
    assert again == step


def test_only_what_was_delivered_comes_back_and_its_promise_stays_kept(business, ann, cora):
    order = an_order(customer=cora, by=ann, promised_on=FRIDAY)
    with pytest.raises(NotDelivered):
        actions.take_back(order, at=MONDAY + hours(1), by=ann, reason="Too large")
    actions.take_step(order, "delivered", at=MONDAY + hours(30), by=ann)
    actions.take_back(order, at=MONDAY + hours(50), by=ann, reason="Too large")

    order.refresh_from_db()
    assert (order.outcome, order.step, order.promise.state) == ("returned", "returned", "kept")
    assert PurchaseSummary.objects.get(customer=cora).revenue == 0
    with pytest.raises(OrderFinished):
        actions.cancel(order, at=MONDAY + hours(60), by=ann, reason="No", told=told(MONDAY), by_customer=True)


def test_a_delay_is_noted_then_told_before_the_day_and_the_promise_moves(business, ann, cora):
    order = an_order(customer=cora, by=ann, promised_on=FRIDAY)
    delay = actions.note_delay(
        order, at=MONDAY + hours(2), by=ann, cause="Runners came bent", expected_on=date(2026, 12, 2)
    )
    assert delay.tell_by.isoformat() == "2026-11-23T17:00:00+00:00"  # the same business day

    at = MONDAY + hours(3)
    new = actions.tell_delay(order, at=at, by=ann, told=told(at), cause="Runners came bent", due_on=date(2026, 12, 2))

    order.refresh_from_db()
    delay.refresh_from_db()
    assert order.promise == new
    assert (new.renegotiated_from.state, new.first_due_at.date(), new.due_at.date()) == (
        "renegotiated",
        FRIDAY,
        date(2026, 12, 2),
    )
    assert (delay.told_at, delay.told_by, delay.promise) == (at, ann, new)


def test_told_after_the_day_the_old_promise_stays_late_until_delivery(business, ann, cora):
    order = an_order(customer=cora, by=ann, promised_on=FRIDAY)
    late = MONDAY + timedelta(days=7)
    new = actions.tell_delay(order, at=late, by=ann, told=told(late), cause="Forgotten", due_on=date(2026, 12, 4))
    order.refresh_from_db()
    old = order.missed.get()
    assert (old.is_open, new.renegotiated_from, order.promise) == (True, None, new)

    actions.take_step(order, "delivered", at=late + timedelta(days=2), by=ann)

    assert {p.pk: p.state for p in Promise.objects.all()} == {old.pk: "kept_late", new.pk: "kept"}


def test_a_date_moved_on_the_promises_own_page_moves_the_order(business, ann, cora, run_jobs):
    from rapport.promises import actions as promises

    order = an_order(customer=cora, by=ann, promised_on=FRIDAY)
    at = MONDAY + hours(1)
    new = promises.renegotiate(
        order.promise, at=at, by=ann, told=told(at), reason="Oil dries", due_on=date(2026, 12, 1)
    )
    run_jobs()

    order.refresh_from_db()
    assert order.promise == new


def test_a_delivery_marked_kept_on_its_own_page_delivers_the_order(business, ann, cora, run_jobs):
    from rapport.promises import actions as promises

    order = an_order(customer=cora, by=ann, promised_on=FRIDAY)
    done_at = MONDAY + hours(20)
    promises.keep(order.promise, at=MONDAY + hours(22), by=ann, done_at=done_at, evidence="Signed for")
    run_jobs()

    order.refresh_from_db()
    assert (order.outcome, order.finished_at) == ("delivered", done_at)
    assert cora.entries.filter(kind="promise.kept").count() == 1
