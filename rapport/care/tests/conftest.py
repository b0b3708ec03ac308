"""Cora asks about her table, by e-mail or by phone; Ann and Bob see to it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rapport.messaging.incoming.actions import receive
from rapport.messaging.incoming.arrived import Arrived
from rapport.messaging.models import Channel, Message


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
    """Words of Cora that just came in by e-mail."""
    count = iter(range(10_000))

    def write(text: str = "When will the table be ready?", *, minutes=60, **fields) -> Message:
        known = {"sender_name": "Cora Lindqvist", "subject": "Our table", "language": "en"} | fields
        at = timezone.now() - timedelta(minutes=minutes)
        external_id = f"<{next(count)}@example.com>"
        return receive(Arrived(mailbox, "cora@example.com", text, at, external_id=external_id, **known))

    return write


@pytest.fixture
def signed_in(client, cast):
    def as_(name: str):
        client.force_login(cast[name])
        return client

    return as_
