import pytest

from rapport.messaging.models import Channel
from rapport.messaging.tests.outgoing.server import mail_server

__all__ = ["mail_server"]


@pytest.fixture
def mailbox(business) -> Channel:
    return Channel.objects.create(kind="email", name="Hello", address="hello@linden.example", is_default=True)


@pytest.fixture
def cora(cora):
    cora.emails.create(address="cora@example.com", key="cora@example.com", is_preferred=True)
    return cora
