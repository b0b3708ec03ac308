"""What Today says about orders."""

from datetime import date, timedelta

import pytest

from rapport.orders import actions
from rapport.orders.models import Trial
from rapport.orders.testing import FRIDAY, MONDAY, an_order, hours, told
from rapport.orders.today import delays, follow_ups
from rapport.staff.remembering import for_one_request

pytestmark = pytest.mark.django_db
NEXT_MONDAY = MONDAY + timedelta(days=7)


def test_a_noted_delay_asks_to_tell_the_customer_the_same_day(business, ann, cora):
    order = an_order(customer=cora, by=ann, promised_on=FRIDAY)
    actions.note_delay(order, at=MONDAY + hours(1), by=ann, cause="Bent", expected_on=date(2026, 12, 1))

    (item,) = delays(ann, MONDAY + hours(2))
    assert (item.customer, item.step.url) == (cora, f"/orders/{order.pk}/delay/?next=/")
    assert "slips from 27 Nov to 1 Dec" in item.what
    assert item.due_at.isoformat() == "2026-11-23T17:00:00+00:00"

    actions.tell_delay(
        order, at=MONDAY + hours(3), by=ann, told=told(MONDAY + hours(3)), cause="Bent", due_on=date(2026, 12, 1)
    )
    assert not list(delays(ann, MONDAY + hours(4)))


def test_a_day_that_passed_untold_shows_until_the_customer_knows(business, ann, cora):
    order = an_order(customer=cora, by=ann, promised_on=FRIDAY)
    assert not list(delays(ann, MONDAY))

    (item,) = delays(ann, NEXT_MONDAY)
    assert (item.key, item.tone) == (f"promise:{order.promise_id}", "late")
    actions.tell_delay(order, at=NEXT_MONDAY, by=ann, told=told(NEXT_MONDAY), cause="Forgot", due_on=date(2026, 12, 4))
    assert not list(delays(ann, NEXT_MONDAY + hours(1)))


def test_everyone_sees_their_own_and_who_leads_sees_what_is_nobodys(business, cast, cora):
    an_order(customer=cora, by=cast["ann"], promised_on=FRIDAY)
    order = an_order(customer=cora, by=cast["bob"], promised_on=FRIDAY)
    order.seller = None
    order.save()
    order.promise.owner = None
    order.promise.save()

    seen = {name: len(list(delays(user, NEXT_MONDAY))) for name, user in cast.items()}
    assert (seen["ann"], seen["bob"], seen["mark"]) == (1, 0, 1)


def test_delays_take_two_queries_however_many(business, ann, cora, django_assert_num_queries):
    for _ in range(3):
        an_order(customer=cora, by=ann, promised_on=FRIDAY)
    noted = an_order(customer=cora, by=ann, promised_on=FRIDAY)
    actions.note_delay(noted, at=MONDAY + hours(1), by=ann, cause="Bent")
    ann = type(ann).objects.get(pk=ann.pk)
    ann.get_all_permissions()

    with django_assert_num_queries(2 + 1):  # and whether the house is divided by team, once in a request
        assert len(for_one_request(lambda _request: list(delays(ann, NEXT_MONDAY)))(None)) == 4


def test_what_was_lent_comes_up_on_its_day(business, ann, cora):
    trial = actions.hand_out(
        cora, at=MONDAY, by=ann, given_on=MONDAY.date(), due_back_on=FRIDAY, what="Bar stool", kind=Trial.Kind.TRIAL
    )
    assert not list(follow_ups(ann, MONDAY))
    (item,) = follow_ups(ann, MONDAY + timedelta(days=4))
    assert item.what == "Should be back: Bar stool"

    actions.settle(trial, at=MONDAY + timedelta(days=4), by=ann, result="bought")
    assert not list(follow_ups(ann, MONDAY + timedelta(days=5)))
