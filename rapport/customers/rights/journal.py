"""Who was erased, remembered outside the database: a backup that is restored brings them back, this forgets them again.

A line says when, whose record, under which pseudonym, and whether others' records that named them were changed too.
Nothing in it tells of a person.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection

from rapport.core.registry import Restored
from rapport.customers.models import Erasure

FILE = "erasures.log"


@dataclass(frozen=True)
class Line:
    at: datetime
    customer: UUID
    pseudonym: str
    with_mentions: bool

    def __str__(self) -> str:
        return f"{self.at.isoformat()} {self.customer} {self.pseudonym} {'+' if self.with_mentions else '-'}"

    @classmethod
    def read(cls, text: str) -> "Line":
        at, customer, pseudonym, mentions = text.split()
        return cls(datetime.fromisoformat(at), UUID(customer), pseudonym, mentions == "+")


def path() -> Path:
    return settings.HOME / FILE


def write_down(erasure: Erasure) -> None:
    """Add its line, and have it on the disk. Twice is harmless."""
    line = line_of(erasure)
    with open(os.open(path(), os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if line.customer not in {known.customer for known in _lines(file)}:
            file.write(f"{line}\n")
            file.flush()
            os.fsync(file.fileno())


def line_of(erasure: Erasure) -> Line:
    return Line(erasure.at, erasure.customer_id, erasure.pseudonym, erasure.with_mentions)


def lines() -> list[Line]:
    try:
        with path().open() as file:
            return list(_lines(file))
    except FileNotFoundError:
        return []


def _lines(texts: Iterable[str]) -> Iterator[Line]:
    """A line that a full disk cut short is none."""
    for text in texts:
        try:
            yield Line.read(text)
        except ValueError:
            continue


def joined(ours: bytes, theirs: bytes) -> bytes:
    """Lines of both houses: an erasure is never taken back."""
    found: dict[UUID, Line] = {}
    for line in _lines((ours + b"\n" + theirs).decode(errors="replace").splitlines()):
        found.setdefault(line.customer, line)
    return "".join(f"{line}\n" for line in sorted(found.values(), key=lambda line: line.at)).encode()


def of_the_database() -> list[str]:
    """A house of an earlier release has no such table, and erased nobody."""
    if Erasure._meta.db_table not in connection.introspection.table_names():
        return []
    return [str(line_of(erasure)) for erasure in Erasure.objects.order_by("at")]


def forget_again(restored: Restored) -> str | None:
    from rapport.customers.rights.erasing import replay

    kept = list(_lines(restored.kept or ()))
    return replay([*kept, *lines()], at=restored.at)
