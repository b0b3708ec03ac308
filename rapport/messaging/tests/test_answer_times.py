"""How quickly we answer: of promises that messages made, so that nobody has to count."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rapport.messaging import clocks
from rapport.messaging.incoming.testing import a_mailbox, conversation_of, received
from rapport.messaging.reports.answering import answers, asked_between
from rapport.promises.testing import TUESDAY
from rapport.timeline.models import Entry


@pytest.fixture
def mailbox(business):
    return a_mailbox()


def asked(mailbox, number: int, at=TUESDAY):
    return conversation_of(
        received(mailbox, at=at, sender=f"guest{number}@example.com", message_id=f"<{number}@example.com>")
    )


def answered(conversation, by, after: timedelta):
    words = Entry.objects.create(
        customer=conversation.customer, kind="message.sent", at=conversation.waiting_since + after, by=by, facts={}
    )
    clocks.answered(conversation, words.at, entry=words, by=by)


def test_the_same_day_in_time_and_how_long_it_took(mailbox, ann):
    for number, after in enumerate((timedelta(minutes=30), timedelta(minutes=90), timedelta(days=1))):
        answered(asked(mailbox, number), ann, after)
    asked(mailbox, 8)  # nobody answered, and that was a fortnight ago
    later = TUESDAY + timedelta(days=14)
    whole, by = answers(asked_between(ann, TUESDAY, later, later))
    assert (whole.counted, whole.in_time, whole.same_day, whole.late) == (4, 3, 2, 1)
    assert whole.typical == 90
    assert whole.slow > 90
    assert [(value, found.counted) for value, found in by["channel_kind"]] == [("email", 4)]
    assert {value: found.in_time for value, found in by["who"]} == {ann.pk: 3, None: 0}


def test_what_is_not_due_yet_counts_for_nobody(mailbox, ann):
    asked(mailbox, 1)
    assert (
        answers(asked_between(ann, TUESDAY, TUESDAY + timedelta(days=30), TUESDAY + timedelta(hours=1)))[0].counted == 0
    )


def test_the_page_tells_it_in_a_fixed_number_of_questions(client, mailbox, ann, django_assert_max_num_queries):
    client.force_login(ann)
    assert "No answer was due" in client.get("/inbox/answer-times/").text
    now = timezone.now()
    for number in range(6):
        answered(asked(mailbox, number, at=now - timedelta(days=20)), ann, timedelta(minutes=30))
    client.get("/inbox/answer-times/")
    with django_assert_max_num_queries(24):
        page = client.get("/inbox/answer-times/?days=30").text
    assert "Answered in time" in page
    assert "100.0%" in page
