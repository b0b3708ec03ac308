"""Taking a mail in: its bytes first. Reading it is a job, done again until the mail is filed or quarantined."""

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from rapport.messaging.models import Channel, Folder, RawMail

READING = "messaging.read_mails"
NOT_IN_A_PATH = re.compile(r"[\x00-\x20<>]")
JOB_WAITS = "SELECT 1 FROM procrastinate_jobs WHERE queueing_lock = %s AND status = 'todo' LIMIT 1"


@transaction.atomic
def accept(
    raw: bytes,
    *,
    channel: Channel,
    source: str,
    folder: Folder | None = None,
    uid_validity: int | None = None,
    uid: int | None = None,
    envelope_from: str = "",
    envelope_to: Sequence[str] = (),
    received_at: datetime | None = None,
) -> RawMail:
    """Keep the bytes of a mail; once this is committed, it is ours and not lost any more. A job reads it.

    The mail of one UID is accepted once, the second time answers the first. `received_at` is when its mailbox took it
    in, else now.
    """
    kept = RawMail(
        channel=channel,
        folder=folder,
        uid_validity=uid_validity,
        uid=uid,
        digest=hashlib.sha256(raw).hexdigest(),
        source=source,
        envelope_from=envelope_from[:254],
        envelope_to=[address[:254] for address in envelope_to],
        size=len(raw),
        content=raw,
        received_at=received_at or timezone.now(),
    )
    if uid is None:
        kept.save(force_insert=True)
    else:
        RawMail.objects.bulk_create([kept], ignore_conflicts=True)
        kept = RawMail.objects.defer("content").get(folder=folder, uid_validity=uid_validity, uid=uid)
    have_it_read()
    return kept


def returning_to(sender: str, raw: bytes) -> bytes:
    """`raw` with the sender of its envelope on top, as whoever takes a mail in last writes it (RFC 5321, 4.4).

    The empty one tells that a machine sent it.
    """
    return b"Return-Path: <" + NOT_IN_A_PATH.sub("", sender).encode("utf-8", "surrogateescape") + b">\r\n" + raw


def have_it_read() -> None:
    """Once this is committed, a job reads all that waits. One that begins before would not see it, so not earlier."""
    transaction.on_commit(begin_a_job)


def begin_a_job(lane: int = 0, after: timedelta | None = None) -> None:
    """Of each lane one job waits at most, and one runs."""
    from procrastinate.exceptions import AlreadyEnqueued

    from rapport.messaging.incoming.tasks import read_mails

    name = (
        f"{READING}.{lane}.later" if after else f"{READING}.{lane}"
    )  # a job that waits holds up those behind its lock
    with connection.cursor() as cursor:
        cursor.execute(JOB_WAITS, [name])
        if cursor.fetchone():
            return
    later = {"schedule_in": {"seconds": after.total_seconds()}} if after else {}
    try:
        with transaction.atomic():
            read_mails.configure(lock=name, queueing_lock=name, **later).defer(lane=lane)
    except AlreadyEnqueued:
        return
