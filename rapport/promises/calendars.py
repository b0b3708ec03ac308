"""Business calendars as the tables describe them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time
from uuid import UUID

from rapport.promises.business_time import Calendar, Hours, Week, week
from rapport.promises.models import Holiday, OpeningWeek, SpecialDay
from rapport.staff.models import Business, Location
from rapport.staff.remembering import remembered

# Until a business says otherwise: Monday to Friday, 9 to 18.
FIRST_WEEK = week({day: [Hours(time(9), time(18))] for day in range(5)})
LONG_AGO = date(1900, 1, 1)


def calendar_of(location: Location | None) -> Calendar:
    """When `location` is open; without one, the main location, else the business in its own zone and country.

    At most five queries, within a request for the first who asks.
    """
    return remembered(f"calendar of {location and location.pk}", lambda: _calendar_of(location))


def _calendar_of(location: Location | None) -> Calendar:
    location = location or main_location()
    if location is None:
        business = Business.objects.current()
        return Calendar(business.time_zone, ((LONG_AGO, FIRST_WEEK),), _closed_days(business.country, ""))
    special = _closed_days(location.country, location.subdivision) | _special_days(location)
    return Calendar(location.time_zone, _weeks(location), special)


def calendars_of_all() -> dict[UUID | None, Calendar]:
    """The calendar of every location by its id, and under None the one that counts without any. At most six queries."""
    locations = list(Location.objects.all())
    if not locations:
        return {None: calendar_of(None)}
    weeks, closed, special = _all_weeks(), _all_holidays(), _all_special_days()
    calendars: dict[UUID | None, Calendar] = {
        location.pk: Calendar(
            location.time_zone,
            _since_ever(weeks[location.pk]),
            closed[location.country, location.subdivision] | special[None] | special[location.pk],
        )
        for location in locations
    }
    main = next((location for location in locations if location.is_main), None)
    calendars[None] = calendars[main.pk] if main else calendar_of(None)
    return calendars


def main_location() -> Location | None:
    return Location.objects.filter(is_main=True).first()


def week_on(location: Location, day: date) -> Week:
    """The seven days of the week that holds at `location` on `day`."""
    weeks = _weeks(location)
    return next(hours for since, hours in reversed(weeks) if since <= day)


def weeks_on(locations: Iterable[Location], day: date) -> dict[Location, Week]:
    """The seven days that hold on `day` at each of the `locations`. Three queries."""
    weeks = _all_weeks()
    return {
        location: next(hours for since, hours in reversed(_since_ever(weeks[location.pk])) if since <= day)
        for location in locations
    }


def end_of(day: date, calendar: Calendar) -> datetime:
    """When something promised for `day` is due: the end of business, or of the day itself when we are closed."""
    return calendar.close_of(day) or calendar.last_minute_of(day)


def _weeks(location: Location) -> tuple:
    found = OpeningWeek.objects.filter(location=location).prefetch_related("hours").order_by("valid_from")
    return _since_ever([(row.valid_from, row.days) for row in found])


def _since_ever(weeks: list) -> tuple:
    """Before the first week that somebody set, the usual one holds, so that "from Monday on" means it."""
    return ((LONG_AGO, FIRST_WEEK), *weeks)


def _all_weeks() -> dict[UUID, list]:
    weeks = defaultdict(list)
    for row in OpeningWeek.objects.prefetch_related("hours").order_by("valid_from"):
        weeks[row.location_id].append((row.valid_from, row.days))
    return weeks


def _closed_days(country: str, subdivision: str) -> dict[date, tuple]:
    rows = Holiday.objects.filter(in_year__country=country, in_year__subdivision=subdivision)
    return dict.fromkeys(rows.values_list("on", flat=True), ())


def _all_holidays() -> dict[tuple[str, str], dict[date, tuple]]:
    closed = defaultdict(dict)
    for country, subdivision, on in Holiday.objects.values_list("in_year__country", "in_year__subdivision", "on"):
        closed[country, subdivision][on] = ()
    return closed


def _special_days(location: Location) -> dict[date, tuple]:
    """Days of this location stand above days of all."""
    rows = SpecialDay.objects.filter(location=None) | SpecialDay.objects.filter(location=location)
    return {row.on: row.hours for row in sorted(rows, key=lambda row: row.location_id is not None)}


def _all_special_days() -> dict[UUID | None, dict[date, tuple]]:
    special = defaultdict(dict)
    for row in SpecialDay.objects.all():
        special[row.location_id][row.on] = row.hours
    return special
