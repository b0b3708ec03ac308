"""What one person has to do today: one query per source, plus one for what they put away."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rapport.core.registry import TodayItem, TodaySource, today
from rapport.promises.business_time import Calendar
from rapport.promises.calendars import calendar_of
from rapport.staff.models import User
from rapport.today.models import Tick


@dataclass(frozen=True)
class Group:
    """Lines that fall due in the same part of the day or week."""

    name: str
    title: str
    items: list[TodayItem]
    until: datetime | None = None


@dataclass(frozen=True)
class Filter:
    name: str
    label: str
    count: int


@dataclass(frozen=True)
class Mark:
    """A line on the day line, `at` percent of the working day."""

    item: TodayItem
    at: float


@dataclass(frozen=True)
class DayLine:
    """The working day from opening to closing with what falls due in it."""

    opens: datetime
    closes: datetime
    now: float  # percent, 0-100
    hours: list[datetime]
    marks: list[Mark]


@dataclass(frozen=True)
class Morning:
    items: list[TodayItem]
    groups: list[Group]
    filters: list[Filter]
    dates: list[TodayItem]
    day_line: DayLine | None
    late: int
    due_today: int
    day: date  # by the business's clock


def morning(user: User, *, at: datetime, kind: str = "") -> Morning:
    """Everything the Today page of `user` shows at the moment `at`; `kind` narrows the list to one source."""
    hidden = set(Tick.objects.hiding(user, at=at).values_list("key", flat=True))
    calendar = calendar_of(user.location)
    here = calendar.local_date(at)
    found = _lines(user, at, hidden)
    items = [item for source, lines in found.items() if not source.dates for item in lines]
    items.sort(key=lambda item: (_due(item, calendar) or datetime.max.replace(tzinfo=at.tzinfo), item.key))
    shown = [item for item in items if item.kind == kind] if kind else items
    late = sum(1 for item in items if _is_late(item, at, calendar))
    return Morning(
        items=items,
        groups=_groups(shown, at=at, calendar=calendar),
        filters=[Filter(s.name, s.label, len(lines)) for s, lines in found.items() if not s.dates and lines],
        dates=[item for source, lines in found.items() if source.dates for item in lines],
        day_line=_day_line(shown, at=at, calendar=calendar),
        late=late,
        day=here,
        due_today=sum(
            1 for i in items if (due := _due(i, calendar)) and due >= at and calendar.local_date(due) == here
        ),
    )


def _lines(user: User, at: datetime, hidden: set[str]) -> dict[TodaySource, list[TodayItem]]:
    """What each source says. Where two speak of the same thing, by its key, only the first is heard."""
    said, found = set(hidden), {}
    for source in today.for_user(user):
        found[source] = []
        for item in source.query(user, at):
            if item.key not in said:
                said.add(item.key)
                found[source].append(item)
    return found


def _due(item: TodayItem, calendar: Calendar) -> datetime | None:
    """A day without a time falls due when the business closes on it."""
    if item.due_at or not item.due_on:
        return item.due_at
    return calendar.close_of(item.due_on) or _midnight_after(item.due_on, calendar)


def _midnight_after(day: date, calendar: Calendar) -> datetime:
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=calendar.zone)


def _is_late(item: TodayItem, at: datetime, calendar: Calendar) -> bool:
    due = _due(item, calendar)
    return bool(due and due < at)


def _groups(items: Iterable[TodayItem], *, at: datetime, calendar: Calendar) -> list[Group]:
    here = calendar.local_date(at)
    noon = datetime.combine(here, datetime.min.time().replace(hour=12), tzinfo=calendar.zone)
    next_day = calendar.next_open_day(here)
    groups = [
        Group("late", _("Late"), []),
        Group("noon", _("Before noon"), [], until=noon),
        Group("today", _("By the end of today"), [], until=calendar.close_of(here)),
        Group("next", _("By the next working day"), [], until=calendar.close_of(next_day)),
        Group("later", _("Later"), []),
        Group("open", pgettext("things without a deadline", "Without a deadline"), []),
    ]
    by_name = {group.name: group.items for group in groups}
    for item in items:
        due = _due(item, calendar)
        by_name[_group_of(due, at=at, noon=noon, here=here, next_day=next_day, calendar=calendar)].append(item)
    return [group for group in groups if group.items]


def _group_of(due: datetime | None, *, at, noon, here, next_day, calendar) -> str:
    if due is None:
        return "open"
    if due < at:
        return "late"
    if at < noon and due <= noon:
        return "noon"
    day = calendar.local_date(due)
    return "today" if day == here else "next" if day <= next_day else "later"


def _day_line(items: list[TodayItem], *, at: datetime, calendar: Calendar) -> DayLine | None:
    """None on a day on which the business is closed."""
    here = calendar.local_date(at)
    opens, closes = calendar.opening_of(here), calendar.close_of(here)
    if not opens or not closes:
        return None
    length = (closes - opens).total_seconds()

    def percent(moment: datetime) -> float:
        return round(min(100.0, max(0.0, (moment - opens).total_seconds() / length * 100)), 1)

    marks = [
        Mark(item, percent(due))
        for item in items
        if item.customer and (due := _due(item, calendar)) and opens <= due <= closes and due >= at
    ]
    count = int(length // 3600) + 1
    hours = [opens + timedelta(hours=n) for n in range(count)]
    return DayLine(opens, closes, percent(at), hours, marks[:12])


def greeting(user: User, *, at: datetime) -> str:
    """Good morning, Maya: by the clock where the reader is."""
    name = {"name": user.get_short_name()}
    hour = at.hour
    if hour < 5 or hour >= 18:
        return _("Good evening, %(name)s") % name
    return (_("Good morning, %(name)s") if hour < 12 else _("Good afternoon, %(name)s")) % name


def snooze_choices(*, at: datetime, calendar: Calendar) -> list[tuple[str, str, datetime]]:
    """(name, words, moment) of how long a line can be put off, by the business's clock."""
    here = calendar.local_date(at)
    next_day = calendar.next_open_day(here)
    following = calendar.next_open_day(here + timedelta(days=6))
    return [
        ("hour", _("In an hour"), at + timedelta(hours=1)),
        ("three-hours", _("In three hours"), at + timedelta(hours=3)),
        ("next-day", _("Next working day"), calendar.opening_of(next_day)),
        ("week", _("In a week"), calendar.opening_of(following)),
    ]


def back_by(day: date, *, at: datetime, calendar: Calendar) -> datetime | None:
    """When a line about `day` must be back: as that day begins, on the day itself before we close; then any time."""
    here = calendar.local_date(at)
    if day > here:
        return calendar.opening_of(day) or _midnight_after(day - timedelta(days=1), calendar)
    return max(calendar.close_of(day) or at, at) if day == here else None
