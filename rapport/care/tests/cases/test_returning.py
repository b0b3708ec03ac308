"""What came back unread was not said: the case is open again, and whoever has it is warned."""

import pytest

from rapport.care.cases import actions, returning
from rapport.care.cases.today import taken_up
from rapport.care.complaints import actions as complaints
from rapport.care.complaints import clockwork
from rapport.care.models import Case, ComplaintStep, Escalation
from rapport.care.testing import FRIDAY, MONDAY, a_case, fresh, hours
from rapport.care.tests.complaints.making import a_complaint, an_answer, complaint_of
from rapport.messaging.channels.adapters import Refused
from rapport.messaging.models import Message
from rapport.messaging.outgoing import failing
from rapport.promises.testing import TUESDAY
from rapport.timeline import reactions
from rapport.timeline.actions import record
from rapport.timeline.models import Entry

LATER = MONDAY + hours(2)


def came_back(message: Message, at=LATER) -> None:
    """As `messaging.incoming.returned` notes it."""
    Message.objects.filter(pk=message.pk).update(state=Message.State.BOUNCED)
    entry = record(message, "message.bounced", at=at, message_id=str(message.pk))
    returning.came_back_unread(entry)
    returning.came_back_unread(entry)


def last_said() -> Message:
    return Message.objects.filter(direction="out").latest("at")


@pytest.fixture
def case(mailbox, cora, ann) -> Case:
    return a_case(cora, by=ann, owner=ann)


def test_a_solution_that_nobody_read_is_none(case, ann):
    actions.resolve(case, "It is ready on Friday.", by=ann, at=MONDAY + hours(1))
    came_back(last_said())

    now = fresh(case)
    assert (now.state, now.resolved_at, now.reopenings) == ("reopened", None, 0)
    assert now.next_update_at is not None and now.resolution.latest().is_open
    assert [line.what for line in taken_up(ann, LATER)] == [
        "What we wrote came back unread, find another way: When is my table ready?"
    ]
    assert now.steps.filter(verb="not_reached").count() == 1


def test_what_could_not_be_sent_for_good_was_not_said_either(case, ann):
    actions.resolve(case, "It is ready on Friday.", by=ann, at=MONDAY + hours(1))
    said = last_said()
    Message.objects.filter(pk=said.pk).update(state=Message.State.SENDING)
    failing.fail(said, Refused("550 No such box"))
    failing.fail(said, Refused("550 No such box"))
    returning.came_back_unread(Entry.objects.get(kind="message.failed", subject_id=said.pk))

    assert fresh(case).state == "reopened"
    assert [told.to for told in Escalation.objects.filter(case=case, because="not_reached")] == [ann]
    assert "came_back_unread" in " ".join(reactions.to("message.failed"))


def test_a_first_answer_that_came_back_is_still_owed(case, ann):
    actions.answer(case, "On Friday.", by=ann, at=MONDAY + hours(1))
    due = fresh(case).answer.due_at
    came_back(last_said())

    now = fresh(case)
    assert (now.answered_at, now.answer.is_open, now.answer.due_at) == (None, True, due)
    assert now.next_update_at <= due


def test_nobody_waits_for_the_answer_to_a_question_that_came_back(case, ann):
    actions.wait_for_customer(case, "Which colour?", until=FRIDAY, by=ann, at=MONDAY + hours(1))
    came_back(last_said())

    assert (fresh(case).state, fresh(case).waits_until) == ("in_work", None)


def test_what_is_closed_stays_closed(case, ann):
    actions.resolve(case, "It is ready.", by=ann, at=MONDAY + hours(1))
    said = last_said()
    actions.confirm(case, at=MONDAY + hours(1), by_customer=True)
    came_back(said)

    assert fresh(case).state == "closed" and not Escalation.objects.exists()


def test_a_decision_that_came_back_is_told_in_another_way(mailbox, cora, ann):
    case = a_complaint(cora, by=ann, owner=ann)
    complaints.propose(case, kind="apology", by=ann, at=TUESDAY)
    complaints.settle_at_once(case, an_answer(), by=ann, at=TUESDAY + hours(1))
    came_back(last_said(), at=TUESDAY + hours(2))

    now = fresh(case)
    assert (complaint_of(case).stage, now.state, now.answered_at) == ("received", "in_work", None)
    assert now.resolution.latest().is_open and now.answer.latest().is_open
    complaints.settle_at_once(case, an_answer(), by=ann, at=TUESDAY + hours(3), how="phone")
    assert complaint_of(case).stage == "responded"
    assert ComplaintStep.objects.filter(complaint=case.pk, stage="responded").count() == 1


def test_silence_about_an_answer_that_was_never_sent_is_no_consent(mailbox, cora, ann):
    case = a_complaint(cora, by=ann, owner=ann)
    complaints.propose(case, kind="apology", by=ann, at=TUESDAY)
    complaints.settle_at_once(case, an_answer(), by=ann, at=TUESDAY + hours(1))
    Message.objects.filter(direction="out").update(state=Message.State.FAILED)

    assert clockwork.close_silent(TUESDAY + hours(24 * 15)) == 0
    Message.objects.filter(direction="out").update(state=Message.State.SENT)
    assert clockwork.close_silent(TUESDAY + hours(24 * 15)) == 1
