"""Whether a channel works: what failed, since when, and when we ask again."""

from datetime import datetime, timedelta

from rapport.messaging.models import Channel

SHORTEST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(minutes=15)


def fails(channel: Channel, sentence: str, at: datetime, *, pause: timedelta | None = None) -> None:
    """Note in words why it could not be reached. The longer it fails, the longer we wait before asking again."""
    since = channel.failing_since or at
    pause = pause or min(max((at - since) / 3, SHORTEST_PAUSE), LONGEST_PAUSE)
    channel.failing_since, channel.error, channel.retry_at = since, sentence[:300], at + pause
    channel.save(update_fields=["failing_since", "error", "retry_at"])


def works(channel: Channel, at: datetime) -> None:
    channel.failing_since, channel.error, channel.retry_at, channel.checked_at = None, "", None, at
    channel.save(update_fields=["failing_since", "error", "retry_at", "checked_at"])
