"""How a row says somebody can be reached: e-mail, phones, fax, web pages, postal addresses."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rapport.core import emails, phones, postal
from rapport.core.names import clean, clean_lines
from rapport.core.tabular.columns import Columns, Match
from rapport.core.tabular.values import as_typed, filled
from rapport.customers.importing.subjects import BadRow, Point, Subject

SEVERAL_MAILS = re.compile(r"\s*(?::::|[;,\s])\s*")
SEVERAL_PHONES = re.compile(r"\s*(?::::|[;\n])\s*")
MAYBE_SEVERAL = re.compile(r"\s*[,/]\s*|\s+(?:or|nebo|a|ან|அல்லது)\s+")  # 777/123 456 is one number
FEWEST_DIGITS = 7  # of each, where a cell holds several
# What every checker of addresses agrees on; anything else is looked at closely, which takes fifty times as long.
PLAIN_MAIL = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9_%+-]*(?:\.[A-Za-z0-9_%+-]+)*@(?:[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\.)+[A-Za-z]{2,24}"
)
RESERVED = re.compile(r"xn--|\.(?:local|localhost|invalid|onion|arpa)$")
PURPOSES = {"billing": "billing", "delivery": "delivery", "visit": "visit"}
BETWEEN = " ¦ "
ABROAD = re.compile(r"\s*(?:\+|00)[ (]*([1-9][\d ()./-]{5,})")
LONGEST_CODE = 3
IN_ONE_CELL, FEWEST_PARTS = "  ", 5
ADDRESS_PARTS = ("street", "city", "area", "postal_code", "country")


class Reach:
    """Reads the contact points of a file whose phones and addresses are in `country` unless they say otherwise."""

    def __init__(self, columns: Columns, country: str):
        self._columns = columns
        self._country = country
        self._addresses = _addresses(columns)
        self._others = [field for field in ("web", "fax") if columns.has(field)]

    def add(self, subject: Subject, cells: Sequence[str]) -> None:
        country = self._add_addresses(subject, cells)
        self._add_emails(subject, cells)
        self._add_phones(subject, cells, country)
        for field in self._others:
            for index, text, match in self._filled(field, subject, cells):
                if text:
                    point = Point("handle", _slot(field, match), text[:300], match.label, index, (field,))
                    subject.points.append(point)

    def _filled(self, field: str, subject: Subject, cells: Sequence[str]) -> Iterable[tuple[int, str, Match]]:
        """The cells of a field. That a known column is empty is said, too."""
        for index, match in enumerate(self._columns.matches(field)):
            text = clean(filled(cells[match.index]))
            subject.facts[_slot(field, match)] = text
            yield index, text, match

    def _add_emails(self, subject: Subject, cells: Sequence[str]) -> None:
        seen = set()
        for index, text, match in self._filled("email", subject, cells):
            for extra, address in enumerate(_several(SEVERAL_MAILS, text) if text else ()):
                display, key = _checked(address)
                slot = _slot("email", match) + (f".{extra}" if extra else "")
                subject.facts[slot] = display
                if key not in seen:
                    seen.add(key)
                    label = match.label or self._label("email_label", match.number, cells)
                    subject.points.append(Point("email", slot, display, label, index + extra, (key,)))

    def _add_phones(self, subject: Subject, cells: Sequence[str], country: str) -> None:
        seen = set()
        for index, text, match in self._filled("phone", subject, cells):
            for extra, number in enumerate(_numbers(text) if text else ()):
                phone = phones.parse(number, country)
                slot = _slot("phone", match) + (f".{extra}" if extra else "")
                raw = subject.facts[slot] = phone.raw[:60]
                if (phone.e164 or raw) not in seen:
                    seen.add(phone.e164 or raw)
                    label = match.label or self._label("phone_label", match.number, cells)
                    parts = (phone.e164, phone.extension[:12], phone.type, phone.is_valid)
                    subject.points.append(Point("phone", slot, raw, label, index + extra, parts))

    def _add_addresses(self, subject: Subject, cells: Sequence[str]) -> str:
        """Answers the country in which phones are read: that of the first address."""
        first: str | None = None
        unsaid: str | None = None  # where it is when the file says nothing
        for position, group in enumerate(self._addresses):
            lines, city, area, postal_code, country = (_joined(indexes, cells) for indexes in group.indexes)
            if IN_ONE_CELL in lines and not (city or area or postal_code) and (apart := _taken_apart(lines)):
                lines, city, area, postal_code, country = (*apart[:4], apart[4] or country)
            if not (lines or city or postal_code or country):
                subject.facts[group.slot] = ""
                continue
            if not country and unsaid is None:
                unsaid = self._country_of_phones(cells) or self._country
            code = _country(country) if country else unsaid or ""
            if country and first is None:
                first = code  # "" when nobody knows that country: better no prefix than a wrong one
            postal_code = as_typed(clean(postal_code))[:20]
            parts = (clean_lines(lines), clean(city)[:120], clean(area)[:120], postal_code, code)
            value = subject.facts[group.slot] = BETWEEN.join(parts)
            as_written = "" if code or not country else "\n".join(filter(None, (*parts[:4], country)))
            label = group.label or self._label("address_label", group.number, cells)
            parts = (*parts, group.purpose, as_written, "said" if country else "")
            subject.points.append(Point("address", group.slot, value, label, position, parts))
        return self._country if first is None else first

    def _country_of_phones(self, cells: Sequence[str]) -> str:
        """The one country of all numbers that are written as one dials them from abroad; "" where it is not sure."""
        found = {}
        for match in self._columns.matches("phone"):
            for number in _numbers(cells[match.index]):
                if written := ABROAD.match(number):
                    digits = phonenumbers.normalize_digits_only(written[1])
                    found[_region(digits)] = f"+{digits}"
        if len(found) != 1:
            return ""
        region, number = found.popitem()
        return region if region != ANY and (region == self._country or phones.parse(number).is_valid) else ""

    def _label(self, field: str, number: str, cells: Sequence[str]) -> str:
        """What a column such as "Phone 2 - Label" says about the value beside it."""
        for match in self._columns.matches(field) if number else ():
            if match.number == number:
                return clean(filled(cells[match.index])).lstrip("* ").lower()[:60]
        return ""


@dataclass(frozen=True)
class AddressColumns:
    """Columns that make up one address: those with the same prefix or number."""

    name: str
    number: str
    indexes: tuple[tuple[int, ...], ...]  # of street, city, area, postal code and country

    @cached_property
    def slot(self) -> str:
        return f"address:{self.name}"

    @property
    def label(self) -> str:
        return self.name if self.name in ("home", "work", "other") else ""

    @property
    def purpose(self) -> str:
        return PURPOSES.get(self.name, "postal")


def _addresses(columns: Columns) -> list[AddressColumns]:
    groups: dict[tuple[str, str], dict[str, list[int]]] = {}
    for part in ADDRESS_PARTS:
        for match in columns.matches(part):
            groups.setdefault((match.label, match.number), {}).setdefault(part, []).append(match.index)
    return [
        AddressColumns(label or number, number, tuple(tuple(parts.get(part, ())) for part in ADDRESS_PARTS))
        for (label, number), parts in groups.items()
    ]


def _slot(field: str, match: Match) -> str:
    """By which the next file's cell is known to be the same; the place of a column may change."""
    return f"{field}:{match.label}{match.number}"


def _several(between: re.Pattern[str], text: str) -> list[str]:
    parts = between.split(text)
    return [part for part in parts if part] if len(parts) > 1 else parts


def _numbers(text: str) -> list[str]:
    """The numbers of a cell: "605 123 456 / 777 654 321", "605123456, 777654321"."""
    numbers = []
    for number in _several(SEVERAL_PHONES, text):
        parts = MAYBE_SEVERAL.split(number)
        are_several = len(parts) > 1 and all(sum(map(str.isdecimal, part)) >= FEWEST_DIGITS for part in parts)
        numbers += parts if are_several else [number]
    return [as_typed(number) for number in numbers]


def _checked(address: str) -> tuple[str, str]:
    """The address as typed and its key."""
    address = address.strip("<>").removeprefix("mailto:")
    lower = address.lower()
    if len(address) <= 120 and PLAIN_MAIL.fullmatch(address) and not RESERVED.search(lower):
        return address, lower
    try:
        found = emails.parse(address)
    except ValidationError as error:
        raise BadRow(
            _("“%(address)s” is no e-mail address. %(reason)s")
            % {"address": address, "reason": " ".join(map(str, error.messages))}
        ) from error
    return found.display, found.key


def _joined(indexes: Sequence[int], cells: Sequence[str]) -> str:
    if len(indexes) == 1:
        return filled(cells[indexes[0]])
    return "\n".join(filter(None, (filled(cells[index]) for index in indexes)))


def _taken_apart(text: str) -> tuple[str, str, str, str, str] | None:
    """An address as Mailchimp writes it into one cell: its parts, divided by two spaces, with or without a second line.

    None for what is no such address: its last part must be a country, and a postal code stand before it.
    """
    parts = [clean(part) for part in text.split(IN_ONE_CELL)]
    if len(parts) < FEWEST_PARTS or not _country(parts[-1]):
        return None
    *lines, city, area, postal_code, country = parts
    if not lines or (postal_code and not any(map(str.isdigit, postal_code))):
        return None
    return "\n".join(filter(None, lines)), city, area, postal_code, country


ANY = "*"


def _region(digits: str) -> str:
    """Whose country code they begin with: `ANY` where several countries share it, or nobody has it."""
    for length in range(1, LONGEST_CODE + 1):
        if regions := phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(int(digits[:length])):
            return regions[0] if len(regions) == 1 and regions[0].isalpha() else ANY
    return ANY


@lru_cache(10_000)
def _country(text: str) -> str:
    return postal.recognise_country(clean(text))
