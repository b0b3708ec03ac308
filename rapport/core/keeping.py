"""What of `core` belongs into a backup, and what is put right after a restore.

A slice brings the like in its own `keeping.py`.
"""

import json
from dataclasses import replace
from typing import Any

from django.contrib.auth import get_user_model
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rapport.core import audit
from rapport.core.doctor import database, surroundings, work
from rapport.core.models import Backup, Token
from rapport.core.registry import AfterRestore, Check, HomeFile, Restored, after_restore, checks, home_files
from rapport.core.streams.checks import streams

OUTWARD = "mails"  # the queue of jobs that write to people
CANCEL_WAITING = """
WITH waiting AS (SELECT id FROM procrastinate_jobs WHERE status = 'todo' AND queue_name = %s)
SELECT procrastinate_cancel_job_v1(id, false, false) FROM waiting
"""


def put_jobs_back(restored: Restored) -> str | None:
    """Whoever worked on them is gone. Mails that waited were sent since, as far as one can tell; once is enough."""
    from rapport.core.stalled import put_back

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
    put_back()
    with connection.cursor() as cursor:
        cursor.execute(CANCEL_WAITING, [OUTWARD])
        cancelled = cursor.rowcount
    if not cancelled:
        return None
    return ngettext(
        "%(n)d mail that waited in the backup was not sent, since it may have been sent after it.",
        "%(n)d mails that waited in the backup were not sent, since they may have been sent after it.",
        cancelled,
    ) % {"n": cancelled}


def revoked_tokens() -> list[str]:
    return [str(pk) for pk in Token.objects.exclude(revoked_at=None).values_list("pk", flat=True)]


def revoke_again(restored: Restored) -> None:
    """A token that was revoked after the backup does not come back to life."""
    Token.objects.filter(pk__in=restored.kept or [], revoked_at=None).update(revoked_at=restored.at)


def known_backups() -> list[dict[str, Any]]:
    return json.loads(json.dumps(list(Backup.objects.values()), cls=DjangoJSONEncoder))


def remember_backups(restored: Restored) -> None:
    """The replaced database knew of later ones; the one that was under way at that moment is ours now."""
    Backup.objects.filter(state=Backup.State.RUNNING).delete()
    people = set(get_user_model().objects.values_list("pk", flat=True))
    rows = [Backup(**row) for row in restored.kept or [] if row["state"] != Backup.State.RUNNING]
    for row in rows:
        row.by_id = row.by_id if row.by_id in people else None
    Backup.objects.bulk_create(rows, ignore_conflicts=True)


def note_it(restored: Restored) -> None:
    audit.record("backup.restored", by=None, made_at=restored.made_at.isoformat(timespec="seconds"))


home_files.add(HomeFile("secret_key"))
after_restore.add(AfterRestore("core.jobs", put_jobs_back, order=10))
after_restore.add(AfterRestore("core.tokens", revoke_again, keep=revoked_tokens, order=20))
after_restore.add(AfterRestore("core.backups", remember_backups, keep=known_backups, order=30))
after_restore.add(AfterRestore("core.audit", note_it, order=90))

for _order, _check in enumerate(
    (
        Check("database.version", _("Database"), database.version),
        Check("database.extensions", _("Extensions"), database.extensions),
        Check("database.migrations", _("Release of the tables"), database.migrations),
        Check("database.triggers", _("History"), database.triggers),
        Check("database.indexes", _("Indexes"), database.indexes),
        Check("clock", _("Clock"), database.clock),
        Check("clock.proxy", _("Clock of the proxy"), surroundings.proxy_clock, needs_database=False),
        Check("workers", _("Worker"), work.workers),
        Check("streams", _("Live pages"), streams),
        Check("releases", _("Processes"), work.releases),
        Check("jobs", _("Jobs"), work.jobs),
        Check("backups", _("Backups"), work.backups),
        Check("files", _("Files"), database.files),
        Check("disk", _("Disk"), surroundings.disks, needs_database=False),
        Check("mail", _("Mail"), surroundings.mail, needs_database=False),
        Check("address", _("Address"), surroundings.address, needs_database=False),
        Check("debug", _("Debugging"), surroundings.debug, needs_database=False),
        Check("secret_key", _("Secret key"), surroundings.secret_key, needs_database=False),
    )
):
    checks.add(replace(_check, order=_order))
