"""The chat as a way out: what we say is there for the visitor's browser as soon as it is written down as sent."""

from rapport.messaging.channels.adapters import Receipt, Refused, adapters
from rapport.messaging.channels.provider import Provider
from rapport.messaging.models import Channel, ChannelKind, ChatVisitor, Message


class Webchat(Provider):
    name = ChannelKind.WEBCHAT
    can_write_first = False
    has_calls = False
    longest = 10_000
    is_ours = True  # it is there as soon as it is written down (`outgoing.at_once`)

    def send(self, message: Message, channel: Channel, to: str) -> Receipt:
        """What was to go later, or was held back and sent all the same."""
        self.check(message)
        if not ChatVisitor.objects.filter(conversation=message.conversation_id).exists():
            raise Refused("not_reachable")
        self.handed_over(message)
        return Receipt()

    def handed_over(self, message: Message) -> None:
        from rapport.messaging.chat.tasks import look_after

        look_after(str(message.pk))


adapters.add(Webchat())
