"""Which column holds what: headings of many languages and systems become the names of fields.

Headings are compared folded: without case, spaces, signs and accents, so that "E-mail", "EMAIL" and "e_mail" are one.
Which synonyms there are is the slice's business; see `Field`.
"""

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _

from rapport.core.refusals import Refusal

# Words before a heading that say which of several is meant: "Home Street", "billing_city", "Work E-mail".
PREFIXES = {
    "home": "home",
    "private": "home",
    "work": "work",
    "business": "work",
    "office": "work",
    "company": "work",
    "other": "other",
    "primary": "",
    "main": "",
    "default": "",
    "defaultaddress": "",
    "mailing": "postal",
    "postal": "postal",
    "visitor": "visit",
    "billing": "billing",
    "invoice": "billing",
    "shipping": "delivery",
    "delivery": "delivery",
    "contact": "",
    "account": "",
    "customer": "",
    "address": "",
    "fakturacni": "billing",
    "dodaci": "delivery",
    "korespondencni": "postal",
}
COMBINING = re.compile("[\u0300-\u036f]")
NOT_A_WORD = re.compile(r"[^\w#]|_")
DIGITS = re.compile(r"\d+")


class UnknownColumn(Refusal):
    code = "unknown_column"


class UnknownField(Refusal):
    code = "unknown_field"


@dataclass(frozen=True)
class Field:
    """Something a column can hold, and how its heading may read.

    In a synonym, "#" stands for a number ("phone # value"), and "> label" names the label that the match gets
    ("mobile phone > mobile"). With `prefixes`, the words of `PREFIXES` may stand before any synonym. Columns of a field
    that is `joined` make one thing together (an address) as long as they have the same label and number. A heading in
    `otherwise` is this field's where the field it usually means has a more telling column: "Title" beside "Job title".
    """

    name: str
    label: str | Promise
    synonyms: tuple[str, ...]
    many: bool = False
    prefixes: bool = False
    joined: bool = False
    otherwise: tuple[str, ...] = ()
    is_date: bool = False

    @cached_property
    def by_heading(self) -> dict[str, tuple[int, str]]:
        """Folded heading → its rank among the synonyms and its label."""
        found: dict[str, tuple[int, str]] = {}
        for rank, synonym in enumerate((self.name, *self.synonyms)):
            heading, _sign, label = synonym.partition(" > ")
            for written in (heading, heading.replace("#", "")):
                found.setdefault(fold(written), (rank, label.strip()))
        return found


@dataclass(frozen=True)
class Match:
    """A column that a field was recognised in."""

    rank: int
    index: int
    field: str
    label: str = ""
    number: str = ""  # "2" in "Phone 2 - Value"


class Columns:
    """What was recognised in a row of headings."""

    def __init__(self, headings: Sequence[str], matches: Sequence[Match]):
        self.headings = list(headings)
        self._by_field: dict[str, list[Match]] = {}
        for match in sorted(matches, key=lambda match: (match.rank, match.index)):
            self._by_field.setdefault(match.field, []).append(match)
        taken = {match.index for match in matches}
        self.ignored = [heading for i, heading in enumerate(headings) if i not in taken and heading]

    def has(self, *fields: str) -> bool:
        """Whether any of `fields` was recognised."""
        return any(name in self._by_field for name in fields)

    def __contains__(self, field: str) -> bool:
        return field in self._by_field

    def matches(self, name: str) -> list[Match]:
        return self._by_field.get(name, [])

    def indexes(self, name: str) -> list[int]:
        return [match.index for match in self.matches(name)]

    def first(self, name: str, cells: Sequence[str]) -> str:
        """The first cell of the field that is not empty, or ""."""
        for match in self._by_field.get(name, ()):
            if cells[match.index]:
                return cells[match.index]
        return ""


def recognise(
    headings: Sequence[str], fields: Sequence[Field], overrides: Mapping[str | int, str] | None = None
) -> Columns:
    """Match `headings` with `fields`. `overrides` name a field by column; "" ignores it, "phone:mobile" labels it.
    A column is its heading or its place.

    Raises `UnknownColumn` or `UnknownField` when an override names what is not there.
    """
    by_name = {known.name: known for known in fields}
    chosen = _chosen(headings, by_name, overrides or {})
    matches = [match for match in chosen.values() if match]
    spoken_for = {match.field for match in matches if not by_name[match.field].many}
    for index, heading in enumerate(headings):
        match = None if index in chosen else _recognise_one(index, heading, fields)
        if match and match.field not in spoken_for:
            matches.append(match)
    return Columns(headings, [_or_otherwise(match, matches, headings, fields) for match in matches])


def _or_otherwise(match: Match, matches: Sequence[Match], headings: Sequence[str], fields: Sequence[Field]) -> Match:
    if not any(other.field == match.field and 0 <= other.rank < match.rank for other in matches):
        return match
    heading = fold(headings[match.index])
    better = next((known for known in fields if heading in map(fold, known.otherwise)), None)
    return Match(match.rank, match.index, better.name, "", match.number) if better else match


def fold(heading: str) -> str:
    """`heading` as it is compared: "E-mail 1 – Value" → "email1value", "Telefonní číslo" → "telefonnicislo"."""
    text = COMBINING.sub("", unicodedata.normalize("NFKD", heading.casefold()))
    return NOT_A_WORD.sub("", text)


def _chosen(
    headings: Sequence[str], by_name: Mapping[str, Field], overrides: Mapping[str | int, str]
) -> dict[int, Match | None]:
    chosen: dict[int, Match | None] = {}
    for column, wanted in overrides.items():
        name, _sign, label = wanted.partition(":")
        if name and name not in by_name:
            raise UnknownField(
                _("There is no field named “%(name)s”.%(hint)s The fields are: %(names)s.")
                % {"name": name, "hint": _hint(name, by_name), "names": ", ".join(sorted(by_name))}
            )
        index = column if isinstance(column, int) else _index_of(headings, column)
        number = "" if name and by_name[name].joined else str(index)
        chosen[index] = Match(-1, index, name, label.strip()[:60], number) if name else None
    return chosen


def told_apart(headings: Sequence[str]) -> list[str]:
    """Headings of which the second of a kind is called so: "Phone", "Phone (2)"."""
    seen: Counter[str] = Counter()
    found = []
    for heading in headings:
        seen[heading] += 1
        found.append(f"{heading} ({seen[heading]})" if heading and seen[heading] > 1 else heading)
    return found


def _index_of(headings: Sequence[str], column: str) -> int:
    for names in (headings, told_apart(headings)):
        if column in names:
            return names.index(column)
    folded = [fold(heading) for heading in headings]
    if fold(column) in folded:
        return folded.index(fold(column))
    raise UnknownColumn(
        _("There is no column named “%(name)s”.%(hint)s The columns are: %(names)s.")
        % {"name": column, "hint": _hint(column, headings), "names": ", ".join(filter(None, headings))}
    )


def _hint(name: str, known: Sequence[str] | Mapping[str, object]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    return " " + _("Did you mean “%(name)s”?") % {"name": close[0]} if close else ""


def _recognise_one(index: int, heading: str, fields: Sequence[Field]) -> Match | None:
    """The field whose synonym reads like `heading`: as it is, then with any number, then behind a known prefix."""
    folded = fold(heading)
    if not folded:
        return None
    digits = DIGITS.search(folded)
    number = digits.group() if digits else ""
    numbered = DIGITS.sub("#", folded)
    attempts = [(folded, ""), (numbered, number), (numbered.removesuffix("#"), number)]
    for look in (_plain, _prefixed):
        for attempt, its_number in attempts:
            if attempt and (match := look(index, attempt, fields, its_number)):
                return match
    return None


def _plain(index: int, folded: str, fields: Sequence[Field], number: str) -> Match | None:
    for known in fields:
        if found := known.by_heading.get(folded):
            return _match(known, index, *found, number)
    return None


def _prefixed(index: int, folded: str, fields: Sequence[Field], number: str) -> Match | None:
    for prefix in sorted(PREFIXES, key=len, reverse=True):
        rest = folded.removeprefix(prefix)
        if rest == folded or not rest:
            continue
        for known in fields:
            if known.prefixes and (found := known.by_heading.get(rest)):
                return _match(known, index, found[0], PREFIXES[prefix] or found[1], number)
    return None


def _match(known: Field, index: int, rank: int, label: str, number: str) -> Match:
    """Where one cell is wanted, the more telling heading goes first; where all are, they stay in their order."""
    return Match(0 if known.many else rank, index, known.name, label, number)
