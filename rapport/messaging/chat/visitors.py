"""Who writes: found by the secret of their browser, made with their first words."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from zoneinfo import available_timezones

from django.utils import timezone

from rapport.core.names import clean
from rapport.core.streams.telling import is_here as has_a_stream
from rapport.messaging.models import Channel, ChatVisitor, Conversation

SCHEME = "Chat "
ASKED_LATELY = timedelta(seconds=45)  # without streams, an open page asks every few seconds
A_DAY, KEPT = timedelta(days=1), timedelta(days=365)
NOTED_EVERY = timedelta(seconds=10)


def make(channel: Channel, *, language: str, zone: str, at: datetime) -> tuple[ChatVisitor, str]:
    """A new visitor, and the secret that only their browser will have."""
    secret = secrets.token_urlsafe(32)
    visitor = ChatVisitor.objects.create(
        channel=channel, secret=_digest(secret), language=language, zone=zone_named(zone), created_at=at, seen_at=at
    )
    return visitor, secret


def of(channel: Channel, authorization: str) -> ChatVisitor | None:
    """Whose browser asks; None for a new one, and for a secret that is not ours. One query."""
    if not authorization.startswith(SCHEME):
        return None
    found = ChatVisitor.objects.filter(channel=channel, secret=_digest(authorization.removeprefix(SCHEME)))
    return found.select_related("conversation").first()


def note_seen(visitor: ChatVisitor, *, at: datetime, language: str = "", zone: str = "") -> None:
    """Their browser asks. Written down now and then only."""
    known = {"language": language or visitor.language, "zone": zone_named(zone) or visitor.zone}
    is_same = all(getattr(visitor, name) == value for name, value in known.items())
    if is_same and visitor.seen_at > at - NOTED_EVERY:
        return
    for name, value in known.items():
        setattr(visitor, name, value)
    visitor.seen_at = at
    visitor.save(update_fields=["seen_at", *known])


def is_here(visitor: ChatVisitor) -> bool:
    """Whether they have the page open: a stream, or questions every few seconds. One query at most."""
    return visitor.seen_at > timezone.now() - ASKED_LATELY or has_a_stream(visitor.stream)


def of_conversation(conversation: Conversation) -> ChatVisitor | None:
    """With whom it is: the browser that was seen last. One query."""
    return ChatVisitor.objects.filter(conversation=conversation).order_by("-seen_at").first()


def zone_named(name: str) -> str:
    return name if name in available_timezones() else ""


def name_of(visitor: ChatVisitor) -> str:
    return clean(visitor.name)


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def forget_old(at: datetime) -> int:
    """Browsers that have not come back for so long, and those that never said anything."""
    silent = ChatVisitor.objects.filter(conversation=None, created_at__lt=at - A_DAY)
    return silent.delete()[0] + ChatVisitor.objects.filter(seen_at__lt=at - KEPT).delete()[0]
