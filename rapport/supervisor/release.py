"""What a house was last brought to, so that neither `up` nor a command does again what is done."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from rapport.supervisor.home import CHECKOUT, Home

MADE_ALONG_THE_WAY = ("__pycache__", ".mo")  # by Python, by `migrate`


def is_current(home: Home) -> bool:
    """Whether `migrate` ran to its end with this very release, and what it put on the disk is still there."""
    with suppress(OSError):
        return _noted(home).read_text() == _release() and (_static_files(home) / "staticfiles.json").exists()
    return False


def note(home: Home) -> None:
    """Only a saving of time, so a full disk is no reason to fail."""
    with suppress(OSError):
        _noted(home).write_text(_release())


def forget(home: Home) -> None:
    """Someone is about to change the tables."""
    _noted(home).unlink(missing_ok=True)


def _noted(home: Home) -> Path:
    """In the folder of the database, so that it comes and goes with it."""
    return home.data / "rapport.release"


def _static_files(home: Home) -> Path:
    return Path(os.environ.get("RAPPORT_STATIC_ROOT") or home.path / "static")


def _release() -> str:
    """Every file of ours by time and size, and the libraries, which bring tables of their own."""
    said = hashlib.sha256((CHECKOUT / "requirements" / "base.txt").read_bytes())
    for path, found in sorted(_files(CHECKOUT / "rapport")):
        said.update(f"{path} {found.st_mtime_ns} {found.st_size}\n".encode(errors="surrogateescape"))
    return said.hexdigest()


def _files(folder: str | Path) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(folder) as found:
        for entry in found:
            if entry.is_dir() and entry.name not in MADE_ALONG_THE_WAY:
                yield from _files(entry.path)
            elif entry.is_file() and not entry.name.endswith(MADE_ALONG_THE_WAY):
                yield entry.path, entry.stat()
