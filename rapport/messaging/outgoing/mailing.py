"""By which server the mails of a channel leave: its own, a provider's, or the one of the house."""

from django.conf import settings
from django.utils import timezone, translation

from rapport.messaging import health
from rapport.messaging.accounts import PLAIN, STARTTLS, Server, smtp_of
from rapport.messaging.channels.adapters import Receipt
from rapport.messaging.mailboxes.connecting import in_words
from rapport.messaging.models import Channel, Message
from rapport.messaging.outgoing import addresses, rendering
from rapport.messaging.outgoing.smtp import Smtp
from rapport.messaging.outgoing.ways import OnWire, OutOfOrder, Way
from rapport.staff.models import Business


class BySmtp:
    def __init__(self, channel: Channel):
        self.channel = channel
        self.smtp = Smtp(smtp_of(channel) or house_server(), settings.EMAIL_TIMEOUT, rendering.domain_of(channel))

    def put(self, message: Message, on_wire: OnWire) -> Receipt:
        content = rendering.mail(message)
        try:
            receipt = self.smtp.put(content, rendering.envelope_sender(message), addresses.everybody(message), on_wire)
        except OutOfOrder as problem:
            self._note(problem)
            raise
        if self.channel.failing_way == health.OUT:
            health.works(self.channel, timezone.now(), way=health.OUT)
        return receipt

    def _note(self, problem: OutOfOrder) -> None:
        """On the channel, in the language of the house: whoever runs it sees why nothing leaves."""
        with translation.override(Business.objects.current().language):
            why = in_words(problem.__cause__, self.smtp.server) if problem.__cause__ else problem
            health.fails(self.channel, str(why), timezone.now(), way=health.OUT)

    def close(self) -> None:
        self.smtp.close()


def house_server() -> Server:
    """That which also sends invitations and lost passwords (`RAPPORT_SMTP_HOST`)."""
    security = STARTTLS if settings.EMAIL_USE_TLS else PLAIN
    return Server(
        settings.EMAIL_HOST, settings.EMAIL_PORT, security, settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD
    )


def way_of(channel: Channel) -> Way:
    if channel.settings.get("provider") and not smtp_of(channel):
        from rapport.messaging.outgoing.provider import ByProvider  # with requests, which most houses don't need

        return ByProvider(channel)
    return BySmtp(channel)
