"""Bringing a house back from an archive. Until the last step, what is there stays as it is."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.utils import ProgrammingError
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.backup import files, programs
from rapport.core.backup.archive import DATABASE, FILES
from rapport.core.backup.checking import Archive, CannotRestore, opened
from rapport.core.backup.snapshot import count
from rapport.core.backup.target import ADMIN, Target
from rapport.core.migrating import bring_tables_up_to_date
from rapport.core.registry import Restored, after_restore

SECONDS_TO_LEAVE = 3.0

Progress = Callable[[float, str], None]


@dataclass
class Result:
    made_at: str
    release: str
    tables: int
    rows: int
    files: int
    counts: dict[str, int] = field(default_factory=dict)  # of each table, checked against the manifest
    said: list[str] = field(default_factory=list)  # what was put right afterwards
    missing_files: int = 0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def restore(path: Path, *, replace: bool, progress: Progress) -> Result:
    """Raises `CannotRestore`, or whatever went wrong; then the house is as it was."""
    with opened(path) as archive:
        archive.verify(progress)
        target = Target()
        _refuse(archive, target, replace)
        kept = _keep(target)
        restorer = programs.program("pg_restore", max(target.major(), archive.manifest.facts["pg_dump_major"]))
        placing = files.Placing(archive, target.mark)
        try:
            target.make_fresh()
            result = _bring(archive, target, placing, restorer, progress)
            result.said = _put_right(target, archive, kept, progress)
            connection.close()
            progress(0.98, _("Taking its place"))
            target.swap()
        except BaseException:
            connection.close()
            target.give_up()
            placing.undo()
            raise
        files.settle()
        files.forget_others({name.removeprefix(FILES) for name in archive.manifest.files})
        progress(1.0, _("Restored"))
        return result


def _refuse(archive: Archive, target: Target, replace: bool) -> None:
    ours, theirs = target.major(), archive.manifest.postgres
    if theirs > ours:
        raise CannotRestore(
            _("The backup was made with PostgreSQL %(theirs)s, but this database is %(ours)s. Upgrade it first.")
            % {"theirs": theirs, "ours": ours}
        )
    if others := _those_who_stay(target):
        raise CannotRestore(
            _("The database is in use by %(others)s. Stop them, then restore.") % {"others": ", ".join(others)}
        )
    if not replace and not target.is_empty():
        raise CannotRestore(
            _("The database is not empty. With --replace the backup takes its place, and all that is in it is gone.")
        )
    _refuse_a_full_disk(archive)


def _refuse_a_full_disk(archive: Archive) -> None:
    """Both houses need room until the swap. Where somebody else's database lies, they have to know."""
    manifest = archive.manifest
    needed = manifest.file_bytes + (manifest.facts["database_bytes"] if os.environ.get(ADMIN) else 0)
    place = next(folder for folder in (settings.HOME, *settings.HOME.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    if free < needed:
        raise CannotRestore(
            _("The disk that holds %(folder)s has %(free)s MB left; the backup needs %(needed)s MB more.")
            % {"folder": place, "free": free // 2**20, "needed": needed // 2**20}
        )


def _those_who_stay(target: Target) -> list[str]:
    """Who is in the database. Somebody who was just killed takes a moment to be gone."""
    end = time.monotonic() + SECONDS_TO_LEAVE
    while (others := target.others()) and time.monotonic() < end:
        time.sleep(0.2)
    return others


def _keep(target: Target) -> dict[str, Any]:
    """What must survive of the database that goes."""
    if not target.has_our_tables():
        return {}
    files.settle()  # of a restore that was killed at its very end
    kept = {}
    for hook in after_restore:
        try:
            kept[hook.name] = hook.keep()
        except ProgrammingError as problem:  # an older release has not all the tables
            if getattr(problem.__cause__, "sqlstate", "") not in ("42P01", "42703"):
                raise
    connection.close()
    return kept


def _bring(archive: Archive, target: Target, placing: files.Placing, restorer: Path, progress: Progress) -> Result:
    manifest = archive.manifest
    sizes = {member["name"]: member["size"] for member in manifest.members}
    whole, went_by = max(1, sum(sizes.values())), 0

    def told(size: int, doing: str) -> None:
        nonlocal went_by
        went_by += size
        progress(0.5 + 0.4 * went_by / whole, doing)

    _run_pg_restore(restorer, target, archive, lambda size: told(size, _("Bringing in the database")))
    counts = _check_counts(target, manifest.tables)
    placing.bring(lambda size: told(size, _("Bringing in the files")))
    return Result(
        made_at=manifest.made_at.isoformat(), release=manifest.release, tables=len(counts), rows=sum(counts.values()),
        files=len(manifest.files), counts=counts, missing_files=manifest.facts["missing_files"]["count"],
    )  # fmt: skip


def _run_pg_restore(restorer: Path, target: Target, archive: Archive, told: Callable[[int], None]) -> None:
    dbname, environment = programs.call_with(target.params | {"dbname": target.fresh})
    command = [
        restorer, f"--dbname={dbname}", "--no-owner", "--no-privileges", "--no-comments", "--exit-on-error",
        "--no-password",
    ]  # fmt: skip
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=complaints
        )
        try:
            _feed(process, archive, told)
            code = process.wait()
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        if code:
            complaints.seek(0)
            said = complaints.read().decode(errors="replace").strip().splitlines()
            reason = next((line for line in said if "error:" in line), said[-1] if said else str(code))
            raise CannotRestore(
                _("PostgreSQL refused the backup, and nothing was changed: %(said)s") % {"said": reason}
            )


def _feed(process: subprocess.Popen, archive: Archive, told: Callable[[int], None]) -> None:
    assert process.stdin is not None
    try:
        for chunk in archive.chunks(DATABASE):
            process.stdin.write(chunk)
            told(len(chunk))
        process.stdin.close()
    except BrokenPipeError:  # it ended early; its own words say why
        pass


def _check_counts(target: Target, expected: dict[str, int]) -> dict[str, int]:
    with target.connected(target.fresh) as fresh:
        counts = {table: count(fresh, table) for table in expected}
    wrong = [table for table in expected if counts[table] != expected[table]]
    if wrong:
        raise CannotRestore(
            _("The restored table %(table)s has %(found)s rows instead of %(expected)s. Nothing was changed.")
            % {"table": wrong[0], "found": counts[wrong[0]], "expected": expected[wrong[0]]}
        )
    return counts


def _put_right(target: Target, archive: Archive, kept: dict[str, Any], progress: Progress) -> list[str]:
    """Bring the fresh database to this release, then let every slice look after its own."""
    from rapport.core.commands import after_migrate

    said = []
    with _django_on(target.fresh):
        progress(0.92, _("Bringing the database to this release"))
        bring_tables_up_to_date()
        for step in after_migrate:
            step()
        for hook in after_restore:
            told = hook.run(Restored(archive.manifest.made_at, timezone.now(), kept.get(hook.name)))
            said += [told] if told else []
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    if os.environ.get("RAPPORT_SECRET_KEY") and archive.secret_key not in (None, settings.SECRET_KEY):
        said.append(
            _("RAPPORT_SECRET_KEY is not the key of the backup. Set it to what home/secret_key in the archive says.")
        )
    return said


@contextmanager
def _django_on(name: str) -> Iterator[None]:
    """Let Django work on another database for a while."""
    settings_dict = connection.settings_dict
    own = settings_dict["NAME"]
    connection.close()
    settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        settings_dict["NAME"] = own
