"""The chat as a way out: what we say is there for the visitor's browser as soon as it is written down as sent."""

from rapport.messaging.channels.adapters import Receipt, Refused, adapters
from rapport.messaging.channels.provider import Provider
from rapport.messaging.models import Channel, ChannelKind, ChatVisitor, Message


class Webchat(Provider):
    name = ChannelKind.WEBCHAT
    can_write_first = False
    has_calls = False
    longest = 10_000

    def send(self, message: Message, channel: Channel, to: str) -> Receipt:
        from rapport.messaging.chat.tasks import look_after

        self.check(message)
        if not ChatVisitor.objects.filter(conversation=message.conversation_id).exists():
            raise Refused("not_reachable")
        look_after(str(message.pk))
        return Receipt()


adapters.add(Webchat())
