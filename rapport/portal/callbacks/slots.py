"""When somebody here can call back: within opening hours, on a grid, without what is taken. Asks the tables once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from rapport.portal.callbacks.models import CallBack
from rapport.promises.business_time import Calendar, NoOpenHours
from rapport.promises.calendars import calendar_of

LENGTH = timedelta(minutes=30)
NOTICE = timedelta(hours=1)  # before that nobody can be sure to see it
DAYS = 5  # open days that are offered


@dataclass(frozen=True)
class Slot:
    begins_at: datetime

    @property
    def ends_at(self) -> datetime:
        return self.begins_at + LENGTH


def who_calls(customer: Any) -> Any:
    """Who looks after them, if they still work here; None: whoever is there."""
    manager = customer.account_manager
    return manager if manager and manager.is_active else None


def calendar_for(customer: Any, colleague: Any) -> Calendar:
    return calendar_of(getattr(colleague, "location", None) or customer.location)


def free_slots(customer: Any, colleague: Any, *, at: datetime) -> list[Slot]:
    """Those that are still to be had, for some open days. One query besides the opening hours."""
    calendar = calendar_for(customer, colleague)
    found = [
        slot for day in _open_days(calendar, at) for slot in _of_day(calendar, day) if slot.begins_at >= at + NOTICE
    ]
    if not found:
        return []
    standing = CallBack.objects.filter(colleague=colleague, ended_at=None, begins_at__gte=found[0].begins_at - LENGTH)
    taken = set(standing.values_list("begins_at", flat=True))
    return [slot for slot in found if slot.begins_at not in taken]


def _open_days(calendar: Calendar, at: datetime) -> Iterator[date]:
    day = calendar.local_date(at) - timedelta(days=1)
    try:
        for _count in range(DAYS + 1):
            day = calendar.next_open_day(day)
            yield day
    except NoOpenHours:
        return


def _of_day(calendar: Calendar, day: date) -> Iterator[Slot]:
    for opens, closes in calendar.spans(day):
        begins = _on_the_grid(opens)
        while begins + LENGTH <= closes:
            yield Slot(begins)
            begins += LENGTH


def _on_the_grid(moment: datetime) -> datetime:
    """That moment or the next full or half hour (UTC), so that slots of all places fall together or beside."""
    hour = moment.replace(minute=0, second=0, microsecond=0)
    steps = -(-(moment - hour) // LENGTH)
    return hour + steps * LENGTH
