"""Writing vCards: one person or organisation as address books read them, version 3.0 (RFC 2426) or 4.0 (RFC 6350).

3.0 is what every telephone and every address book takes; 4.0 says a kind and a language as well. Both are UTF-8, with
lines folded after 75 bytes, never within a character.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

__all__ = ["Card", "CardAddress", "Point", "write", "write_all"]

LINE = 75  # bytes of a line, without its end
TYPES = {"home", "work", "cell", "fax", "pager", "voice", "text", "video"}  # what address books know
NO_BREAK = str.maketrans(dict.fromkeys(map(chr, (*range(9), *range(11, 32), 127, 133, 8232, 8233)), " "))


@dataclass(frozen=True)
class Point:
    """An e-mail address, a telephone number or a page. `label` is in own words or one of `TYPES`."""

    value: str
    label: str = ""
    is_preferred: bool = False


@dataclass(frozen=True)
class CardAddress:
    """`lines` is the street. `country` is its name, as the envelope has it."""

    lines: str = ""
    city: str = ""
    area: str = ""
    postal_code: str = ""
    country: str = ""
    label: str = ""
    is_preferred: bool = False


@dataclass(frozen=True)
class Card:
    """What stands on a card. Only `name` must be; a birthday may lack its year, for which 3.0 has no form."""

    name: str
    given_name: str = ""
    family_name: str = ""
    middle_names: str = ""
    titles_before: str = ""
    titles_after: str = ""
    nickname: str = ""
    is_organisation: bool = False
    organisation: str = ""
    title: str = ""
    emails: tuple[Point, ...] = ()
    phones: tuple[Point, ...] = ()
    pages: tuple[Point, ...] = ()
    addresses: tuple[CardAddress, ...] = ()
    birthday: tuple[int | None, int, int] | None = None  # year, month, day
    language: str = ""
    note: str = ""
    categories: tuple[str, ...] = ()
    uid: str = ""
    changed_at: datetime | None = None
    more: Mapping[str, str] = field(default_factory=dict)  # other properties, such as X-PHONETIC-LAST-NAME


def write_all(cards: Iterable[Card], version: str = "3.0") -> Iterable[str]:
    """One card after another, as files of many have them."""
    return (write(card, version) for card in cards)


def write(card: Card, version: str = "3.0") -> str:
    """`card` as text with CRLF. Version is "3.0" or "4.0"."""
    if version not in ("3.0", "4.0"):
        raise ValueError(f"no vCard {version}")
    return "".join(f"{folded}\r\n" for folded in map(_fold, _lines(card, version)))


def _lines(card: Card, version: str) -> Iterable[str]:
    is_4 = version == "4.0"
    yield "BEGIN:VCARD"
    yield f"VERSION:{version}"
    if is_4:
        yield "KIND:org" if card.is_organisation else "KIND:individual"
    elif card.is_organisation:
        yield "X-ABSHOWAS:COMPANY"  # as Apple's address book tells them apart
    yield f"FN:{_text(card.name)}"
    yield _name(card)
    yield from _said("NICKNAME", card.nickname)
    if organisation := card.organisation or (card.name if card.is_organisation else ""):
        yield f"ORG:{_text(organisation)}"
    yield from _said("TITLE", card.title)
    for point in card.emails:
        yield f"EMAIL{_params(point, version, extra=() if is_4 else ('INTERNET',))}:{_text(point.value)}"
    for point in card.phones:
        yield f"TEL{_params(point, version)}:{_text(point.value)}"
    for address in card.addresses:
        yield f"ADR{_params(address, version)}:{_address(address)}"
    for point in card.pages:
        yield f"URL{_params(point, version)}:{_line(point.value)}"
    yield from _birthday(card, is_4)
    if is_4 and card.language:
        yield f"LANG:{_line(card.language)}"
    yield from _said("NOTE", card.note)
    if card.categories:
        yield "CATEGORIES:" + ",".join(map(_text, card.categories))
    for name, value in card.more.items():
        yield f"{name}:{_text(value)}"
    yield from _said("UID", f"urn:uuid:{card.uid}" if card.uid and is_4 else card.uid)
    if card.changed_at:
        yield f"REV:{card.changed_at:%Y%m%dT%H%M%SZ}"
    yield "END:VCARD"


def _name(card: Card) -> str:
    """A name that nobody took apart stands whole in the place of the family name: every reader shows that."""
    parts = (card.family_name, card.given_name, card.middle_names, card.titles_before, card.titles_after)
    if card.is_organisation:
        parts = ("", "", "", "", "")
    elif not card.family_name and not card.given_name:
        parts = (card.name, *parts[1:])
    return "N:" + ";".join(map(_text, parts))


def _birthday(card: Card, is_4: bool) -> Iterable[str]:
    if card.birthday is None:
        return
    year, month, day = card.birthday
    if year:
        yield f"BDAY:{year:04}{month:02}{day:02}" if is_4 else f"BDAY:{year:04}-{month:02}-{day:02}"
    elif is_4:
        yield f"BDAY:--{month:02}{day:02}"


def _address(address: CardAddress) -> str:
    """Post box and extended address stay empty, as RFC 6350 wants them."""
    street = address.lines.replace("\r\n", "\n")
    return ";".join(("", "", *map(_text, (street, address.city, address.area, address.postal_code, address.country))))


def _params(point: Point | CardAddress, version: str, extra: tuple[str, ...] = ()) -> str:
    label = point.label.strip().casefold()
    types = [*extra, *([label.upper() if version == "3.0" else label] if label in TYPES else [])]
    found = "".join(f";TYPE={name}" for name in types)
    if point.is_preferred:
        found += ";PREF=1" if version == "4.0" else ";TYPE=PREF"
    return found


def _said(name: str, value: str) -> Iterable[str]:
    return [f"{name}:{_text(value)}"] if value else []


def _text(value: str) -> str:
    """Backslash, comma and semicolon are escaped, line ends become `\\n`, other control characters spaces."""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    value = value.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return value.translate(NO_BREAK).replace("\n", "\\n")


def _line(value: str) -> str:
    """For values that are no text, as addresses of pages: on one line."""
    return "".join(value.split())


def _fold(line: str) -> str:
    """Lines of at most 75 bytes; those that go on begin with a space. A character is never divided."""
    if len(line.encode()) <= LINE:
        return line
    parts, start, size = [], 0, 0
    for at, character in enumerate(line):
        width = len(character.encode())
        if size + width > LINE:
            parts.append(line[start:at])
            start, size = at, 1  # the space counts
        size += width
    return "\r\n ".join([*parts, line[start:]])
