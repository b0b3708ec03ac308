"""What a row says about somebody beside names and contact points: language, days, tags, notes, own fields."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from rapport.core import folding, moments
from rapport.core.names import clean, clean_lines
from rapport.core.tabular import values
from rapport.core.tabular.columns import Columns
from rapport.core.tabular.values import filled
from rapport.customers.importing import words
from rapport.customers.importing.subjects import BadRow, Point, Subject
from rapport.customers.models import CustomField

SEVERAL_TAGS = re.compile(r"\s*(?::::|[;,|])\s*")
QUOTES = '" '  # Mailchimp puts each tag into some
MEANT_FOR_PROGRAMS = {"mycontacts", "starred", "* mycontacts", "* starred"}
MOST_SPELLINGS = 100_000  # of tags that are compared; who has more has a column of something else
NO_DAY = "0-/.: "  # of which nothing but a day that nobody knows is written: 0000-00-00, 0/0/00
DATES = ("birthday", "name_day", "anniversary", "customer_since")
PLAIN = {"romanised_name": 300, "source": 120, "how_met": 2000}


class Details:
    """`managers` are the people here by e-mail address and folded name, `own_fields` the business's fields by key.

    `tags` are those that are here already: "vip" is the same as "VIP", and written as it came first.
    """

    def __init__(
        self,
        columns: Columns,
        *,
        dates: str,
        language: str,
        managers: Mapping[str, str],
        own_fields: Mapping[str, CustomField],
        tags: Iterable[str] = (),
    ):
        self._columns = columns
        self._order = dates
        self._language = language
        self._managers = managers
        self._own = {f"custom.{key}": field for key, field in own_fields.items() if columns.has(f"custom.{key}")}
        self._dates = [name for name in DATES if columns.has(name)]
        self._has = {name for name in ("tags", "notes", "account_manager", "time_zone") if columns.has(name)}
        self._plain = [name for name in PLAIN if columns.has(name)]
        self._spellings: dict[str, str] = {}
        for tag in tags:
            self._spelled(tag)

    def add(self, subject: Subject, cells: Sequence[str]) -> None:
        self._add_language(subject, cells)
        for name in self._plain:
            subject.columns[name] = clean_lines(filled(self._columns.first(name, cells)))[: PLAIN[name]]
        if "time_zone" in self._has and (zone := filled(self._columns.first("time_zone", cells))):
            if zone not in _zones():
                raise BadRow(_("There is no time zone named “%(name)s”.") % {"name": zone})
            subject.columns["time_zone"] = zone
        if "account_manager" in self._has:
            said = self._columns.first("account_manager", cells)
            subject.columns["account_manager"] = (
                self._managers.get(said.lower()) or self._managers.get(folding.search_key(said)) or ""
            )
        for name in self._dates:
            self._add_date(name, subject, cells)
        if "tags" in self._has:
            self._add_tags(subject, cells)
        if "notes" in self._has:
            texts = (filled(cells[index]) for index in self._columns.indexes("notes"))
            subject.notes = subject.facts["notes"] = clean_lines("\n\n".join(filter(None, texts)))
        for name, field in self._own.items():
            subject.facts[name] = _own_value(field, filled(self._columns.first(name, cells)), self._order)

    def _add_language(self, subject: Subject, cells: Sequence[str]) -> None:
        said = filled(self._columns.first("language", cells))
        if said and not words.language(said):
            raise BadRow(_("There is no language named “%(name)s”.") % {"name": said})
        if said or self._language or self._columns.has("language"):
            subject.columns["language"] = words.language(said) if said else self._language

    def _add_date(self, name: str, subject: Subject, cells: Sequence[str]) -> None:
        slot = f"date:{name}"
        text = filled(self._columns.first(name, cells))
        subject.facts[slot] = ""
        if not text.strip(NO_DAY):
            return
        found = _month_day(text, self._order)
        if found.value is None:
            raise BadRow(str(found.reason))
        month, day, year = found.value
        value = subject.facts[slot] = f"{f'{year:04}' if year else '-'}-{month:02}-{day:02}"
        subject.points.append(Point("date", slot, value, parts=(month, day, year or None, name)))

    def _add_tags(self, subject: Subject, cells: Sequence[str]) -> None:
        found = {tag for index in self._columns.indexes("tags") for tag in _tags(cells[index])}
        found = {self._spelled(tag) for tag in sorted(found)}
        subject.facts["tags"] = sorted(found)
        subject.points.extend(Point("tag", "tags", tag) for tag in found)

    def _spelled(self, tag: str) -> str:
        if len(self._spellings) >= MOST_SPELLINGS:
            return self._spellings.get(tag.casefold(), tag)
        return self._spellings.setdefault(tag.casefold(), tag)


@lru_cache(5_000)
def _tags(text: str) -> tuple[str, ...]:
    several = (tag.strip(QUOTES) for tag in SEVERAL_TAGS.split(filled(text)))
    return tuple(clean(tag.lstrip("* "))[:60] for tag in several if tag and tag.casefold() not in MEANT_FOR_PROGRAMS)


@lru_cache(50_000)
def _month_day(text: str, order: str) -> moments.Reading:
    return moments.read_month_day(text, order)


def _own_value(field: CustomField, text: str, order: str) -> Any:
    """The value as `Customer.custom` keeps it; `order` is that of day and month."""
    if not text:
        return None
    try:
        match field.type:
            case CustomField.Type.NUMBER:
                return _plain_number(values.decimal(text))
            case CustomField.Type.DATE:
                return values.day(text, order == "dmy").isoformat()
            case CustomField.Type.YES_NO:
                return values.truth(text)
            case CustomField.Type.CHOICE if text not in field.choices:
                raise ValueError(_("it is none of: %(choices)s") % {"choices": ", ".join(field.choices)})
            case _:
                return clean_lines(text)
    except ValueError as error:
        raise BadRow(
            _("“%(text)s” can't be the value of %(field)s: %(reason)s")
            % {"text": text, "field": field.label, "reason": error}
        ) from error


def _plain_number(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


@cache
def _zones() -> set[str]:
    return available_timezones()
