"""Reading an archive, and refusing what is damaged, foreign or newer than this release, before anything is touched."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

import rapport
from rapport.core.backup.archive import (
    CHUNK,
    DATABASE,
    FORMAT,
    FORMAT_VERSION,
    HOME,
    LARGEST_MANIFEST,
    MANIFEST,
    Manifest,
    is_safe,
    read_chunks,
)
from rapport.core.backup.sealed import BrokenSeal, check
from rapport.core.refusals import Refusal

Progress = Callable[[float, str], None]
BROKEN = (
    zipfile.BadZipFile,
    BrokenSeal,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    EOFError,
    NotImplementedError,
    OSError,
)


class CannotRestore(Refusal):
    code = "cannot_restore"


class Archive:
    """An archive that is open for reading. `verify` reads every byte of it."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self.path, self._file = path, file
        self.size = path.stat().st_size
        try:
            self._zip = zipfile.ZipFile(file)
            self.manifest = self._read_manifest()
        except BROKEN:
            raise self._damaged() if self._begins_like_ours() else self._foreign() from None
        self._refuse_what_is_newer()

    def verify(self, progress: Progress) -> None:
        """Raises `CannotRestore` unless all is there, byte for byte."""
        read = 0

        def told(count: int) -> None:
            nonlocal read
            read += count
            progress(read / max(1, 2 * self.size), _("Checking the backup"))

        try:
            check(self._file, self.size, told)
            self._verify_members(told)
        except BROKEN:
            raise self._damaged() from None

    def open(self, name: str) -> BinaryIO:
        return self._zip.open(name)  # type: ignore[return-value]

    def read(self, name: str) -> bytes:
        with self.open(name) as member:
            return member.read()

    @property
    def secret_key(self) -> str | None:
        return self.read(f"{HOME}secret_key").decode().strip() if "secret_key" in self.manifest.home_files else None

    def chunks(self, name: str) -> Iterator[bytes]:
        with self.open(name) as member:
            yield from read_chunks(member)

    def _read_manifest(self) -> Manifest:
        with self._zip.open(MANIFEST) as file:
            facts = json.loads(file.read(LARGEST_MANIFEST))
        if facts["format"] != FORMAT:
            raise self._foreign()
        return Manifest(facts)

    def _verify_members(self, told: Callable[[int], None]) -> None:
        expected = {member["name"]: member for member in self.manifest.members}
        if set(self._zip.namelist()) != {*expected, MANIFEST} or DATABASE not in expected:
            raise BrokenSeal
        for name, member in expected.items():
            said, size = hashlib.sha256(), 0
            for chunk in self.chunks(name):
                said.update(chunk)
                size += len(chunk)
                told(len(chunk))
            if (size, said.hexdigest()) != (member["size"], member["sha256"]) or not is_safe(name):
                raise BrokenSeal

    def _refuse_what_is_newer(self) -> None:
        try:
            manifest = self.manifest
            is_newer = self.manifest.facts["format_version"] > FORMAT_VERSION or _number(manifest.release) > _number(
                rapport.__version__
            )
            unknown = set() if is_newer else set(manifest.migrations) - known_migrations()
        except BROKEN:
            raise self._damaged() from None
        if is_newer or unknown:
            raise CannotRestore(
                _("%(file)s was made by Rapport %(theirs)s, newer than this release (%(ours)s). Upgrade first.")
                % {"file": self.path, "theirs": manifest.release, "ours": rapport.__version__}
            )

    def _begins_like_ours(self) -> bool:
        self._file.seek(0)
        return DATABASE.encode() in self._file.read(CHUNK)[:200]

    def _damaged(self) -> CannotRestore:
        return CannotRestore(
            _("%(file)s is damaged or not whole: it is not what was written. Nothing was changed; take another backup.")
            % {"file": self.path}
        )

    def _foreign(self) -> CannotRestore:
        return CannotRestore(_("%(file)s is not a backup made by Rapport.") % {"file": self.path})


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    with path.open("rb") as file:
        yield Archive(path, file)


def known_migrations() -> set[tuple[str, str]]:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    replaced = {name for migration in loader.disk_migrations.values() for name in migration.replaces}
    return set(loader.disk_migrations) | replaced


def _number(release: str) -> tuple[int, ...]:
    return tuple(int(part) for part in release.split("+")[0].split(".") if part.isdigit())
