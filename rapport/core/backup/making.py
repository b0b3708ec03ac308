"""Making an archive while people go on working: one moment of the database, and the files that it names."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

import rapport
from rapport.core.backup import programs
from rapport.core.backup.archive import DATABASE, FILES, HOME, Told, Writer, read_chunks
from rapport.core.backup.snapshot import LEFT_OUT, Snapshot, snapshot
from rapport.core.refusals import Refusal
from rapport.core.registry import home_files

COMPRESSED_TO = 0.25  # of the tables' size, as far as one can tell before; only for the progress bar
MISSING_NAMED = 50
PART = ".part"

Progress = Callable[[float, str], None]


class BackupFailed(Refusal):
    code = "backup_failed"


@dataclass(frozen=True)
class Made:
    """What went into an archive. `missing` files are named by rows, but were not there when the archive was made."""

    file: str
    bytes: int
    tables: int
    rows: int
    files: int
    missing: int

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def make(target: Path, progress: Progress) -> Made:
    """Write the archive beside `target`, see it safe on the disk, then give it its name. Nothing half is left."""
    if target.is_dir():
        raise BackupFailed(_("%(path)s is a folder; name the file to write.") % {"path": target})
    _forget_parts_of(target)
    part = target.with_name(f".{target.name}.{os.getpid()}{PART}")
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb", buffering=2**20) as out:
            made = write(out, progress, file=str(target), folder=target.parent)
            out.flush()
            os.fsync(out.fileno())
        part.replace(target)
        _fsync_folder(target.parent)
    except OSError as problem:
        problem.filename = problem.filename or str(target)
        raise
    finally:
        part.unlink(missing_ok=True)
    return made


def write(out: BinaryIO, progress: Progress, *, file: str = "-", folder: Path | None = None) -> Made:
    """Write an archive from front to back; `out` may be a pipe."""
    with snapshot() as seen:
        dump = programs.program("pg_dump", seen.major)
        names = [(path, size) for path, size in _files_on_disk()]
        on_disk = sum(size for _path, size in names)
        if folder is not None:
            _refuse_a_full_disk(folder, on_disk)
        told = _Told(progress, int(sum(seen.tables.values()) * COMPRESSED_TO) + on_disk)
        with Writer(out) as writer:
            facts = _facts(seen, dump)
            told.doing = _("Writing the database")
            writer.add(DATABASE, _dumped(dump, seen), told)
            told.doing = _("Writing the files")
            files, missing = _add_files(writer, names, seen, told)
            for name, content in _home_files():
                writer.add(HOME + name, iter([content]))
            size = writer.close(facts | {"missing_files": {"count": len(missing), "names": missing[:MISSING_NAMED]}})
        progress(1.0, _("Written"))
        rows = sum(facts["tables"].values())
        return Made(file, size, len(facts["tables"]), rows, files, len(missing))


def _facts(seen: Snapshot, dump: Path) -> dict[str, Any]:
    return {
        "rapport": rapport.__version__,
        "made_at": seen.moment.isoformat(),
        "postgres": seen.server_version,
        "postgres_major": seen.major,
        "pg_dump_major": programs.major_version(dump),
        "database_bytes": seen.database_bytes,
        "migrations": seen.migrations(),
        "tables": seen.counts(),
        "left_out": list(LEFT_OUT),
    }


def _dumped(dump: Path, seen: Snapshot) -> Iterator[bytes]:
    """pg_dump's output, looking at the moment of the snapshot. Raises when it did not end well."""
    dbname, environment = programs.call_with(programs.address(application_name="rapport backup"))
    command = [
        dump, f"--dbname={dbname}", "--format=custom", "--compress=gzip:3" if _can_name_gzip(dump) else "--compress=3",
        f"--snapshot={seen.id}", "--no-owner", "--no-privileges", "--no-password",
        *(f"--exclude-table-data=public.{table}" for table in LEFT_OUT),
    ]  # fmt: skip
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=complaints
        )
        try:
            assert process.stdout is not None
            yield from read_chunks(process.stdout)
            code = process.wait()
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        if code:
            complaints.seek(0)
            said = complaints.read().decode(errors="replace").strip().splitlines()
            raise BackupFailed(_("pg_dump failed: %(said)s") % {"said": said[-1] if said else code})


def _can_name_gzip(dump: Path) -> bool:
    return (programs.major_version(dump) or 0) >= 16


def _add_files(writer: Writer, on_disk: list[tuple[str, int]], seen: Snapshot, told: Told) -> tuple[int, list[str]]:
    """How many were added, and which of those that rows name were not there.

    A file is written before the row that names it, so whatever the snapshot names was there when we looked, unless
    it was deleted since. One that goes while we read it is left out; one that grows has what it had.
    """
    added: set[str] = set()
    for name, _size in on_disk:
        with suppress(FileNotFoundError), closing(_open_plain(settings.MEDIA_ROOT / name)) as file:
            writer.add(FILES + name, read_chunks(file), told)
            added.add(name)
    return len(added), sorted(set(seen.files_named()) - added)


def _open_plain(path: Path) -> BinaryIO:
    """Not through a link, which could lead out of the house."""
    return os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb")


def _files_on_disk() -> Iterator[tuple[str, int]]:
    root = Path(settings.MEDIA_ROOT)
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            path = Path(folder, name)
            with suppress(FileNotFoundError):
                if path.is_file() and not path.is_symlink():
                    yield path.relative_to(root).as_posix(), path.stat().st_size


def _home_files() -> Iterator[tuple[str, bytes]]:
    for kept in home_files:
        path = settings.HOME / kept.name
        if kept.name == "secret_key" and settings.HAS_SECRET_KEY:  # it may come from the environment
            yield kept.name, f"{settings.SECRET_KEY}\n".encode()
        elif path.is_file():
            yield kept.name, path.read_bytes()


def _refuse_a_full_disk(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise BackupFailed(
            _("The disk that holds %(folder)s has %(free)s MB left; the files alone need %(needed)s MB.")
            % {"folder": folder, "free": free // 2**20, "needed": needed // 2**20}
        )


class _Told:
    """Turns bytes that went by into the part of the whole that is done."""

    def __init__(self, progress: Progress, expected: int) -> None:
        self._progress, self._expected = progress, max(1, expected)
        self._done, self.doing = 0, ""

    def __call__(self, count: int) -> None:
        self._done += count
        self._progress(min(0.99, self._done / self._expected), self.doing)


def _forget_parts_of(target: Path) -> None:
    """What a backup of the same name left behind that was killed."""
    for part in target.parent.glob(f".{target.name}.*{PART}"):
        pid = part.name.removesuffix(PART).rpartition(".")[2]
        if pid.isdigit() and int(pid) != os.getpid() and not Path(f"/proc/{pid}").exists():
            part.unlink(missing_ok=True)


def _fsync_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
