"""Cora asks when her table is ready; Ann and Bob answer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rapport.messaging.incoming.actions import receive
from rapport.messaging.incoming.arrived import Arrived
from rapport.messaging.models import Channel, Conversation, Message
from rapport.messaging.outgoing.settling import settle


@pytest.fixture
def mailbox(business) -> Channel:
    return Channel.objects.create(
        kind="email", name="Hello", address="hello@linden.example", is_default=True, tells_when_closed=False
    )


@pytest.fixture
def cora(cora):
    cora.emails.create(address="cora@example.com", key="cora@example.com", is_preferred=True)
    return cora


@pytest.fixture
def written(mailbox, cora):
    """Words of Cora, or of somebody else, that just came in."""
    count = iter(range(10_000))

    def write(
        text: str = "When will the table be ready?", *, sender="cora@example.com", minutes=60, **fields
    ) -> Message:
        number = next(count)
        known = {"sender_name": "Cora Lindqvist", "subject": "Our table", "language": "en"} | fields
        at = timezone.now() - timedelta(minutes=minutes)
        return receive(Arrived(mailbox, sender, text, at, external_id=f"<{number}@example.com>", **known))

    return write


@pytest.fixture
def asked(written) -> Conversation:
    return fresh(written().conversation)


@pytest.fixture
def signed_in(client, cast):
    def as_(name: str):
        client.force_login(cast[name])
        return client

    return as_


def fresh(conversation: Conversation) -> Conversation:
    return Conversation.objects.get(pk=conversation.pk)


def out_of(message: Message) -> None:
    """The other side took it."""
    settle([message.pk])
