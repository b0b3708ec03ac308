"""Reading tables row by row, whatever they were saved with, in memory that does not grow with the file."""

import codecs
import io
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from django.utils.translation import gettext as _

from rapport.core import formats
from rapport.core.refusals import Refusal
from rapport.core.tabular import encoding as encodings
from rapport.core.tabular.writing import BLANKS

if TYPE_CHECKING:
    from rapport.core.tabular.rejects import Rejects

SPREADSHEETS = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}
ADDRESS_BOOKS = {".vcf", ".vcard"}
LONGEST_CELL = 131_072  # characters; the standard library's own limit
MOST_COLUMNS = 900  # each has a menu on the page of columns, and a form takes no more than a thousand
# What no cell of text means: control characters but tab and line feed, and marks that turn the direction of writing.
NOISE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe]")


# A cell with nothing else in it is empty; inside words of Tamil or Persian some of them mean something.
UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u2060\u00ad\u034f\u180e\u2800\u3164\ufe0f \t\n\u00a0"


class UnreadableFile(Refusal):
    code = "unreadable_file"


class BrokenRow(list):
    """Cells that do not fit under the headings."""

    def __init__(self, cells: list[str], reason: str):
        super().__init__(cells)
        self.reason = reason


class Source(Protocol):
    """Where rows come from: (line, cells), the cells as they stand in the file."""

    encoding: str | None
    delimiter: str | None
    sheet: str | None

    def rows(self) -> Iterator[tuple[int, list[str]]]: ...
    def progress(self) -> float: ...


class Table:
    """An open table: its headings, and its rows once, from top to bottom."""

    def __init__(self, source: Source):
        self._source = source
        self._rows = source.rows()
        self.encoding, self.delimiter, self.sheet = source.encoding, source.delimiter, source.sheet
        self.heading_line, self.headings = self._find_headings()

    def _find_headings(self) -> tuple[int, list[str]]:
        for line, cells in self._rows:
            headings = [tidy(cell) for cell in cells]
            while headings and not headings[-1]:
                headings.pop()
            if len(headings) > MOST_COLUMNS:
                raise UnreadableFile(
                    _("The first row names %(number)s columns; at most %(most)s can be taken in.")
                    % {"number": formats.number(len(headings)), "most": formats.number(MOST_COLUMNS)}
                )
            if headings:
                return line, headings
        raise UnreadableFile(_("The file is empty: the first row must name the columns."))

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        """Rows with their line number, padded to the width of the headings. Wholly empty rows are left out."""
        width = len(self.headings)
        for line, raw in self._rows:
            if len(raw) > width + MOST_COLUMNS:
                yield line, BrokenRow([tidy(cell) for cell in raw[:width]], _too_wide(len(raw), width))
                continue
            cells = [tidy(cell) for cell in raw]
            if not any(cells):
                continue
            if isinstance(raw, BrokenRow):
                yield line, BrokenRow(cells, raw.reason)
                continue
            if len(cells) > width:
                while len(cells) > width and not cells[-1]:
                    cells.pop()
                if len(cells) > width:
                    yield line, BrokenRow(cells, _too_wide(len(cells), width))
                    continue
            elif len(cells) < width:
                cells += [""] * (width - len(cells))
            yield line, cells

    def rows(self, rejects: "Rejects") -> Iterator[tuple[int, list[str]]]:
        """The rows that fit under the headings; the others go to `rejects`."""
        for line, cells in self:
            if isinstance(cells, BrokenRow):
                rejects.add(line, cells, cells.reason)
            else:
                yield line, cells

    @property
    def height(self) -> int:
        """Lines of the sheet; 0 for a text, whose lines nobody has counted."""
        return getattr(self._source, "height", 0)

    def progress(self) -> float:
        """How much of the file was read, from 0 to 1."""
        return self._source.progress()


@contextmanager
def open_table(
    path: Path | str, *, encoding: str | None = None, delimiter: str | None = None, sheet: str | None = None
) -> Iterator[Table]:
    """Open the CSV file, spreadsheet or address book at `path`. What is not given is found out.

    Raises `UnreadableFile` with one sentence that says what is wrong.
    """
    path = Path(path)
    if not path.is_file():
        raise UnreadableFile(_("There is no file %(path)s.") % {"path": path})
    try:
        if path.suffix.lower() in SPREADSHEETS:
            from rapport.core.tabular.spreadsheet import Spreadsheet

            yield Table(Spreadsheet(path, sheet))
        elif path.suffix.lower() in ADDRESS_BOOKS:
            from rapport.core.tabular.vcards import VCards

            with _open_text(path, encoding) as (file, name):
                yield Table(VCards(file, path, name))
        else:
            from rapport.core.tabular.texts import TextTable

            with _open_text(path, encoding) as (file, name):
                yield Table(TextTable(file, path, name, delimiter))
    except PermissionError as error:
        raise UnreadableFile(_("The file %(path)s can't be opened: no permission.") % {"path": path}) from error


GUARD = re.compile(rf"(^[{BLANKS}]*|[;\t\r\n][{BLANKS}\"]*)'(?=[=+\-@＝＋－＠])")  # what `writing.guarded` put there


def tidy(cell: str) -> str:
    """`cell` in composed form (NFC), without surrounding space, control characters and an export's formula guard."""
    cell = cell.strip()
    if "'" in cell:
        cell = GUARD.sub(r"\1", cell)
    if cell.isascii() and cell.isprintable():
        return cell
    cell = cell.replace("\r\n", "\n").replace("\r", "\n")
    cell = NOISE.sub("", unicodedata.normalize("NFC", cell)).strip()
    return cell if cell.strip(UNSEEN) else ""


def endless_cell() -> str:
    return _("A cell holds more than %(most)s characters.") % {"most": formats.number(LONGEST_CELL)}


def _too_wide(cells: int, headings: int) -> str:
    return _("The row has %(cells)d cells, but the heading names only %(headings)d.") % {
        "cells": cells,
        "headings": headings,
    }


@contextmanager
def _open_text(path: Path, encoding: str | None) -> Iterator[tuple[io.TextIOWrapper, str]]:
    if encoding:
        try:
            found = encodings.Encoding(codecs.lookup(encoding).name, "strict")
        except LookupError:
            raise UnreadableFile(_("There is no encoding named %(name)s.") % {"name": encoding}) from None
        if found.name == "utf-8":
            found = encodings.Encoding("utf-8-sig", "strict")
    else:
        found = encodings.detect(path)
    with path.open(encoding=found.name, errors=found.errors, newline="") as file:
        yield file, found.name.removesuffix("-sig")
