"""Address books as tables: each card of a vCard file (2.1, 3.0 or 4.0; RFC 2426, RFC 6350) becomes a row.

The headings are those that an import knows, so what follows is as with any other table. The file is read twice, first
to see which columns there are; pictures and keys are passed over. Neither pass keeps more than one card.
"""

import quopri
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from rapport.core.tabular.reading import LONGEST_CELL, BrokenRow, UnreadableFile

PASSED_OVER = ("PHOTO", "LOGO", "SOUND", "KEY", "X-SOCIALPROFILE-PHOTO")
PLAIN = {
    "FN": "Name",
    "NICKNAME": "Nickname",
    "TITLE": "Job title",
    "BDAY": "Birthday",
    "NOTE": "Notes",
    "LANG": "Language",
    "UID": "Record ID",
}
NAME_PARTS = ("Family name", "Given name", "Middle name", "Name prefix", "Name suffix")
ADDRESS_PARTS = ("", "Extended Address", "Street", "City", "Region", "Postal Code", "Country")
ANNIVERSARY = ("ANNIVERSARY", "X-ANNIVERSARY", "X-EVOLUTION-ANNIVERSARY")
LABELS = {"cell": "mobile", "mobile": "mobile", "home": "home", "work": "work", "iphone": "mobile"}
PROPERTY = re.compile(
    r"(?:[\w-]+\.)?(?P<name>[A-Za-z0-9-]+)(?P<params>(?:;(?:[^:\";]|\"[^\"]*\")*)*):(?P<value>.*)", re.DOTALL
)
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
MOST_OF_A_KIND = 20
DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
DAY_OF_NO_YEAR = re.compile(r"--(\d{2})-?(\d{2})")
NO_YEAR = "1604"  # what Apple writes for a birthday whose year is not known


@dataclass
class Card:
    """One card as cells by heading; several of a kind are numbered."""

    line: int
    cells: dict[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    problem: str = ""

    def say(self, heading: str, value: str) -> None:
        value = value.strip()
        if value and heading:
            before = self.cells.get(heading)
            self.cells[heading] = f"{before}; {value}" if before and before != value else value

    def number(self, kind: str) -> int:
        self.counts[kind] += 1
        return self.counts[kind]


class VCards:
    """Rows of a vCard file."""

    delimiter = sheet = None

    def __init__(self, file: IO[str], path: Path, encoding: str) -> None:
        self.encoding = encoding
        self._file, self._size = file, path.stat().st_size or 1
        headings: dict[str, None] = {}
        for card in self._cards():
            headings |= dict.fromkeys(card.cells)
        if not headings:
            raise UnreadableFile(_("There is no card in this file."))
        self._headings = sorted(headings, key=_place)
        self._file.seek(0)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        yield 0, self._headings
        for card in self._cards():
            cells = [card.cells.get(heading, "") for heading in self._headings]
            yield card.line, BrokenRow(cells, card.problem) if card.problem else cells

    def progress(self) -> float:
        return min(1.0, self._file.buffer.tell() / self._size)  # type: ignore[attr-defined]

    def _cards(self) -> Iterator[Card]:
        card: Card | None = None
        depth = 0
        for line, text in _lines(self._file):
            begins = text[:12].upper()
            if begins.startswith("BEGIN:VCARD"):
                depth += 1
                if depth == 1:
                    card = Card(line)
            elif begins.startswith("END:VCARD"):
                depth = max(0, depth - 1)
                if depth == 0 and card is not None:
                    yield card
                    card = None
            elif card is not None and depth == 1:  # a card within a card is somebody's secretary
                _read(text, card)
        if card is not None:
            card.problem = _("The card is cut off: its end is missing.")
            yield card


def _place(heading: str) -> tuple[int, str]:
    fixed = ["Record ID", "Kind", "Name", *NAME_PARTS, "Nickname", "Company", "Job title"]
    return (fixed.index(heading), "") if heading in fixed else (len(fixed), heading)


def _lines(file: IO[str]) -> Iterator[tuple[int, str]]:
    """Unfolded lines with the number of their first. What is passed over is not even put together."""
    held, size, first, is_soft = [], 0, 0, False
    for number, raw in enumerate(iter(lambda: file.readline(LONGEST_CELL), ""), start=1):
        text = raw.rstrip("\r\n").replace("\x00", "")
        if held and (is_soft or text[:1] in (" ", "\t")):
            if size < LONGEST_CELL and not held[0].upper().startswith(PASSED_OVER):
                held.append(text if is_soft else text[1:])
                size += len(text)
        else:
            if held:
                yield first, "".join(held)
            held, size, first = [text], len(text), number
        quoted = "QUOTED-PRINTABLE" in held[0].upper()
        is_soft = quoted and text.endswith("=")
        if is_soft and held[-1].endswith("="):
            held[-1] = held[-1][:-1]
    if held:
        yield first, "".join(held)


def _read(text: str, card: Card) -> None:
    """One property of a card."""
    found = PROPERTY.fullmatch(text)
    if not found:
        return
    name, params = found["name"].upper(), _params(found["params"])
    if name in PASSED_OVER or params.get("value") == {"binary"} or "base64" in params.get("encoding", ()):
        return
    value = found["value"]
    if "quoted-printable" in params.get("encoding", ()) or "quoted-printable" in params.get("type", ()):
        value = _unquoted(value, params)
    if name in PLAIN:
        card.say(PLAIN[name], _day(_text(value)) if name == "BDAY" else _text(value))
    elif name in ANNIVERSARY:
        card.say("Anniversary", _day(_text(value)))
    elif reader := READERS.get(name):
        reader(value, params, card)


def _params(text: str) -> dict[str, set[str]]:
    """By name in small letters. Version 2.1 leaves `TYPE=` out."""
    found: dict[str, set[str]] = {}
    for part in text.split(";")[1:]:
        name, equals, values = part.partition("=")
        if not equals:
            name, values = "type", name
        found.setdefault(name.lower(), set()).update(one.strip('" ').lower() for one in values.split(","))
    return found


def _unquoted(value: str, params: dict[str, set[str]]) -> str:
    charset = next(iter(params.get("charset", {"utf-8"})))
    raw = quopri.decodestring(value.encode("latin-1", "replace") if value.isascii() else value.encode())
    try:
        return raw.decode(charset)
    except (LookupError, UnicodeError):
        return raw.decode("utf-8", "replace")


def _text(value: str) -> str:
    return ESCAPED.sub(lambda sign: "\n" if sign[1] in "nN" else sign[1], value).strip()


def _parts(value: str) -> list[str]:
    """The parts between semicolons that are not escaped."""
    return [_text(part) for part in re.split(r"(?<!\\);", value)]


def _day(text: str) -> str:
    if found := DAY_OF_NO_YEAR.match(text):
        return f"--{found[1]}-{found[2]}"
    if found := DAY.match(text):
        year = "-" if found[1] == NO_YEAR else found[1]
        return f"{year}-{found[2]}-{found[3]}"
    return text


def _name(value: str, params: dict, card: Card) -> None:
    for heading, part in zip(NAME_PARTS, _parts(value), strict=False):
        card.say(heading, part)


def _organisation(value: str, params: dict, card: Card) -> None:
    card.say("Company", _parts(value)[0])


def _kind(value: str, params: dict, card: Card) -> None:
    said = value.strip().lower()
    if said in ("org", "company"):
        card.say("Kind", "organisation")
    elif said == "group":
        card.problem = _("This card is a list of other cards, not somebody.")


def _label(params: dict[str, set[str]]) -> str:
    return next((LABELS[one] for one in sorted(params.get("type", ())) if one in LABELS), "")


def _several(kind: str, prefix: str = "") -> Callable[[str, dict, Card], None]:
    def read(value: str, params: dict, card: Card) -> None:
        text = _text(value)
        if prefix and text.lower().startswith(prefix):
            text = text[len(prefix) :]
        is_fax = kind == "Phone" and "fax" in params.get("type", ())
        number = card.number("Fax" if is_fax else kind)
        if number > MOST_OF_A_KIND or not text:
            return
        if is_fax:
            if number == 1:
                card.say("Fax", text)
            return
        card.say(f"{kind} {number} - Value", text)
        card.say(f"{kind} {number} - Label", _label(params))

    return read


def _web(value: str, params: dict, card: Card) -> None:
    if (number := card.number("Website")) <= MOST_OF_A_KIND:
        card.say(f"Website {number} - Value", _text(value))


def _address(value: str, params: dict, card: Card) -> None:
    parts = _parts(value)
    if not any(parts) or (number := card.number("Address")) > MOST_OF_A_KIND:
        return
    for heading, part in zip(ADDRESS_PARTS, parts, strict=False):
        if heading:
            card.say(f"Address {number} - {heading}", part)
    card.say(f"Address {number} - Label", _label(params))


def _tags(value: str, params: dict, card: Card) -> None:
    card.say("Labels", "; ".join(_text(part) for part in re.split(r"(?<!\\)[,;]", value)))


READERS: dict[str, Callable[[str, dict, Card], None]] = {
    "N": _name,
    "ORG": _organisation,
    "KIND": _kind,
    "X-ABSHOWAS": _kind,
    "X-ADDRESSBOOKSERVER-KIND": _kind,
    "EMAIL": _several("E-mail", "mailto:"),
    "TEL": _several("Phone", "tel:"),
    "URL": _web,
    "ADR": _address,
    "CATEGORIES": _tags,
}
