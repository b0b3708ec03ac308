"""The ledger of what is given: limits, approval, and that nobody pays twice."""

import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection

from rapport.care.complaints import actions, limits, refusals
from rapport.care.models import Remedy
from rapport.care.tests.complaints.making import a_complaint, an_answer
from rapport.core.refusals import Refusal
from rapport.orders.testing import an_order
from rapport.promises.testing import TUESDAY

MONEY = {"kind": "refund", "account": "6410 goodwill"}


def proposed(case, by, amount, at=TUESDAY, **more) -> Remedy:
    return actions.propose(case, by=by, at=at, amount=Decimal(amount), **MONEY | more)


def test_an_agent_gives_fifty_and_several_small_sums_are_one(case, ann):
    assert proposed(case, ann, "30").state == "approved"
    assert proposed(case, ann, "20.01").state == "proposed"


def test_a_year_has_its_limit_over_all_cases_of_a_customer(case, cora, ann):
    for month in range(3):
        earlier = a_complaint(cora, by=ann, owner=ann, subject=f"Case {month}", at=TUESDAY - timedelta(days=60 * month))
        proposed(earlier, ann, 50, at=TUESDAY - timedelta(days=60 * month))
    assert proposed(case, ann, 10).state == "proposed"
    assert proposed(case, ann, 11, is_statutory=True).state == "approved"  # what the law owes is no goodwill
    assert proposed(case, ann, 12, at=TUESDAY + timedelta(days=366)).state == "approved"


def test_the_house_sets_its_own_limits(case, ann):
    limits.set_limit("agent", per_case=Decimal(5), per_year=Decimal(10), currency="EUR")
    assert proposed(case, ann, 6).state == "proposed"
    assert proposed(case, ann, 5, currency="CZK").state == "proposed"  # of another currency the limit says nothing


def test_a_second_person_with_a_limit_that_reaches_approves(case, cast, ann):
    remedy = proposed(case, ann, 400)
    with pytest.raises(refusals.ApprovesOwn):
        actions.approve(remedy, by=ann, at=TUESDAY)
    with pytest.raises(refusals.OverLimit):
        actions.approve(remedy, by=cast["bob"], at=TUESDAY)
    actions.approve(remedy, by=cast["mark"], at=TUESDAY)
    assert actions.approve(remedy, by=cast["mark"], at=TUESDAY).state == "approved"

    dear = proposed(case, ann, 900)
    with pytest.raises(refusals.OverLimit):
        actions.approve(dear, by=cast["mark"], at=TUESDAY)
    assert actions.approve(dear, by=cast["olga"], at=TUESDAY).decided_by == cast["olga"]


def test_nothing_is_promised_that_waits_for_approval(looked_into, ann, cast):
    remedy = proposed(looked_into, ann, 400)
    at = TUESDAY + timedelta(hours=4)
    with pytest.raises(refusals.WaitsForApproval):
        actions.respond(looked_into, an_answer(), by=ann, at=at)
    actions.refuse(remedy, by=cast["mark"], at=at, reason="Replace the top instead.")
    with pytest.raises(refusals.NeedsRemedy):
        actions.respond(looked_into, an_answer(), by=ann, at=at)


def test_never_more_comes_back_than_the_order_cost_from_whichever_case(case, cora, cast):
    olga, order = cast["olga"], an_order(customer=cora)  # 2400 EUR
    other = a_complaint(cora, by=olga, owner=olga, subject="Late, too", order=order)
    proposed(case, olga, 2000, order=order)
    with pytest.raises(refusals.PaidTwice):
        proposed(other, olga, 401)
    with pytest.raises(refusals.AnotherCurrency):
        proposed(other, olga, 10, currency="CZK")
    assert proposed(other, olga, 400).state == "approved"


def test_the_same_is_not_given_twice(case, ann):
    first = proposed(case, ann, 20, text="For the trouble")
    assert proposed(case, ann, 20, text="For the trouble", at=TUESDAY + timedelta(seconds=2)) == first
    with pytest.raises(refusals.SameAgain):
        proposed(case, ann, 20, text="For the trouble", at=TUESDAY + timedelta(hours=1))


def test_giving_needs_a_trace_and_keeps_the_promise(looked_into, ann):
    remedy = proposed(looked_into, ann, 40)
    day = (TUESDAY + timedelta(days=3)).date()
    actions.respond(looked_into, an_answer(put_right_on=day), by=ann, at=TUESDAY + timedelta(hours=4))
    with pytest.raises(refusals.NeedsEvidence):
        actions.give(remedy, by=ann, at=TUESDAY + timedelta(days=1), evidence=" ")
    given = actions.give(remedy, by=ann, at=TUESDAY + timedelta(days=1), evidence="Payment 4711")
    assert actions.give(remedy, by=ann, at=TUESDAY + timedelta(days=2), evidence="Again").evidence == "Payment 4711"
    given.promise.refresh_from_db()
    assert given.promise.state == "kept"


def test_what_makes_no_sense_is_not_entered(case, ann):
    for said, refusal in (
        ({"kind": "refund"}, refusals.NoValue),
        ({"kind": "refund", "amount": Decimal(-5), "account": "goodwill"}, refusals.NoValue),
        ({"kind": "points"}, refusals.NoValue),
        ({"kind": "none"}, refusals.NoReason),
        ({"kind": "credit", "amount": Decimal(5)}, refusals.NeedsAccount),
        ({"kind": "gift", "text": "A vase, if you delete your review"}, refusals.BuysSilence),
    ):
        with pytest.raises(refusal):
            actions.propose(case, by=ann, at=TUESDAY, **said)
    assert not case.remedies.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_colleagues_who_give_at_once_one_needs_approval(mailbox, cora, cast):
    """Two cases of one customer, fifty each, and a limit of eighty in a year."""
    limits.set_limit("agent", per_case=Decimal(50), per_year=Decimal(80), currency="EUR")
    cases = [a_complaint(cora, by=cast[name], owner=cast[name], subject=name) for name in ("ann", "bob")]
    states, ready = [], threading.Barrier(2)

    def give(case, who):
        try:
            ready.wait(10)
            states.append(proposed(case, cast[who], 50).state)
        except Refusal as refusal:
            states.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=give, args=pair) for pair in zip(cases, ("ann", "bob"), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(states) == ["approved", "proposed"]
