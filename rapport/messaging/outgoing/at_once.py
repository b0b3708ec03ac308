"""What needs no wire: where the other side is ours as well, a message is there as soon as it is written down."""

from rapport.messaging.channels.adapters import adapters
from rapport.messaging.models import Message
from rapport.messaging.outgoing import settling


def can(message: Message) -> bool:
    """Whether nothing lies between us and them: no server, no worker, no pause."""
    adapter = adapters.find(message.channel.kind)
    return bool(getattr(adapter, "is_ours", False)) and message.send_after <= message.at


def hand_over(message: Message) -> None:
    """In the transaction in which it was written: it is sent, or it never was."""
    settling.settle([message.pk], at=message.at)
    message.refresh_from_db(fields=["state", "sent_at", "entry"])
    adapters[message.channel.kind].handed_over(message)
