"""Words that passed between us and a customer about a promise."""

from dataclasses import dataclass
from datetime import datetime

from rapport.promises.models import Promise, Telling
from rapport.promises.refusals import NotToldYet


@dataclass(frozen=True)
class Told:
    """How and when a customer was told (or told us): by which channel, in which words, and since when we knew."""

    channel: str
    at: datetime
    words: str = ""
    known_at: datetime | None = None
    entry: object = None


def write_down(promise: Promise, told: Told, about: str, *, by, at: datetime, by_customer: bool = False) -> Telling:
    """Keep `told` beside `promise`. Raises `NotToldYet` for words still to be said."""
    if told.at > at:
        raise NotToldYet
    return Telling.objects.create(
        promise=promise,
        about=about,
        channel=told.channel,
        words=told.words,
        by=by,
        by_customer=by_customer,
        at=told.at,
        known_at=told.known_at,
        entry=told.entry,
    )
