"""Which tables a database was last brought to, so that a command need not ask Django each time."""

import hashlib
from contextlib import suppress
from pathlib import Path

from rapport.supervisor.home import CHECKOUT


def is_current(data: Path) -> bool:
    with suppress(OSError):
        return (data / "rapport.release").read_text() == _release()
    return False


def note(data: Path) -> None:
    """Only a saving of time, so a full disk is no reason to fail."""
    with suppress(OSError):
        (data / "rapport.release").write_text(_release())


def forget(data: Path) -> None:
    """Someone else is about to change the tables."""
    (data / "rapport.release").unlink(missing_ok=True)


def _release() -> str:
    """Every migration of ours, and the libraries, which bring some of their own."""
    said = hashlib.sha256()
    for path in [CHECKOUT / "requirements" / "base.txt", *sorted(CHECKOUT.glob("rapport/*/migrations/*.py"))]:
        said.update(f"{path.relative_to(CHECKOUT)}\n".encode() + path.read_bytes())
    return said.hexdigest()
