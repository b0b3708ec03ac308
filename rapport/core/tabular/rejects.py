"""Rows that could not be taken, kept so that they can be put right and imported again."""

from collections.abc import Iterable, Sequence
from itertools import count
from pathlib import Path
from types import TracebackType

from django.conf import settings
from django.utils.translation import gettext as _

from rapport.core.tabular.reading import Table
from rapport.core.tabular.sampling import Observer, unobserved
from rapport.core.tabular.writing import CsvWriter


class Rejects:
    """A file beside the imported one with the line, the reason and the cells of each row that was not taken.

    It is made with the first such row. Where the folder of the imported file can't be written, it goes to `rejects` in
    the home of Rapport. A file of an earlier run is written over: it would only be taken for the newest. The imported
    file itself, or one of `others` that are imported with it, is not.
    """

    def __init__(
        self,
        for_file: Path,
        table: Table,
        name: str = "",
        observer: Observer = unobserved,
        others: Iterable[Path | None] = (),
    ):
        self.count = 0
        self._observer = observer
        self.path: Path | None = None
        self._for_file = for_file
        self._read = [for_file, *filter(None, others)]
        self._name = f"{for_file.stem}{name and '.' + name}.rejects"
        self._headings = table.headings
        self._delimiter = table.delimiter or ","
        self._writer: CsvWriter | None = None

    def add(self, line: int, cells: Sequence[str], reason: str) -> None:
        if self._writer is None:
            self._writer = self._open()
            self._writer.row([_("Line"), _("Reason"), *self._headings])
        self._writer.row([line, reason, *cells])
        self.count += 1
        self._observer.rejected(self._for_file, line, cells, str(reason))

    def _open(self) -> CsvWriter:
        kept = settings.HOME / "rejects"
        for folder in (self._for_file.absolute().parent, kept):
            try:
                self.path = self._place_in(folder)
                if folder == kept:
                    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                return CsvWriter(self.path, delimiter=self._delimiter)
            except OSError:
                if folder == kept:
                    raise
        raise AssertionError("unreachable")

    def _place_in(self, folder: Path) -> Path:
        for number in count(1):
            path = folder / f"{self._name}{f'-{number}' if number > 1 else ''}.csv"
            if not path.exists() or not any(path.samefile(read) for read in self._read):
                return path
        raise AssertionError("unreachable")

    def close(self) -> None:
        if self._writer:
            self._writer.close()

    def __enter__(self) -> "Rejects":
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
