"""Rows of texts: CSV files and their kin, as programs write them and as people do."""

import csv
import io
from collections import deque
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from django.utils.translation import gettext as _

from rapport.core import formats
from rapport.core.tabular import delimiter as delimiters
from rapport.core.tabular import other_texts
from rapport.core.tabular.reading import LONGEST_CELL, BrokenRow, UnreadableFile, endless_cell

LONGEST_LINE = 4_000_000
SAMPLE = 256 * 1024


class TextTable:
    """Rows of a CSV file."""

    sheet = None

    def __init__(self, file: io.TextIOWrapper, path: Path, encoding: str, delimiter: str | None):
        self.encoding = encoding
        self._file = file
        self._size = path.stat().st_size or 1
        self._waiting: deque[str] = deque()
        self._taken: list[str] = []
        self._line = 0
        self.delimiter = self._find_delimiter(delimiter)

    def _find_delimiter(self, given: str | None) -> str:
        if given:
            given = {"\\t": "\t", "tab": "\t"}.get(given.lower(), given)
            if len(given) != 1 or given in '"\r\n':
                raise UnreadableFile(_("A delimiter is one sign, such as , or ; or tab."))
        sample, size = [], 0
        while size < SAMPLE and (line := self._read_line()):
            sample.append(line)
            size += len(line)
        self._waiting.extend(sample)
        if problem := other_texts.problem("".join(sample[:20])[:1000]):
            raise UnreadableFile(problem)
        if sample and (announced := delimiters.announced(sample[0])):
            self._waiting.popleft()
            self._line = 1
            return given or announced
        return given or delimiters.sniff("".join(sample))

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        csv.field_size_limit(LONGEST_CELL)
        while True:
            try:
                yield from self._rows_until_a_quote_is_lost()
                return
            except _EndlessCell:
                yield self._without_the_row() or self._without_the_line()
            except _LostQuote:
                yield self._without_the_line()

    def _rows_until_a_quote_is_lost(self) -> Iterator[tuple[int, list[str]]]:
        reader = csv.reader(self._lines(), delimiter=self.delimiter)
        self._taken = []
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                raise _EndlessCell from None
            if len(self._taken) > 1 and not self._closes_its_quotes():
                raise _LostQuote
            line = self._line + 1
            self._line += len(self._taken)
            self._taken.clear()
            yield line, cells

    def _without_the_line(self) -> tuple[int, BrokenRow]:
        """A quote that nothing closes swallows the rows behind it: give up its line and start again below it."""
        first, *others = self._taken
        self._waiting.extendleft(reversed(others))
        self._line += 1
        lost = _("A quotation mark is opened and never closed.")
        reason = endless_cell() if len(first) > LONGEST_CELL else lost
        return self._line, BrokenRow([first[:LONGEST_CELL]], reason)

    def _without_the_row(self) -> tuple[int, BrokenRow] | None:
        """Give up a row with a cell that is too long but closed after all; None where no quote closes it.

        Of the lines in it none is kept. Raises `UnreadableFile` where they are more than any row has.
        """
        first, waiting, place = self._taken[0], list(self._waiting), self._file.tell()
        began_at, lines, size, is_open = self._line + 1, 0, 0, False
        for line in chain(self._taken, iter(self._next_line, "")):
            lines, size = lines + 1, size + len(line)
            try:
                is_open = _leaves_open(line, self.delimiter, is_open)
            except _LostQuote:
                break
            if not is_open and lines >= len(self._taken):
                if size > LONGEST_LINE:
                    raise UnreadableFile(
                        _("The row in line %(line)s holds more than %(most)s characters; so much is no table.")
                        % {"line": formats.number(began_at), "most": formats.number(LONGEST_LINE)}
                    )
                self._line += lines
                return began_at, BrokenRow([first[:LONGEST_CELL]], endless_cell())
        self._waiting = deque(waiting)
        self._file.seek(place)
        return None

    def _closes_its_quotes(self) -> bool:
        """Whether these lines are CSV to the letter, as programs write it; people don't type cells of several lines."""
        try:
            list(csv.reader(self._taken, delimiter=self.delimiter, strict=True))
        except csv.Error:
            return False
        return True

    def _lines(self) -> Iterator[str]:
        while True:
            line = self._next_line()
            if not line:
                return
            self._taken.append(line)
            yield line if "\x00" not in line else line.replace("\x00", "")

    def _next_line(self) -> str:
        return self._waiting.popleft() if self._waiting else self._read_line()

    def _read_line(self) -> str:
        try:
            line = self._file.readline(LONGEST_LINE)
        except UnicodeError:
            raise UnreadableFile(_("The file is not in the encoding %(name)s.") % {"name": self.encoding}) from None
        if len(line) == LONGEST_LINE:
            raise UnreadableFile(_("This is no table: it has lines without end."))
        return line

    def progress(self) -> float:
        return min(1.0, self._file.buffer.tell() / self._size)


def _leaves_open(line: str, delimiter: str, is_open: bool) -> bool:
    """Whether a quoted cell goes on after `line`, if it `is_open` before. Raises `_LostQuote` where it is no CSV."""
    at = -1
    while (at := line.find('"', at + 1)) >= 0:
        if not is_open:
            is_open = at == 0 or line[at - 1] == delimiter
        elif line[at + 1 : at + 2] == '"':
            at += 1
        elif line[at + 1 : at + 2] in ("", "\r", "\n", delimiter):
            is_open = False
        else:
            raise _LostQuote
    return is_open


class _LostQuote(Exception):
    pass


class _EndlessCell(_LostQuote):
    pass
