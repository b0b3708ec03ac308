"""Public holidays as the `holidays` library computes them: a first draft for the table, never read at run time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import holidays
from django.conf import settings

from rapport.staff.models import Business, Location


@dataclass(frozen=True)
class Day:
    on: date
    name: str
    local_names: dict[str, str]


def places() -> list[tuple[str, str]]:
    """Every country, or part of one, whose holidays we keep."""
    found = Location.objects.filter(closed_for_good_on=None).values_list("country", "subdivision")
    return sorted(set(found)) or [(Business.objects.current().country, "")]


def holidays_of(country: str, subdivision: str, year: int) -> Iterator[Day]:
    """The holidays of a year by name in English and, where the source knows them, in the languages we speak.

    A country that the library does not know has none: a person adds them. An unknown part counts as its country.
    """
    listing = holidays.list_supported_countries(include_aliases=False)
    if country not in listing:
        return
    subdivision = subdivision if subdivision in listing[country] else ""
    languages = _languages(country)
    by_language = {ours: _names(country, subdivision, year, theirs) for ours, theirs in languages.items()}
    default = _names(country, subdivision, year, None)
    for on in sorted(default):
        local_names = {language: names[on] for language, names in by_language.items() if on in names}
        yield Day(on, local_names.pop("en", default[on]), local_names)


def _languages(country: str) -> dict[str, str]:
    """Which of our languages the library speaks for `country`, by its own code (`en_US`)."""
    spoken = getattr(holidays.country_holidays(country), "supported_languages", ())
    ours = [code for code, _name in settings.LANGUAGES]
    return {code: theirs for code in ours for theirs in reversed(spoken) if theirs.split("_")[0] == code}


def _names(country: str, subdivision: str, year: int, language: str | None) -> dict[date, str]:
    found = holidays.country_holidays(country, subdiv=subdivision or None, years=year, language=language)
    return {on: name for on, name in found.items() if on.year == year}
