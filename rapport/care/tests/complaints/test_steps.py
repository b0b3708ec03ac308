"""A complaint goes its way: one step after the other, each by its promise."""

from datetime import timedelta

import pytest

from rapport.care.complaints import actions, clockwork, refusals
from rapport.care.complaints.actions import Weight
from rapport.care.models import Case, ComplaintStep
from rapport.care.tests.complaints.making import a_complaint, an_answer, complaint_of
from rapport.core.refusals import Refusal
from rapport.messaging.models import Message
from rapport.promises.testing import TUESDAY, prague

HOUR = timedelta(hours=1)


def open_steps(case) -> dict:
    steps = ComplaintStep.objects.filter(complaint=case.pk, done_at=None).select_related("promise")
    return {step.stage: step.promise and step.promise.latest().due_at for step in steps}


def last_letter(case) -> str:
    return Message.objects.filter(customer=case.customer, direction="out").order_by("-at", "-id").first().text


def test_a_complaint_is_received_with_what_is_owed_from_then_on(case):
    assert complaint_of(case).stage == "received"
    assert open_steps(case) == {
        "acknowledged": prague("2026-11-25 18:00"),  # by the end of the next business day
        "responded": prague("2026-12-08 18:00"),  # ten business days
    }
    assert case.customer.entries.filter(kind="complaint.received").count() == 1


def test_the_acknowledgement_says_number_name_dates_and_how_to_reach_us(case, ann, business):
    business.phone = "+420 222 333 444"
    business.save()
    actions.acknowledge(case, "I am sorry that this happened.", by=ann, at=TUESDAY + HOUR)

    letter = last_letter(case)
    for word in ("I am sorry that this happened.", str(case.number), "Ann", "+420 222 333 444", "1 Dec", "8 Dec"):
        assert word in letter
    case.refresh_from_db()
    assert case.answer.state == "kept" and case.state == Case.State.UNDERSTOOD
    assert open_steps(case)["restated"] == prague("2026-11-25 18:00")
    assert case.next_update_at == prague("2026-12-01 18:00")  # they hear something every five business days


def test_every_step_keeps_its_promise_and_opens_the_next(looked_into):
    done = ComplaintStep.objects.filter(complaint=looked_into.pk, done_at__isnull=False).select_related("promise")
    assert [step.stage for step in done.order_by("done_at", "id")] == [
        *("received", "acknowledged", "restated", "assessed", "investigating"),
    ]
    assert {step.promise.state for step in done if step.promise} == {"kept"}
    assert list(open_steps(looked_into)) == ["responded"]
    assert complaint_of(looked_into).stage == "investigating"


def test_no_step_is_skipped(case, ann):
    at = {"by": ann, "at": TUESDAY}
    for skip in (
        lambda: actions.restate(case, happened="A", meant="B", wanted="C", **at),
        lambda: actions.assess(case, Weight("minor"), **at),
        lambda: actions.investigate(case, "Looked.", **at),
        lambda: actions.respond(case, an_answer(), **at),
        lambda: actions.accept(case, **at),
        lambda: actions.object_to(case, "No.", **at),
    ):
        with pytest.raises(Refusal):
            skip()
    assert complaint_of(case).stage == "received"


def test_the_answer_says_what_is_given_and_where_else_to_go(looked_into, ann, lea, ombudsman):
    actions.propose(looked_into, kind="replacement", text="A new top", by=ann, at=TUESDAY)
    actions.respond(
        looked_into, an_answer(put_right_on=prague("2026-12-04 12:00").date()), by=ann, at=TUESDAY + 4 * HOUR
    )

    letter = last_letter(looked_into)
    for word in ("without its cover", "sorry that", "A new top", "4 Dec", "Lea", "Czech Trade Inspection"):
        assert word in letter
    looked_into.refresh_from_db()
    assert (looked_into.state, looked_into.resolution.state) == (Case.State.RESOLVED, "kept")
    owed = looked_into.remedies.get().promise
    assert (owed.kind, owed.due_at, owed.state) == ("fix", prague("2026-12-04 18:00"), "open")


@pytest.fixture
def ombudsman(db):
    from rapport.care.complaints.outside import add_body

    return add_body(country="CZ", name="Czech Trade Inspection", time_limit="within a year")


def test_an_answer_needs_a_remedy_a_date_and_an_honest_apology(looked_into, ann):
    at = TUESDAY + 4 * HOUR
    with pytest.raises(refusals.NeedsRemedy):
        actions.respond(looked_into, an_answer(), by=ann, at=at)
    actions.propose(looked_into, kind="repair", by=ann, at=TUESDAY)
    with pytest.raises(refusals.NeedsDate):
        actions.respond(looked_into, an_answer(), by=ann, at=at)
    with pytest.raises(refusals.WordedBadly):
        actions.respond(looked_into, an_answer(apology="Sorry if it is scratched."), by=ann, at=at)
    assert complaint_of(looked_into).stage == "investigating"


def test_on_the_spot_one_message_is_acknowledgement_and_answer(case, ann):
    actions.propose(case, kind="apology", by=ann, at=TUESDAY)
    actions.settle_at_once(case, an_answer(), by=ann, at=TUESDAY + HOUR)

    case.refresh_from_db()
    assert complaint_of(case).stage == "responded" and case.at_first_contact
    assert Message.objects.filter(customer=case.customer, direction="out").count() == 1
    assert open_steps(case) == {}


def test_what_is_bad_or_was_answered_before_is_not_settled_on_the_spot(case, ann):
    actions.propose(case, kind="apology", by=ann, at=TUESDAY)
    with pytest.raises(refusals.TooBadForTheSpot):
        actions.settle_at_once(case, an_answer(), by=ann, at=TUESDAY, severity="major")
    actions.acknowledge(case, "We look into it.", by=ann, at=TUESDAY)
    with pytest.raises(Refusal):
        actions.settle_at_once(case, an_answer(), by=ann, at=TUESDAY)


def test_said_on_the_phone_is_noted_and_not_sent(case, ann):
    actions.acknowledge(case, "I called her.", by=ann, at=TUESDAY + HOUR, how="phone")

    assert not Message.objects.filter(direction="out").exists()
    entry = case.customer.entries.get(kind="complaint.acknowledged")
    assert entry.channel == "phone" and "I called her." in entry.body


def test_who_cannot_be_written_to_is_not_acknowledged_by_a_message(case, ann):
    case.customer.emails.all().delete()
    with pytest.raises(Refusal):
        actions.acknowledge(case, "We look into it.", by=ann, at=TUESDAY)
    assert complaint_of(case).stage == "received"


def test_a_step_pressed_twice_is_done_once(case, ann):
    first = actions.acknowledge(case, "We look into it.", by=ann, at=TUESDAY, seen=case.version)
    case.refresh_from_db()
    again = actions.acknowledge(case, "We look into it.", by=ann, at=TUESDAY + timedelta(seconds=1))
    assert first == again
    assert Message.objects.filter(direction="out").count() == 1


def test_of_two_who_decide_at_once_the_second_is_told(looked_into, ann, lea):
    seen = looked_into.version
    actions.propose(looked_into, kind="apology", by=ann, at=TUESDAY)
    looked_into.refresh_from_db()
    with pytest.raises(Refusal):  # Lea looked before Ann wrote down what is given
        actions.respond(looked_into, an_answer(), by=lea, at=TUESDAY + 4 * HOUR, seen=seen)
    actions.respond(looked_into, an_answer(), by=ann, at=TUESDAY + 4 * HOUR, seen=looked_into.version)
    with pytest.raises(Refusal):
        actions.respond(looked_into, an_answer(), by=lea, at=TUESDAY + 4 * HOUR)
    assert Message.objects.filter(direction="out", text__contains="without its cover").count() == 1


def test_nobody_sells_to_who_waits_for_a_decision(case, answered):
    hold = case.customer.contact_holds.get(source=f"care.complaint:{case.pk}")
    assert set(hold.purposes) == {"survey", "marketing"} and hold.lifted_at is None

    actions.accept(answered, at=TUESDAY + 5 * HOUR, by_customer=True)
    hold.refresh_from_db()
    assert hold.lifted_at is not None


def test_accepting_closes_it_and_watches_for_ninety_days(answered):
    at = TUESDAY + timedelta(days=1)
    actions.accept(answered, at=at, by_customer=True)
    actions.accept(answered, at=at, by_customer=True)

    answered.refresh_from_db()
    assert (answered.state, answered.closed_at, answered.next_update_at) == (Case.State.CLOSED, at, None)
    clockwork.day(at + timedelta(days=89))
    assert complaint_of(answered).stage == "closed_accepted"
    clockwork.day(at + timedelta(days=90))
    assert complaint_of(answered).stage == "monitoring"
    assert answered.customer.entries.get(kind="complaint.watched").facts["came_back"] == 0


def test_silence_for_two_weeks_closes_what_was_answered(answered):
    clockwork.close_silent(TUESDAY + timedelta(days=13))
    assert complaint_of(answered).stage == "responded"
    clockwork.close_silent(TUESDAY + timedelta(days=15))
    assert complaint_of(answered).stage == "closed_accepted"


def test_withdrawing_ends_what_was_owed(case, ann):
    actions.propose(case, kind="voucher", amount=20, account="goodwill", by=ann, at=TUESDAY)
    actions.withdraw(case, at=TUESDAY + HOUR, by_customer=True, words="It is fine.")

    case.refresh_from_db()
    assert (case.state, complaint_of(case).stage) == (Case.State.CLOSED, "withdrawn")
    assert not case.customer.promises.open().exists()
    assert case.remedies.get().state == "taken_back"


def test_a_question_that_becomes_a_complaint_begins_as_one(mailbox, cora, ann):
    from rapport.care.cases.actions import change, open_case

    case = open_case(cora, kind="question", subject="Scratch?", at=TUESDAY, by=ann, channel="email", owner=ann)
    change(case, by=ann, at=TUESDAY + HOUR, kind="complaint")
    assert complaint_of(case).stage == "received"
    assert set(open_steps(case)) == {"acknowledged", "responded"}


def test_a_complaint_that_was_told_on_the_phone_has_still_to_be_acknowledged(mailbox, cora, ann):
    case = a_complaint(cora, by=ann, channel="phone", owner=ann)
    assert set(open_steps(case)) == {"acknowledged", "responded"}
