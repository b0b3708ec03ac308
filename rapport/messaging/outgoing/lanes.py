"""One way out, and what is known of it in the database at every moment, so that no crash loses or doubles a message.

A lane takes a batch: those messages are `sending`, and its own. They leave in the order of their keys. Before one can
be taken by the other server a small UPDATE says that it is on the wire, and with it that those before it are gone. It
runs while the mail is still being handed over, and is waited for before the last word. What is gone is settled for many
at once; two lanes share a connection in turn, so that one sends while the other settles and loads.
"""

import select
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from rapport.messaging.models import Lane, LaneNote, Message

LANES = 20_261_124  # first key of the advisory locks by which lanes show that they live
BATCH = 250
ALL = UUID(int=2**128 - 1)  # as what is on the wire: every message of the lane is gone
NEAR = timedelta(seconds=1)
NOT_SENT = ("authentication", "defects", "quoted")
BESIDE = ("conversation__number", "conversation__last_in_at", "customer__name", "customer__standing")
MAIL, OTHERS = "mail", "others"  # a mail server that hangs holds up no text message

TAKE = """
UPDATE messaging_message SET state = 'sending', claimed_at = %(at)s, lane = %(lane)s, attempts = attempts + 1
WHERE id IN (
  SELECT m.id FROM messaging_message m JOIN messaging_channel c ON c.id = m.channel_id
  WHERE m.state = 'queued' AND m.send_after <= %(at)s AND (c.kind = 'email') = %(mail)s
  ORDER BY m.send_after, m.id LIMIT %(most)s FOR UPDATE OF m SKIP LOCKED)
RETURNING id
"""
NOTE = b"UPDATE messaging_lanenote SET on_wire = $1::uuid WHERE lane = $2::bigint"


class OpenLane:
    """For `with`: known in the database, and alive as long as its connection is."""

    def __init__(self, kind: str = MAIL):
        self.kind = kind
        self._noting: Any = None

    def __enter__(self) -> "OpenLane":
        with transaction.atomic(), connection.cursor() as cursor:
            self.number = Lane.objects.create().pk
            LaneNote.objects.create(lane=self.number)
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LANES, self.number % 2**31])
        return self

    def __exit__(self, *problem) -> None:
        """After a mishap the row stays, and says what is known."""
        if problem[0] is None:
            forget(self.number)
        if connection.connection and not connection.connection.closed and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LANES, self.number % 2**31])

    def take(self, at: datetime, most: int = BATCH) -> list[UUID]:
        """The next of those that may go now; nobody else has them from now on. What it had before is settled."""
        with connection.cursor() as cursor:
            cursor.execute(TAKE, {"at": at, "lane": self.number, "most": most, "mail": self.kind == MAIL})
            return sorted(row[0] for row in cursor.fetchall())

    def puts_on_wire(self, key: UUID) -> Callable[[], None]:
        """Begin to note that `key` is on the wire, and the one before is gone. Call the answer before the last word."""
        self.rests()
        connection.ensure_connection()
        self._noting = connection.connection.pgconn
        self._noting.send_query_params(NOTE, [str(key).encode(), str(self.number).encode()])
        self._noting.flush()
        return self.rests

    def has_sent_all(self) -> None:
        """Note that nothing is on the wire any more, and whatever this lane still has is gone."""
        self.puts_on_wire(ALL)()

    def rests(self) -> None:
        """Until nothing is being noted any more. Raises `LostLane` when it could not be."""
        pgconn, self._noting = self._noting, None
        if pgconn:
            _wait(pgconn)


def _wait(pgconn) -> None:
    """Until the note is durable. Raises when it is not."""
    while pgconn.flush():
        select.select([], [pgconn.socket], [])
    while pgconn.is_busy():
        select.select([pgconn.socket], [], [])
        pgconn.consume_input()
    answers = []
    while answer := pgconn.get_result():
        answers.append(answer)
    if len(answers) != 1 or answers[0].status != 1 or answers[0].command_tuples != 1:
        raise LostLane(answers[0].error_message.decode(errors="replace") if answers else "no answer")


class LostLane(Exception):
    """The database doesn't know of this lane any more: nothing may go out by it."""


def take_off(number: int) -> None:
    """In a transaction that says what became of what was gone and on the wire: the lane no longer speaks of it."""
    LaneNote.objects.filter(lane=number).update(on_wire=None)


def forget(number: int) -> None:
    """The lane has nothing any more, and ends."""
    LaneNote.objects.filter(lane=number).delete()
    Lane.objects.filter(pk=number).delete()


def rows(keys: Sequence[UUID]) -> list[Message]:
    """Messages with all that sending needs, and no more. Four queries, however many."""
    own = [field.name for field in Message._meta.concrete_fields if field.name not in NOT_SENT]
    found = Message.objects.filter(pk__in=keys).select_related("conversation", "customer").only(*own, *BESIDE)
    found = found.prefetch_related("channel", "by", "files")
    return sorted(found, key=lambda message: message.pk)


def has_work(kind: str, at: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM messaging_message m JOIN messaging_channel c ON c.id = m.channel_id"
            " WHERE m.state = 'queued' AND m.send_after <= %s AND (c.kind = 'email') = %s)",
            [at, kind == MAIL],
        )
        return cursor.fetchone()[0]


def seconds_to_the_next(at: datetime) -> float | None:
    """How long to wait for the next message, if it is so near that nobody need be called for it."""
    soon = Message.objects.filter(state=Message.State.QUEUED, send_after__lte=at + NEAR)
    first = soon.order_by("send_after").values_list("send_after", flat=True).first()
    return max(0.0, (first - at).total_seconds()) if first else None
