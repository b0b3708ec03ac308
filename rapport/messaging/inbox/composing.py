"""What the composer of a conversation begins with."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from rapport.core.prepared import prepared
from rapport.customers.models import Customer, Email, Phone
from rapport.messaging.inbox import drafting
from rapport.messaging.inbox.forms import NoteForm, ReplyForm
from rapport.messaging.inbox.greeting import Opening, opening, signature_of
from rapport.messaging.inbox.replying import last_seen
from rapport.messaging.inbox.restating import words_in
from rapport.messaging.models import Channel, ChannelKind, Conversation, Draft, Identity

NUMBERS = (ChannelKind.SMS, ChannelKind.WHATSAPP)
SPOKEN = {ChannelKind.PHONE, ChannelKind.IN_PERSON}  # nothing is written there


@dataclass
class Composer:
    """Both halves: the answer and the inside note."""

    note: NoteForm
    reply: ReplyForm | None = None  # None: first somebody has to say whose conversation it is
    is_note: bool = False
    opening: Opening | None = None
    seen: str = ""
    signature: str = ""
    channels: list[Channel] = field(default_factory=list)
    channel: Channel | None = None
    draft: Draft | None = None
    note_draft: Draft | None = None
    came: list = field(default_factory=list)  # what others wrote meanwhile
    refused: str = ""
    asks: tuple[str, str] = ("", "")  # what stands around words that say how we understood them

    @property
    def has_more(self) -> bool:
        """Whether something stands, or is wrong, in what is folded away."""
        names = ("cc", "send_at")
        return any(self.reply[name].value() or self.reply[name].errors for name in names) if self.reply else False


def composer(request, conversation: Conversation, *, reply=None, note=None, came=(), refused="") -> Composer:
    """Begun anew, as the drafts left it, or as it was just posted."""
    user, customer = request.user, conversation.customer
    drafts = drafting.drafts_in(user, conversation)
    note_draft = drafts.get(True)
    made = Composer(
        note=note or NoteForm(initial={"body": note_draft.text if note_draft else ""}, auto_id="note_%s"),
        is_note=note is not None or request.GET.get("compose") == "note",
        note_draft=note_draft,
        came=list(came),
        refused=refused,
        seen=str(came[-1].pk) if came else last_seen(conversation),
    )
    if customer is None or customer.is_erased:
        made.is_note = True
        return made
    made.opening = opening(customer, channel_kind=conversation.channel.kind, conversation=conversation)
    made.asks = words_in(made.opening.language)
    made.channels = channels_for(customer, conversation.channel)
    made.channel = conversation.channel
    made.draft = drafts.get(False)
    made.signature = signature_of(user, made.opening.language) if conversation.kind == ChannelKind.EMAIL else ""
    made.reply = reply or ReplyForm(initial=begun(made, conversation), channels=made.channels, auto_id="reply_%s")
    return made


def begun(made: Composer, conversation: Conversation) -> dict[str, Any]:
    draft = made.draft
    if draft:
        return {
            "body": draft.text,
            "subject": draft.subject,
            "cc": draft.cc,
            "channel": draft.channel_id or conversation.channel_id,
        }
    return {"body": made.opening.text if made.opening else "", "channel": conversation.channel_id}


def channels_for(customer: Customer, own: Channel | None = None) -> list[Channel]:
    """By which ways they can be written to, the conversation's own first. Three queries."""
    kinds = set(_identities(customer.pk))
    for by_mail, by_number in _reached(customer.pk):
        kinds.update([ChannelKind.EMAIL] if by_mail else [], NUMBERS if by_number else [])
    rows = [row for row in _channels() if row.kind in kinds - SPOKEN]
    others = [row for row in rows if own is None or row.pk != own.pk]
    return [own, *others] if own else others


@prepared
def _reached(customer: UUID) -> QuerySet:
    return Customer.every.filter(pk=customer).annotate(
        by_mail=Exists(Email.objects.filter(customer=OuterRef("pk"))),
        by_number=Exists(Phone.objects.filter(customer=OuterRef("pk"))),
    ).values_list("by_mail", "by_number")  # fmt: skip


@prepared
def _identities(customer: UUID) -> QuerySet:
    return Identity.objects.filter(customer=customer).values_list("kind", flat=True)


@prepared
def _channels() -> QuerySet[Channel]:
    return Channel.objects.in_use()
