"""Whether an address that was left in a chat is theirs. Until they, or one of us, say so, it leads to nobody."""

from datetime import datetime

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from rapport.core.emails import email_key
from rapport.core.refusals import Refusal
from rapport.customers.actions import replace_rows
from rapport.customers.merges.joining import merge
from rapport.customers.models import Customer
from rapport.messaging.chat import leaving, limits, showing
from rapport.messaging.incoming.senders import by_address
from rapport.messaging.models import ChannelKind, ChatVisitor, Message
from rapport.messaging.outgoing.actions import send
from rapport.staff.models import Business

SALT = "messaging.chat.address"
GOOD_FOR_SECONDS = 14 * 86_400


def leave_address(visitor: ChatVisitor, address: str, name: str, *, at: datetime, base: str) -> None:
    """Where answers go when they have left, as they say. Another address than before is confirmed anew."""
    limits.count(limits.ADDRESSES, visitor.pk)
    is_new = email_key(address) != (email_key(visitor.email) if visitor.email else "")
    visitor.email, visitor.name = address, name[:120] or visitor.name
    if is_new:
        visitor.email_confirmed_at = None
    visitor.save(update_fields=["email", "name", "email_confirmed_at"])
    if is_new:
        ask(visitor, base=base)


def ask(visitor: ChatVisitor, *, base: str) -> Message | None:
    """A mail with one link. Nobody is asked often, whoever names them."""
    conversation, channel = showing.conversation_of(visitor), leaving.mailbox()
    if conversation is None or conversation.customer is None or channel is None:
        return None
    try:
        limits.count(limits.CONFIRMED, email_key(visitor.email))
    except limits.TooOften:
        return None
    language = visitor.language or conversation.language or Business.objects.current().language
    with translation.override(language):
        facts = {"business": Business.objects.current().name, "link": base + reverse(
            "messaging:chat_confirming", args=[_token(visitor)])}  # fmt: skip
        subject = _("Is this your address? %(business)s asks") % facts
        text = (
            _(
                "Somebody wrote to %(business)s in the chat on our web page and left this address, so that we can "
                "answer here.\n\nIf it was you, please confirm it:\n%(link)s\n\nIf it was not, do nothing."
            )
            % facts
        )
    return send(
        conversation.customer,
        text,
        conversation=conversation,
        channel=channel,
        kind=Message.Kind.OURS_AUTOMATIC,
        subject=subject,
        idempotency_key=f"chat-address:{visitor.pk}:{limits.hidden(email_key(visitor.email))}",
        language=language,
    )


def visitor_of(token: str) -> ChatVisitor | None:
    """Whom a link asks about; None when it is old, or they left another address since."""
    try:
        key, digest = signing.loads(token, salt=SALT, max_age=GOOD_FOR_SECONDS)
    except (signing.BadSignature, ValueError):
        return None
    visitor = ChatVisitor.objects.select_related("channel", "conversation__customer").filter(pk=key).first()
    return visitor if visitor and visitor.email and limits.hidden(email_key(visitor.email)) == digest else None


@transaction.atomic
def confirm(visitor: ChatVisitor, *, at: datetime | None = None) -> None:
    """They followed the link: the address is theirs, and so is the record it stands with. Twice is once."""
    at = at or timezone.now()
    visitor = ChatVisitor.objects.select_for_update(of=("self",)).select_related("conversation").get(pk=visitor.pk)
    if visitor.email_confirmed_at:
        return
    visitor.email_confirmed_at = at
    visitor.save(update_fields=["email_confirmed_at"])
    conversation = showing.conversation_of(visitor)
    ours = conversation and conversation.customer
    if ours is None or ours.is_erased:
        return
    found = by_address(visitor.email)
    if found.one is None and not found.others:
        _note_address(ours, visitor, at)
    elif found.one and found.one.pk != ours.pk and is_only_of_chat(ours):
        try:
            with transaction.atomic():
                merge(found.one, ours, by=None, at=at, reason=_("Confirmed by the link in a mail to their address"))
        except Refusal:
            return  # a person decides


def is_only_of_chat(customer: Customer) -> bool:
    """Whether we know them from chats alone: then nothing of anybody else can come along."""
    if customer.emails.exists() or customer.phones.exists():
        return False
    return not customer.conversations.exclude(channel__kind=ChannelKind.WEBCHAT).exists()


def _note_address(customer: Customer, visitor: ChatVisitor, at: datetime) -> None:
    row = {"address": visitor.email, "is_verified": True}
    replace_rows(customer, "emails", by=None, by_customer=True, rows=[row], seen={}, at=at)


def _token(visitor: ChatVisitor) -> str:
    return signing.dumps([visitor.key, limits.hidden(email_key(visitor.email))], salt=SALT)
