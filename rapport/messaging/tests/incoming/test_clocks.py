"""When an answer is due (DOMAIN 5.2, 5.3). How that is counted is tested with promises; here, what starts it."""

from datetime import UTC, datetime, timedelta

import pytest

from rapport.messaging import clocks
from rapport.messaging.incoming.testing import a_mailbox, conversation_of, received
from rapport.messaging.models import Conversation
from rapport.promises import actions as promises
from rapport.promises.models import Promise
from rapport.promises.testing import TUESDAY, prague
from rapport.staff.models import Location

pytestmark = pytest.mark.django_db


@pytest.fixture
def prague_office(db) -> Location:
    office = Location.objects.create(name="Prague", country="CZ", time_zone="Europe/Prague", is_main=True)
    promises.seed_holidays(TUESDAY)
    return office


@pytest.fixture
def mailbox(prague_office):
    return a_mailbox(location=prague_office)


@pytest.fixture
def asked(mailbox) -> Conversation:
    return conversation_of(received(mailbox))


def answered(conversation: Conversation, at: datetime) -> None:
    clocks.answered(conversation, at)


@pytest.mark.parametrize(
    "received_at, target, promise",
    [
        ("2026-11-18 10:00", "2026-11-18 18:00", "2026-11-19 18:00"),
        ("2026-11-18 16:01", "2026-11-19 18:00", "2026-11-19 18:00"),
        ("2026-12-23 17:00", "2026-12-28 18:00", "2026-12-28 18:00"),
    ],
)
def test_both_moments_stand_on_the_conversation(mailbox, received_at, target, promise):
    conversation = conversation_of(received(mailbox, at=prague(received_at)))
    assert (conversation.target_due_at, conversation.due_at) == (prague(target), prague(promise))
    assert (conversation.promise.target_due_at, conversation.promise.due_at) == (prague(target), prague(promise))


def test_the_hours_of_the_place_that_serves_the_account_count(mailbox):
    tbilisi = Location.objects.create(name="Tbilisi", country="GE", time_zone="Asia/Tbilisi")
    promises.seed_holidays(TUESDAY)
    there = a_mailbox("tbilisi@linden.example", name="Tbilisi", location=tbilisi)

    conversation = conversation_of(received(there, at=datetime(2026, 11, 22, 9, tzinfo=UTC)))  # Monday is St George
    assert conversation.due_at == datetime(2026, 11, 24, 14, tzinfo=UTC)


def test_an_answer_keeps_the_promise_and_the_next_question_starts_its_own_clock(mailbox, asked):
    clocks.answered(asked, TUESDAY + timedelta(hours=1))
    first = Promise.objects.get()
    assert (first.state, first.done_at, asked.due_at) == ("kept", TUESDAY + timedelta(hours=1), None)

    wednesday = prague("2026-11-25 09:00")
    received(mailbox, message_id="<2@x.example>", in_reply_to="<first@example.com>", at=wednesday)
    asked.refresh_from_db()
    assert (asked.waiting_since, asked.due_at) == (wednesday, prague("2026-11-26 18:00"))
    assert Promise.objects.count() == 2


def test_an_answer_after_the_promised_moment_is_late(asked):
    clocks.answered(asked, prague("2026-11-25 18:01"))
    assert Promise.objects.get().state == "kept_late"


def test_thanks_need_no_answer_and_what_was_stopped_by_mistake_runs_on_as_it_was(asked, ann):
    due = asked.due_at
    clocks.no_answer_needed(asked, ann)
    assert (Promise.objects.get().state, asked.due_at, asked.waiting_since) == ("withdrawn", None, TUESDAY)

    clocks.needed_after_all(asked, ann)
    assert (Promise.objects.get().state, asked.due_at, asked.waiting_since) == ("open", due, TUESDAY)


def test_of_two_joined_conversations_the_earlier_receipt_counts(mailbox, asked, ann):
    later = conversation_of(received(mailbox, message_id="<2@x.example>", at=prague("2026-11-26 10:00")))

    clocks.joined(later, asked, ann)

    later.refresh_from_db()
    asked.refresh_from_db()
    assert (later.waiting_since, later.due_at) == (TUESDAY, prague("2026-11-25 18:00"))
    assert (asked.promise, asked.due_at) == (None, None)
    assert sorted(Promise.objects.values_list("state", flat=True)) == ["open", "withdrawn"]


def test_who_takes_the_conversation_owes_the_answer(asked, ann):
    assert asked.promise.owner is None
    clocks.in_the_hands_of(asked, ann, by=ann, at=TUESDAY)
    assert Promise.objects.get().owner == ann


def test_spam_is_answered_by_nobody(mailbox, asked, ann):
    clocks.no_answer_needed(asked, ann)
    Conversation.objects.update(state="spam")

    received(mailbox, message_id="<2@x.example>", in_reply_to="<first@example.com>", at=TUESDAY + timedelta(hours=1))
    asked.refresh_from_db()
    assert (asked.state, asked.due_at, asked.message_count) == ("spam", None, 2)


def test_what_was_answered_meanwhile_from_elsewhere_starts_no_clock(mailbox, asked):
    clocks.answered(asked, TUESDAY + timedelta(hours=5))
    Conversation.objects.update(last_out_at=TUESDAY + timedelta(hours=5))

    late = TUESDAY + timedelta(hours=1)  # a mail that came by a slow mailbox
    received(mailbox, message_id="<2@x.example>", in_reply_to="<first@example.com>", at=late)
    asked.refresh_from_db()
    assert asked.due_at is None
