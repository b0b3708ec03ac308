"""Mails for tests. It is Tuesday, 24 November 2026, ten o'clock in Prague."""

from rapport.messaging.incoming import mails, reading
from rapport.messaging.models import Channel, ChannelKind, Conversation, Message, RawMail
from rapport.promises.testing import TUESDAY

OURS = "hello@linden.example"


def a_mailbox(address: str = OURS, **fields) -> Channel:
    fields = {"name": "Linden", "tells_when_closed": False} | fields
    return Channel.objects.create(kind=ChannelKind.EMAIL, address=address, **fields)


def a_mail(
    text: str = "When will the table be ready?",
    *,
    sender: str = "Cora Lindqvist <cora@example.com>",
    to: str = OURS,
    subject: str = "Our table",
    message_id: str = "<first@example.com>",
    **headers: str,
) -> bytes:
    """The bytes of a mail; `in_reply_to="<…>"` becomes a header of that name."""
    lines = [f"From: {sender}", f"To: {to}", f"Subject: {subject}", f"Message-ID: {message_id}"]
    lines += [f"{name.replace('_', '-').title()}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "", text, ""]).encode()


def take_in(channel: Channel, raw: bytes | None = None, *, at=TUESDAY, **mail) -> RawMail:
    """Accept a mail and file it at once."""
    kept = mails.accept(raw if raw is not None else a_mail(**mail), channel=channel, source="smtp", received_at=at)
    reading.read_waiting()
    kept.refresh_from_db()
    return kept


def received(channel: Channel, raw: bytes | None = None, **fields) -> Message:
    kept = take_in(channel, raw, **fields)
    assert kept.state == RawMail.State.FILED, (kept.rule, kept.reason)
    return kept.message


def conversation_of(message: Message) -> Conversation:
    return Conversation.objects.get(pk=message.conversation_id)
