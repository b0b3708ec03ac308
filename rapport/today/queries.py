"""What one person has to do today: one query per source, plus one for what they put away."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rapport.core.live import state_of
from rapport.core.registry import TodayItem, TodaySource, today
from rapport.promises.business_time import Calendar
from rapport.promises.calendars import calendar_of
from rapport.promises.models import Promise
from rapport.staff.models import User
from rapport.timeline.models import Entry
from rapport.today.day_line import DayLine, day_line
from rapport.today.models import Tick

SCREENFUL = 8  # lines of a group, unless it is asked for whole
LOOKED_AT_ANYWAY = timedelta(minutes=2)  # what time alone changes, or what leaves no entry


@dataclass(frozen=True)
class Group:
    """Lines that fall due in the same part of the day or week: a screenful, or all of them."""

    name: str
    title: str
    items: list[TodayItem]
    until: datetime | None = None
    whole: bool = False

    @property
    def shown(self) -> list[TodayItem]:
        return self.items if self.whole or len(self.items) <= SCREENFUL + 1 else self.items[:SCREENFUL]

    @property
    def hidden(self) -> int:
        return len(self.items) - len(self.shown)


@dataclass(frozen=True)
class Filter:
    name: str
    label: str
    count: int


@dataclass(frozen=True)
class Morning:
    items: list[TodayItem]
    groups: list[Group]
    filters: list[Filter]
    dates: list[TodayItem]
    day_line: DayLine | None
    opens_next: datetime  # after today
    late: int
    due_today: int
    day: date  # by the business's clock
    has_put_away: bool

    @property
    def state(self) -> str:
        """Changes when anything that the page shows does, but for the time of day."""
        lines = [
            (i.key, str(i.what), str(i.about), i.tone, i.due_at, i.due_on, i.step and (str(i.step.label), i.step.url))
            for i in (*self.items, *self.dates)
        ]
        return state_of(*lines, *((group.name, len(group.items)) for group in self.groups), self.has_put_away)


def morning(user: User, *, at: datetime, kind: str = "", whole: str = "") -> Morning:
    """Everything the Today page of `user` shows at the moment `at`.

    `kind` narrows the list to one source; the group `whole` is shown whole, the others a screenful each.
    """
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
        groups=_groups(shown, at=at, calendar=calendar, whole=whole),
        filters=[Filter(s.name, s.label, len(lines)) for s, lines in found.items() if not s.dates and lines],
        dates=[item for source, lines in found.items() if source.dates for item in lines],
        day_line=day_line([(item, due) for item in shown if (due := _due(item, calendar))], at=at, calendar=calendar),
        opens_next=calendar.opening_of(calendar.next_open_day(here)),
        late=late,
        has_put_away=bool(hidden),
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


def _groups(items: Iterable[TodayItem], *, at: datetime, calendar: Calendar, whole: str) -> list[Group]:
    here = calendar.local_date(at)
    noon = datetime.combine(here, datetime.min.time().replace(hour=12), tzinfo=calendar.zone)
    next_day = calendar.next_open_day(here)
    closes, next_closes = calendar.close_of(here), calendar.close_of(next_day)
    groups = [
        Group("late", _("Late"), []),
        Group("noon", _("Before noon"), [], until=noon),
        Group("today", _("By the end of today"), [], until=closes),
        Group("after", _("Later today"), []),
        Group("next", _("By the next working day"), [], until=next_closes),
        Group("later", _("Later"), []),
        Group("open", pgettext("things without a deadline", "Without a deadline"), []),
    ]
    by_name = {group.name: group.items for group in groups}
    for item in items:
        due = _due(item, calendar)
        name = _group_of(due, at=at, noon=noon, here=here, closes=closes, next_closes=next_closes, calendar=calendar)
        by_name[name].append(item)
    return [replace(group, whole=group.name == whole) for group in groups if group.items]


def _group_of(due: datetime | None, *, at, noon, here, closes, next_closes, calendar) -> str:
    if due is None:
        return "open"
    if due < at:
        return "late"
    if at < noon and due <= noon:
        return "noon"
    if calendar.local_date(due) == here:
        return "after" if closes and due > closes else "today"
    return "next" if due <= next_closes else "later"


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


def stamp(user: User, *, at: datetime) -> str:
    """Changes whenever something is recorded, whenever `user` puts a line away, and every two minutes. Two queries."""
    newest = Entry.objects.order_by("-transaction", "-id").values_list("pk", flat=True).first()
    return state_of(newest, Tick.objects.filter(user=user).count(), int(at.timestamp() // LOOKED_AT_ANYWAY.seconds))


def put_away(user: User, *, at: datetime) -> list[TodayItem]:
    """The lines that `user` ticked off or put off and that would stand on Today otherwise."""
    hidden = set(Tick.objects.hiding(user, at=at).values_list("key", flat=True))
    found = _lines(user, at, set()).values()
    return [item for lines in found for item in lines if item.key in hidden]


def next_owed(user: User, *, at: datetime) -> Promise | None:
    """What `user` owes next and has not put off, when nothing is due: a look ahead for an empty day."""
    hidden = Tick.objects.hiding(user, at=at).filter(key__startswith="promise:").values_list("key", flat=True)
    rows = (
        Promise.objects.visible_to(user)
        .open()
        .living()
        .owned_by(user)
        .filter(due_at__gte=at)
        .select_related("customer")
    )
    rows = rows.exclude(pk__in=[key.removeprefix("promise:") for key in hidden])
    return rows.order_by("due_at", "id").first()
