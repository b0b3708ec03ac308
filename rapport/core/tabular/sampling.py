"""What a person wants to see before thousands of rows are taken in: the first ones, and the strangest."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

FIRST, STRANGEST, OF_A_KIND = 5, 15, 3
QUOTED = re.compile("“[^”]*”|[0-9]+")  # what differs between two rejects for the same reason
# UTF-8 that was read as a Western encoding, and letters that were lost on the way.
GARBLED = re.compile("Ã[\x80-¿]|Å[\x80-¿ˆ‰Š™]|â€|Â[\xa0-¿]|á[ƒš][^ ]|\ufffd")

Reading = list[tuple[str, str]]  # (what it is, as it will be stored)


@dataclass
class SampledRow:
    """One row: its cells in the file, what was read from them, what is strange about it or why it is not taken.

    `fate` is what becomes of it: "new", "changed" or "same"; empty while nobody said.
    """

    line: int
    cells: list[str]
    reading: Reading = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    rejected: str = ""
    fate: str = ""


class Observer:
    """Sees rows go by. This one looks away."""

    def taken(self, file: Path, line: int, cells: Sequence[str], read: Callable[[], tuple[Reading, list[str]]]) -> None:
        """A row was understood. `read()` answers what it says and what is doubtful about it; it may never be called."""

    def rejected(self, file: Path, line: int, cells: Sequence[str], reason: str) -> None:
        """A row can't be taken."""

    def curious_about(self, file: Path) -> list[int]:
        """The lines of which it wants to hear what becomes of them."""
        return []

    def fated(self, file: Path, fates: Mapping[int, str]) -> None:
        """What becomes of these lines: "new", "changed" or "same"."""


unobserved = Observer()


class Sampler(Observer):
    """Keeps the first rows, doubtful ones, and some rejects of each kind; counts all rejects by their kind."""

    LOOKED_AT = 20_000  # rows whose doubts are asked for; more of the same tells nothing new

    def __init__(self) -> None:
        self._first: dict[Path, list[SampledRow]] = {}
        self._doubtful: dict[Path, list[SampledRow]] = {}
        self._rejected: dict[Path, list[SampledRow]] = {}
        self._seen: Counter[tuple[Path, str]] = Counter()
        self._rows: Counter[Path] = Counter()
        self.reasons: Counter[tuple[str, str]] = Counter()
        self._example: dict[str, str] = {}

    def taken(self, file: Path, line: int, cells: Sequence[str], read: Callable[[], tuple[Reading, list[str]]]) -> None:
        self._rows[file] += 1
        if self._rows[file] > self.LOOKED_AT:
            return
        first = self._first.setdefault(file, [])
        doubtful = self._doubtful.setdefault(file, [])
        if len(first) >= FIRST and len(doubtful) >= STRANGEST:
            return
        reading, doubts = read()
        doubts += _garbled(cells)
        if len(first) < FIRST:
            first.append(SampledRow(line, _short(cells), reading, doubts))
        elif self._is_news(file, doubts):
            doubtful.append(SampledRow(line, _short(cells), reading, doubts))

    def _is_news(self, file: Path, doubts: Iterable[str]) -> bool:
        """Whether one of `doubts` was not seen often enough yet."""
        kinds = [(file, kind_of(doubt)) for doubt in doubts]
        self._seen.update(kinds)
        return any(self._seen[kind] <= OF_A_KIND for kind in kinds)

    def rejected(self, file: Path, line: int, cells: Sequence[str], reason: str) -> None:
        kind = kind_of(reason)
        self._example.setdefault(kind, reason)
        self.reasons[(file.stem, kind)] += 1
        kept = self._rejected.setdefault(file, [])
        if self.reasons[(file.stem, kind)] <= OF_A_KIND and len(kept) < STRANGEST:
            kept.append(SampledRow(line, _short(cells), rejected=reason))

    def curious_about(self, file: Path) -> list[int]:
        return [row.line for row in self._shown(file) if not row.fate]

    def fated(self, file: Path, fates: Mapping[int, str]) -> None:
        for row in self._shown(file):
            row.fate = fates.get(row.line, row.fate)

    def _shown(self, file: Path) -> list[SampledRow]:
        return self._first.get(file, []) + self._doubtful.get(file, [])

    def as_json(self) -> dict[str, Any]:
        """For `Import.findings`: samples by the name of the file's part, and the reasons of rejects, usual ones first.

        A reason that came once is told as it was; one that came often without what differed each time.
        """
        files = {*self._first, *self._rejected}
        return {
            "rows": {
                file.stem: {
                    "first": [asdict(row) for row in self._first.get(file, [])],
                    "strangest": [asdict(row) for row in self._rejected.get(file, []) + self._doubtful.get(file, [])],
                }
                for file in files
            },
            "reasons": [
                [part, kind if n > 1 else self._example[kind], n] for (part, kind), n in self.reasons.most_common(12)
            ],
        }


def kind_of(reason: str) -> str:
    """`reason` without what is different in each row."""
    return QUOTED.sub("…", reason)


def _garbled(cells: Sequence[str]) -> list[str]:
    for cell in cells:
        if not cell.isascii() and GARBLED.search(cell):
            return [_("“%(text)s” looks garbled: the file may have another encoding.") % {"text": cell[:60]}]
    return []


def _short(cells: Sequence[str]) -> list[str]:
    return [cell if len(cell) <= 200 else cell[:199] + "…" for cell in cells]
