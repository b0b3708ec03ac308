"""What fails on the way in and on the way out is told apart."""

from datetime import UTC, datetime, timedelta

import pytest

from rapport.messaging import health
from rapport.messaging.models import Channel, ChannelKind, Message
from rapport.messaging.outgoing.mailing import way_of
from rapport.messaging.outgoing.ways import OutOfOrder

NOON = datetime(2026, 6, 8, 12, tzinfo=UTC)


@pytest.fixture
def channel(db) -> Channel:
    return Channel.objects.create(kind=ChannelKind.EMAIL, name="Hello", address="hello@linden.example")


def test_the_longer_it_fails_the_less_often_we_ask(channel):
    pauses = []
    for minutes in (0, 9, 30, 600):
        at = NOON + timedelta(minutes=minutes)
        health.fails(channel, "Nobody answers.", at)
        pauses.append((channel.retry_at - at) / timedelta(minutes=1))
    assert (pauses, channel.failing_since) == ([1, 3, 10, 15], NOON)


def test_a_mailbox_that_can_be_read_does_not_hide_that_nothing_leaves(channel):
    health.fails(channel, "Nothing leaves.", NOON, way=health.OUT)
    assert channel.retry_at is None

    health.works(channel, NOON)
    channel.refresh_from_db()
    assert (channel.error, channel.checked_at) == ("Nothing leaves.", NOON)

    health.works(channel, NOON, way=health.OUT)
    channel.refresh_from_db()
    assert (channel.error, channel.failing_since) == ("", None)


def test_a_mail_server_that_takes_no_mail_is_told_of_on_its_channel(channel, cora):
    channel.settings = {"smtp": {"host": "127.0.0.1", "port": 1, "security": "none"}}
    channel.save()
    conversation = channel.conversations.create(customer=cora, peer="cora@example.com")
    recipients = [{"way": "to", "address": "cora@example.com", "name": "Cora"}]
    letter = Message.objects.create(
        conversation=conversation,
        customer=cora,
        channel=channel,
        direction="out",
        state="sending",
        recipients=recipients,
    )

    with pytest.raises(OutOfOrder):
        way_of(channel).put(letter, lambda: lambda: None)

    channel.refresh_from_db()
    assert (channel.error, channel.failing_way) == ("Nothing answers at 127.0.0.1 on port 1.", "out")
