"""Dates, times, numbers and money as the reader's language writes them.

Everything is worked out on the server with Babel: browsers know too little Georgian. Without a language
the active one counts, and plain English is written the British way.
"""

import re
from copy import copy
from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError, dates, numbers
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

LANGUAGE_NAMES = {"en": "English", "ka": "ქართული", "cs": "Čeština", "ta": "தமிழ்"}
NO_BREAK_SPACE = "\u00a0"


def locale_of(language: str | None = None) -> Locale:
    """Babel's locale for a language tag; an unknown one is read as English."""
    return _locale((language or get_language() or "en").replace("_", "-"))


def moment(dt: datetime, tz: tzinfo | None = None, *, at: datetime | None = None, language: str | None = None) -> str:
    """ "22 Nov 2026, 15:04" in the zone `tz`, else in the current one.

    Seen from the moment `at`, today's day and this year's number go without saying.
    """
    local = _local(dt, tz)
    seen_from = _local(at, tz).date() if at else None
    if seen_from == local.date():
        return clock(local, local.tzinfo, language=language)
    hour, on = clock(local, local.tzinfo, language=language), day(local.date(), at=seen_from, language=language)
    return _day_and_hour(locale_of(language)).format(hour, on)


def clock(value: datetime | time, tz: tzinfo | None = None, *, language: str | None = None) -> str:
    """ "15:04", in the zone `tz` if `value` is a moment."""
    local = _local(value, tz) if isinstance(value, datetime) else value
    return _clock(local.hour, local.minute, locale_of(language))


def day(value: date, *, at: date | None = None, language: str | None = None) -> str:
    """ "22 Nov 2026"; without the year when `at` lies in the same."""
    return _day(value, bool(at and at.year == value.year), locale_of(language))


def long_day(value: date, *, language: str | None = None) -> str:
    """ "Sunday 22 November", for headings."""
    locale = locale_of(language)
    between = " " if locale.language in ("en", "cs") else ", "
    weekday = dates.get_day_names("wide", "stand-alone", locale)[value.weekday()]
    return f"{weekday}{between}{month_day(value.month, value.day, language=language)}"


def month_day(month: int, day: int, year: int | None = None, *, language: str | None = None) -> str:
    """ "14 March" or "14 March 1990": a birthday, whose year may be unknown."""
    locale = locale_of(language)
    if year:
        return dates.format_date(date(year, month, day), "long", locale=locale)
    return dates.format_skeleton("MMMMd", date(2000, month, day), locale=locale)  # a year with a 29 February


def weekday_names(language: str | None = None, width: str = "wide") -> list[str]:
    """Monday first; `width` is "wide" or "abbreviated"."""
    names = dates.get_day_names(width, "stand-alone", locale_of(language))
    return [names[weekday] for weekday in range(7)]


def ago(dt: datetime, at: datetime) -> str:
    """How long before `at` it was, in one unit: "5 min ago", "3 days ago"."""
    minutes = int((at - dt).total_seconds() // 60)
    days = minutes // 1440
    if minutes < 1:
        return gettext("just now")
    if minutes < 60:
        return _counted(ngettext("%(count)s min ago", "%(count)s min ago", minutes), minutes)
    if days < 1:
        return _counted(ngettext("%(count)s hour ago", "%(count)s hours ago", minutes // 60), minutes // 60)
    if days < 14:
        return _counted(ngettext("%(count)s day ago", "%(count)s days ago", days), days)
    if days < 61:
        return _counted(ngettext("%(count)s week ago", "%(count)s weeks ago", days // 7), days // 7)
    if days < 730:
        months = int(days / 30.44)
        return _counted(ngettext("%(count)s month ago", "%(count)s months ago", months), months)
    years = int(days / 365.25)
    return _counted(ngettext("%(count)s year ago", "%(count)s years ago", years), years)


def time_left(due: datetime, at: datetime) -> str:
    """How far off `due` is at the moment `at`: "in 42 min", "in 3 days", or "2 days late"."""
    minutes = int(abs((due - at).total_seconds()) // 60)
    hours, days = minutes // 60, minutes // 1440
    if minutes < 1:
        return gettext("now")
    if due > at:
        if hours < 1:
            return _counted(ngettext("in %(count)s min", "in %(count)s min", minutes), minutes)
        if days < 1:
            return _counted(ngettext("in %(count)s hour", "in %(count)s hours", hours), hours)
        return _counted(ngettext("in %(count)s day", "in %(count)s days", days), days)
    if hours < 1:
        return _counted(ngettext("%(count)s min late", "%(count)s min late", minutes), minutes)
    if days < 1:
        return _counted(ngettext("%(count)s hour late", "%(count)s hours late", hours), hours)
    return _counted(ngettext("%(count)s day late", "%(count)s days late", days), days)


def duration_minutes(minutes: int) -> str:
    """ "6 min", "1 h 20 min", "2 h"."""
    hours, rest = divmod(int(minutes), 60)
    if not hours:
        return gettext("%(minutes)s min") % {"minutes": rest}
    if not rest:
        return gettext("%(hours)s h") % {"hours": number(hours)}
    return gettext("%(hours)s h %(minutes)s min") % {"hours": number(hours), "minutes": rest}


def number(value: int | float | Decimal, *, decimals: int | None = None, language: str | None = None) -> str:
    """ "1,234.5"; with `decimals`, exactly so many."""
    locale = locale_of(language)
    if decimals is None and isinstance(value, int):
        return _whole(value, locale)
    return _with_places(locale.decimal_formats[None], decimals).apply(value, locale)


def up_to(most: int, count: int) -> str:
    """A count that was broken off at `most`: "99+" when it was."""
    return number(count) if count < most else f"{number(most - 1)}+"


def percent(ratio: float | Decimal, *, decimals: int = 0, language: str | None = None) -> str:
    """ "88%" for 0.88."""
    locale = locale_of(language)
    return _with_places(locale.percent_formats[None], decimals).apply(ratio, locale)


def money(amount: Decimal, currency: str, *, language: str | None = None) -> str:
    """ "€12.50", "GEL 12.50", "12,50 Kč": rounded to the currency's own digits."""
    text = numbers.format_currency(amount, currency, locale=locale_of(language))
    return re.sub(r"(?<=[^\W\d_])(?=\d)", NO_BREAK_SPACE, text)  # Babel glues a code to its number


def language_name(code: str, in_language: str | None = None) -> str:
    """The name of a language, in `in_language`: "Georgian", "gruzínština"."""
    tag = code.replace("_", "-")
    names = locale_of(in_language).languages
    return names.get(tag.replace("-", "_")) or names.get(tag.split("-")[0].lower()) or code


# A page of a list has the same few days and hours again and again, and Babel reads its patterns anew for each.


@cache
def _day_and_hour(locale: Locale) -> str:
    return locale.datetime_formats["medium"].replace("'", "")


@lru_cache(10_000)
def _clock(hour: int, minute: int, locale: Locale) -> str:
    return dates.format_time(time(hour, minute), "short", locale=locale)


@lru_cache(10_000)
def _whole(number: int, locale: Locale) -> str:
    return locale.decimal_formats[None].apply(number, locale)


@lru_cache(10_000)
def _day(value: date, is_this_year: bool, locale: Locale) -> str:
    if is_this_year:
        return dates.format_skeleton("MMMd", value, locale=locale)
    return dates.format_date(value, "medium", locale=locale)


@cache
def _locale(tag: str) -> Locale:
    if tag.lower() == "en":
        tag = "en-GB"
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        base = tag.split("-")[0]
        return _locale(base) if base != tag else Locale("en", "GB")


def _local(dt: datetime, tz: tzinfo | None) -> datetime:
    """A moment without a zone is taken to be local already."""
    tz = tz or timezone.get_current_timezone()
    return dt.astimezone(tz) if dt.tzinfo else dt.replace(tzinfo=tz)


def _with_places(pattern: numbers.NumberPattern, decimals: int | None) -> numbers.NumberPattern:
    if decimals is None:
        return pattern
    pattern = copy(pattern)
    pattern.frac_prec = (decimals, decimals)
    return pattern


def _counted(sentence: str, count: int) -> str:
    return sentence % {"count": number(count)}
