"""A case is opened, worked on, settled and taken up again; the customer always has a date."""

from datetime import date, timedelta

import pytest

from rapport.care.cases import actions
from rapport.care.models import Case, Complaint, Route
from rapport.care.testing import FRIDAY, MONDAY, a_case, fresh, hours
from rapport.messaging.models import Message
from rapport.messaging.outgoing.settling import settle
from rapport.orders.testing import a_product
from rapport.promises.models import Promise
from rapport.staff.models import Team

pytestmark = pytest.mark.usefixtures("business")
State = Case.State


def story(case) -> list[str]:
    entries = case.customer.entries.order_by("at", "id")
    return [entry.kind for entry in entries if entry.subject_id == case.pk]


def test_a_new_case_promises_an_answer_a_solution_and_a_day_of_news(cora, ann):
    case = a_case(cora, by=ann)

    assert (case.state, case.owner, case.number > 0) == (State.NEW, ann, True)
    assert (case.answer.kind, case.resolution.kind) == ("case_answer", "case_resolution")
    assert case.next_update_at == case.answer.due_at > MONDAY
    assert case.answer.owner == ann and case.answer.about.endswith(str(case.number))
    assert story(case) == ["case.opened"]


def test_who_speaks_with_us_has_the_first_answer_and_is_promised_news(cora, ann):
    case = a_case(cora, by=ann, channel="phone", next_update_on=FRIDAY)
    assert (case.answered_at, case.answer) == (MONDAY, None)
    assert case.update.made_by == ann
    assert case.next_update_at == case.update.due_at and case.update.due_at.date() == FRIDAY


@pytest.mark.parametrize("priority, days", [("urgent", 2), ("high", 5), ("normal", 10), ("low", 20)])
def test_the_more_urgent_the_sooner_it_is_solved(cora, priority, days):
    case = a_case(cora, priority=priority)
    weekends = days // 5 * 2
    assert case.resolution.due_at.date() == MONDAY.date() + timedelta(days=days + weekends)


def test_a_message_makes_one_case_with_the_clock_of_its_conversation(written, ann):
    message = written("The table top is scratched\nas long as my hand")
    conversation = message.conversation

    first = actions.from_message(message, at=MONDAY, by=ann, kind="complaint")
    second = actions.from_message(message, at=MONDAY, by=ann)

    assert first == second and Case.objects.count() == 1
    assert (first.subject, first.words.split("\n")[0]) == ("Our table", "The table top is scratched")
    assert (first.conversation, first.answer) == (conversation, conversation.promise)
    assert first.channel == "email" and Complaint.objects.filter(case=first).exists()
    assert Promise.objects.filter(kind__in=("case_answer", "complaint")).count() == 0


def test_a_message_of_nobody_or_of_ours_makes_no_case(written, mailbox, cora, ann):
    message = written()
    Message.objects.filter(pk=message.pk).update(customer=None)
    with pytest.raises(actions.NobodysMessage):
        actions.from_message(Message.objects.get(pk=message.pk), at=MONDAY, by=ann)


def test_a_button_pressed_twice_opens_one_case(cora, ann, cast):
    assert a_case(cora, by=ann) == a_case(cora, by=ann, at=MONDAY + timedelta(seconds=3))
    assert a_case(cora, by=cast["bob"]) != a_case(cora, by=ann)
    a_case(cora, by=ann, at=MONDAY + hours(1))
    assert Case.objects.count() == 3


def test_nothing_said_opens_nothing(cora, ann):
    with pytest.raises(actions.NothingAsked):
        a_case(cora, by=ann, subject=" \u200b ")


def test_rules_lead_to_the_department_that_can_solve_it(cora, ann, cast):
    workshop, office = Team.objects.create(name="Workshop"), Team.objects.create(name="Office")
    Route.objects.create(name="Damage", position=1, words="scratch, broken, გატეხ", team=workshop, priority="high")
    Route.objects.create(name="Chairs", position=2, category="Chairs", owner=cast["bob"])
    Route.objects.create(name="Rest", position=9, kinds=["question"], team=office)
    Route.objects.create(name="Off", position=0, is_active=False, team=office)
    office.people.add(ann)
    chair = a_product("Oak chair", category="Chairs")

    scratched = a_case(cora, by=ann, subject="Scratched top")
    georgian = a_case(cora, by=ann, subject="ფეხი გატეხილია")
    chairs = a_case(cora, by=ann, product=chair)
    rest = a_case(cora, by=ann)

    assert (scratched.team, scratched.owner, scratched.priority) == (workshop, None, "high")
    assert georgian.team == workshop
    assert (chairs.owner, chairs.team) == (cast["bob"], None)
    assert (rest.team, rest.owner) == (office, ann), "who opened it is of that team"


def test_telling_how_it_stands_keeps_the_answer_and_promises_the_next_news(mailbox, cora, ann):
    case = a_case(cora, by=ann)
    at = MONDAY + hours(2)
    actions.give_update(case, "The top is being oiled.", by=ann, at=at, next_update_on=FRIDAY)
    case = fresh(case)

    assert (case.state, case.answered_at) == (State.IN_WORK, at)
    assert Promise.objects.get(pk=case.answer_id).state == "kept"
    assert case.next_update_at == case.update.due_at and case.update.due_at.date() == FRIDAY
    message = Message.objects.get(direction="out")
    assert (message.text, message.conversation) == ("The top is being oiled.", case.conversation)
    assert story(case) == ["case.opened", "case.answered"]


def test_who_cannot_be_written_to_is_called(business, ann, db):
    from rapport.customers.testing import a_customer
    from rapport.messaging.models import Channel

    Channel.objects.create(kind="email", name="Hello", address="hello@linden.example")
    case = a_case(a_customer("Nino"), by=ann)
    with pytest.raises(actions.CouldNotBeTold):
        actions.give_update(case, "It is ready.", by=ann, at=MONDAY + hours(1))
    actions.give_update(case, "It is ready.", by=ann, at=MONDAY + hours(1), how="phone")
    assert fresh(case).answered_at == MONDAY + hours(1)


def test_what_is_written_in_the_inbox_is_news_of_the_case(written, ann, run_jobs):
    from rapport.messaging.outgoing.actions import send

    case = actions.from_message(written(), at=MONDAY, by=ann)
    message = send(case.customer, "Next week.", by=ann, conversation=case.conversation)
    run_jobs()
    settle([message.pk])
    run_jobs()
    case = fresh(case)
    assert case.answered_at and case.update and case.state == State.IN_WORK
    promises = Promise.objects.filter(kind="case_update").count()
    assert (promises, Promise.objects.get(pk=case.answer_id).state in ("kept", "kept_late")) == (1, True)


def test_while_we_wait_for_them_only_the_solution_stands_still(mailbox, cora, ann):
    case = a_case(cora, by=ann)
    solved_by = case.resolution.due_at
    at = MONDAY + hours(1)
    actions.wait_for_customer(case, "Oak or walnut?", until=date(2026, 11, 26), by=ann, at=at)
    case = fresh(case)
    assert (case.state, case.waits_until.date()) == (State.WAITING, date(2026, 11, 26))
    assert case.resolution.due_at > solved_by
    assert case.next_update_at > case.waits_until, "and then they hear of us"

    actions.came_back(case, at=at + timedelta(days=1), by_customer=True)
    case = fresh(case)
    assert (case.state, case.waits_until, case.paused_minutes) == (State.IN_WORK, None, 9 * 60)
    promise = Promise.objects.get(pk=case.resolution_id)
    assert promise.due_at - solved_by == timedelta(days=1) and promise.first_due_at == promise.due_at
    assert promise.renegotiations == 0
    assert actions.came_back(case, at=at + timedelta(days=2)) is None


def test_their_message_ends_the_waiting(written, ann, run_jobs):
    case = actions.from_message(written(), at=MONDAY, by=ann)
    actions.wait_for_customer(case, "Oak or walnut?", until=date(2026, 11, 26), by=ann, at=MONDAY)
    written("Walnut!", minutes=0, in_reply_to=("<0@example.com>",))
    run_jobs()
    assert fresh(case).state == State.IN_WORK


def test_a_conversation_that_became_part_of_another_is_still_theirs(written, ann, run_jobs, signed_in):
    from rapport.messaging.inbox.joining import merge

    one, other = written("First"), written("Second", subject="Another thing")
    case = actions.from_message(one, at=MONDAY, by=ann)
    merge(one.conversation, into=other.conversation, by=ann, at=MONDAY)
    actions.wait_for_customer(case, "Oak or walnut?", until=date(2026, 11, 26), by=ann, at=MONDAY)
    written("Walnut!", minutes=0, subject="Another thing", in_reply_to=("<1@example.com>",))
    run_jobs()
    assert fresh(case).state == State.IN_WORK
    assert "Walnut!" in signed_in("ann").get(f"/cases/{case.pk}/").content.decode()


@pytest.mark.parametrize(
    "until, refusal",
    [(date(2026, 12, 20), actions.TooLongAWait), (date(2026, 11, 20), actions.DayHasPassed)],
)
def test_nobody_is_waited_for_without_end(mailbox, cora, ann, until, refusal):
    with pytest.raises(refusal):
        actions.wait_for_customer(a_case(cora, by=ann), "Well?", until=until, by=ann, at=MONDAY)


def test_whoever_gets_it_has_its_promises_and_the_customer_is_told(mailbox, cora, ann, cast):
    workshop = Team.objects.create(name="Workshop")
    case = a_case(cora, by=ann)
    before = case.next_update_at

    actions.hand_over(case, team=workshop, person=cast["bob"], by=ann, at=MONDAY + hours(1), reason="Knows oak")
    case = fresh(case)

    assert (case.owner, case.team, case.next_update_at) == (cast["bob"], workshop, before)
    assert set(Promise.objects.open().values_list("owner__name", flat=True)) == {"Bob"}
    words = Message.objects.get(direction="out").text
    assert "Bob" in words and str(case.number) in words and "Cora" in words
    step = case.steps.get(verb="handed_over")
    assert step.facts["told"] and step.note == "Knows oak"
    assert "Knows oak" not in words


def test_without_a_way_to_write_a_hand_over_says_that_nobody_told_them(cora, ann, cast):
    case = a_case(cora, by=ann)
    actions.hand_over(case, person=cast["bob"], by=ann, at=MONDAY, reason="")
    assert case.steps.get(verb="handed_over").facts["told"] is False


def test_it_is_handed_to_nobody_who_may_not_work_on_it(cora, ann, cast):
    with pytest.raises(actions.NotTheirs):
        actions.assign(a_case(cora, by=ann), cast["rita"], by=ann, at=MONDAY)


def test_solved_keeps_everything_and_reopening_runs_the_same_clock(mailbox, cora, ann):
    case = a_case(cora, by=ann)
    due = case.resolution.due_at
    actions.resolve(case, "Oiled and sent.", by=ann, at=MONDAY + hours(1))
    case = fresh(case)
    assert (case.state, case.at_first_contact, case.next_update_at) == (State.RESOLVED, True, None)
    assert not Promise.objects.open().exists()

    actions.reopen(case, at=MONDAY + hours(5), by_customer=True, reason="It is scratched again")
    case = fresh(case)
    assert (case.state, case.reopenings, case.at_first_contact) == (State.REOPENED, 1, False)
    assert case.resolution.is_open and case.resolution.due_at == due
    assert case.next_update_at == case.update.due_at

    actions.resolve(case, "Replaced.", by=ann, at=MONDAY + hours(8))
    actions.confirm(fresh(case), at=MONDAY + hours(9), by_customer=True)
    actions.rate(case, 5, at=MONDAY + hours(9), words="Quick!")
    case = fresh(case)
    assert (case.state, case.rating, case.closed_at) == (State.CLOSED, 5, MONDAY + hours(9))


def test_much_later_a_new_clock_begins(mailbox, cora, ann):
    case = a_case(cora, by=ann)
    actions.resolve(case, "Oiled.", by=ann, at=MONDAY + hours(1))
    old = case.resolution_id
    actions.reopen(case, at=MONDAY + timedelta(days=8), by=ann, reason="Scratched")
    assert fresh(case).resolution_id != old


def test_what_they_no_longer_want_is_owed_no_more(cora, ann):
    case = a_case(cora, by=ann)
    actions.withdraw(case, at=MONDAY + hours(1), by=ann, words="Found one elsewhere")
    assert fresh(case).state == State.CLOSED
    assert set(Promise.objects.values_list("state", flat=True)) == {"withdrawn"}
    with pytest.raises(actions.NotOpen):
        actions.withdraw(case, at=MONDAY + hours(2), by=ann)


def test_two_at_once_the_second_is_told_so(mailbox, cora, ann, cast):
    case = a_case(cora, by=ann)
    seen = case.version
    actions.take(case, by=ann, at=MONDAY, seen=seen)
    with pytest.raises(actions.ChangedMeanwhile):
        actions.resolve(case, "Done", by=cast["bob"], at=MONDAY, seen=seen)
    assert fresh(case).owner == ann
    assert not Message.objects.filter(direction="out").exists()


def test_a_question_may_turn_out_a_complaint_but_no_complaint_a_question(cora, ann):
    case = a_case(cora, by=ann)
    actions.change(case, by=ann, at=MONDAY, kind="complaint", priority="high")
    case = fresh(case)
    assert Complaint.objects.filter(case=case).exists() and case.priority == "high"
    with pytest.raises(actions.HasItsSteps):
        actions.change(case, by=ann, at=MONDAY, kind="question")
    with pytest.raises(actions.SettledByItsSteps):
        actions.resolve(case, "Done", by=ann, at=MONDAY)


def test_what_was_solved_long_ago_is_closed_by_itself(mailbox, cora, ann):
    case = a_case(cora, by=ann)
    actions.resolve(case, "Done", by=ann, at=MONDAY)
    assert actions.close_silent(MONDAY + timedelta(days=13)) == 0
    assert actions.close_silent(MONDAY + timedelta(days=15)) == 1
    assert fresh(case).state == State.CLOSED


def test_only_what_is_solved_is_closed_or_rated(cora, ann):
    case = a_case(cora, by=ann)
    with pytest.raises(actions.StillOpen):
        actions.close(case, by=ann, at=MONDAY)
    with pytest.raises(actions.NotSolvedYet):
        actions.rate(case, 1, at=MONDAY)


def test_a_case_is_found_by_the_words_it_has_now(mailbox, cora, ann):
    from rapport.care.cases.finding import found

    case = a_case(cora, by=ann, subject="Scratched table", kind="complaint")
    actions.take(case, by=ann, at=MONDAY)
    assert list(found(Case.objects.all(), "scratch")) == [case]
    actions.change(fresh(case), by=ann, at=MONDAY, subject="მაგიდა")
    assert list(found(Case.objects.all(), "magida")) == [case]
    assert list(found(Case.objects.all(), "scratch")) == []
