"""Whether a channel works: what failed, since when, and when we ask again.

What comes in and what goes out may be two servers: that the one answers says nothing about the other.
"""

from datetime import datetime, timedelta

from rapport.messaging.models import Channel

SHORTEST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(minutes=15)
IN, OUT = "in", "out"


def fails(channel: Channel, sentence: str, at: datetime, *, way: str = IN, pause: timedelta | None = None) -> None:
    """Note in words why it could not be reached. The longer it fails, the longer we wait before we fetch again."""
    since = channel.failing_since or at
    channel.failing_since, channel.failing_way, channel.error = since, way, sentence[:300]
    changed = ["failing_since", "failing_way", "error"]
    if way == IN:
        channel.retry_at = at + (pause or min(max((at - since) / 3, SHORTEST_PAUSE), LONGEST_PAUSE))
        changed.append("retry_at")
    channel.save(update_fields=changed)


def works(channel: Channel, at: datetime, *, way: str = IN) -> None:
    changed = []
    if channel.failing_way in ("", way):
        channel.failing_since, channel.failing_way, channel.error = None, "", ""
        changed += ["failing_since", "failing_way", "error"]
    if way == IN:
        channel.retry_at, channel.checked_at = None, at
        changed += ["retry_at", "checked_at"]
    channel.save(update_fields=changed)
