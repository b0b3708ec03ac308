"""Reading what waits, mail by mail: each in a transaction of its own, counted before it is begun.

Whose bytes kill their reader is counted all the same, and put aside after the third time. Two readers never file the
same mail: whoever has its row locked files it, the other finds it settled.
"""

import logging
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from uuid import UUID

from django.db import DatabaseError, OperationalError, connection, transaction
from django.utils import timezone

from rapport.messaging.incoming import mails
from rapport.messaging.incoming.filing import file, put_aside
from rapport.messaging.mime import Unreadable
from rapport.messaging.models import Channel, RawMail
from rapport.staff.remembering import remembered, remembering

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 3
LANES = 4  # jobs that read at once
A_FEW = 3  # more than that, and another lane is opened
MOST_AT_A_TIME = 500  # then the worker has a look at its other jobs
SECONDS_REMEMBERED = 2.0  # rules, opening hours and accounts are asked for again that often
PASSING = (OperationalError, OSError)  # the fault is not the mail's

JUST_BEGUN = timedelta(seconds=3)  # whoever counted it locks it a moment later; if not, it is dead by now

NEXT = """
UPDATE messaging_rawmail SET attempts = attempts + 1, begun_at = clock_timestamp() WHERE id = (
  SELECT id FROM messaging_rawmail
  WHERE state = 'waiting' AND (begun_at IS NULL OR begun_at < clock_timestamp() - %s) AND id <> ALL(%s::uuid[])
  ORDER BY received_at LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id
"""


def read_waiting(lane: int = 0) -> int:
    """File what waits until nothing is left, or enough for once; answers how many mails were settled."""
    settled, put_off = 0, []
    with careless_commits():
        while raw_ids := list(_some(lane, settled, put_off)):
            settled += len(raw_ids)
            if settled >= MOST_AT_A_TIME:
                mails.begin_a_job(lane)
                return settled
    if not put_off and RawMail.objects.filter(state=RawMail.State.WAITING).exists():
        mails.begin_a_job(lane, after=JUST_BEGUN)  # others are at it; of one who died meanwhile we take it over
    return settled


@contextmanager
def careless_commits() -> Iterator[None]:
    """Without waiting for the disk: the bytes are safe, and what is forgotten as the power goes is filed again."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    try:
        yield
    finally:
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute("RESET synchronous_commit")


def _some(lane: int, before: int, put_off: list[UUID]) -> Iterator[UUID]:
    """Settle mails for as long as what is remembered may be true, and answer which."""
    until, served = time.monotonic() + SECONDS_REMEMBERED, set()
    with remembering():
        while time.monotonic() < until and len(put_off) < MOST_ATTEMPTS and (raw_id := _next(put_off)):
            before += 1
            if before == A_FEW and lane + 1 < LANES:
                mails.begin_a_job(lane + 1)
            served.add(_settle(raw_id, put_off))
            yield raw_id
    if served - {None}:  # once for many: all would wait for each other at the row of their account
        Channel.objects.filter(pk__in=served - {None}).update(last_received_at=timezone.now())


def _next(put_off: list[UUID]) -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [JUST_BEGUN, put_off])
        found = cursor.fetchone()
    return found and found[0]


def _settle(raw_id: UUID, put_off: list[UUID]) -> UUID | None:
    """File it or put it aside; what fails for a reason of its own is tried again at once, three times in all.

    Answers for which account.
    """
    try:
        with transaction.atomic():
            raw = _locked(raw_id)
            if raw is None:
                return None
            if raw.attempts > MOST_ATTEMPTS:
                put_aside(raw, "killed_its_reader")
            else:
                _read(raw)
            return raw.channel_id
    except PASSING as problem:
        log.warning("mail %s has to wait: %s", raw_id, type(problem).__name__)
        put_off.append(raw_id)
        RawMail.objects.filter(pk=raw_id, state=RawMail.State.WAITING).update(attempts=0, begun_at=None)
    except Exception as problem:  # whatever strangers send, the next mail is read
        log.error("mail %s could not be filed: %s", raw_id, _in_short(problem))
        _give_up_in_time(raw_id, problem)
    return None


def _locked(raw_id: UUID) -> RawMail | None:
    """The mail with its bytes, unless somebody else is at it or was."""
    rows = RawMail.objects.select_for_update(skip_locked=True).filter(pk=raw_id, state=RawMail.State.WAITING)
    raw = rows.first()
    if raw:
        raw.channel = remembered(
            f"messaging.channel {raw.channel_id}",
            lambda: Channel.objects.select_related("team", "location").get(pk=raw.channel_id),
        )
    return raw


def _read(raw: RawMail) -> None:
    try:
        file(raw)
    except Unreadable as problem:  # found before anything was written
        put_aside(raw, "unreadable", problem.reason)


def _give_up_in_time(raw_id: UUID, problem: Exception) -> None:
    with transaction.atomic():
        raw = _locked(raw_id)
        if raw and raw.attempts >= MOST_ATTEMPTS:
            put_aside(raw, "failed", _in_short(problem))
        elif raw:
            RawMail.objects.filter(pk=raw_id).update(begun_at=None)


def _in_short(problem: Exception) -> str:
    """What happened and where; what an exception says may quote the mail."""
    *_, (frame, line) = traceback.walk_tb(problem.__traceback__)
    return f"{type(problem).__name__} in {frame.f_globals.get('__name__', '?')}:{line}"
