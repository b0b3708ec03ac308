"""What a backup keeps, what is put right after restoring it, and what `bin/rapport doctor` looks at."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rapport.core.registry.gathering import Registry


@dataclass(frozen=True)
class HomeFile:
    """A file in the home that belongs into every backup: a secret, a record that must outlive the database.

    Restoring puts the backup's in its place. Where both must survive, `joined(ours, theirs)` makes one of the two.
    """

    name: str  # its path in the home: "secret_key"
    joined: Callable[[bytes, bytes], bytes] | None = None


@dataclass(frozen=True)
class Restored:
    """What a hook is told about the database that was just restored; Django is connected to it, nobody else is."""

    made_at: datetime  # the moment that the backup shows
    at: datetime
    kept: Any = None  # what the hook itself kept of the database that is being replaced


@dataclass(frozen=True)
class AfterRestore:
    """What a slice puts right in a restored database before it takes the place of the old one.

    `keep()` is asked first, in the database that will be replaced, and answers what must survive it; it does not run
    when there is none, or one without our tables. `run` may answer one sentence for the person at the terminal. When
    either raises, nothing is replaced.
    """

    name: str
    run: Callable[[Restored], str | None]
    keep: Callable[[], Any] = lambda: None
    order: int = 50


@dataclass(frozen=True)
class Finding:
    """What a check of `bin/rapport doctor` found. `state`: "ok", "warning", "wrong" (it ends with 1)."""

    state: str
    means: str
    do: str = ""  # what to do about it


@dataclass(frozen=True)
class Check:
    """Something that `bin/rapport doctor` looks at. `look(at)` answers what it found, one or several."""

    name: str
    label: str
    look: Callable[[datetime], Iterable[Finding]]
    order: int = 50
    needs_database: bool = True


home_files: Registry[HomeFile] = Registry()
after_restore: Registry[AfterRestore] = Registry()
checks: Registry[Check] = Registry()
