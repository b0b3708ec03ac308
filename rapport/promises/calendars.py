"""Business calendars as the tables describe them."""

from datetime import date, datetime, time

from rapport.promises.business_time import Calendar, Hours, Week, week
from rapport.promises.models import Holiday, OpeningWeek, SpecialDay
from rapport.staff.models import Business, Location

# Until a business says otherwise: Monday to Friday, 9 to 18.
FIRST_WEEK = week({day: [Hours(time(9), time(18))] for day in range(5)})
LONG_AGO = date(1900, 1, 1)


def calendar_of(location: Location | None) -> Calendar:
    """When `location` is open; without one, the main location, else the business in its own zone and country.

    At most five queries. Read it once for many promises.
    """
    location = location or main_location()
    if location is None:
        business = Business.objects.current()
        return Calendar(business.time_zone, ((LONG_AGO, FIRST_WEEK),), _closed_days(business.country, ""))
    special = _closed_days(location.country, location.subdivision) | _special_days(location)
    return Calendar(location.time_zone, _weeks(location), special)


def main_location() -> Location | None:
    return Location.objects.filter(is_main=True).first()


def week_on(location: Location, day: date) -> Week:
    """The seven days of the week that holds at `location` on `day`."""
    weeks = _weeks(location)
    return next((hours for since, hours in reversed(weeks) if since <= day), weeks[0][1])


def end_of(day: date, calendar: Calendar) -> datetime:
    """When something promised for `day` is due: the end of business, or of the day itself when we are closed."""
    return calendar.close_of(day) or calendar.last_minute_of(day)


def _weeks(location: Location) -> tuple:
    found = OpeningWeek.objects.filter(location=location).prefetch_related("hours").order_by("valid_from")
    return tuple((row.valid_from, row.days) for row in found) or ((LONG_AGO, FIRST_WEEK),)


def _closed_days(country: str, subdivision: str) -> dict[date, tuple]:
    rows = Holiday.objects.filter(in_year__country=country, in_year__subdivision=subdivision)
    return dict.fromkeys(rows.values_list("on", flat=True), ())


def _special_days(location: Location) -> dict[date, tuple]:
    """Days of this location stand above days of all."""
    rows = SpecialDay.objects.filter(location=None) | SpecialDay.objects.filter(location=location)
    return {row.on: row.hours for row in sorted(rows, key=lambda row: row.location_id is not None)}
