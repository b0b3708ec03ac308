"""What a mail server may say or do, and what follows from being sent."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from rapport.messaging import clocks
from rapport.messaging.models import Channel, Conversation, Lane, LaneNote, Message
from rapport.messaging.outgoing import deciding, lanes, recovering
from rapport.messaging.outgoing.actions import send
from rapport.messaging.outgoing.delivering import deliver
from rapport.messaging.outgoing.testing import queue_many
from rapport.promises.models import Promise

pytestmark = pytest.mark.django_db
State = Message.State


def asked(cora, mailbox, ann) -> Conversation:
    """She wrote an hour ago, and waits."""
    at = timezone.now() - timedelta(hours=1)
    conversation = Conversation.objects.create(
        customer=cora, channel=mailbox, peer="cora@example.com", subject="My chair", last_in_at=at
    )
    clocks.begin(conversation, at)
    return conversation


def test_an_answer_keeps_what_was_owed_with_its_entry_as_evidence(mailbox, cora, ann, mail_server):
    conversation = asked(cora, mailbox, ann)
    send(cora, "It is ready.", by=ann, conversation=conversation)
    deliver()

    promise = Promise.objects.get()
    assert (promise.state, promise.closed_by) == (Promise.State.KEPT, ann)
    assert promise.evidence_entry.kind == "message.sent"
    conversation.refresh_from_db()
    assert (conversation.state, conversation.due_at, conversation.last_line) == ("waiting", None, "It is ready.")


def test_what_goes_out_by_itself_answers_nobody(mailbox, cora, ann, mail_server):
    conversation = asked(cora, mailbox, ann)
    send(cora, "We are closed.", conversation=conversation, kind="automatic")
    deliver()

    conversation.refresh_from_db()
    assert (Promise.objects.get().state, conversation.state) == (Promise.State.OPEN, "open")


def test_whoever_wrote_meanwhile_still_waits(mailbox, cora, ann, mail_server):
    conversation = asked(cora, mailbox, ann)
    send(cora, "It is ready.", by=ann, conversation=conversation)
    Conversation.objects.update(last_in_at=timezone.now())
    deliver()

    conversation.refresh_from_db()
    assert (Promise.objects.get().state, conversation.state) == (Promise.State.OPEN, "open")


@pytest.mark.parametrize("said, state", [("451 Not now", State.QUEUED), ("550 No such box", State.FAILED)])
def test_what_the_server_says_is_shown(mailbox, cora, mail_server, settings, said, state):
    settings.SENDING_RETRY_SECONDS = 600
    mail_server.answer = lambda recipients: said
    message = send(cora, "Hello")
    deliver()

    message.refresh_from_db()
    assert (message.state, message.detail) == (state, said)
    assert Lane.objects.count() == 0


def test_a_refused_receiver_spoils_no_other_mail(mailbox, cora, mail_server):
    mail_server.rcpt = lambda address: "550 No" if address == "c1@example.com" else "250 OK"
    messages = queue_many(mailbox, [cora], 3)
    deliver()

    states = [Message.objects.get(pk=message.pk).state for message in messages]
    assert states == [State.SENT, State.FAILED, State.SENT]


def test_where_no_server_is_everything_waits_and_other_channels_go_on(mailbox, cora, settings):
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.SENDING_RETRY_SECONDS = "127.0.0.1", 9, 600
    messages = queue_many(mailbox, [cora], 3)
    deliver()

    for message in messages:
        message.refresh_from_db()
    assert {message.state for message in messages} == {State.QUEUED}
    assert all("refused" in message.detail.lower() for message in messages)


def test_a_channel_without_an_adapter_says_so(cora, ann):
    letter = Channel.objects.create(kind="letter", name="Letters")
    message = send(cora, "Hello", channel=letter, by=ann)
    deliver()

    message.refresh_from_db()
    assert (message.state, message.reason) == (State.FAILED, "no_adapter")


def test_what_a_dead_worker_left_is_settled_as_far_as_it_is_known(mailbox, cora):
    gone, on_wire, rest = queue_many(mailbox, [cora], 3)
    lane = Lane.objects.create()
    LaneNote.objects.create(lane=lane.pk, on_wire=on_wire.pk)
    Message.objects.update(state=State.SENDING, lane=lane.pk, claimed_at=timezone.now())

    assert recovering.take_up_what_was_left() == 1

    found = [Message.objects.get(pk=message.pk).state for message in (gone, on_wire, rest)]
    assert found == [State.SENT, State.UNCERTAIN, State.QUEUED]
    assert deciding.seen(on_wire.message_id) == 1
    assert Message.objects.get(pk=on_wire.pk).state == State.SENT
    assert not Lane.objects.exists()
    assert not LaneNote.objects.exists()


def test_where_the_database_crashed_nobody_knows_what_went_of_a_batch(mailbox, cora):
    """The note is lost, as every row of an unlogged table is."""
    messages = queue_many(mailbox, [cora], 3)
    lane = Lane.objects.create()
    Message.objects.update(state=State.SENDING, lane=lane.pk, claimed_at=timezone.now())

    recovering.take_up_what_was_left()

    assert {Message.objects.get(pk=message.pk).state for message in messages} == {State.UNCERTAIN}
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'messaging_lanenote'")
        assert cursor.fetchone() == ("u",)


def test_a_batch_that_was_sent_whole_and_not_settled_is_sent(mailbox, cora):
    messages = queue_many(mailbox, [cora], 3)
    lane = Lane.objects.create()
    LaneNote.objects.create(lane=lane.pk, on_wire=lanes.ALL)
    Message.objects.update(state=State.SENDING, lane=lane.pk, claimed_at=timezone.now())

    recovering.take_up_what_was_left()

    assert {Message.objects.get(pk=message.pk).state for message in messages} == {State.SENT}


@pytest.mark.django_db(transaction=True)
def test_a_living_lane_is_left_alone(mailbox, cora):
    from concurrent.futures import ThreadPoolExecutor

    def look() -> int:
        try:
            return recovering.take_up_what_was_left()
        finally:
            connection.close()

    queue_many(mailbox, [cora], 1)
    with lanes.OpenLane() as lane, ThreadPoolExecutor(1) as thread:
        [key] = lane.take(timezone.now())
        lane.puts_on_wire(key)()
        assert thread.submit(look).result() == 0
        assert LaneNote.objects.get().on_wire == key


@pytest.mark.django_db(transaction=True)
def test_a_lane_goes_on_after_something_was_rolled_back_on_its_connection(mailbox, cora):
    """psycopg forgets then whatever is prepared, and with it how the lane notes what is on the wire."""
    queue_many(mailbox, [cora], 2)
    with lanes.OpenLane() as lane:
        keys = lane.take(timezone.now())
        connection.connection.prepare_threshold = None
        connection.connection.execute("SELECT 1", prepare=True)
        with suppress(RuntimeError), transaction.atomic():
            Message.objects.exists()
            raise RuntimeError
        for key in keys:
            lane.puts_on_wire(key)()
            assert LaneNote.objects.get().on_wire == key
        connection.connection.execute("SELECT 1", prepare=True)
        with suppress(RuntimeError), transaction.atomic():
            Message.objects.exists()
            raise RuntimeError
    assert not Lane.objects.exists()


def test_lost_messages_are_shown_to_a_person(mailbox, cora):
    [message] = queue_many(mailbox, [cora], 1)
    Message.objects.update(state=State.SENDING, claimed_at=timezone.now() - timedelta(hours=1))

    assert recovering.find_lost(timezone.now()) == 1
    message.refresh_from_db()
    assert message.state == State.UNCERTAIN


def test_in_the_list_stand_their_words_and_not_what_a_machine_answered(mailbox, cora, ann, mail_server):
    conversation = asked(cora, mailbox, ann)
    Conversation.objects.filter(pk=conversation.pk).update(last_line="Is my chair ready?")
    send(cora, "We are closed.", conversation=conversation, kind="automatic")
    deliver()
    conversation.refresh_from_db()
    assert (conversation.last_line, conversation.last_is_ours) == ("Is my chair ready?", False)
    send(cora, "On Friday.", conversation=conversation, by=ann)
    deliver()
    conversation.refresh_from_db()
    assert (conversation.last_line, conversation.last_is_ours) == ("On Friday.", True)
