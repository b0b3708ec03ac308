"""What an import did, and how it tells where it is."""

import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

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

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"seconds": round(self.seconds, 3)}


def silent(done: float, doing: str) -> None:
    """A progress that nobody watches."""


class Bar:
    """A progress bar on a terminal's stderr; anywhere else it keeps quiet."""

    WIDTH = 30

    def __init__(self) -> None:
        self._shown_at = 0.0
        self._is_terminal = sys.stderr.isatty()

    def __call__(self, done: float, doing: str) -> None:
        if not self._is_terminal or (time.monotonic() - self._shown_at < 0.1 and done < 1):
            return
        self._shown_at = time.monotonic()
        full = round(self.WIDTH * min(1.0, done))
        sys.stderr.write(f"\r\x1b[K{'█' * full}{'░' * (self.WIDTH - full)} {done:4.0%}  {doing}")
        sys.stderr.flush()

    def clear(self) -> None:
        if self._is_terminal and self._shown_at:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
