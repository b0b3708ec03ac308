"""What is sent arrives once, is on the story, and has answered whoever waited."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from rapport.messaging.models import Budget, Conversation, Message
from rapport.messaging.outgoing.actions import send, take_back

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_message_is_queued_then_sent_and_told(mailbox, cora, ann, mail_server, run_jobs):
    message = send(cora, "Your chair is ready.", by=ann, subject="Your chair")
    assert message.state == Message.State.QUEUED

    run_jobs()

    message.refresh_from_db()
    assert message.state == Message.State.SENT
    [taken] = mail_server.taken
    assert (taken.sender, taken.recipients) == ("hello@linden.example", ["cora@example.com"])
    assert taken.mail["Subject"] == f"Your chair [#{message.conversation.number}]"
    assert taken.mail["Message-ID"] == message.message_id
    entry = cora.entries.get(kind="message.sent")
    assert (entry.by, entry.facts["subject"], entry.channel) == (ann, "Your chair", "email")
    conversation = Conversation.objects.get()
    assert (conversation.last_line, conversation.last_is_ours) == ("Your chair is ready.", True)


def test_what_was_taken_back_is_not_sent(mailbox, cora, ann, mail_server, run_jobs):
    message = send(cora, "Dear Cora, you are fired.", by=ann, undo_seconds=10)
    take_back(message, by=ann)

    run_jobs()

    message.refresh_from_db()
    assert (message.state, mail_server.taken) == (Message.State.CANCELLED, [])


def test_the_same_key_sends_once(mailbox, cora, mail_server, run_jobs):
    first = send(cora, "Thank you.", idempotency_key="thanks:1")
    second = send(cora, "Thank you.", idempotency_key="thanks:1")
    run_jobs()

    assert first == second
    assert len(mail_server.taken) == 1


def test_two_who_write_at_the_same_moment_do_not_both_fit_the_budget(mailbox, cora):
    Budget.objects.create(name="One a week", most=1, days=7, exempt=["service"])
    together = Barrier(2)

    def write(_number: int) -> str:
        try:
            together.wait(10)
            return send(cora, "Thanks!", purpose="personal").state
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        states = sorted(both.map(write, range(2)))
    assert states == [Message.State.QUEUED, Message.State.REFUSED]
