"""What is done against a cause, and whether it helped."""

from datetime import timedelta

import pytest

from rapport.care.causes import checking, doing, eight
from rapport.care.causes.effects import NothingToCheck, effect_of
from rapport.care.causes.testing import DAY, MONDAY, a_complaint, the_cause
from rapport.care.models import Action
from rapport.orders.models import Order, OrderItem
from rapport.orders.testing import a_product
from rapport.promises import actions as promises
from rapport.promises.actions import Told

FRIDAY = MONDAY.date() + timedelta(days=4)
STATE = Action.State


def an_action(by, **fields) -> Action:
    fields = {
        "kind": "corrective",
        "text": "Photograph each piece after loading",
        "due_on": FRIDAY,
        "owner": by,
    } | fields
    if "case" not in fields:
        fields.setdefault("cause", the_cause("delivery.damaged"))
    return doing.plan(**fields, by=by, at=MONDAY)


def done(by, *, at=MONDAY, **fields) -> Action:
    return doing.finish(an_action(by, **fields), evidence="Photo of the list", by=by, at=at)


def deliver(count: int, customer, *, on, product=None) -> None:
    orders = Order.objects.bulk_create(
        Order(
            number=f"{on:%y%m%d}-{n}", customer=customer, placed_at=on, step_at=on, currency="EUR",
            step="delivered", outcome="delivered", finished_at=on,
        )
        for n in range(count)
    )  # fmt: skip
    if product:
        OrderItem.objects.bulk_create(
            OrderItem(order=o, product=product, name="x", quantity=1, unit_price=1) for o in orders
        )


def complain(count: int, customer, *, at, cause="delivery.damaged", **fields) -> None:
    for n in range(count):
        a_complaint(customer, cause=cause, at=at + n * timedelta(minutes=1), **fields)


def test_what_puts_a_case_right_is_promised_to_its_customer(business, ann, cora):
    case = a_complaint(cora)

    action = an_action(ann, kind="correction", case=case, text="Van 2 again, without Petr", promised="A new table top")

    promise = cora.promises.get()
    assert (promise.text, promise.owner, action.promise) == ("A new table top", ann, promise)
    assert str(promise.due_at.date()) == str(FRIDAY)
    assert cora.entries.filter(kind="action.planned").count() == 1


def test_what_is_done_among_us_promises_nobody_anything(business, ann, cora):
    case = a_complaint(cora, cause="delivery.damaged")

    an_action(ann, case=case)
    an_action(ann, case=case, kind="preventive", text="The same for chairs", promised="We look after loading, too")

    assert list(cora.promises.values_list("text", flat=True)) == ["We look after loading, too"]


def test_against_no_cause_nothing_can_be_planned(business, ann, cora):
    with pytest.raises(doing.NeedsACause):
        an_action(ann, case=a_complaint(cora))
    with pytest.raises(doing.NeedsACase):
        an_action(ann, kind="correction")


def test_planned_twice_is_planned_once(business, ann):
    assert an_action(ann) == an_action(ann)


def test_it_is_done_with_evidence_and_its_promise_kept(business, ann, cora):
    action = an_action(ann, kind="correction", case=a_complaint(cora), text="A new top")

    with pytest.raises(doing.NeedsEvidence):
        doing.finish(action, evidence=" ", by=ann, at=MONDAY)
    action = doing.finish(action, evidence="Signed by Cora", by=ann, at=MONDAY + DAY)

    promise = cora.promises.get()
    assert (action.state, action.check_at) == (STATE.DONE, None)
    assert (promise.state, promise.evidence) == ("kept", "Signed by Cora")


def test_a_promise_that_is_kept_finishes_its_action(business, ann, cora, run_jobs):
    action = an_action(ann, kind="correction", case=a_complaint(cora), text="A new top")

    promises.keep(action.promise, at=MONDAY + DAY, by=ann, evidence="Delivery note 12")
    run_jobs()

    action.refresh_from_db()
    assert (action.state, action.evidence, action.done_at) == (STATE.DONE, "Delivery note 12", MONDAY + DAY)


def test_an_action_moves_with_what_the_customer_was_told(business, ann, cast, cora, run_jobs):
    action = an_action(ann, kind="correction", case=a_complaint(cora), text="A new top")
    monday = FRIDAY + timedelta(days=3)

    with pytest.raises(doing.WasPromised):
        doing.postpone(action, due_on=monday, reason="Glue must dry", by=ann, at=MONDAY)
    with pytest.raises(doing.WasPromised):
        doing.drop(action, reason="No glue", by=ann, at=MONDAY)
    told = Told(channel="phone", at=MONDAY, words="The glue must dry")
    moved = promises.renegotiate(action.promise, at=MONDAY, by=ann, told=told, reason="Glue", due_on=monday)
    promises.hand_over(moved, at=MONDAY, by=ann, to=cast["mark"])
    run_jobs()

    action.refresh_from_db()
    assert (action.due_on, action.promise, action.owner) == (monday, moved, cast["mark"])


def test_done_by_mistake_is_taken_back_and_owed_again(business, ann, cora):
    action = an_action(ann, kind="correction", case=a_complaint(cora), text="A new top")
    doing.finish(action, evidence="Signed", by=ann, at=MONDAY)

    action = doing.take_back(action, by=ann, at=MONDAY)

    assert (action.state, action.done_at, cora.promises.get().state) == (STATE.PLANNED, None, "open")


def test_dropped_postponed_and_handed_over(business, ann, cast):
    action = doing.postpone(
        an_action(ann), due_on=FRIDAY + timedelta(days=7), reason="No camera yet", by=ann, at=MONDAY
    )
    action = doing.hand_over(action, to=cast["mark"], by=ann, at=MONDAY)
    action = doing.drop(action, reason="The van is sold", by=ann, at=MONDAY)

    assert (action.state, action.owner, action.due_on) == (STATE.DROPPED, cast["mark"], FRIDAY + timedelta(days=7))
    with pytest.raises(doing.NotInHand):
        doing.finish(action, evidence="Photo", by=ann, at=MONDAY)
    assert doing.take_up_again(action, by=ann, at=MONDAY).state == STATE.PLANNED


def test_ninety_days_later_it_helped_when_nothing_came_up_any_more(business, ann, cora):
    complain(6, cora, at=MONDAY - 30 * DAY)
    action = done(ann)
    deliver(1, cora, on=MONDAY - 10 * DAY)
    deliver(1, cora, on=MONDAY + 10 * DAY)

    assert action.check_at == MONDAY + 90 * DAY
    assert effect_of(action, at=MONDAY + 89 * DAY).verdict == "early"
    with pytest.raises(checking.TooEarly):
        checking.check(action, by=ann, at=MONDAY + 89 * DAY)
    check = checking.check(action, by=ann, at=MONDAY + 90 * DAY, note="Quiet")

    action.refresh_from_db()
    assert (check.verdict, check.before, check.after, action.state) == ("effective", 6, 0, STATE.EFFECTIVE)


def test_fewer_than_before_is_not_enough_to_show_that_it_helped(business, ann, cora):
    """12 and 4 among as many deliveries: a ratio of 0.33, between 0.08 and 1.10. With 3 it would be under 1."""
    complain(12, cora, at=MONDAY - 30 * DAY)
    action = done(ann)
    deliver(40, cora, on=MONDAY - 10 * DAY)
    deliver(40, cora, on=MONDAY + 10 * DAY)
    for n in range(4):
        complain(1, cora, at=MONDAY + (20 + n) * DAY)
    Action.objects.update(state="done", check_at=MONDAY + 90 * DAY)

    check = checking.check(action, by=ann, at=MONDAY + 90 * DAY)

    action.refresh_from_db()
    assert (check.verdict, action.state) == ("not_shown", STATE.REOPENED)
    assert (round(check.ratio, 2), round(check.low, 2), round(check.high, 2)) == (0.33, 0.08, 1.10)


def test_the_share_among_deliveries_counts_not_the_number(business, ann, cora):
    """Four among 40 before, four among 400 after: a tenth, at most 0.53."""
    complain(4, cora, at=MONDAY - 30 * DAY)
    action = done(ann)
    deliver(40, cora, on=MONDAY - 10 * DAY)
    deliver(400, cora, on=MONDAY + 10 * DAY)
    complain(4, cora, at=MONDAY + 20 * DAY)
    Action.objects.update(state="done", check_at=MONDAY + 90 * DAY)

    assert checking.check(action, by=ann, at=MONDAY + 90 * DAY).verdict == "effective"


def test_of_a_product_its_own_complaints_and_deliveries_count(business, ann, cora):
    table, chair = a_product("Table"), a_product("Chair")
    complain(3, cora, at=MONDAY - 30 * DAY, product=table)
    complain(5, cora, at=MONDAY - 30 * DAY, product=chair)
    deliver(7, cora, on=MONDAY - 10 * DAY, product=table)
    deliver(9, cora, on=MONDAY - 9 * DAY, product=chair)

    effect = effect_of(done(ann, product=table), at=MONDAY + 90 * DAY)

    assert (effect.before, effect.before_of, effect.after_of, effect.verdict) == (3, 7, 0, "early")


def test_where_nothing_is_delivered_days_are_counted(business, ann, cora):
    complain(6, cora, at=MONDAY - 30 * DAY)

    effect = effect_of(done(ann), at=MONDAY + 90 * DAY)

    assert (effect.by_days, effect.before_of, effect.after_of, effect.verdict) == (True, 90, 90, "effective")


def test_where_nothing_was_delivered_since_it_is_asked_again_in_a_month(business, ann, cora):
    deliver(3, cora, on=MONDAY - 10 * DAY)
    action = done(ann)

    assert checking.check(action, by=ann, at=MONDAY + 90 * DAY).verdict == "early"
    action.refresh_from_db()
    assert (action.state, action.check_at) == (STATE.DONE, MONDAY + 120 * DAY)


def test_what_came_up_seldom_and_comes_again_is_in_hand_again_at_once(business, ann, cora):
    complain(2, cora, at=MONDAY - 30 * DAY)
    case = a_complaint(cora, cause="delivery.damaged", at=MONDAY - 20 * DAY)
    action = done(ann, case=case)

    again = a_complaint(cora, cause="delivery.damaged", at=MONDAY + 12 * DAY)

    action.refresh_from_db()
    told = cora.entries.get(kind="action.reopened")
    assert action.state == STATE.REOPENED
    assert (told.facts["because"], told.facts["came_with"], told.facts["before"]) == ("came_back", again.number, 3)


def test_one_more_of_many_waits_for_the_ninety_days(business, ann, cora):
    complain(20, cora, at=MONDAY - 30 * DAY)
    action = done(ann)

    complain(1, cora, at=MONDAY + 12 * DAY)

    action.refresh_from_db()
    assert action.state == STATE.DONE


def test_what_helped_for_a_year_and_comes_back_is_in_hand_again(business, ann, cora):
    complain(8, cora, at=MONDAY - 30 * DAY)
    action = done(ann)
    checking.check(action, by=ann, at=MONDAY + 90 * DAY)

    complain(1, cora, at=MONDAY + 300 * DAY)
    action.refresh_from_db()
    assert action.state == STATE.EFFECTIVE
    complain(1, cora, at=MONDAY + 310 * DAY)

    action.refresh_from_db()
    assert action.state == STATE.REOPENED


@pytest.mark.parametrize(
    "cause, product, kind", [("price.invoice", None, "complaint"), ("delivery.damaged", None, "question")]
)
def test_another_cause_and_a_mere_question_reopen_nothing(business, ann, cora, cause, product, kind):
    action = done(ann)

    a_complaint(cora, cause=cause, at=MONDAY + DAY, kind=kind)

    action.refresh_from_db()
    assert action.state == STATE.DONE


def test_the_same_cause_of_another_product_reopens_nothing(business, ann, cora):
    action = done(ann, product=a_product("Table"))

    a_complaint(cora, cause="delivery.damaged", at=MONDAY + DAY, product=a_product("Chair"))

    action.refresh_from_db()
    assert action.state == STATE.DONE


def test_put_right_is_not_measured(business, ann, cora):
    with pytest.raises(NothingToCheck):
        effect_of(done(ann, kind="correction", case=a_complaint(cora), text="A new top"), at=MONDAY)


def test_critical_ones_and_the_third_of_a_cause_need_the_eight_disciplines(business, ann, cora):
    complain(2, cora, at=MONDAY - 89 * DAY)
    assert eight.required_because(a_complaint(cora, cause="delivery.damaged", at=MONDAY)) == "often"
    assert eight.required_because(a_complaint(cora, cause="delivery.late", at=MONDAY)) == ""
    assert eight.required_because(a_complaint(cora, severity="critical")) == "critical"
    assert eight.required_because(a_complaint(cora, cause="delivery.damaged", at=MONDAY + 60 * DAY)) == ""


def test_a_report_is_closed_when_all_is_said_and_done(business, ann, cora):
    case = a_complaint(cora, cause="delivery.damaged", severity="critical")
    action = an_action(ann, case=case)
    eight.write(case, {"team": "Ann, Bob"}, by=ann, at=MONDAY)

    with pytest.raises(eight.NotAllSaid):
        eight.close(case, by=ann, at=MONDAY)
    assert eight.is_missing(case)
    eight.write(case, dict.fromkeys(eight.BEFORE_CLOSING, "Said"), by=ann, at=MONDAY)
    with pytest.raises(eight.ActionsOpen):
        eight.close(case, by=ann, at=MONDAY)
    doing.finish(action, evidence="Photo", by=ann, at=MONDAY)
    assert eight.close(case, by=ann, at=MONDAY).closed_at
    assert not eight.is_missing(case)
    with pytest.raises(eight.AlreadyClosed):
        eight.write(case, {"team": "Bob"}, by=ann, at=MONDAY)
    assert eight.open_again(case, by=ann, at=MONDAY).closed_at is None
