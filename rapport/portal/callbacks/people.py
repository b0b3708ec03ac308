"""Whom a customer can reach directly: who looks after them, and the places where we are, with their hours."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from rapport.core import formats
from rapport.portal.callbacks.models import CallBack
from rapport.promises.calendars import calendars_of_all
from rapport.promises.hours_text import write
from rapport.staff.models import Location

SHOWN = 10


@dataclass(frozen=True)
class OpenDay:
    day: date
    words: str  # "9:00–18:00", empty: closed
    is_today: bool


@dataclass(frozen=True)
class Place:
    location: Location
    is_open: bool
    days: list[OpenDay]


def places(first: Location | None, *, at: datetime) -> list[Place]:
    """Where we are, the place of `first` before the others, each with the hours of the next seven days."""
    calendars = calendars_of_all()
    found = sorted(Location.objects.open()[:SHOWN], key=lambda one: first is None or one.pk != first.pk)
    return [_place(location, calendars[location.pk], at) for location in found]


def _place(location: Location, calendar: Any, at: datetime) -> Place:
    today = calendar.local_date(at)
    days = [today + timedelta(days=number) for number in range(7)]
    return Place(
        location,
        calendar.is_open(at),
        [OpenDay(day, write(calendar.hours_of(day)), day == today) for day in days],
    )


def booked(customer: Any, *, at: datetime) -> list[CallBack]:
    """The calls they are still to get, the next one first. One query."""
    standing = CallBack.objects.filter(customer=customer, ended_at=None, ends_at__gte=at)
    return list(standing.select_related("colleague", "person").order_by("begins_at"))


def by_day(slots: list, zone: Any) -> list[tuple[str, list]]:
    """Free times by the day and clock of whoever looks, for a form: (heading, [(value, words)])."""
    days: dict[date, list] = {}
    for slot in slots:
        local = slot.begins_at.astimezone(zone)
        days.setdefault(local.date(), []).append((slot.begins_at.isoformat(), formats.clock(local)))
    return [(formats.long_day(day), times) for day, times in days.items()]
