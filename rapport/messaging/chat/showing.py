"""What a visitor's browser is shown of their conversation, and what it has seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.db.models import Q
from django.utils import timezone

from rapport.core.emails import email_key
from rapport.core.streams.telling import tell
from rapport.messaging.chat import account
from rapport.messaging.models import ChannelKind, ChatVisitor, Conversation, Identity, Message, MessageFile
from rapport.messaging.outgoing import addresses

MOST = 100
COPY = "chat-copy:"  # how the key of a mail begins that repeats what nobody read here
FILE_SALT = "messaging.chat.file"
FILE_SECONDS = 3600
SHOWN_KINDS = (Message.Kind.PLAIN, Message.Kind.OURS_AUTOMATIC)


@dataclass(frozen=True)
class Line:
    message: Message
    is_ours: bool
    by: str  # who of us wrote
    files: Sequence[tuple[MessageFile, str]]  # with what leads to it


def conversation_of(visitor: ChatVisitor) -> Conversation | None:
    """Theirs, or the one that it became part of."""
    found = visitor.conversation
    while found is not None and found.merged_into_id:
        found = found.merged_into
    return found


def messages_of(visitor: ChatVisitor, conversation: Conversation) -> list[Message]:
    """What was said between them and us, oldest first: never a note, nor what went to anybody else. Three queries."""
    said = Q(direction="in") | Q(direction="out", state__in=Message.GOT_OUT)
    rows = Message.objects.filter(said, conversation=conversation, kind__in=SHOWN_KINDS).select_related("by")
    newest = list(rows.prefetch_related("files").order_by("-at", "-pk")[:MOST])
    keys, mail = _keys(visitor, conversation), email_key(visitor.email) if visitor.email else ""
    by_mail = [m.at for m in newest if m.direction == "in" and m.channel_id != visitor.channel_id]
    first_mail_at = min(by_mail, default=None)
    return [
        message
        for message in reversed(newest)
        if visitor.may_see(message.at, message.channel_id, first_mail_at) and _is_theirs(message, visitor, keys, mail)
    ]


def lines_of(visitor: ChatVisitor, messages: Sequence[Message]) -> list[Line]:
    hides = account.hides_person(visitor.channel)
    return [
        Line(
            message,
            message.direction == Message.Direction.OUT,
            message.by.get_short_name() if message.by and not hides else "",
            [(file, signing.dumps([str(file.pk), visitor.key], salt=FILE_SALT)) for file in message.files.all()],
        )
        for message in messages
    ]


def file_of(token: str) -> MessageFile | None:
    """What a link in the chat leads to, while it is good and the message is still there for them."""
    try:
        key, visitor_key = signing.loads(token, salt=FILE_SALT, max_age=FILE_SECONDS)
    except (signing.BadSignature, ValueError):
        return None
    visitor = ChatVisitor.objects.select_related("channel", "conversation").filter(pk=visitor_key).first()
    file = MessageFile.objects.select_related("message").filter(pk=key).first()
    if visitor is None or file is None or (conversation := conversation_of(visitor)) is None:
        return None
    return file if file.message_id in {message.pk for message in messages_of(visitor, conversation)} else None


def note_shown(visitor: ChatVisitor, messages: Sequence[Message], *, is_read: bool, at: datetime) -> None:
    """What we wrote has arrived; and was before their eyes, when the chat was open and they looked. Tells the inbox."""
    reached = Message.State.OPENED if is_read else Message.State.DELIVERED
    before = (Message.State.SENT, Message.State.DELIVERED) if is_read else (Message.State.SENT,)
    ours = [m for m in messages if m.direction == "out" and m.channel_id == visitor.channel_id and m.state in before]
    if ours:
        when = {"opened_at": at} if is_read else {"delivered_at": at}
        Message.objects.filter(pk__in=[m.pk for m in ours], state__in=before).update(state=reached, **when)
        tell(f"conversation:{ours[0].conversation_id}", "seen")
    if is_read and messages and (visitor.read_at is None or visitor.read_at < messages[-1].at):
        ChatVisitor.objects.filter(pk=visitor.pk).update(read_at=at)
        visitor.read_at = at


def unread(visitor: ChatVisitor, messages: Sequence[Message]) -> int:
    since = visitor.read_at
    return sum(1 for m in messages if m.direction == "out" and (since is None or (m.sent_at or m.at) > since))


def _keys(visitor: ChatVisitor, conversation: Conversation) -> set[str]:
    """Under which keys the same person writes: their other browsers, once somebody said that they are theirs."""
    known = Identity.objects.filter(
        customer=conversation.customer_id, kind=ChannelKind.WEBCHAT, confirmed_at__lte=timezone.now()
    )
    keys = set(known.values_list("key", flat=True)) if conversation.customer_id else set()
    return keys if visitor.key in keys else {visitor.key}


def _is_theirs(message: Message, visitor: ChatVisitor, keys: set[str], mail: str) -> bool:
    is_by_mail = message.channel_id != visitor.channel_id
    if message.direction == Message.Direction.IN:
        return email_key(message.sender) == mail != "" if is_by_mail else message.sender in keys
    if not is_by_mail:
        return addresses.to_of(message) in keys
    is_copy = (message.idempotency_key or "").startswith(COPY)
    is_plain = message.kind == Message.Kind.PLAIN and not is_copy
    return is_plain and mail != "" and email_key(addresses.to_of(message)) == mail
