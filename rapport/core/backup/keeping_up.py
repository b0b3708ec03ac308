"""Backups that are made by themselves, one at a time, and how long each is kept."""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.core.backup import programs
from rapport.core.backup.making import PART, BackupFailed, Made, Progress, make
from rapport.core.backup.recording import recorded
from rapport.core.models import Backup
from rapport.core.refusals import Refusal

TRIES, PAUSE = 3, timedelta(minutes=30)  # when one of a day fails
LATE = timedelta(hours=12)  # after which one that should be there is missed
PREFIX = "rapport-"


def utc() -> tzinfo:
    return UTC


zone_of_the_house: Callable[[], tzinfo] = utc  # staff, who know the business, say another
log = logging.getLogger(__name__)


class AnotherIsUnderWay(Refusal):
    code = "backup_under_way"
    message = gettext_lazy("Another backup is under way. Wait for it to end.")


def folder() -> Path:
    """Where Rapport itself writes backups: the folder of the settings, or one in the home for those asked for."""
    return Path(settings.BACKUP_DIR) if settings.BACKUP_DIR else settings.HOME / "backups"


def is_scheduled() -> bool:
    return bool(settings.BACKUP_DIR)


def due_since(at: datetime) -> datetime:
    """When the last one should have begun, by the clock of the business."""
    local = at.astimezone(zone_of_the_house())
    due = datetime.combine(local.date(), at_what_time(), local.tzinfo)
    return due if due <= local else datetime.combine(local.date() - timedelta(days=1), at_what_time(), local.tzinfo)


def at_what_time() -> time:
    return time.fromisoformat(settings.BACKUP_AT)


def is_due(at: datetime) -> bool:
    """Whether one has to be made: none since its time, and not just failed, and not too often."""
    if not is_scheduled():
        return False
    since = Backup.objects.filter(why=Backup.Why.SCHEDULED, started_at__gte=due_since(at))
    if since.filter(state=Backup.State.DONE).exists():
        return False
    failed = list(since.filter(state=Backup.State.FAILED).values_list("started_at", flat=True))
    return len(failed) < TRIES and not any(started > at - PAUSE for started in failed)


def make_scheduled(at: datetime) -> Made | None:
    """Make the one that is due, if one is, then let go of those whose time is over."""
    if not is_due(at):
        return None
    try:
        made = make_here(Backup.Why.SCHEDULED, at=at)
    except AnotherIsUnderWay:
        return None
    thin(at)
    return made


def make_here(why: str, *, at: datetime, by: Any = None, progress: Progress = lambda done, doing: None) -> Made:
    """Write a backup into our folder. Raises `AnotherIsUnderWay`, `BackupFailed` or `OSError`; each is written down."""
    target = folder() / f"{PREFIX}{at.astimezone(zone_of_the_house()):%Y-%m-%d-%H%M%S}.zip"

    def write() -> Made:
        if settings.BACKUP_DIR and not Path(settings.BACKUP_DIR).is_dir():
            raise BackupFailed(_("The folder for backups, %(path)s, is not there.") % {"path": settings.BACKUP_DIR})
        folder().mkdir(mode=0o700, exist_ok=True)
        return make(target, progress)

    with alone():
        _end_what_was_interrupted()
        return recorded(why, target, write, by=by)


@contextmanager
def alone() -> Iterator[None]:
    """Nobody else writes into our folder within. The lock is the database's, and goes with whoever is killed."""
    with psycopg.connect(**programs.address(application_name="rapport backup"), autocommit=True) as connection:
        if connection.execute("SELECT pg_try_advisory_lock(hashtext('rapport.backup'))").fetchone() != (True,):
            raise AnotherIsUnderWay
        yield


def _end_what_was_interrupted() -> None:
    interrupted = Backup.objects.filter(state=Backup.State.RUNNING).exclude(why=Backup.Why.COMMAND)
    for backup in interrupted:
        recorded_as = {"state": Backup.State.FAILED, "error": _("It was interrupted."), "ended_at": backup.started_at}
        Backup.objects.filter(pk=backup.pk).update(**recorded_as)
    with suppress(OSError):
        for part in folder().glob(f".{PREFIX}*{PART}"):
            part.unlink()


def thin(at: datetime) -> list[Backup]:
    """Remove the files whose time is over; answers which."""
    rows = list(Backup.objects.in_the_folder().order_by("-started_at"))
    kept = to_keep(rows)
    gone = [row for row in rows if row not in kept]
    for row in gone:
        try:
            row.file.unlink(missing_ok=True)
        except OSError as problem:
            log.warning("backup %s could not be removed: %s", row.pk, type(problem).__name__)
            continue
        Backup.objects.filter(pk=row.pk).update(removed_at=at)
    return gone


def to_keep(newest_first: list[Backup]) -> list[Backup]:
    """The newest of each of the last days, weeks and months that have one; always the very newest."""
    kept: list[Backup] = newest_first[:1]
    zone = zone_of_the_house()
    periods: list[tuple[int, Callable[[datetime], Any]]] = [
        (settings.BACKUP_KEEP_DAILY, lambda moment: moment.date()),
        (settings.BACKUP_KEEP_WEEKLY, lambda moment: moment.isocalendar()[:2]),
        (settings.BACKUP_KEEP_MONTHLY, lambda moment: (moment.year, moment.month)),
    ]
    for count, period in periods:
        newest: dict[Any, Backup] = {}
        for row in newest_first:
            newest.setdefault(period(row.started_at.astimezone(zone)), row)
        kept += list(newest.values())[:count]
    return kept


def missed(at: datetime) -> bool:
    """Whether a scheduled one should be there by now and is not."""
    if not is_scheduled():
        return False
    since = due_since(at)
    wanted = since if since < at - LATE else since - timedelta(days=1)
    recent = Backup.objects.filter(why=Backup.Why.SCHEDULED, started_at__gte=wanted)
    return not recent.exclude(state=Backup.State.FAILED).exists()


def is_readable(path: Path) -> bool:
    return path.is_file() and os.access(path, os.R_OK)
