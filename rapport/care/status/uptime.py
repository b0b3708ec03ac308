"""How much of the last ninety days something worked, and each of those days as one bar.

Out of order counts against it; being slow and planned work show, and do not count. A day is one of the business.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_FLOOR, Decimal
from zoneinfo import ZoneInfo

from rapport.care.models import Incident

DAYS = 90
WORST = (Incident.Effect.MAINTENANCE, Incident.Effect.SLOW, Incident.Effect.DOWN)  # the worst last
NOT_YET, WORKED = "none", "works"
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Day:
    on: date
    tone: str  # an effect, `WORKED`, or `NOT_YET` where it was not offered then
    minutes: int = 0  # for how long the worst of that day lasted


@dataclass(frozen=True)
class Record:
    """Ninety days, oldest first; `share` of the time in which it was not out of order, None before it began."""

    days: tuple[Day, ...]
    share: Decimal | None
    down_minutes: int

    @property
    def disturbed(self) -> list[Day]:
        return [day for day in self.days if day.tone in WORST]


def record_of(incidents: Sequence[Incident], *, since: date, at: datetime, zone: ZoneInfo) -> Record:
    """Of something offered `since` a day, from the disruptions of it."""
    today = at.astimezone(zone).date()
    first = today - timedelta(days=DAYS - 1)
    spans = {effect: joined(_spans(incidents, effect, at)) for effect in WORST}
    days = tuple(_day(first + timedelta(days=n), spans, since, zone) for n in range(DAYS))
    begin = _midnight(max(first, since), zone)
    if begin >= at:
        return Record(days, None, 0)
    down = sum((_length(span, (begin, at)) for span in spans[Incident.Effect.DOWN]), timedelta())
    share = 1 - Decimal(down.total_seconds()) / Decimal((at - begin).total_seconds())
    return Record(days, share.quantize(Decimal("0.0001"), ROUND_FLOOR), int(down.total_seconds() // 60))


def _spans(incidents: Iterable[Incident], effect: str, at: datetime) -> list[Span]:
    mine = (one for one in incidents if one.effect == effect and one.began_at < at)
    return [(one.began_at.astimezone(UTC), min(one.ended_at or at, at).astimezone(UTC)) for one in mine]


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same time, without any moment twice."""
    found: list[Span] = []
    for begin, end in sorted(spans):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((begin, end))
    return found


def _day(on: date, spans: dict[str, list[Span]], since: date, zone: ZoneInfo) -> Day:
    if on < since:
        return Day(on, NOT_YET)
    whole = _midnight(on, zone), _midnight(on + timedelta(days=1), zone)
    for effect in reversed(WORST):
        lasted = sum((_length(span, whole) for span in spans[effect]), timedelta())
        if lasted:
            return Day(on, effect, max(1, round(lasted.total_seconds() / 60)))
    return Day(on, WORKED)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """In UTC: between two midnights of one zone Python counts 24 hours, also where clocks are changed."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _length(span: Span, within: Span) -> timedelta:
    return max(min(span[1], within[1]) - max(span[0], within[0]), timedelta())
