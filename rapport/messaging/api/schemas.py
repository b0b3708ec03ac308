"""The shapes of conversations and messages, as programs see them."""

import base64
from datetime import date
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from rapport.core.api.schemas import In, ListQuery, Moment, text, words
from rapport.messaging.models import Channel, Conversation, Message, MessageFile, Purpose, RawMail

LONGEST_MESSAGE = 50_000
MOST_COPIES = 20


class ChannelOut(Schema):
    """One account, line or place by which words come in and go out. What is secret about it is not told."""

    id: UUID
    kind: str = Field(examples=["email"])
    name: str
    address: str
    team: UUID | None
    location: UUID | None
    language: str
    is_active: bool
    is_default: bool
    checked_at: Moment | None = Field(description="When it was last reached")
    failing_since: Moment | None
    error: str


class ConversationOut(Schema):
    id: UUID
    number: int
    customer: UUID | None = Field(description="Null: it is not known yet whose it is")
    channel: UUID
    channel_kind: str
    subject: str
    peer: str = Field(description="Whom it is with, as the channel knows them")
    peer_name: str
    language: str
    state: str = Field(description="open, waiting, done or spam")
    assignee: UUID | None
    team: UUID | None
    tags: list[str]
    snoozed_until: Moment | None
    promise: UUID | None = Field(description="The answer that is owed")
    waiting_since: Moment | None
    due_at: Moment | None = Field(description="Until when we promised to answer")
    target_due_at: Moment | None
    begun_at: Moment
    last_message_at: Moment
    last_message: UUID | None = Field(None, description="The newest message; what a reply says that it has seen")
    message_count: int
    merged_into: UUID | None


class FileOut(Schema):
    id: UUID
    name: str
    size: int
    content_type: str
    is_inline: bool
    is_dangerous: bool


class RecipientOut(Schema):
    way: str = Field(examples=["to"])
    address: str
    name: str = ""


class MessageOut(Schema):
    """Words to or from a customer, or a note among us. They never change; how far they got does."""

    id: UUID
    conversation: UUID | None = Field(description="Null: a machine's word about a mail that is not known here")
    customer: UUID | None
    channel: UUID
    direction: str = Field(description="in, out or note")
    kind: str = Field(description="plain, auto_reply, out_of_office, bounce, spam_report or automatic")
    purpose: str
    state: str = Field(
        description="received, noted, queued, sending, sent, delivered, opened, bounced, failed, refused, uncertain "
        "or cancelled"
    )
    reason: str = Field(description="Why it was refused, failed or came back: a stable name")
    detail: str
    subject: str
    text: str
    html: str = Field(description="Safe to show")
    quoted: str
    at: Moment
    by: UUID | None
    sender: str
    sender_name: str
    recipients: list[RecipientOut]
    message_id: str
    in_reply_to: str
    language: str
    send_after: Moment | None
    sent_at: Moment | None
    delivered_at: Moment | None
    opened_at: Moment | None
    away_until: date | None
    files: list[FileOut]


class QuarantinedOut(Schema):
    """A mail that was accepted and could not be read. Its bytes are kept."""

    id: UUID
    channel: UUID
    received_at: Moment
    size: int
    digest: str = Field(description="SHA-256 of its bytes, hexadecimal")
    source: str = Field(description="imap, smtp or webhook")
    state: str = Field(description="quarantined: it waits for somebody; skipped: left out; waiting: it is read again")
    rule: str = Field(description="Why: a stable name", examples=["unreadable"])
    reason: str


class QuarantinedWholeOut(QuarantinedOut):
    content: str = Field(description="Its bytes in base64")


class QuarantineQuery(ListQuery):
    state: Literal["quarantined", "skipped"] = "quarantined"


class SettlingIn(In):
    reason: words(300) = Field(description="What became of it, in a few words")


class ConversationQuery(ListQuery):
    state: Conversation.State | None = None
    customer: UUID | None = None
    channel: UUID | None = None
    assignee: UUID | None = None


class MessageQuery(ListQuery):
    direction: Message.Direction | None = None
    conversation: UUID | None = None
    customer: UUID | None = None


class ReplyIn(In):
    """`seen` is the newest message that the writer knows: what came after it holds the reply back (409)."""

    text: words(LONGEST_MESSAGE)
    subject: text(300) = ""
    cc: list[text(254)] = Field([], max_length=MOST_COPIES)
    send_after: Moment | None = Field(None, description="Not before that moment")
    close: bool = Field(False, description="It is done with this answer")
    seen: UUID | None = None


class MessageIn(In):
    """The first words of a new conversation are ours."""

    customer: UUID
    text: words(LONGEST_MESSAGE)
    subject: text(300) = ""
    channel: UUID | None = Field(None, description="As the customer likes best when left out")
    purpose: Purpose = Purpose.SERVICE
    send_after: Moment | None = None


class NoteOnConversationIn(In):
    text: words(LONGEST_MESSAGE)


class ConversationPatch(In):
    state: Conversation.State | None = Field(None, description="open, done or spam")
    assignee: UUID | None = Field(None, description="The colleague who has it in hand; null: nobody")
    tags: list[text(60)] | None = Field(None, max_length=20)
    snoozed_until: Moment | None = Field(None, description="Null: it is back now")


def show_channel(channel: Channel) -> ChannelOut:
    return ChannelOut.model_construct(
        team=channel.team_id,
        location=channel.location_id,
        **{name: getattr(channel, name) for name in ChannelOut.model_fields if name not in ("team", "location")},
    )


def show_conversation(row: Conversation, last_message: UUID | None = None) -> ConversationOut:
    keys = ("customer", "channel", "assignee", "team", "promise", "merged_into")
    plain = set(ConversationOut.model_fields) - {*keys, "channel_kind", "last_message"}
    return ConversationOut(
        channel_kind=row.channel.kind,
        last_message=last_message,
        **{name: getattr(row, f"{name}_id") for name in keys},
        **{name: getattr(row, name) for name in plain},
    )


def show_message(row: Message) -> MessageOut:
    keys = ("conversation", "customer", "channel", "by")
    plain = set(MessageOut.model_fields) - {*keys, "recipients", "files"}
    return MessageOut(
        recipients=[RecipientOut(**one) for one in row.recipients],
        files=[_show_file(file) for file in row.files.all()],
        **{name: getattr(row, f"{name}_id") for name in keys},
        **{name: getattr(row, name) for name in plain},
    )


def show_quarantined(row: RawMail) -> QuarantinedOut:
    values = {name: getattr(row, name) for name in QuarantinedOut.model_fields if name != "channel"}
    return QuarantinedOut(channel=row.channel_id, **values)


def show_quarantined_whole(row: RawMail) -> QuarantinedWholeOut:
    content = base64.b64encode(bytes(row.content)).decode()
    return QuarantinedWholeOut(content=content, **show_quarantined(row).model_dump())


def _show_file(file: MessageFile) -> FileOut:
    return FileOut(**{name: getattr(file, name) for name in FileOut.model_fields})
