"""Business time: opening hours as values, and counting minutes inside them.

Nothing here reads the clock or the database. `calendars.py` builds a `Calendar` from the tables.

Opening hours are local wall-clock times; all arithmetic happens on their UTC instants, because subtracting two
aware datetimes of one zone ignores a change to summer time in between. A wall-clock time that a change skips
counts as the moment of the change, one that occurs twice as its first occurrence.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from rapport.core.refusals import Refusal

MIDNIGHT = time(0)
CLOSED_DAYS_AT_MOST = 400
A_DAY = timedelta(days=1)


class NoOpenHours(Refusal):
    code = "calendar_has_no_open_hours"
    message = _("The calendar has no open hours. Set opening hours first.")


@dataclass(frozen=True, order=True)
class Hours:
    """From `opens` to `closes` on one local day. Closing at midnight means the end of the day."""

    opens: time
    closes: time

    def __post_init__(self):
        if self.closes != MIDNIGHT and self.closes <= self.opens:
            raise ValueError(f"{self.closes} is not after {self.opens}")

    def overlaps(self, other: "Hours") -> bool:
        first, second = sorted([self, other])
        return first.closes == MIDNIGHT or second.opens < first.closes


Week = tuple[tuple[Hours, ...], ...]
"""Seven days, Monday first; each with its opening hours, none when closed."""


def week(days: Mapping[int, Iterable[Hours]]) -> Week:
    """Build a `Week` from opening hours by weekday (0 is Monday)."""
    return tuple(tuple(sorted(days.get(weekday, ()))) for weekday in range(7))


@dataclass(frozen=True)
class Calendar:
    """When a place is open: weekly hours, each from a day on, and the days that go their own way.

    `weeks` holds (valid from, week), oldest first; the oldest also covers the days before it.
    `special` replaces the week on single days: holidays are empty, half days and extra open days have hours.
    """

    zone_name: str
    weeks: tuple[tuple[date, Week], ...]
    special: Mapping[date, tuple[Hours, ...]] = field(default_factory=dict)
    _known: dict = field(default_factory=dict, compare=False, repr=False)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone_name)

    def add(self, start: datetime, minutes: float) -> datetime:
        """The first moment at which `minutes` of business time have passed since `start`."""
        left = timedelta(minutes=minutes)
        for opens, closes in self._spans_from(start):
            if left <= closes - opens:
                return opens + left
            left -= closes - opens
        raise AssertionError("the spans of a calendar never end")

    def subtract(self, end: datetime, minutes: float) -> datetime:
        """The last moment from which `minutes` of business time remain until `end`."""
        left = timedelta(minutes=minutes)
        for opens, closes in self._spans_until(end):
            if left <= closes - opens:
                return closes - left
            left -= closes - opens
        raise AssertionError("the spans of a calendar never end")

    def business_minutes(self, start: datetime, end: datetime) -> float:
        """Minutes of business time from `start` to `end`; 0 when `end` is not later."""
        passed = timedelta()
        day, last = self.local_date(start), self.local_date(end)
        while day <= last:
            for opens, closes in self.spans(day):
                passed += max(min(closes, end) - max(opens, start), timedelta())
            day += A_DAY
        return passed / timedelta(minutes=1)

    def is_open(self, at: datetime) -> bool:
        return any(opens <= at < closes for opens, closes in self.spans(self.local_date(at)))

    def covers(self, due: datetime) -> bool:
        """Whether someone is here when something falls due; closing time itself is still in time."""
        return any(opens <= due <= closes for opens, closes in self.spans(self.local_date(due)))

    def is_open_day(self, day: date) -> bool:
        return bool(self.spans(day))

    def opening_of(self, day: date) -> datetime | None:
        """When `day` begins, or None when it is closed."""
        spans = self.spans(day)
        return spans[0][0] if spans else None

    def close_of(self, day: date) -> datetime | None:
        """When the last opening hours of `day` end, or None when it is closed."""
        spans = self.spans(day)
        return spans[-1][1] if spans else None

    def next_open_day(self, after: date) -> date:
        """The first open day strictly after `after`. Raises `NoOpenHours` when 400 days on end are closed."""
        for distance in range(1, CLOSED_DAYS_AT_MOST + 1):
            day = after + distance * A_DAY
            if self.is_open_day(day):
                return day
        raise NoOpenHours

    def previous_open_day(self, before: date) -> date:
        """The last open day strictly before `before`. Raises `NoOpenHours` like `next_open_day`."""
        for distance in range(1, CLOSED_DAYS_AT_MOST + 1):
            day = before - distance * A_DAY
            if self.is_open_day(day):
                return day
        raise NoOpenHours

    def local_date(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def last_minute_of(self, day: date) -> datetime:
        """One minute before the local day ends, open or not."""
        return self._instant(day + A_DAY, MIDNIGHT) - timedelta(minutes=1)

    def spans(self, day: date) -> list[tuple[datetime, datetime]]:
        """The open spans of a local day as UTC instants, in order, never overlapping."""
        if day not in self._known:
            self._known[day] = list(self._joined(day))
        return self._known[day]

    def hours_of(self, day: date) -> tuple[Hours, ...]:
        """The opening hours of a local day as the wall clock shows them."""
        if day in self.special:
            return tuple(sorted(self.special[day]))
        valid = [hours for since, hours in self.weeks if since <= day]
        return (valid[-1] if valid else self.weeks[0][1])[day.weekday()] if self.weeks else ()

    def _joined(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        open_since = open_until = None
        for hours in self.hours_of(day):
            opens = self._instant(day, hours.opens)
            closes = self._instant(day + A_DAY if hours.closes == MIDNIGHT else day, hours.closes)
            if open_until is not None and opens <= open_until:
                open_until = max(open_until, closes)
                continue
            if open_until is not None and open_since < open_until:
                yield open_since, open_until
            open_since, open_until = opens, closes
        if open_until is not None and open_since < open_until:
            yield open_since, open_until

    def _instant(self, day: date, clock: time) -> datetime:
        zone = self.zone
        local = datetime.combine(day, clock, tzinfo=zone)
        instant = local.astimezone(UTC)
        if instant.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
            return instant
        return _moment_of_change(local.replace(fold=1).astimezone(UTC), instant, zone)

    def _spans_from(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """What is open from `start` on, without end."""
        start = start.astimezone(UTC)
        day = self.local_date(start)
        while True:
            for opens, closes in self.spans(day):
                if start < closes:
                    yield max(opens, start), closes
            day = self.next_open_day(day)

    def _spans_until(self, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """What is open until `end`, latest first, without end."""
        end = end.astimezone(UTC)
        day = self.local_date(end)
        while True:
            for opens, closes in reversed(self.spans(day)):
                if opens < end:
                    yield opens, min(closes, end)
            day = self.previous_open_day(day)


def _moment_of_change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The instant between `before` and `after` at which the clocks of `zone` were put forward."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after


class Rule(StrEnum):
    """How a service level counts."""

    SAME_OR_NEXT_DAY = "same_or_next_day"
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"


@dataclass(frozen=True)
class Level:
    """A service level: `amount` business minutes, hours or days; or the same day, at the latest the next.

    A day counts as "the same" only when something arrives at least `cutoff_minutes` before closing.
    """

    rule: Rule
    amount: int = 0
    cutoff_minutes: int = 120


@dataclass(frozen=True)
class Due:
    """What we aim for and what we promise, both in UTC."""

    target_due_at: datetime
    promise_due_at: datetime


def due_for(level: Level, received: datetime, calendar: Calendar) -> Due:
    """When something that arrived at `received` is due.

    Same or next day: the promise ends with the first open day strictly after the local day of receipt; the target
    is that day itself when it is open and early enough. N days: the end of the Nth open day after receipt, where
    0 means today if that is still possible.
    """
    if level.rule == Rule.MINUTES:
        return _one_moment(calendar.add(received, level.amount))
    if level.rule == Rule.HOURS:
        return _one_moment(calendar.add(received, level.amount * 60))

    today = calendar.local_date(received)
    close = calendar.close_of(today)
    is_today_possible = close is not None and received <= close - timedelta(minutes=level.cutoff_minutes)
    if level.rule == Rule.DAYS:
        return _one_moment(_close_after(calendar, today, level.amount, is_today_possible))

    promise = calendar.close_of(calendar.next_open_day(today))
    return Due(target_due_at=close if is_today_possible else promise, promise_due_at=promise)


def _close_after(calendar: Calendar, today: date, days: int, is_today_possible: bool) -> datetime:
    if days == 0 and is_today_possible:
        return calendar.close_of(today)
    day = today
    for _day in range(max(days, 1)):
        day = calendar.next_open_day(day)
    return calendar.close_of(day)


def _one_moment(moment: datetime) -> Due:
    return Due(target_due_at=moment, promise_due_at=moment)
