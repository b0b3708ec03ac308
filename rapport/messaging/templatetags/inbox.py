"""Small parts of the inbox."""

from datetime import datetime, timedelta
from typing import Any

from django import template
from django.template.defaultfilters import linebreaks
from django.template.loader import render_to_string
from django.utils.html import urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.core import formats
from rapport.messaging.inbox.showing import has_remote_pictures
from rapport.messaging.inbox.views.base import address_in
from rapport.messaging.models import ChannelKind, Conversation, ConversationEvent, Message
from rapport.messaging.outgoing import reasons
from rapport.timeline.mentions import marked

register = template.Library()
State = Message.State
AT_RISK = timedelta(hours=1)
MOSTLY_USED = 70  # percent

ICONS = {
    ChannelKind.EMAIL: "mail",
    ChannelKind.PHONE: "phone",
    ChannelKind.SMS: "device-mobile",
    ChannelKind.LETTER: "file-text",
    ChannelKind.IN_PERSON: "users",
    ChannelKind.WEBCHAT: "messages",
    ChannelKind.PORTAL: "user-circle",
}


@register.filter
def channel_icon(kind: str) -> str:
    return ICONS.get(kind, "message-circle")


@register.filter
def paragraphs(text: str) -> SafeString:
    """Plain text as HTML: its paragraphs, lines and addresses, nothing else of it."""
    return mark_safe(linebreaks(urlize(text, nofollow=True, autoescape=True), autoescape=False))  # noqa: S308


@register.filter
def noted(text: str, people: list) -> SafeString:
    """An inside note, with those set off who are named in it."""
    return mark_safe(linebreaks(marked(text, people), autoescape=False))  # noqa: S308


@register.simple_tag
def conversation_url(conversation: Conversation, show: str = "mine", **more: str) -> str:
    return address_in(conversation, show, **more)


@register.simple_tag
def event_sentence(event: ConversationEvent, now: datetime) -> SafeString:
    """What happened, in one sentence."""
    who = event.by.get_short_name() if event.by else "Rapport"
    context = {"event": event, "facts": event.facts, "who": who, "at": formats.clock(event.at), "now": now}
    return SafeString(render_to_string(f"messaging/inbox/events/{event.kind}.html", context).strip())


@register.simple_tag
def answer_line(conversation: Conversation, now: datetime) -> dict[str, Any]:
    """How much of the time for the answer is used and the tone of it; what was promised, and what we aim for."""
    due, since = conversation.due_at, conversation.waiting_since or conversation.begun_at
    used = 100 if now >= due else int(100 * (now - since) / max(due - since, timedelta(minutes=1)))
    tone = "late" if now > due else "risk" if due - now <= AT_RISK or used >= MOSTLY_USED else ""
    aim = conversation.target_due_at
    return {
        "used": max(0, min(100, used)),
        "tone": tone,
        "by": formats.moment(due, at=now),
        "aim": formats.moment(aim, at=now) if aim and now < aim < due else "",
    }


@register.filter
def iso(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


@register.filter
def remote_pictures(message: Message) -> bool:
    return has_remote_pictures(message)


@register.filter
def reason(message: Message) -> str:
    """Why it was held back or not sent, in one sentence."""
    return reasons.sentence_of(message.reason) if message.reason else ""


@register.filter
def may_be_overridden(message: Message) -> bool:
    return message.state == State.REFUSED and reasons.may_be_overridden(message.reason)


@register.simple_tag
def delivery(message: Message, now: datetime) -> dict[str, Any]:
    """How far a message of ours got: words, and a tone where somebody has to look."""
    match message.state:
        case State.OPENED:
            return {"words": _("Read %(at)s") % {"at": _clock(message.opened_at, now)}}
        case State.DELIVERED:
            return {"words": _("Delivered %(at)s") % {"at": _clock(message.delivered_at, now)}}
        case State.SENT:
            return {"words": _("Sent %(at)s") % {"at": _clock(message.sent_at, now)}}
        case State.SENDING:
            return {"words": _("Being sent…")}
        case State.QUEUED if message.attempts and message.send_after and message.send_after > now:
            return {"words": _tried(message, now), "tone": "risk", "icon": "clock", "may_be_taken_back": True}
        case State.QUEUED if message.send_after and message.send_after > now:
            words = _("Goes out at %(at)s") % {"at": _clock(message.send_after, now)}
            return {"words": words, "icon": "clock", "may_be_taken_back": True}
        case State.QUEUED:
            return {"words": _waiting(message), "icon": "clock", "may_be_taken_back": True}
        case State.CANCELLED:
            return {"words": _("Taken back. It was not sent."), "icon": "arrow-back-up"}
        case State.REFUSED:
            return {"words": _("Held back."), "tone": "risk", "icon": "lock"}
        case State.BOUNCED:
            return {"words": _("It came back."), "tone": "late", "icon": "alert-triangle"}
        case State.UNCERTAIN:
            return {"words": _("May have been sent."), "tone": "risk", "icon": "help"}
    return {"words": _("Not sent."), "tone": "late", "icon": "alert-triangle"}


def _tried(message: Message, now: datetime) -> str:
    said = ngettext(
        "Tried once and not taken; your letter is safe here. Tried again at %(at)s.",
        "Tried %(n)d times and not taken; your letter is safe here. Tried again at %(at)s.",
        message.attempts,
    )
    return said % {"n": message.attempts, "at": _clock(message.send_after, now)}


def _waiting(message: Message) -> str:
    if message.attempts:
        return _("Not sent yet. The other side did not answer; your letter is safe here, and we try again.")
    return _("Waiting to be sent")


def _clock(at: datetime | None, now: datetime) -> str:
    return formats.moment(at, at=now) if at else ""
