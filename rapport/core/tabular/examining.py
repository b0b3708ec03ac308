"""What a file is, as far as a look tells: how it is written, its columns, its first rows, about how many there are."""

from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from django.utils.translation import gettext as _

from rapport.core.tabular import dates
from rapport.core.tabular import encoding as encodings
from rapport.core.tabular.reading import SPREADSHEETS, UnreadableFile, open_table
from rapport.core.tabular.spreadsheet import sheet_names

SAMPLE = 20
LONGEST = 200  # characters of a cell that are shown
BLOCK = 2**20


@dataclass
class Look:
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    sample: list[list[str]] = field(default_factory=list)
    dates: list[dict] = field(default_factory=list)
    rows: int = 0


def look(path: Path, *, encoding: str = "", delimiter: str = "", sheet: str = "") -> Look:
    """Look at the file at `path`; what is given is taken as said. Raises `UnreadableFile`."""
    with open_table(path, encoding=encoding or None, delimiter=delimiter or None, sheet=sheet or None) as table:
        rows = (cells for _line, cells in islice(table, dates.LOOKED_AT))
        first = list(islice(rows, SAMPLE))
        if not first:
            raise UnreadableFile(_("The file only names its columns: there is no row below them."))
        sample = [[cell[:LONGEST] for cell in cells] for cells in first]
        shown = dates.shown_in(chain(first, rows), len(table.headings))
        is_book = path.suffix in SPREADSHEETS
        lines = table.height if is_book else _lines(path, table.encoding or "")
        return Look(
            table.encoding or "",
            table.delimiter or "",
            table.sheet or "",
            sheet_names(path) if is_book else [],
            table.headings,
            sample,
            [{"orders": sorted(column.orders), "example": column.example} for column in shown],
            max(lines - table.heading_line, len(sample)),
        )


def unless_found(path: Path, encoding: str) -> str:
    """`encoding`, or "" where it is the one that is found anyway: who finds it also forgives single bytes."""
    if path.suffix in SPREADSHEETS or encoding == encodings.detect(path).name.removesuffix("-sig"):
        return ""
    return encoding


def about_how_many(path: Path) -> int:
    """Rows of the file at `path`, by its lines; 0 for a workbook, of which that would take a while to say."""
    return max(0, _lines(path, "") - 1) if path.is_file() and path.suffix.lower() not in SPREADSHEETS else 0


def _lines(path: Path, encoding: str) -> int:
    """Lines of a text file; the last may have no end."""
    lines, last = 0, b""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            lines += block.count(b"\n")
            last = block
    wide = {"utf-16": 2, "utf-32": 4}.get(encoding[:6], 1)
    return lines + (not last.rstrip(b"\x00")[-wide:].endswith(b"\n"))
