"""What whoever answers ought to know of the channel: until when they may write freely, and who can read it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rapport.messaging.channels.adapters import adapters, window_closes_at
from rapport.messaging.models import ChannelKind, Conversation, Place

SOCIAL = (ChannelKind.MESSENGER, ChannelKind.INSTAGRAM, ChannelKind.MASTODON)


@dataclass(frozen=True)
class Notices:
    closes_at: datetime | None = None
    is_closed: bool = False
    is_public: bool = False
    is_unsealed: bool = False  # "direct", and not encrypted
    url: str = ""  # where it stands
    templates: tuple[dict[str, Any], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.closes_at or self.is_public or self.is_unsealed or self.url)


def notices(conversation: Conversation, *, at: datetime) -> Notices:
    """One query for networks on which people read along; none for other channels."""
    channel = conversation.channel
    place = None
    if channel.kind in SOCIAL:
        place = Place.objects.filter(message__conversation=conversation).order_by("-message__at", "-pk").first()
    is_public = bool(place and place.is_public)
    closes_at = None if is_public or adapters.find(channel.kind) is None else window_closes_at(conversation)
    is_closed = closes_at is not None and closes_at < at
    return Notices(
        closes_at=closes_at,
        is_closed=is_closed,
        is_public=is_public,
        is_unsealed=channel.kind == ChannelKind.MASTODON and not is_public,
        url=place.url if place else "",
        templates=tuple(channel.settings.get("templates") or ()) if is_closed else (),
    )
