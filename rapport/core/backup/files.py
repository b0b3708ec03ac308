"""Putting the files of an archive where they belong, without losing one of the house's own before that is certain.

Files are written once, under names of their own: new ones may lie beside the old ones until the database is swapped.
What would take the place of another file, and the secrets, waits in a folder of its own, which carries the mark of the
database that it belongs to: so whoever comes next, after we were killed, knows whether they are to be used.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connection

from rapport.core.backup.archive import FILES, HOME
from rapport.core.backup.checking import Archive
from rapport.core.backup.target import restored_mark
from rapport.core.registry import home_files

MARK = "mark"


class Placing:
    def __init__(self, archive: Archive, mark: str) -> None:
        self._archive = archive
        self._waiting = waiting_room()
        self._added: list[Path] = []
        shutil.rmtree(self._waiting, ignore_errors=True)
        _make_folders(self._waiting)
        (self._waiting / MARK).write_text(mark)

    def bring(self, told: Callable[[int], None]) -> None:
        """Everything lies on the disk after this; nothing that was there before has changed."""
        for member in self._archive.manifest.members:
            if member["name"].startswith(FILES):
                self._bring_file(member)
                told(member["size"])
        for name in self._archive.manifest.home_files:
            if name in home_files:
                self._bring_home_file(name, self._archive.read(HOME + name))
        os.sync()

    def undo(self) -> None:
        for path in self._added:
            path.unlink(missing_ok=True)
        shutil.rmtree(self._waiting, ignore_errors=True)

    def _bring_file(self, member: dict) -> None:
        name = member["name"].removeprefix(FILES)
        target = Path(settings.MEDIA_ROOT) / name
        if not target.exists():
            self._write(target, member["name"])
            self._added.append(target)
        elif not self._is_same(target, member):
            self._write(self._waiting / FILES / name, member["name"])

    def _bring_home_file(self, name: str, theirs: bytes) -> None:
        ours = settings.HOME / name
        joined = home_files[name].joined
        if joined:  # more of it never does harm, so it need not wait
            content = joined(ours.read_bytes(), theirs) if ours.exists() else theirs
            target = ours
        else:
            content, target = theirs, self._waiting / HOME / name
        _make_folders(target.parent)
        draft = target.with_name(f".{target.name}.new")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
        draft.replace(target)

    def _write(self, target: Path, member: str) -> None:
        _make_folders(target.parent)
        draft = target.with_name(f".{target.name[-200:]}.restoring")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            for chunk in self._archive.chunks(member):
                file.write(chunk)
        draft.replace(target)

    @staticmethod
    def _is_same(path: Path, member: dict) -> bool:
        import hashlib

        if path.stat().st_size != member["size"]:
            return False
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == member["sha256"]


def settle() -> None:
    """Put in place what waits for the database that we are connected to; throw away what waits for another."""
    waiting = waiting_room()
    if not waiting.is_dir():
        return
    mark = (waiting / MARK).read_text() if (waiting / MARK).exists() else ""
    if mark and _is_marked(mark):
        _move_all(waiting / FILES, Path(settings.MEDIA_ROOT))
        _move_all(waiting / HOME, settings.HOME)
    shutil.rmtree(waiting)


def forget_others(kept: set[str]) -> int:
    """Remove the files that the restored house does not know; answers how many."""
    root, gone = Path(settings.MEDIA_ROOT), 0
    for folder, _folders, names in os.walk(root):
        for name in names:
            path = Path(folder, name)
            if path.relative_to(root).as_posix() not in kept:
                path.unlink()
                gone += 1
    return gone


def waiting_room() -> Path:
    return settings.HOME / "restoring"


def _is_marked(mark: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        )
        return cursor.fetchone()[0] == restored_mark(mark)


def _move_all(source: Path, target: Path) -> None:
    for folder, _folders, names in os.walk(source):
        for name in names:
            path = Path(folder, name)
            final = target / path.relative_to(source)
            _make_folders(final.parent)
            os.replace(path, final)


def _make_folders(folder: Path) -> None:
    for missing in reversed([parent for parent in (folder, *folder.parents) if not parent.exists()]):
        missing.mkdir(mode=0o700)
