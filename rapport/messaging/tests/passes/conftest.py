import pytest

from rapport.messaging.accounts import PLAIN
from rapport.messaging.models import Channel, ChannelKind
from rapport.messaging.tests.mailboxes.conftest import _servers, mailbox  # noqa: F401
from rapport.messaging.tests.passes.provider import ADDRESS, Provider


@pytest.fixture
def provider(mailbox, settings):  # noqa: F811
    provider = Provider(mailbox)
    provider.start()
    settings.MAIL_SIGN_INS = provider.as_setting()
    settings.WEBHOOKS_PRIVATE = ["1"]
    settings.ADDRESS = "http://testserver"
    settings.SENDING_RETRY_SECONDS = 600.0
    yield provider
    provider.stop()


@pytest.fixture
def account(provider) -> Channel:
    """Set up, and nobody has signed in for it yet."""
    servers = {
        "imap": {"host": "127.0.0.1", "port": provider.imap.getsockname()[1], "security": PLAIN},
        "smtp": {"host": "127.0.0.1", "port": provider.smtp.port, "security": PLAIN},
    }
    told = {"user": ADDRESS, "sign_in": "microsoft", **servers}
    return Channel.objects.create(kind=ChannelKind.EMAIL, name="Hello", address=ADDRESS, settings=told)


@pytest.fixture
def cora(cora):
    cora.emails.create(address="cora@example.com", key="cora@example.com", is_preferred=True)
    return cora
