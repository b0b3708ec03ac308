import pytest

from rapport.messaging.models import Channel
from rapport.staff.models import Location


@pytest.fixture
def mailbox(business) -> Channel:
    Location.objects.update(phone="+420 222 111 000")
    return Channel.objects.create(kind="email", name="Hello", address="hello@linden.example", is_default=True)


@pytest.fixture
def cora(cora):
    cora.emails.get_or_create(key="cora@example.com", defaults={"address": "cora@example.com", "is_preferred": True})
    return cora
