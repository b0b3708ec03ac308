"""`receive`: the one door in."""

from datetime import datetime

from django.db import connection, transaction

from rapport.messaging import clocks
from rapport.messaging.incoming import assigning, closed
from rapport.messaging.incoming.arrived import BY_ADDRESS, Arrived
from rapport.messaging.incoming.senders import take_in, whose
from rapport.messaging.incoming.threads import Thread, thread_of
from rapport.messaging.incoming.writing import first_line, stored, tell_the_story, write
from rapport.messaging.models import ChannelKind, Conversation, ConversationEvent, Message

MOST_IN_AN_HOUR = 10  # messages in one conversation; more, and machines answer each other
GROWN = [
    "message_count", "last_message_at", "last_in_at", "last_line", "last_is_ours", "version", "state", "closed_at",
    "snoozed_until", "frozen_at",
]  # fmt: skip


def receive(arrived: Arrived) -> Message:
    """Take in what somebody wrote: whose it is, which conversation it belongs to, by when it is answered, by whom.

    The same message of a provider (channel and `external_id`) is taken in once; a second time answers the first.
    Mails are told apart by their bytes (`mails.accept`), since senders use one Message-ID twice.
    """
    with stored(arrived.files) as files, transaction.atomic():
        if known := _known(arrived):
            for file in files:
                file.file.delete(save=False)
            return known
        return _received(arrived, files)


def _received(arrived: Arrived, files: list) -> Message:
    found = whose(arrived)
    thread = thread_of(arrived, found)
    is_new = thread.conversation is None
    conversation = thread.conversation or _begun(arrived, found, thread)
    message = write(arrived, conversation, conversation.customer, files)
    entry = None
    if conversation.customer and arrived.is_from_a_person and not arrived.is_ours:
        entry = tell_the_story(message, arrived.channel, location=conversation.location, is_history=arrived.is_history)
    if thread.is_new_sender:
        _note(conversation, "new_sender", arrived.at, message_id=str(message.pk))
    _grow(conversation, message, arrived)
    if is_new and not arrived.is_history:
        assigning.assign(conversation, message)
    if _asks_for_an_answer(conversation, arrived):
        clocks.begin(conversation, arrived.at, source=entry)
        closed.tell(conversation, message)
    return message


def _known(arrived: Arrived) -> Message | None:
    if arrived.raw or not arrived.external_id:
        return None
    with connection.cursor() as cursor:
        lock = f"messaging.receive {arrived.channel.pk} {arrived.external_id}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [lock])
    same = Message.objects.filter(channel=arrived.channel, direction=Message.Direction.IN)
    return same.filter(provider_id=arrived.external_id[:200]).first()


def _begun(arrived: Arrived, found, thread: Thread) -> Conversation:
    """A new conversation. An unknown sender becomes a prospect, unless a machine wrote, or one of us."""
    customer = found.one
    if not customer and not found.others and arrived.may_be_a_prospect:
        customer = take_in(arrived, at=arrived.at)
    channel = arrived.channel
    return Conversation.objects.create(
        customer=customer,
        channel=channel,
        peer=(arrived.sender if arrived.channel.kind in BY_ADDRESS else arrived.key)[:254],
        peer_name=arrived.sender_name[:200],
        subject=arrived.subject[:300],
        language=(arrived.language or (customer and customer.language) or channel.language)[:8],
        team=channel.team,
        location=channel.location,
        state=Conversation.State.DONE if _needs_nobody(arrived) else Conversation.State.OPEN,
        closed_at=arrived.at if _needs_nobody(arrived) else None,
        begun_at=arrived.at,
        continues=thread.continues,
    )


def _needs_nobody(arrived: Arrived) -> bool:
    return arrived.is_history or not arrived.is_from_a_person


def _grow(conversation: Conversation, message: Message, arrived: Arrived) -> None:
    """Its counts and last line; and somebody has to look at it again. What machines say wakes nobody."""
    conversation.message_count += 1
    conversation.version += 1
    if conversation.message_count == 1 or message.at >= conversation.last_message_at:
        conversation.last_message_at, conversation.last_is_ours = message.at, False
        conversation.last_line = first_line(message)
    conversation.last_in_at = max(conversation.last_in_at or message.at, message.at)
    if _asks_for_an_answer(conversation, arrived):
        if conversation.state == Conversation.State.DONE:
            _note(conversation, "reopened", message.at)
        conversation.state, conversation.closed_at = Conversation.State.OPEN, None
        conversation.snoozed_until = None
    is_talk = arrived.channel.kind == ChannelKind.WEBCHAT  # where people say much in few words
    if conversation.message_count > MOST_IN_AN_HOUR and not (conversation.frozen_at or is_talk):
        _freeze_a_loop(conversation, message.at)
    conversation.save(update_fields=GROWN)


def _asks_for_an_answer(conversation: Conversation, arrived: Arrived) -> bool:
    """A person wrote, just now, and nobody has answered since. Spam is answered by nobody."""
    if conversation.state == Conversation.State.SPAM or arrived.is_ours or _needs_nobody(arrived):
        return False
    return not (conversation.last_out_at and conversation.last_out_at > arrived.at)


def _freeze_a_loop(conversation: Conversation, at: datetime) -> None:
    """DOMAIN 13.2: from then on no machine of ours says anything here; people may."""
    an_hour_ago = at - closed.AN_HOUR
    if Message.objects.filter(conversation=conversation, at__gt=an_hour_ago).count() > MOST_IN_AN_HOUR:
        conversation.frozen_at = at
        _note(conversation, "frozen", at)


def _note(conversation: Conversation, kind: str, at: datetime, **facts) -> None:
    ConversationEvent.objects.create(conversation=conversation, kind=kind, at=at, facts=facts)
