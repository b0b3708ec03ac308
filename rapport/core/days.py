"""Days that come back every year: birthdays, name days, anniversaries.

Whoever was born on 29 February has their day on 1 March in other years, or on 28 February if the house
or the person prefers that ("feb28").
"""

from calendar import isleap
from datetime import date


def is_day(month: int, day: int, year: int | None = None) -> bool:
    """Whether there is such a day; without a year 29 February is one."""
    try:
        date(year or 2000, month, day)
    except ValueError:
        return False
    return True


def day_in(year: int, month: int, day: int, feb29: str = "mar1") -> date:
    """The day on which (month, day) is kept in `year`."""
    if (month, day) == (2, 29) and not isleap(year):
        return date(year, 2, 28) if feb29 == "feb28" else date(year, 3, 1)
    return date(year, month, day)


def next_occurrence(month: int, day: int, on: date, feb29: str = "mar1") -> date:
    """The next time (month, day) is kept; `on` itself counts."""
    this_year = day_in(on.year, month, day, feb29)
    return this_year if this_year >= on else day_in(on.year + 1, month, day, feb29)


def years_on(when: date, month: int, day: int, year: int | None, feb29: str = "mar1") -> int | None:
    """How many full years have passed on the day `when`; None while the first year is unknown or yet to come."""
    if not year:
        return None
    years = when.year - year - (day_in(when.year, month, day, feb29) > when)
    return years if years >= 0 else None
