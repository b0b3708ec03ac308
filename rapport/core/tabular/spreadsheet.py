"""Rows of a spreadsheet, as text."""

import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import python_calamine as calamine
from django.utils.translation import gettext as _

from rapport.core.tabular.bombs import EndlessText, is_bomb
from rapport.core.tabular.reading import LONGEST_CELL, BrokenRow, UnreadableFile, endless_cell

LARGEST = 2 * 2**30  # bytes once unpacked; a sheet of a million rows has about a quarter of it


class Spreadsheet:
    """One sheet of a workbook: the first with anything in it, or the one of that name."""

    encoding = delimiter = None

    def __init__(self, path: Path, sheet: str | None):
        _refuse_bombs(path)
        try:
            book = calamine.CalamineWorkbook.from_path(str(path))
            self._sheet = _named(book, sheet) if sheet else _first_filled(book)
        except (calamine.CalamineError, OSError) as error:
            raise UnreadableFile(
                _("%(path)s is no spreadsheet that Rapport can read.") % {"path": path.name}
            ) from error
        self.sheet = self._sheet.name
        self._done = 0

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        for line, cells in enumerate(self._sheet.iter_rows(), start=1):
            self._done = line
            texts = [as_text(cell) for cell in cells]
            if any(len(text) > LONGEST_CELL for text in texts):
                texts = BrokenRow([text[:LONGEST_CELL] for text in texts], endless_cell())
            yield line, texts

    @property
    def height(self) -> int:
        return self._sheet.total_height

    def progress(self) -> float:
        return min(1.0, self._done / (self._sheet.total_height or 1))


def sheet_names(path: Path) -> list[str]:
    return calamine.CalamineWorkbook.from_path(str(path)).sheet_names


def _named(book: calamine.CalamineWorkbook, name: str) -> calamine.CalamineSheet:
    if name not in book.sheet_names:
        raise UnreadableFile(
            _("There is no sheet named %(name)s. The sheets are: %(names)s.")
            % {"name": name, "names": ", ".join(book.sheet_names)}
        )
    return book.get_sheet_by_name(name)


def _first_filled(book: calamine.CalamineWorkbook) -> calamine.CalamineSheet:
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        if sheet.total_height:
            return sheet
    raise UnreadableFile(_("The file is empty: the first row must name the columns."))


def _refuse_bombs(path: Path) -> None:
    """A few kilobytes can unpack into more than the machine holds."""
    if not zipfile.is_zipfile(path):
        return
    try:
        swells = is_bomb(path, LARGEST)
    except EndlessText as error:
        raise UnreadableFile(endless_cell()) from error
    except (zipfile.BadZipFile, zlib.error, NotImplementedError) as error:
        raise UnreadableFile(_("The workbook is damaged. Save it once more, and bring that.")) from error
    if swells:
        raise UnreadableFile(_("The spreadsheet is too large; save it as CSV and import that."))


def as_text(cell: object) -> str:
    """A cell as a person would type it: no ".0" behind numbers, dates in ISO form, no midnight."""
    match cell:
        case str():
            return cell
        case bool():
            return "yes" if cell else "no"
        case float():
            return f"{int(cell)}" if cell.is_integer() and abs(cell) < 1e15 else f"{Decimal(repr(cell)):f}"
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
        case None:
            return ""
        case _:
            return str(cell)
