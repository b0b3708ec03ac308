"""A message as the mail that goes out: threaded, signed, in the customer's language."""

from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext as _

from rapport.messaging.models import Channel, Conversation, Message, MessageFile, Purpose
from rapport.messaging.outgoing import signing, tokens, wire

LONGEST_REFERENCES = 900  # octets
KEPT_REFERENCES = 20
KEPT = "_mail"


def mail(message: Message) -> bytes:
    """The bytes to hand to a mail server. The message has its channel and conversation with it."""
    return message.__dict__.pop(KEPT, None) or _written(message)


def keep(message: Message) -> None:
    """Write it already; `mail` has the bytes then, once."""
    message.__dict__[KEPT] = _written(message)


def _written(message: Message) -> bytes:
    body = _with_files(_body(message), message)
    lines = [*headers(message), "MIME-Version: 1.0"]
    content = "\r\n".join(lines).encode() + b"\r\n" + body.lines(_boundary(message))
    return signing.signed(content, message.channel, domain_of(message.channel))


def headers(message: Message) -> list[str]:
    """Each once, so that whoever signs the mail signs all of them (`signing`, or the mail server)."""
    boxes = [(one["name"], one["address"]) for one in message.recipients]
    ways = [one["way"] for one in message.recipients]
    lines = [
        wire.mailboxes("From", [(message.sender_name, message.sender)]),
        wire.mailboxes("To", [box for box, way in zip(boxes, ways, strict=True) if way == "to"]),
        wire.words("Subject", subject_of(message)),
        f"Date: {_date(message.at.replace(microsecond=0))}",
        f"Message-ID: {message.message_id}",
    ]
    if cc := [box for box, way in zip(boxes, ways, strict=True) if way == "cc"]:
        lines.insert(2, wire.mailboxes("Cc", cc))
    if reply := reply_address(message):
        lines.append(wire.mailboxes("Reply-To", [(message.sender_name, reply)]))
    if message.in_reply_to:
        lines.append(f"In-Reply-To: {message.in_reply_to}")
        lines.append(wire.folded("References", message.references.split()))
    if message.language:
        lines.append(f"Content-Language: {wire.clean(message.language)}")
    return lines + _for_machines(message)


@lru_cache(1000)
def _date(at: datetime) -> str:
    return format_datetime(at)


def _for_machines(message: Message) -> list[str]:
    lines = []
    if message.kind != Message.Kind.PLAIN:
        lines.append("Auto-Submitted: auto-replied" if message.in_reply_to else "Auto-Submitted: auto-generated")
        lines.append("X-Auto-Response-Suppress: All")
    elif message.by_id is None:
        lines.append("Auto-Submitted: auto-generated")
    if message.purpose == Purpose.MARKETING:
        lines.append(wire.folded("List-Unsubscribe", [f"<{unsubscribe_url(message)}>"]))
        lines.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
    return lines


def subject_of(message: Message) -> str:
    """With the number by which an answer is known even where every other header is lost."""
    number = f"[#{message.conversation.number}]" if message.conversation_id else ""
    if not number or number in message.subject or message.purpose == Purpose.MARKETING:
        return message.subject
    return f"{message.subject} {number}".strip()


def envelope_sender(message: Message) -> str:
    """Where it comes back to when it cannot be delivered. Automatic answers come back to nobody (RFC 3834)."""
    if message.kind == Message.Kind.AUTO_REPLY or (message.kind != Message.Kind.PLAIN and message.in_reply_to):
        return ""
    return message.channel.settings.get("bounces") or message.sender


def reply_address(message: Message) -> str:
    """An address of its own for each conversation, where a domain is ours whole."""
    domain = message.channel.settings.get("reply_domain")
    if not domain or not message.conversation_id:
        return ""
    return f"reply+{tokens.reply_token(message.conversation.number)}@{domain}"


def unsubscribe_url(message: Message) -> str:
    return f"{settings.PORTAL_ADDRESS}/u/{tokens.message_token(message.pk)}/"


def new_message_id(key: UUID, channel: Channel) -> str:
    """Ours alone, and the same for as long as the message is."""
    return f"<{key.hex}@{domain_of(channel)}>"


def domain_of(channel: Channel) -> str:
    domain = channel.address.rpartition("@")[2] or urlsplit(settings.ADDRESS).hostname or "localhost"
    return domain.encode("idna").decode() if not domain.isascii() else domain


def references(parent: Message | None) -> str:
    """Of an answer to `parent` (RFC 5322, 3.6.4): all before it and itself; of very many the first and the latest."""
    if parent is None or not parent.message_id:
        return ""
    ids = list(dict.fromkeys([*(parent.references or parent.in_reply_to).split(), parent.message_id]))
    if len(" ".join(ids).encode()) > LONGEST_REFERENCES:
        ids = [ids[0], *ids[-KEPT_REFERENCES:]] if len(ids) > KEPT_REFERENCES else ids
    while len(" ".join(ids).encode()) > LONGEST_REFERENCES and len(ids) > 1:
        del ids[min(1, len(ids) - 1)]
    return " ".join(ids)


def _body(message: Message) -> wire.Part:
    plain = wire.text_part(_plain(message))
    if not message.html:
        return plain
    rich = wire.text_part(_rich(message), "html")
    pictures = [_file(file) for file in message.files.all() if file.is_inline]
    if pictures:
        rich = wire.Part("multipart/related", parts=(rich, *pictures))
    return wire.Part("multipart/alternative", parts=(plain, rich))


def _with_files(body: wire.Part, message: Message) -> wire.Part:
    beside = [_file(file) for file in message.files.all() if not (file.is_inline and message.html)]
    return wire.Part("multipart/mixed", parts=(body, *beside)) if beside else body


def _plain(message: Message) -> str:
    text = message.text.rstrip()
    if message.signature:
        text += f"\n\n-- \n{message.signature.rstrip()}"
    if message.purpose == Purpose.MARKETING:
        text += f"\n\n{_unsubscribe_words(message)}\n{unsubscribe_url(message)}"
    return text


def _rich(message: Message) -> str:
    html = message.html.replace(" data-remote-src=", " src=")  # a page of ours shows it only when asked
    if message.signature:
        lines = "<br>".join(escape(line) for line in message.signature.rstrip().splitlines())
        html += f"<p>-- <br>{lines}</p>"
    if message.purpose == Purpose.MARKETING:
        html += f'<p><a href="{escape(unsubscribe_url(message))}">{escape(_unsubscribe_words(message))}</a></p>'
    language = escape(message.language or "")
    return f'<!doctype html><html lang="{language}"><meta charset="utf-8"><body>{html}</body></html>'


def _unsubscribe_words(message: Message) -> str:
    with translation.override(message.language or settings.LANGUAGE_CODE):
        return _("You don't want mails like this any more? Unsubscribe here:")


def _file(file: MessageFile) -> wire.Part:
    with file.file.open("rb") as opened:
        return wire.file_part(file.name, file.content_type, opened.read(), file.content_id if file.is_inline else "")


def _boundary(message: Message) -> str:
    return f"=_{message.pk.hex}"


def parent_of(conversation: Conversation) -> Any:
    """What an answer in this conversation answers: their latest message, else ours."""
    spoken = conversation.messages.exclude(direction=Message.Direction.NOTE).exclude(message_id="")
    theirs = spoken.filter(direction=Message.Direction.IN).order_by("-at", "-id").first()
    return theirs or spoken.filter(direction=Message.Direction.OUT).order_by("-at", "-id").first()
