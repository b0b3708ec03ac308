"""Checks of the background work: workers, jobs, backups."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

import rapport
from rapport.core import formats
from rapport.core.backup import keeping_up, programs
from rapport.core.backup.target import leftovers
from rapport.core.models import Backup
from rapport.core.refusals import Refusal
from rapport.core.registry import Finding

AT_REST = "RAPPORT_AT_REST"  # said by the supervisor when it woke the database for this command alone
SILENT_FOR = timedelta(seconds=30)
PATIENCE = timedelta(minutes=10)
OLD = timedelta(hours=36)


def is_at_rest() -> bool:
    return bool(os.environ.get(AT_REST))


def workers(at: datetime) -> Iterator[Finding]:
    [(living,)] = _rows("SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - %s", [SILENT_FOR])
    if living:
        yield Finding("ok", ngettext("%(n)d worker runs.", "%(n)d workers run.", living) % {"n": living})
    elif is_at_rest():
        yield Finding("warning", _("Rapport is not running here."), _("Start it: bin/rapport up"))
    else:
        yield Finding(
            "wrong",
            _("No worker runs: reminders, reactions, imports and backups wait."),
            _("Start one: bin/rapport worker (bin/rapport up does so by itself)"),
        )


def releases(at: datetime) -> Iterator[Finding]:
    """Whether all processes are of this release: each says its own to the database."""
    said = _rows(
        "SELECT DISTINCT application_name FROM pg_stat_activity WHERE datname = current_database()"
        " AND application_name ~ '^rapport (web|worker|streams) '"
    )
    others = sorted(name for (name,) in said if name.rpartition(" ")[2] != rapport.__version__)
    if others:
        yield Finding(
            "wrong",
            _("Processes of another release use the database: %(names)s") % {"names": ", ".join(others)},
            _("Restart them, so that all are of release %(release)s.") % {"release": rapport.__version__},
        )
    else:
        yield Finding("ok", _("All processes are of release %(release)s.") % {"release": rapport.__version__})


def jobs(at: datetime) -> Iterator[Finding]:
    [(failed, stalled, waiting)] = _rows(
        """SELECT
        (SELECT count(DISTINCT j.id) FROM procrastinate_jobs j JOIN procrastinate_events e ON e.job_id = j.id
          WHERE j.status = 'failed' AND e.type = 'failed' AND e.at > now() - interval '1 day'),
        (SELECT count(*) FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
          WHERE j.status = 'doing' AND (w.id IS NULL OR w.last_heartbeat < now() - %s)),
        (SELECT count(*) FROM procrastinate_jobs j WHERE j.status = 'todo'
          AND (SELECT min(e.at) FROM procrastinate_events e WHERE e.job_id = j.id) < now() - %s
          AND coalesce(j.scheduled_at, '-infinity') < now() - %s)""",
        [SILENT_FOR, PATIENCE, PATIENCE],
    )
    if failed:
        yield Finding(
            "warning",
            ngettext("%(n)d job failed in the last day.", "%(n)d jobs failed in the last day.", failed) % {"n": failed},
            _("Settings → Reactions that failed; for others, the log of the worker has the reason."),
        )
    if stalled:
        yield Finding(
            "warning" if is_at_rest() else "wrong",
            ngettext("%(n)d job lost its worker.", "%(n)d jobs lost their worker.", stalled) % {"n": stalled},
            _("A running worker takes it up again within a minute. If not, restart the worker."),
        )
    if waiting:
        yield Finding(
            "warning" if is_at_rest() else "wrong",
            ngettext(
                "%(n)d job waits for more than ten minutes.", "%(n)d jobs wait for more than ten minutes.", waiting
            ) % {"n": waiting},
            _("Start a worker, or more of them: bin/rapport worker"),
        )  # fmt: skip
    if not (failed or stalled or waiting):
        yield Finding("ok", _("No job failed, none is stuck."))


def backups(at: datetime) -> Iterator[Finding]:
    last = Backup.objects.filter(state=Backup.State.DONE).first()
    latest = Backup.objects.exclude(state=Backup.State.RUNNING).first()
    when = _("The last backup is of %(moment)s.") % {"moment": formats.moment(last.started_at)} if last else ""
    if latest and latest.state == Backup.State.FAILED:
        yield Finding(
            "wrong" if keeping_up.is_scheduled() else "warning",
            _("The last backup failed: %(error)s %(when)s") % {"error": latest.error, "when": when},
            _("Put that right, then: bin/rapport backup FILE"),
        )
    elif keeping_up.is_scheduled() and (keeping_up.missed(at) or (last and last.started_at < at - OLD)):
        yield Finding(
            "warning" if is_at_rest() else "wrong",
            _("The scheduled backup is missing. %(when)s") % {"when": when or _("There is none at all.")},
            _("See that the worker runs and that it may write into RAPPORT_BACKUP_DIR."),
        )
    elif not keeping_up.is_scheduled():
        yield Finding(
            "warning",
            _("No backups are made by themselves. %(when)s") % {"when": when or _("There is none at all.")},
            _("Set RAPPORT_BACKUP_DIR to a folder on another disk, or call bin/rapport backup FILE every night."),
        )
    else:
        yield Finding("ok", when or _("The first one is not due yet."))
    yield from _backup_programs()


def _backup_programs() -> Iterator[Finding]:
    try:
        programs.program("pg_dump", connection.pg_version // 10000)  # type: ignore[attr-defined]
    except Refusal as refusal:
        yield Finding("wrong", str(refusal.message), _("On Debian, the package postgresql-client of that version."))
    with connection.cursor() as cursor:
        left = leftovers(cursor.connection, connection.settings_dict["NAME"])
    if left:
        yield Finding(
            "warning",
            _("An interrupted restore left a database behind: %(names)s") % {"names": ", ".join(left)},
            _("The next restore removes it; or: DROP DATABASE %(name)s") % {"name": left[0]},
        )


def _rows(query: str, values: list | None = None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()
