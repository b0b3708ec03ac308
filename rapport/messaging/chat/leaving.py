"""When they have left: answers go out by e-mail, if they said where to; what they did not read is sent after them."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from rapport.messaging.chat import visitors
from rapport.messaging.chat.showing import COPY
from rapport.messaging.models import Channel, ChannelKind, ChatVisitor, Conversation, Message
from rapport.messaging.outgoing.actions import send
from rapport.staff.models import Business

PATIENCE = timedelta(minutes=2)  # what lies unread for so long, with nobody there, goes out by e-mail
AT_MOST = timedelta(days=2)


def mailbox() -> Channel | None:
    """By which channel answers leave the house when a visitor has left. One query."""
    rows = Channel.objects.in_use().of(ChannelKind.EMAIL).exclude(address="")
    return rows.order_by("-is_default", "position", "name").first()


def way_of(conversation: Conversation) -> Channel:
    """By which channel an answer reaches them: e-mail when they wrote so last, or have left the chat; else the chat."""
    channel = conversation.channel
    if channel.kind != ChannelKind.WEBCHAT:
        return channel
    theirs = Message.objects.filter(conversation=conversation, direction=Message.Direction.IN).select_related("channel")
    last = theirs.order_by("-at", "-pk").first()
    if last and last.channel.kind == ChannelKind.EMAIL and last.channel.is_active:
        return last.channel
    visitor = visitors.of_conversation(conversation)
    if visitor is None or not visitor.email or visitors.is_here(visitor):
        return channel
    return mailbox() or channel


def subject_of(conversation: Conversation) -> str:
    """In their language. A chat has no subject, a mail needs one."""
    with translation.override(conversation.language or Business.objects.current().language):
        return _("Your chat with %(business)s") % {"business": Business.objects.current().name}


def follow(message_id: str) -> datetime | None:
    """Send after them what lies unread since `message_id`. Answers when to look again; None: never."""
    message = Message.objects.select_related("conversation__channel", "channel").filter(pk=message_id).first()
    if message is None or message.state not in Message.GOT_OUT or message.conversation is None:
        return None
    visitor = visitors.of_conversation(message.conversation)
    if visitor is None or _has_read(visitor, message):
        return None
    now = timezone.now()
    sent = message.sent_at or message.at
    if now - sent > AT_MOST:
        return None
    if visitors.is_here(visitor) or now - sent < PATIENCE or not visitor.email:
        return now + max(PATIENCE, (now - sent) / 4)
    _send_after_them(visitor, message.conversation, now)
    return None


@transaction.atomic
def _send_after_them(visitor: ChatVisitor, conversation: Conversation, at: datetime) -> None:
    """All that lies there in one mail; twice is once, by the key of the last."""
    channel = mailbox()
    rows = Message.objects.filter(
        conversation=conversation, channel=visitor.channel, direction="out", kind=Message.Kind.PLAIN,
        state__in=Message.GOT_OUT, at__gt=at - AT_MOST,
    )  # fmt: skip
    missed = [m for m in rows.select_related("by").order_by("at", "pk") if not _has_read(visitor, m)]
    if channel is None or not missed or _was_sent_after(conversation, missed[-1]):
        return
    send(
        conversation.customer,
        "\n\n".join(m.text for m in missed if m.text),
        by=missed[-1].by,
        conversation=conversation,
        channel=channel,
        subject=subject_of(conversation),
        files=[file for m in missed for file in m.files.all()],
        idempotency_key=f"{COPY}{missed[-1].pk}",
        language=conversation.language,
    )


def _was_sent_after(conversation: Conversation, message: Message) -> bool:
    later = Message.objects.filter(conversation=conversation, idempotency_key__startswith=COPY, at__gt=message.at)
    return later.exists()


def _has_read(visitor: ChatVisitor, message: Message) -> bool:
    return visitor.read_at is not None and visitor.read_at >= (message.sent_at or message.at)
