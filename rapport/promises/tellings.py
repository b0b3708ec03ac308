"""Words that passed between us and a customer about a promise."""

from dataclasses import dataclass
from datetime import datetime

from rapport.promises.models import Promise, Telling
from rapport.promises.refusals import NotATelling, NotToldYet
from rapport.timeline.kinds import kind_of
from rapport.timeline.models import Channel, Entry

TOLD_BY_OTHERS = "message"  # how an entry without a channel of its own reached them


@dataclass(frozen=True)
class Told:
    """How and when a customer was told (or told us): by which channel, in which words, and since when we knew.

    `entry` is the line of their story that shows it: a notice, a message, their own agreement, a call. Where there is
    none yet, the line that the promise's own verb records is it.
    """

    channel: str
    at: datetime
    words: str = ""
    known_at: datetime | None = None
    entry: Entry | None = None
    by_customer: bool = False  # they told us, or agreed


def told_by(entry: Entry, *, known_at: datetime | None = None) -> Told:
    """What `entry` shows: when, how, in which words, and from which side."""
    channel = entry.channel if entry.channel in Channel.values else TOLD_BY_OTHERS
    return Told(
        channel=channel,
        at=entry.at,
        words=entry.body,
        known_at=known_at,
        entry=entry,
        by_customer=_is_from_them(entry),
    )


def as_told(told: Told | Entry, promise: Promise) -> Told:
    """`told`, of which an entry must be of this customer and tell of words that reached the other side.

    Raises `NotATelling`.
    """
    found = told_by(told) if isinstance(told, Entry) else told
    if found.entry and not (found.entry.customer_id == promise.customer_id and _tells(found.entry)):
        raise NotATelling
    return found


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
        by_customer=by_customer or told.by_customer,
        at=told.at,
        known_at=told.known_at,
        entry=told.entry,
    )


def _tells(entry: Entry) -> bool:
    """A note among us told nobody anything, nor did a call that nobody answered, nor a gift."""
    if entry.is_private or entry.facts.get("outcome", "reached") != "reached":
        return False
    return entry.by_customer or bool(kind_of(entry.kind).contact and not entry.kind.startswith("gift."))


def _is_from_them(entry: Entry) -> bool:
    return entry.by_customer or kind_of(entry.kind).contact == "in"
