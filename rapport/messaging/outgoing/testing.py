"""Many messages that wait to be sent, written down at once, for tests and for the bench."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from rapport.messaging.models import Channel, Conversation, Message
from rapport.messaging.outgoing import rendering
from rapport.messaging.outgoing.tasks import wake


@transaction.atomic
def queue_many(channel: Channel, customers: Sequence, count: int, text: str = "Your chair is ready.") -> list[Message]:
    """As `send` leaves them, each the first of its conversation."""
    now = timezone.now()
    whose = [customers[number % len(customers)] for number in range(count)]
    conversations = Conversation.objects.bulk_create(
        [
            Conversation(customer=who, channel=channel, peer=f"c{n}@example.com", state="waiting")
            for n, who in enumerate(whose)
        ]
    )
    messages = [
        Message(
            conversation=conversation,
            customer=conversation.customer,
            channel=channel,
            direction=Message.Direction.OUT,
            state=Message.State.QUEUED,
            subject="Your chair",
            text=text,
            language="en",
            at=now,
            send_after=now,
            sender=channel.address,
            recipients=[{"way": "to", "address": conversation.peer, "name": "Cora Lindqvist"}],
        )
        for conversation in conversations
    ]
    for message in messages:
        message.message_id = rendering.new_message_id(message.pk, channel)
    Message.objects.bulk_create(messages)
    wake(now)
    return messages
