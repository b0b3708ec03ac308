"""When a customer was last spoken with: one row, kept current by what is written down."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from rapport.timeline import actions, recency
from rapport.timeline.actions.withdrawing import withdraw
from rapport.timeline.models import LastContact

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def last(customer) -> tuple:
    row = LastContact.objects.filter(customer=customer).first()
    return (row.at, row.by_us_at, row.by_them_at) if row else (None, None, None)


def test_calls_and_letters_tell_when_we_last_spoke_and_who_did(cora, ann):
    actions.call(cora, by=ann, body="Asked", direction="in", at=NOON)
    actions.letter(cora, by=ann, body="Answer", direction="sent", at=NOON - timedelta(days=3))

    assert last(cora) == (NOON, NOON - timedelta(days=3), NOON)


def test_a_call_that_nobody_answered_and_a_note_are_no_contact(cora, ann):
    actions.call(cora, by=ann, body="", outcome="no_answer", at=NOON)
    actions.note(cora, "Seen at the fair", by=ann, at=NOON)

    assert last(cora) == (None, None, None)


def test_what_is_taken_back_or_corrected_no_longer_counts(cora, ann):
    call = actions.call(cora, by=ann, body="Wrong customer", at=NOON)
    moved = actions.call(cora, by=ann, body="Yesterday", at=NOON)
    actions.correct(moved, by=ann, at=NOON - timedelta(days=1), body="The day before", outcome="reached")
    withdraw(call, by=ann, at=call.recorded_at + timedelta(minutes=1))

    assert last(cora)[0] == NOON - timedelta(days=1)


def test_a_row_that_is_wrong_is_put_right_at_night_and_reported(cora, ann):
    actions.call(cora, by=ann, body="Asked", at=NOON)
    LastContact.objects.update(at=NOON - timedelta(days=9))

    assert recency.rebuild(NOON) == {"checked": 1, "wrong": 1}
    assert last(cora)[0] == NOON
    assert recency.rebuild(NOON) == {"checked": 1, "wrong": 0}


@pytest.mark.parametrize(("kind", "facts", "by_us", "by_them"), [
    ("message.sent", {}, True, False),
    ("message.received", {}, False, True),
    ("call.made", {"direction": "out", "outcome": "reached"}, True, False),
])  # fmt: skip
def test_what_is_told_for_many_at_once_counts_as_if_told_one_by_one(cora, ann, kind, facts, by_us, by_them):
    with transaction.atomic():
        for at in (NOON, NOON - timedelta(days=2)):
            actions.record_all(kind, [(cora, facts), (cora, facts)], at=at)

    assert last(cora) == (NOON, NOON if by_us else None, NOON if by_them else None)
    assert recency.rebuild(NOON)["wrong"] == 0
