"""The table for an authority: a small one at once, a large one by the worker, to be fetched when it is there.

It lies in `exports/` of the home for a day, readable by Rapport alone, and only whoever asked for it can fetch it.
"""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from rapport.care.models import ComplaintTable
from rapport.care.reports import exporting, queries
from rapport.core import audit
from rapport.core.models import Work
from rapport.core.progress import actions as long_work
from rapport.core.progress.kinds import WorkKind, work_kinds
from rapport.core.tabular.results import Progress, silent

KIND = "complaints.table"
AT_ONCE = 1_000  # lines that are written within the request
KEPT = timedelta(days=1)
REMEMBERED = timedelta(days=30)


@transaction.atomic
def ask_for(*, by, start: datetime, at: datetime, days: int, ending: str) -> ComplaintTable:
    """Take out what arrived from `start` until now. The same, asked again while it is being written, is one table."""
    standing = ComplaintTable.objects.filter(by=by, days=days, ending=ending, done_at=None).order_by("-made_at").first()
    if standing and Work.objects.under_way().filter(kind=KIND, subject_id=standing.pk).exists():
        return standing
    table = ComplaintTable.objects.create(by=by, made_at=at, starts_at=start, ends_at=at, days=days, ending=ending)
    count = _lines(table).count()
    if count <= AT_ONCE:
        return write(table, at=at)
    long_work.start(KIND, subject_id=table.pk, total=count, by=by)
    return table


@transaction.atomic
def write(table: ComplaintTable, *, at: datetime, watch: Progress = silent) -> ComplaintTable:
    """Write the file. Done already: nothing changes."""
    table = ComplaintTable.objects.select_for_update(of=("self",)).select_related("by").get(pk=table.pk)
    if table.done_at:
        return table
    path = _path(table)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    table.rows, table.done_at = exporting.write(path, _lines(table), watch=watch), at
    table.save(update_fields=["rows", "done_at"])
    audit.record("complaints.exported", by=table.by, rows=table.rows, days=table.days, format=table.ending)
    return table


def file_of(table: ComplaintTable) -> Path | None:
    """The table, while it is kept."""
    path = _path(table) if table.done_at else None
    return path if path and path.is_file() else None


def forget_old(at: datetime) -> None:
    """The file goes after a day, that somebody asked for it after a month; the audit keeps it."""
    for table in ComplaintTable.objects.filter(made_at__lt=at - KEPT):
        if table.done_at is None or table.done_at < at - KEPT:
            _path(table).unlink(missing_ok=True)
    ComplaintTable.objects.filter(made_at__lt=at - REMEMBERED).delete()


def _lines(table: ComplaintTable):
    return queries.complaints(table.by, table.starts_at, table.ends_at)


def _path(table: ComplaintTable) -> Path:
    return settings.HOME / "exports" / f"{table.pk}.{table.ending}"


def _run(work: Work, watch: Progress) -> dict:
    table = write(ComplaintTable.objects.get(pk=work.subject_id), at=timezone.now(), watch=watch)
    return {"rows": table.rows}


work_kinds.add(
    WorkKind(
        KIND,
        run=_run,
        url=lambda work: reverse("care:complaint_table_of", args=[work.subject_id]),
        permission="care.export_complaint",
    )
)
