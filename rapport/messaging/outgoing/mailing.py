"""By which server the mails of a channel leave: its own, a provider's, or the one of the house."""

from django.conf import settings

from rapport.messaging.accounts import PLAIN, STARTTLS, Server, smtp_of
from rapport.messaging.channels.adapters import Receipt
from rapport.messaging.models import Channel, Message
from rapport.messaging.outgoing import addresses, rendering
from rapport.messaging.outgoing.smtp import Smtp
from rapport.messaging.outgoing.ways import OnWire, Way


class BySmtp:
    def __init__(self, channel: Channel):
        self.smtp = Smtp(smtp_of(channel) or house_server(), settings.EMAIL_TIMEOUT, rendering.domain_of(channel))

    def put(self, message: Message, on_wire: OnWire) -> Receipt:
        content = rendering.mail(message)
        return self.smtp.put(content, rendering.envelope_sender(message), addresses.everybody(message), on_wire)

    def close(self) -> None:
        self.smtp.close()


def house_server() -> Server:
    """That which also sends invitations and lost passwords (`RAPPORT_SMTP_…`)."""
    security = STARTTLS if settings.EMAIL_USE_TLS else PLAIN
    return Server(
        settings.EMAIL_HOST, settings.EMAIL_PORT, security, settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD
    )


def way_of(channel: Channel) -> Way:
    return BySmtp(channel)
