"""What an archive looks like: a ZIP file of uncompressed members, written from front to back, and sealed.

    database.dump       pg_dump's custom format, compressed by itself
    files/…             every file beside the database, as it lies in the home
    home/secret_key     and what else `core.registry.home_files` names
    manifest.json       what must be in all that, last

Memory is bounded but for a line about each member.
"""

import hashlib
import json
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from rapport.core.backup.sealed import Sealing

FORMAT, FORMAT_VERSION = "rapport-backup", 1
DATABASE, MANIFEST = "database.dump", "manifest.json"
FILES, HOME = "files/", "home/"
CHUNK = 2**20
LARGEST_MANIFEST = 2**30

Told = Callable[[int], None]  # how many bytes went by


def nobody(count: int) -> None:
    """Bytes that nobody counts."""


class Writer:
    """Adds one member after the other; `close` writes the manifest and the seal."""

    def __init__(self, out: BinaryIO) -> None:
        self._sealing = Sealing(out)
        self._zip = zipfile.ZipFile(self._sealing, "w", zipfile.ZIP_STORED, allowZip64=True)  # type: ignore[call-overload]
        self.members: list[dict[str, Any]] = []

    def add(self, name: str, chunks: Iterator[bytes], told: Told = nobody) -> dict[str, Any]:
        said, size = hashlib.sha256(), 0
        info = zipfile.ZipInfo(name, time.gmtime()[:6])
        info.external_attr = 0o600 << 16
        with self._zip.open(info, "w", force_zip64=True) as member:
            for chunk in chunks:
                member.write(chunk)
                said.update(chunk)
                size += len(chunk)
                told(len(chunk))
        self.members.append({"name": name, "size": size, "sha256": said.hexdigest()})
        return self.members[-1]

    def close(self, facts: dict[str, Any]) -> int:
        """Answers how many bytes the archive has."""
        manifest = {"format": FORMAT, "format_version": FORMAT_VERSION, **facts, "members": self.members}
        self._zip.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
        self._zip.close()
        self._sealing.close()
        return self._sealing.written

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, *failure: object) -> None:
        self._zip.fp = None  # when it was not closed, nothing more is to be written


@dataclass(frozen=True)
class Manifest:
    facts: dict[str, Any]

    @property
    def release(self) -> str:
        return str(self.facts["rapport"])

    @property
    def made_at(self) -> datetime:
        return datetime.fromisoformat(self.facts["made_at"])

    @property
    def postgres(self) -> int:
        return int(self.facts["postgres_major"])

    @property
    def migrations(self) -> list[tuple[str, str]]:
        return [(app, name) for app, name in self.facts["migrations"]]

    @property
    def tables(self) -> dict[str, int]:
        return self.facts["tables"]

    @property
    def members(self) -> list[dict[str, Any]]:
        return self.facts["members"]

    @property
    def files(self) -> list[str]:
        return [member["name"] for member in self.members if member["name"].startswith(FILES)]

    @property
    def home_files(self) -> list[str]:
        return [member["name"].removeprefix(HOME) for member in self.members if member["name"].startswith(HOME)]

    @property
    def file_bytes(self) -> int:
        return sum(member["size"] for member in self.members if member["name"].startswith(FILES))


def read_chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk


def is_safe(name: str) -> bool:
    """Whether a member's name stays inside the folder into which it is taken out."""
    path = Path(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name and "\0" not in name
