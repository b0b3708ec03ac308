"""When we are open. Promises already given keep their due time when hours change."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rapport.core.refusals import Refusal
from rapport.promises.business_time import Hours
from rapport.promises.models import Holiday, HolidayYear, OpeningHours, OpeningWeek, SpecialDay
from rapport.promises.public_holidays import holidays_of, places


class OutsideItsYear(Refusal):
    code = "holiday_outside_its_year"
    message = _("That day is not in this year. Open the list of its own year.")


@transaction.atomic
def set_week(location, valid_from: date, days: Mapping[int, Iterable[Hours]]) -> OpeningWeek:
    """Say how `location` is open from `valid_from` on; a week already said for that day is replaced."""
    week, _created = OpeningWeek.objects.select_for_update().get_or_create(location=location, valid_from=valid_from)
    week.hours.all().delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(week=week, weekday=weekday, opens=hours.opens, closes=hours.closes)
        for weekday, spans in days.items()
        for hours in spans
    )
    return week


@transaction.atomic
def drop_week(week: OpeningWeek) -> None:
    """Those hours do not begin; the week before them goes on."""
    week.delete()


@transaction.atomic
def set_day(on: date, *, location=None, hours: Hours | None = None, note: str = "") -> SpecialDay:
    """Say how one day goes: closed, or open for `hours`; at one location or at all."""
    day, _created = SpecialDay.objects.update_or_create(
        location=location,
        on=on,
        defaults={
            "opens": hours.opens if hours else None,
            "closes": hours.closes if hours else None,
            "note": note,
        },
    )
    return day


@transaction.atomic
def clear_day(day: SpecialDay) -> None:
    """Let the day follow the week and the holidays again."""
    day.delete()


@transaction.atomic
def seed_holidays(at: datetime) -> int:
    """Compute the holidays of this year and the next for every location without; answers how many lists were new."""
    lists = [_seed(country, part, year) for country, part in places() for year in (at.year, at.year + 1)]
    return sum(lists)


def _seed(country: str, subdivision: str, year: int) -> bool:
    in_year, is_new = HolidayYear.objects.get_or_create(country=country, subdivision=subdivision, year=year)
    if is_new:
        Holiday.objects.bulk_create(
            Holiday(in_year=in_year, on=day.on, name=day.name, local_names=day.local_names)
            for day in holidays_of(country, subdivision, year)
        )
    return is_new


@transaction.atomic
def confirm_holidays(in_year: HolidayYear, *, at: datetime, by) -> HolidayYear:
    """A person looked at the list and says that it is right. The first to say so is remembered."""
    in_year = HolidayYear.objects.select_for_update().get(pk=in_year.pk)
    if in_year.confirmed_at is None:
        in_year.confirmed_at, in_year.confirmed_by = at, by
        in_year.save(update_fields=["confirmed_at", "confirmed_by"])
    return in_year


@transaction.atomic
def unconfirm_holidays(in_year: HolidayYear) -> None:
    """Nobody said so after all: the list waits to be looked through again."""
    HolidayYear.objects.filter(pk=in_year.pk).update(confirmed_at=None, confirmed_by=None)


@transaction.atomic
def add_holiday(in_year: HolidayYear, *, on: date, name: str, local_names: dict | None = None) -> Holiday:
    """Add a day, such as one that the government gave. A day already there takes the new name."""
    if on.year != in_year.year:
        raise OutsideItsYear
    holiday, _created = Holiday.objects.update_or_create(
        in_year=in_year, on=on, defaults={"name": name, "local_names": local_names or {}}
    )
    return holiday


@transaction.atomic
def remove_holiday(holiday: Holiday) -> None:
    """We work on that day after all."""
    holiday.delete()
