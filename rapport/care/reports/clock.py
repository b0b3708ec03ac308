"""Business time in SQL: hundreds of thousands of spans cannot be counted one by one in Python.

Each calendar becomes three arrays: when it opens, how long it then stays open, and how long it was open before. The
business time until a moment is found by a binary search (`width_bucket`); that between two moments is the difference.
"""

from datetime import datetime, timedelta
from uuid import UUID

from rapport.promises.business_time import Calendar
from rapport.promises.calendars import calendars_of_all

NOWHERE = UUID(int=0)  # stands for "no location", which the main calendar counts for

# A CTE `calendar`; join it by `calendar.location = COALESCE(location_id, NOWHERE)`.
CALENDAR = "calendar(location, opens, seconds, earlier) AS (VALUES {rows})"
ROW = "(%s::uuid, %s::timestamptz[], %s::bigint[], %s::bigint[])"
UNTIL = """
CASE WHEN width_bucket({at}, calendar.opens) = 0 THEN 0 ELSE
  calendar.earlier[width_bucket({at}, calendar.opens)] + LEAST(
    EXTRACT(EPOCH FROM {at} - calendar.opens[width_bucket({at}, calendar.opens)]),
    calendar.seconds[width_bucket({at}, calendar.opens)])
END"""


def minutes_between(start: str, end: str) -> str:
    """SQL for the business minutes from one column to another; 0 when `end` is not later."""
    return f"GREATEST(0, ({UNTIL.format(at=end)} - {UNTIL.format(at=start)}) / 60.0)"


def calendar_sql(start: datetime, end: datetime) -> tuple[str, list]:
    """The CTE with every location's calendar from `start` to `end`, and its parameters. At most six queries."""
    calendars = calendars_of_all()
    params: list = []
    for location, calendar in calendars.items():
        params += [location or NOWHERE, *_arrays(calendar, start, end)]
    return CALENDAR.format(rows=", ".join([ROW] * len(calendars))), params


def _arrays(calendar: Calendar, start: datetime, end: datetime) -> tuple[list[datetime], list[int], list[int]]:
    opens, seconds, earlier, passed = [], [], [], 0
    day, last = calendar.local_date(start), calendar.local_date(end)
    while day <= last:
        for opening, closing in calendar.spans(day):
            length = int((closing - opening).total_seconds())
            opens.append(opening)
            seconds.append(length)
            earlier.append(passed)
            passed += length
        day += timedelta(days=1)
    return opens, seconds, earlier
