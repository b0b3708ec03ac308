"""Writing tables that spreadsheets open safely and programs read back unchanged.

A spreadsheet takes a cell of a CSV file that starts with = + - @ for a formula, and a formula can fetch, call and
leak. Such cells get an apostrophe in front, which `reading.tidy` takes away again. Numbers and phones ("+420 777")
stay as they are: of digits, spaces and brackets alone no formula can be made that does more than arithmetic.
XLSX says of each cell that it is text, so nothing needs guarding there. JSON lines are for programs.
"""

import csv
import io
import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from django.utils.translation import gettext as _

from rapport.core.refusals import Refusal
from rapport.core.tabular.parquet import ParquetWriter

HARMLESS = re.compile(r"[+-]?[0-9][0-9 ().,/-]*")
TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BLANKS = r"\s\u200b-\u200f\u2060\ufeff"
# Blanks before a sign don't stop a spreadsheet; where a semicolon (Czech, Georgian) or a tab separates lists, it may
# split a cell there. A dash and a space begin a line of a list, and no formula.
HIDDEN = re.compile(rf"(^[{BLANKS}]+|[;\t\r\n][{BLANKS}\"]*)(?=[=@＝＠]|[+\-＋－](?!\s))")


ENDINGS = (".csv", ".xlsx", ".parquet", ".json", ".jsonl")


class UnknownEnding(Refusal):
    code = "unknown_ending"


class NoFolder(Refusal):
    code = "no_folder"


class Writer(Protocol):
    def row(self, cells: Sequence[object]) -> None: ...
    def close(self) -> None: ...


@contextmanager
def open_writer(path: Path | str, headings: Sequence[str], types: Sequence[str] = ()) -> Iterator[Writer]:
    """Write a table to `path` in the format of its ending, by way of `whole_file`. `types`: see `ParquetWriter`."""
    ending = Path(path).suffix.lower()
    if ending not in ENDINGS:
        raise UnknownEnding(_("Name the file so that it ends in %(endings)s.") % {"endings": ", ".join(ENDINGS)})
    with whole_file(path) as unfinished:
        match ending:
            case ".csv":
                writer: Writer = CsvWriter(unfinished)
                writer.row(headings)
            case ".xlsx":
                writer = XlsxWriter(unfinished)
                writer.row(headings)
            case ".parquet":
                writer = ParquetWriter(unfinished, headings, types)
            case ".json":
                writer = JsonWriter(unfinished, headings)
            case _:
                writer = JsonLinesWriter(unfinished, headings)
        yield writer
        writer.close()


@contextmanager
def whole_file(path: Path | str) -> Iterator[Path]:
    """Where to write what is to become the file at `path`. It appears when it is complete, with mode 0600."""
    path = Path(path)
    if not path.parent.is_dir():
        raise NoFolder(_("There is no folder %(path)s.") % {"path": path.parent})
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield unfinished
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def guarded(text: str) -> str:
    """`text` as a cell that no spreadsheet takes for a formula."""
    if text.startswith(TRIGGERS) and not HARMLESS.fullmatch(text):
        return "'" + text
    return HIDDEN.sub(r"\1'", text)


def as_csv(rows: Iterable[Sequence[object]]) -> bytes:
    """A small table as a whole, its headings first: what `open_writer` would write to a file."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    for cells in rows:
        table.writerow([guarded(_as_text(cell)) for cell in cells])
    return text.getvalue().encode("utf-8-sig")


def private(path: Path | str, flags: int) -> int:
    """For `open`: a file that its owner alone reads."""
    return os.open(path, flags, 0o600)


class CsvWriter:
    """With a mark at the start (BOM), without which Excel garbles every letter beyond ASCII."""

    def __init__(self, path: Path, delimiter: str = ","):
        self._file = open(path, "w", encoding="utf-8-sig", newline="", opener=private)  # noqa: SIM115
        self._csv = csv.writer(self._file, delimiter=delimiter)

    def row(self, cells: Sequence[object]) -> None:
        self._csv.writerow([guarded(_as_text(cell)) for cell in cells])

    def close(self) -> None:
        self._file.close()


class XlsxWriter:
    """Row by row to disk, so that a million rows need no memory."""

    def __init__(self, path: Path):
        import xlsxwriter

        os.close(private(path, os.O_WRONLY | os.O_CREAT))
        self._book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
        self._sheet = self._book.add_worksheet()
        self._moment = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._next = 0

    def row(self, cells: Sequence[object]) -> None:
        for column, cell in enumerate(cells):
            match cell:
                case bool() | None:
                    self._sheet.write_string(self._next, column, _as_text(cell))
                case int() | float() | Decimal():
                    self._sheet.write_number(self._next, column, cell)
                case datetime():
                    self._sheet.write_datetime(self._next, column, cell.replace(tzinfo=None), self._moment)
                case date():
                    self._sheet.write_datetime(self._next, column, cell)
                case _:
                    self._sheet.write_string(self._next, column, _as_text(cell)[:32_767])
        self._next += 1

    def close(self) -> None:
        self._book.close()


class JsonLinesWriter:
    def __init__(self, path: Path, headings: Sequence[str]):
        self._file = open(path, "w", encoding="utf-8", opener=private)  # noqa: SIM115
        self._headings = headings

    def row(self, cells: Sequence[object]) -> None:
        self._file.write(
            json.dumps(dict(zip(self._headings, cells, strict=True)), ensure_ascii=False, default=str) + "\n"
        )

    def close(self) -> None:
        self._file.close()


class JsonWriter:
    """One list of objects, an object in a line."""

    def __init__(self, path: Path, headings: Sequence[str]):
        self._file = open(path, "w", encoding="utf-8", opener=private)  # noqa: SIM115
        self._headings = headings
        self._between = "[\n"

    def row(self, cells: Sequence[object]) -> None:
        found = dict(zip(self._headings, cells, strict=True))
        self._file.write(self._between + json.dumps(found, ensure_ascii=False, default=str))
        self._between = ",\n"

    def close(self) -> None:
        self._file.write("[]\n" if self._between == "[\n" else "\n]\n")
        self._file.close()


def _as_text(cell: object) -> str:
    match cell:
        case None:
            return ""
        case list() | tuple():
            return "; ".join(map(str, cell))
        case bool():
            return "yes" if cell else "no"
        case datetime():
            return cell.isoformat(" ", "seconds")
        case _:
            return str(cell)
