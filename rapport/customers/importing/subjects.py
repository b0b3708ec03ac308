"""What a row says, cleaned: one or two customers with their ways to be reached."""

import hashlib
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from rapport.core.ids import uuid7


class BadRow(ValueError):
    """The row can't be taken; the text says why, to the person who will put it right."""


@dataclass(slots=True)
class Point:
    """A phone, an e-mail address, a postal address, a date or a tag; `facts` of the subject know it by `slot`."""

    kind: str
    slot: str
    value: str
    label: str = ""
    position: int = 0
    parts: tuple[Any, ...] = ()


@dataclass(slots=True)
class Subject:
    """A customer as the file has them."""

    kind: str
    name: str
    line: int
    key: UUID | None = None  # who it is, among the rows of this source
    mail_key: UUID | None = None
    code: str = ""
    uid: str = ""  # who it is, as this house called them in what it gave out
    columns: dict[str, Any] = field(default_factory=dict)  # of the customer's row; "name" aside
    points: list[Point] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)  # what the file says, empty cells of known columns included
    notes: str = ""
    name_key: str = ""
    owner: UUID = field(default_factory=uuid7)  # the id, if it is new


@dataclass(slots=True)
class Affiliated:
    """That one subject works in another."""

    person: UUID  # keys
    organisation: UUID
    title: str
    is_key: bool


@dataclass(slots=True)
class CleanRow:
    line: int
    cells: list[str]
    subjects: list[Subject]
    affiliation: Affiliated | None = None


def digest(*parts: str) -> UUID:
    """The same 128 bits for the same parts; nothing about a person can be read from them without a guess."""
    return UUID(bytes=hashlib.blake2b("\x1f".join(parts).encode(), digest_size=16).digest())
