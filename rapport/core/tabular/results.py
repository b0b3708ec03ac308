"""What an import did, and how it tells where it is."""

import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from rapport.core import formats
from rapport.core.progress.showing import time_left

Progress = Callable[[float, str], None]  # how much of the whole is done (0 to 1), and what is being done now


@dataclass
class ImportResult:
    """Counts of things (customers, orders), of which `rejected` counts rows."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    seconds: float = 0.0
    rejects_file: str | None = None
    dry_run: bool = False
    ignored_columns: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)  # sentences about how the file was understood

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"seconds": round(self.seconds, 3)}


def silent(done: float, doing: str) -> None:
    """A progress that nobody watches."""


class Bar:
    """A progress bar on a terminal's stderr; anywhere else it keeps quiet.

    `rows` is about how many there are to do; with that it tells how many are done in a second, and the time left.
    """

    WIDTH = 30

    def __init__(self, rows: int = 0) -> None:
        self._rows = rows
        self._began_at = time.monotonic()
        self._shown_at = 0.0
        self._is_terminal = sys.stderr.isatty()

    def __call__(self, done: float, doing: str) -> None:
        if not self._is_terminal or (time.monotonic() - self._shown_at < 0.1 and done < 1):
            return
        self._shown_at = time.monotonic()
        full = round(self.WIDTH * min(1.0, done))
        sys.stderr.write(f"\r\x1b[K{'█' * full}{'░' * (self.WIDTH - full)} {done:4.0%}  {doing}{self._speed(done)}")
        sys.stderr.flush()

    def _speed(self, done: float) -> str:
        seconds = time.monotonic() - self._began_at
        if not self._rows or seconds < 1 or not 0 < done < 1:
            return ""
        rate = _("%(number)s rows per second") % {"number": formats.number(round(self._rows * done / seconds))}
        return f" · {rate} · {time_left(seconds * (1 - done) / done)}"

    def clear(self) -> None:
        if self._is_terminal and self._shown_at:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
