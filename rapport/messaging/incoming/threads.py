"""Which conversation words belong to (DOMAIN 13.1): our token, then ids that mails name, then our number. Never by what
a subject says.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from rapport.customers.models import Customer
from rapport.messaging.incoming.arrived import BY_ADDRESS, Arrived, sender_key
from rapport.messaging.incoming.senders import Whose
from rapport.messaging.models import ChannelKind, Conversation, Message
from rapport.messaging.outgoing.tokens import conversation_number

CLOSED_FOR = timedelta(days=30)  # then it is another matter
MOST_IDS = 50


@dataclass(frozen=True)
class Thread:
    conversation: Conversation | None = None  # locked
    continues: Conversation | None = None  # the old one, when this is another matter by now
    is_new_sender: bool = False  # somebody who was not part of it before


def thread_of(arrived: Arrived, whose: Whose) -> Thread:
    """Where `arrived` belongs; a thread without a conversation begins one."""
    if arrived.conversation:
        return _still_open(arrived, _locked(arrived.conversation.pk))
    if arrived.is_separate:
        return Thread()
    if arrived.channel.kind not in BY_ADDRESS:
        return _still_open(arrived, _latest_with(arrived))
    by_token = _by_token(arrived)
    found = by_token or _by_ids(arrived)
    if found is None:
        found = _by_number(arrived, whose)
        return _still_open(arrived, found) if found else Thread()
    is_chat = found.channel.kind == ChannelKind.WEBCHAT  # which goes on by e-mail when they have left
    if found.channel_id != arrived.channel.pk and not (by_token or is_chat):
        return Thread(continues=found)  # the same words to another address of ours: each is answered from there
    if _takes_part(found, arrived, whose):
        return _still_open(arrived, found)
    if whose.one and found.customer_id:  # another customer of ours: what is said to one is not said to the other
        return Thread(continues=found)
    thread = _still_open(arrived, found)
    return Thread(thread.conversation, thread.continues, is_new_sender=True)


def _still_open(arrived: Arrived, found: Conversation | None) -> Thread:
    if found is None or (found.customer and found.customer.is_erased):  # who was forgotten is met anew
        return Thread()
    if found.state == Conversation.State.DONE and _has_rested(found, arrived.at):
        return Thread(continues=found)
    return Thread(found)


def _has_rested(conversation: Conversation, at: datetime) -> bool:
    return max(conversation.closed_at, conversation.last_message_at) < at - CLOSED_FOR


def _by_token(arrived: Arrived) -> Conversation | None:
    numbers = [number for token in arrived.tokens if (number := conversation_number(token)) is not None]
    return _numbered(numbers[0]) if numbers else None


def _by_ids(arrived: Arrived) -> Conversation | None:
    """The mail it answers, else the latest of those before it that we know. One query."""
    named = list(dict.fromkeys([*arrived.in_reply_to, *reversed(arrived.references)]))[:MOST_IDS]
    if not named:
        return None
    known = Message.objects.filter(message_id__in=named).exclude(conversation=None)
    found: dict[str, tuple] = {}
    for message_id, conversation, channel in known.values_list("message_id", "conversation", "channel"):
        if message_id not in found or channel == arrived.channel.pk:
            found[message_id] = (conversation, channel)
    best = next((found[one] for one in named if one in found), None)
    return _locked(best[0]) if best else None


def _by_number(arrived: Arrived, whose: Whose) -> Conversation | None:
    """Anybody can write a number into a subject: it counts only from whom the conversation is with."""
    found = _numbered(arrived.number) if arrived.number else None
    if found is None or found.channel_id != arrived.channel.pk:
        return None
    is_theirs = sender_key(found.channel.kind, found.peer) == arrived.key
    return found if is_theirs or (whose.one and whose.one.pk == found.customer_id) else None


def _latest_with(arrived: Arrived) -> Conversation | None:
    """Where messages have no threads, everything said to one and the same person is one conversation."""
    if not arrived.key:
        return None
    rows = Conversation.objects.standing().filter(channel=arrived.channel, peer=arrived.key)
    latest = rows.order_by("-last_message_at", "-id").values_list("pk", flat=True).first()
    return _locked(latest) if latest else None


def _takes_part(found: Conversation, arrived: Arrived, whose: Whose) -> bool:
    """Whether the sender was part of the conversation before: its customer, who wrote in it, or whom we wrote to."""
    kind = found.channel.kind
    if sender_key(kind, found.peer) == arrived.key or (whose.one and whose.one.pk == found.customer_id):
        return True
    if found.customer_id in {one.pk for one in whose.others}:
        return True
    said = Message.objects.filter(conversation=found).values_list("sender", "recipients")
    keys = set()
    for sender, recipients in said:
        keys.add(sender_key(kind, sender))
        keys.update(sender_key(kind, one.get("address", "")) for one in recipients)
    return arrived.key in keys or _are_colleagues(found.customer, whose.one)


def _are_colleagues(one: Customer | None, other: Customer | None) -> bool:
    """Who works for the customer, or for whom the customer works."""
    if one is None or other is None:
        return False
    from rapport.customers.models import Affiliation

    either = Q(person=one, organisation=other) | Q(person=other, organisation=one)
    return Affiliation.objects.filter(either).exists()


def _numbered(number: int) -> Conversation | None:
    key = Conversation.objects.filter(number=number).values_list("pk", flat=True).first()
    return _locked(key) if key else None


def _locked(key) -> Conversation | None:
    """The conversation, or the one that it became part of, ours until the end of the transaction."""
    row = Conversation.objects.select_for_update(of=("self",)).filter(pk=key).first()
    if row is None:
        return None
    if row.merged_into_id:
        return _locked(row.merged_into_id)
    return Conversation.objects.select_related("channel", "customer", "promise").get(pk=row.pk)
