"""Dates and times as people and other systems write them, read for import.

What could be two days is not guessed: the `Reading` then has no value but a reason, for a person to read.
`order` tells what 3/4/2026 means: "dmy", "mdy", or "" when nobody knows.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from typing import Generic, TypeVar

from babel import dates
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .days import is_day
from .folding import search_key
from .formats import locale_of
from .names import clean

T = TypeVar("T")
LANGUAGES = ["en", "en-US", "ka", "cs", "ta"]
EARLIEST_YEAR = 1000

YEAR_FIRST = re.compile(r"(\d{4})([-/.]) ?(\d{1,2})\2 ?(\d{1,2})\.?")
YEAR_LAST = re.compile(r"(\d{1,2})([-/.]) ?(\d{1,2})\2 ?(\d{4})\.?")
SHORT_YEAR = re.compile(r"\d{1,2}([-/.]) ?\d{1,2}\1 ?\d{2}")
RUN_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})")
WITHOUT_YEAR = re.compile(r"(\d{1,2})([-/.]) ?(\d{1,2})\2?")
# A day is needed: nobody can be congratulated in a month, and the first of it would be a guess.
WITHOUT_DAY = re.compile(
    r"(?P<year>\d{4})(?:[-/.] ?(?P<month>\d{1,2})(?:[-/.]0{1,2})?)?|(?P<first>\d{1,2})[-/.] ?(?P<last>\d{4})"
)
VCARD = re.compile(r"--(\d{2})-?(\d{2})")
TIME_OF_DAY = re.compile(
    r"(?:^|[T ,]+)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"\s?(?P<half>[ap]\.?m\.?)?\s?(?P<zone>Z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Reading(Generic[T]):
    """What was read, or, with no value, the reason why not."""

    value: T | None
    reason: str | Promise = ""


class Unreadable(Exception):
    """A text that is no single date; says why in words for a person."""


def read_date(text: str | date | datetime | None, order: str = "") -> Reading[date]:
    """The day in `text`; a time of day after it is passed over."""
    if isinstance(text, datetime):
        return Reading(text.date())
    if isinstance(text, date):
        return Reading(text)
    try:
        return Reading(_whole_date(_split_time(clean(text))[0], order))
    except Unreadable as problem:
        return Reading(None, problem.args[0])


def read_moment(text: str | date | datetime | None, tz: tzinfo, order: str = "") -> Reading[datetime]:
    """The moment in `text`, aware. Without a zone of its own it is in `tz`; a day alone begins at midnight."""
    if isinstance(text, datetime):
        return Reading(text if text.tzinfo else text.replace(tzinfo=tz))
    if isinstance(text, date):
        return Reading(datetime.combine(text, time(), tz))
    try:
        day_text, time_match = _split_time(clean(text))
        day = _whole_date(day_text, order)
        return Reading(datetime.combine(day, *_time_and_zone(time_match, tz)))
    except Unreadable as problem:
        return Reading(None, problem.args[0])


def read_month_day(text: str | date | datetime | None, order: str = "") -> Reading[tuple[int, int, int | None]]:
    """(month, day, year or None) of a birthday, whose year people often leave out."""
    if isinstance(text, date):
        return Reading((text.month, text.day, text.year))
    try:
        year, month, day = _parts(_split_time(clean(text))[0], order)
        return Reading((month, day, year))
    except Unreadable as problem:
        return Reading(None, problem.args[0])


def sniff_order(texts: Iterable[str]) -> str:
    """What a whole column shows: one 14/3/2026 in it settles all of them; "" when nothing or both ways show."""
    found = {shown_order(text) for text in texts} & {"dmy", "mdy"}
    return found.pop() if len(found) == 1 else ""


def shown_order(text: str) -> str:
    """What one date shows: 14/3/2026 "dmy", 3/14/2026 "mdy", 3/4/2026 "either"; "" for what has one reading."""
    day = _split_time(clean(text))[0]
    match = YEAR_LAST.fullmatch(day) or WITHOUT_YEAR.fullmatch(day)
    if not match or match[2] == ".":
        return ""
    first, second = int(match[1]), int(match[3])
    if first > 12 or second > 12:
        return "dmy" if first > 12 >= second else "mdy" if second > 12 >= first else ""
    return "either" if first != second else ""


def order_of_language(language: str) -> str:
    """The order in which a language writes day, month and year: "dmy" for British English."""
    pattern = locale_of(language).date_formats["short"].pattern
    return "".join(dict.fromkeys(letter.lower() for letter in pattern if letter in "dMy"))


def month_called(text: str) -> int:
    """The month of that name in one of our languages, whole or short; 0 when there is none."""
    return _months().get(search_key(text), 0)


def _whole_date(text: str, order: str) -> date:
    year, month, day = _parts(text, order)
    if year is None:
        raise Unreadable(format_lazy(_("“{text}” has no year."), text=text))
    return date(year, month, day)


def _parts(text: str, order: str) -> tuple[int | None, int, int]:
    """(year or None, month, day). Raises `Unreadable`."""
    if not text:
        raise Unreadable(_("There is no date here."))
    if match := WITHOUT_DAY.fullmatch(text):
        raise _dayless(text, match["year"] or match["last"], int(match["month"] or match["first"] or 0))
    if match := YEAR_FIRST.fullmatch(text):
        return _existing(text, int(match[1]), int(match[3]), int(match[4]))
    if match := RUN_TOGETHER.fullmatch(text):
        return _existing(text, *map(int, match.groups()))
    if match := VCARD.fullmatch(text):
        return _existing(text, None, int(match[1]), int(match[2]))
    if match := YEAR_LAST.fullmatch(text):
        return _day_or_month_first(text, int(match[1]), int(match[3]), int(match[4]), match[2], order)
    if SHORT_YEAR.fullmatch(text):
        raise Unreadable(format_lazy(_("“{text}” needs its year with four digits."), text=text))
    if match := WITHOUT_YEAR.fullmatch(text):
        return _day_or_month_first(text, int(match[1]), int(match[3]), None, match[2], order)
    return _in_words(text)


def _day_or_month_first(
    text: str, first: int, second: int, year: int | None, separator: str, order: str
) -> tuple[int | None, int, int]:
    """With full stops the day comes first everywhere; with strokes that depends on the country."""
    day_first, month_first = (second, first), (first, second)
    if separator == ".":
        return _existing(text, year, *day_first)
    possible = [pair for pair in dict.fromkeys([day_first, month_first]) if is_day(*pair, year)]
    if len(possible) < 2:
        return _existing(text, year, *(possible or [day_first])[0])
    if order not in ("dmy", "mdy"):
        raise Unreadable(
            format_lazy(
                _("“{text}” may be day and month or month and day. Write it as {iso}."),
                text=text,
                iso=f"{year or '-'}-{second:02}-{first:02}",
            )
        )
    return _existing(text, year, *(day_first if order == "dmy" else month_first))


def _in_words(text: str) -> tuple[int | None, int, int]:
    """22 November 2026, Nov 22nd, 22. listopadu 2026, 22 ნოემბერი 2026."""
    words = [re.sub(r"^(\d+)(st|nd|rd|th)$", r"\1", word) for word in search_key(text).split()]
    months = [_months()[word] for word in words if word in _months()]
    numbers = [int(word) for word in words if word.isascii() and word.isdigit()]
    others = [word for word in words if word not in _months() and not word.isdigit() and word not in _passed_over()]
    days, years = [n for n in numbers if n <= 31], [n for n in numbers if n >= EARLIEST_YEAR]
    if len(months) == 1 and not days and len(years) == 1 and not others:
        raise _dayless(text, years[0], months[0])
    if len(months) != 1 or len(days) != 1 or len(years) > 1 or others or len(numbers) != len(days) + len(years):
        raise Unreadable(format_lazy(_("“{text}” is not a date we can read. Write it as 2026-11-22."), text=text))
    return _existing(text, years[0] if years else None, months[0], days[0])


def _dayless(text: str, year: int | str, month: int) -> Unreadable:
    said = _(
        "“{text}” says no day. Write a whole one, such as {day}, or take it out of this column and into the notes."
    )
    return Unreadable(format_lazy(said, text=text, day=f"{year}-{month if 1 <= month <= 12 else 1:02}-01"))


def _existing(text: str, year: int | None, month: int, day: int) -> tuple[int | None, int, int]:
    if not is_day(month, day, year) or year is not None and year < EARLIEST_YEAR:
        raise Unreadable(format_lazy(_("“{text}” is not a day of the calendar."), text=text))
    return year, month, day


def _split_time(text: str) -> tuple[str, re.Match | None]:
    match = TIME_OF_DAY.search(text)
    return (text[: match.start()].rstrip(" ,"), match) if match else (text, None)


def _time_and_zone(match: re.Match | None, tz: tzinfo) -> tuple[time, tzinfo]:
    if match is None:
        return time(), tz
    hour, half = int(match["hour"]), (match["half"] or "")[:1].lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif half:
        hour = 24
    micro = int((match["fraction"] or "0")[:6].ljust(6, "0"))
    try:
        return time(hour, int(match["minute"]), int(match["second"] or 0), micro), _zone(match["zone"], tz)
    except ValueError as problem:
        raise Unreadable(format_lazy(_("“{text}” is not a time of day."), text=match[0].strip(" ,T"))) from problem


def _zone(name: str | None, tz: tzinfo) -> tzinfo:
    if not name:
        return tz
    if name.upper() in ("Z", "UTC", "GMT"):
        return UTC
    sign = -1 if name[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(name[1:3]), minutes=int(name[3:].strip(":") or 0)))


@cache
def _months() -> dict[str, int]:
    """Folded names and abbreviations of the months in our languages, Roman numbers, and the Georgian "on 14 March"."""
    georgian = dates.get_month_names("wide", "stand-alone", locale_of("ka"))
    on_a_day = {search_key(f"{name.removesuffix('ი')}ს"): number for number, name in georgian.items()}
    roman = {name: number for number, name in enumerate("i ii iii iv v vi vii viii ix x xi xii".split(), 1)}
    return (
        roman
        | on_a_day
        | {
            search_key(name): number
            for language in LANGUAGES
            for width in ("wide", "abbreviated")
            for context in ("format", "stand-alone")
            for number, name in dates.get_month_names(width, context, locale_of(language)).items()
        }
    )


@cache
def _passed_over() -> frozenset[str]:
    """Names of weekdays, and the little words between day, month and year."""
    weekdays = {
        search_key(name)
        for language in LANGUAGES
        for width in ("wide", "abbreviated")
        for name in dates.get_day_names(width, "stand-alone", locale_of(language)).values()
    }
    return frozenset(weekdays | {"of", "the", "r", "roku", "tslis", "tseli"})
