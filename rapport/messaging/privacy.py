"""What was said between customers and us, and what they agreed to."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from rapport.core.personal.guarded import opened
from rapport.core.personal.kinds import ERASED, Basis, Held, RecordKind, Retention, marked, nothing_in, record_kinds
from rapport.messaging.incoming.quarantine import LAPSED
from rapport.messaging.models import CallFile, Conversation, Message, MessageFile, MessageText, Place, RawMail

WORDS = {
    **marked("subject", "text", "quoted", "signature", "detail", "override_reason"),
    **dict.fromkeys(("html", "sender", "sender_name", "message_id", "in_reply_to", "references", "provider_id"), ""),
    "recipients": [],
    "authentication": {},
    "defects": [],
    "away_until": None,
}
BYTES = {"content": b"", "envelope_from": "", "envelope_to": []}  # that it was here stays, or it would be fetched anew


def old_messages(before: datetime) -> QuerySet:
    return Message.objects.filter(at__lt=before, customer__isnull=False).exclude(text__in=("", ERASED))


def forget_messages(keys: Sequence[UUID], at: datetime, before: datetime) -> int:
    """Their words go, with the bytes they came in and the files beside them; that they were, and when, stays."""
    with opened():
        RawMail.objects.filter(message__in=keys).update(**BYTES)
        MessageText.objects.filter(message__in=keys).delete()
        MessageFile.objects.filter(message__in=keys).delete()
        Place.objects.filter(message__in=keys).delete()
        return Message.objects.filter(pk__in=keys).update(**WORDS)


record_kinds.add(
    RecordKind(
        "messaging.messages",
        _("Messages: what they wrote to us, and we to them"),
        Basis.CONTRACT,
        _("so that every question is answered, by somebody who knows what was said before"),
        holds=(
            Held("messaging.RawMail", "message__customer", erased=BYTES, is_told=False),
            Held("messaging.MessageText", "message__customer", is_told=False),
            Held("messaging.MessageFile", "message__customer", hidden=("file",)),
            Held("messaging.Place", "message__customer"),
            Held("messaging.DraftFile", "draft__customer", hidden=("file",)),
            Held("messaging.Draft", veiled="*"),
            Held("messaging.Follow", "conversation__customer", is_told=False),
            Held("messaging.Presence", "conversation__customer", is_told=False),
            Held("messaging.ConversationLink", "conversation__customer"),
            Held(
                "messaging.ChatVisitor",
                "conversation__customer",
                erased={"name": "", "email": "", "zone": ""},
                hidden=("secret",),
            ),
            Held("messaging.ConversationEvent", "conversation__customer", is_told=False),
            Held(
                "messaging.Message",
                erased=WORDS,
                hidden=(
                    "message_id",
                    "in_reply_to",
                    "references",
                    "provider_id",
                    "idempotency_key",
                    "claimed_at",
                    "lane",
                ),
                texts=("subject", "text", "html", "quoted", "signature"),
            ),
            Held(
                "messaging.Conversation",
                erased={**marked("subject", "last_line"), "peer": "", "peer_name": "", "tags": []},
                hidden=("version", "promise", "snoozed_until", "was_told_closed_at", "frozen_at"),
            ),
        ),
        stays=_("That messages passed, when and by which channel: answer times are counted from it."),
        retention=Retention(
            months=36,
            says=_("Messages lose their words, files and original bytes. That they were, and when, stays."),
            due=old_messages,
            act=forget_messages,
            why=_("Who needs to know after three years what was written?"),
        ),
        order=14,
    )
)


def mails_of_strangers(before: datetime) -> QuerySet:
    """Bytes that led to no customer: spam, what machines wrote, what nobody could read or say whose it was."""
    return RawMail.objects.filter(received_at__lt=before, message__customer=None, size__gt=0).exclude(
        Q(state=RawMail.State.WAITING) | Q(content=b"")
    )


def forget_strangers(keys: Sequence[UUID], at: datetime, before: datetime) -> int:
    """Their bytes and words. That a mail was here stays, or it would be fetched anew from its mailbox."""
    messages = list(Message.objects.filter(raw_mails__in=keys, customer=None).values_list("pk", flat=True))
    with opened():
        lost = RawMail.objects.filter(pk__in=keys, message=None)
        lost.update(state=RawMail.State.SKIPPED, rule=LAPSED, reason="", settled_at=at)
        forgotten = RawMail.objects.filter(pk__in=keys).update(**BYTES)
        if messages:
            forget_messages(messages, at, before)
            silent = Conversation.objects.filter(messages__in=messages, customer=None, last_message_at__lt=before)
            silent.update(**marked("subject", "last_line"), peer="", peer_name="", tags=[])
    return forgotten


record_kinds.add(
    RecordKind(
        "messaging.strangers",
        _("Mails that belong to no customer: spam, and what could not be read"),
        Basis.LEGITIMATE_INTEREST,
        _("so that no mail is lost, and one that was misjudged can be found"),
        retention=Retention(
            months=12,
            says=_("Mails of which no customer is known lose their words, files and bytes. That they came stays."),
            due=mails_of_strangers,
            act=forget_strangers,
            customer="message__customer_id",
            moment="received_at",
            why=_("After a year nobody looks for a mail among the spam."),
        ),
        order=17,
    )
)


def old_recordings(before: datetime) -> QuerySet:
    return CallFile.objects.filter(at__lt=before, call__customer__isnull=False)


def forget_recordings(keys: Sequence[UUID], at: datetime, before: datetime) -> int:
    with opened():
        return CallFile.objects.filter(pk__in=keys).delete()[0]


record_kinds.add(
    RecordKind(
        "messaging.calls",
        _("Calls: when they called us, or we them, and what they said to the machine"),
        Basis.CONTRACT,
        _("so that everybody who called is called back, and nobody waits long"),
        holds=(
            Held("messaging.CallFile", "call__customer", hidden=("file", "where")),
            Held(
                "messaging.Call",
                erased={"peer": ""},
                hidden=("provider_id", "settled_at", "has_voicemail", "promise"),
            ),
        ),
        stays=_("That there was a call, when, and how long they waited: answer times are counted from it."),
        retention=Retention(
            months=3,
            says=_("What was said to the machine goes. That there was a call stays."),
            due=old_recordings,
            act=forget_recordings,
            customer="call__customer_id",
            why=_("A voice is kept no longer than it takes to call back."),
        ),
        order=15,
    )
)
record_kinds.add(
    RecordKind(
        "messaging.consents",
        _("What they agreed to, and took back"),
        Basis.LEGAL_OBLIGATION,
        _("so that we can show that they had agreed"),
        holds=(
            Held("messaging.Consent"),
            Held("messaging.Proof"),
            Held("messaging.ContactHold"),
            Held("messaging.Preference"),
            Held("messaging.Identity"),
        ),
        order=16,
    )
)
nothing_in("messaging.Lane", because="a connection by which messages leave")
nothing_in("messaging.LaneNote", because="what is on the wire at this moment, by its key")
nothing_in(
    "messaging.Suppression",
    because="addresses as keyed hashes: they outlive an erasure, so that nobody is written to again by mistake",
    texts=("detail",),
)
nothing_in(
    *(f"messaging.{name}" for name in ("Channel", "Folder", "AssignmentRule", "Turn", "Budget", "Signature")),
    because="accounts, rules and signatures of the house",
)
nothing_in("messaging.ChatCount", because="how often somebody did something in a chat, by a keyed hash, for two days")
nothing_in("messaging.MailPass", because="by what right we open a mailbox of the house")
nothing_in("messaging.Seat", because="which of us sits at which telephone")
nothing_in("messaging.HouseGreeting", because="how the house answers the telephone", texts=("text",))
nothing_in("messaging.Filling", because="which days of a mailbox somebody had fetched once more")
nothing_in("messaging.CannedReply", because="ready answers, without anybody's name", texts=("text", "subject"))
nothing_in("messaging.Post", because="what the house tells everybody", texts=("text",))
nothing_in("messaging.PostCopy", because="where that stands, and how far it got", texts=("detail",))
nothing_in("messaging.WebhookEvent", because="calls of providers, until they are worked through; swept some days later")
