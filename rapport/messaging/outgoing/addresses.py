"""Where somebody can be reached on which kind of channel."""

from collections.abc import Iterable
from typing import Any

from rapport.core.emails import email_key
from rapport.messaging.models import ChannelKind, ChatVisitor, Conversation, Identity, Message

BY_NUMBER = (ChannelKind.PHONE, ChannelKind.SMS, ChannelKind.WHATSAPP)


def of(customer: Any, kind: str) -> str:
    """The address `customer` is written to on channels of that kind; "" when none is known. One query."""
    if kind == ChannelKind.EMAIL:
        return next((email.address for email in customer.emails.all()), "")
    if kind in BY_NUMBER:
        return next((phone.e164 for phone in customer.phones.all() if phone.e164), "")
    if kind in (ChannelKind.PORTAL, ChannelKind.LETTER, ChannelKind.IN_PERSON):
        return str(customer.pk)
    theirs = Identity.objects.filter(customer=customer, kind=kind, confirmed_at__isnull=False)
    known = theirs.order_by("-seen_at").first()
    return known.key if known else ""


def to(customer: Any, kind: str, conversation: Conversation | None) -> str:
    """As they wrote to us in that conversation, else as we know them."""
    if conversation and conversation.peer and conversation.channel.kind == kind:
        return conversation.peer
    if conversation and kind == ChannelKind.EMAIL and conversation.channel.kind == ChannelKind.WEBCHAT:
        return _left_in(conversation) or (of(customer, kind) if customer else "")
    return of(customer, kind) if customer else ""


def _left_in(chat: Conversation) -> str:
    """Where they want our answers when they are not in the chat any more."""
    left = ChatVisitor.objects.filter(conversation=chat).exclude(email="").order_by("-seen_at")
    return left.values_list("email", flat=True).first() or ""


def to_of(message: Message) -> str:
    return next((one["address"] for one in message.recipients if one["way"] == "to"), "")


def everybody(message: Message) -> list[str]:
    """All whom it goes to, the one it is written to first, each once."""
    ordered = sorted(message.recipients, key=lambda one: one["way"] != "to")
    return list(dict.fromkeys(one["address"] for one in ordered))


def folded(kind: str, address: str) -> str:
    """One form of an address, however it is written."""
    return email_key(address) if kind == ChannelKind.EMAIL else address.strip().casefold()


def recipients(address: str, name: str, cc: Iterable[str]) -> list[dict[str, str]]:
    first = [{"way": "to", "address": address, "name": name}] if address else []
    return first + [{"way": "cc", "address": one, "name": ""} for one in cc]
