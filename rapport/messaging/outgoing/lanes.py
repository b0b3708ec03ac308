"""One way out, and what is known of it in the database at every moment, so that no crash loses or doubles a message.

A lane takes a batch: those messages are `sending`, and its own. They leave in the order of their keys. Before one can
be taken by the other server a small UPDATE says that it is on the wire, and with it that those before it are gone. It
runs while the mail is still being handed over, and is waited for before the last word. What is gone is settled for many
at once; two lanes share a connection in turn, so that one sends while the other settles and loads.
"""

import select
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection, transaction

from rapport.messaging.models import Lane, LaneNote, Message

LANES = 20_261_124  # first key of the advisory locks by which lanes show that they live
BATCH = 250
ALL = UUID(int=2**128 - 1)  # as what is on the wire: every message of the lane is gone
NEAR = timedelta(seconds=1)
FORGOTTEN = b"26000"  # "prepared statement … does not exist"
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
        self._noted = b""

    def __enter__(self) -> "OpenLane":
        with transaction.atomic(), connection.cursor() as cursor:
            self.number = Lane.objects.create().pk
            LaneNote.objects.create(lane=self.number)
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LANES, self.number % 2**31])
            # What notes is the very connection that holds the lock, without Django's pains: for each message it counts.
            self._pgconn = connection.connection.pgconn
        self._number = str(self.number).encode()
        self._note = b"lane_" + self._number
        self._pgconn.prepare(self._note, NOTE)
        return self

    def __exit__(self, *problem) -> None:
        """After a mishap the row stays, and says what is known."""
        if problem[0] is None:
            forget(self.number)
        if connection.connection and not connection.connection.closed and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LANES, self.number % 2**31])
                cursor.execute("SELECT 1 FROM pg_prepared_statements WHERE name = %s", [f"lane_{self.number}"])
                if cursor.fetchone():
                    cursor.execute(f"DEALLOCATE lane_{self.number}")

    def take(self, at: datetime, most: int = BATCH) -> list[UUID]:
        """The next of those that may go now; nobody else has them from now on. What it had before is settled."""
        with connection.cursor() as cursor:
            cursor.execute(TAKE, {"at": at, "lane": self.number, "most": most, "mail": self.kind == MAIL})
            return sorted(row[0] for row in cursor.fetchall())

    def puts_on_wire(self, key: UUID) -> Callable[[], None]:
        """Begin to note that `key` is on the wire, and the one before is gone. Call the answer before the last word."""
        self.rests()
        self._noted = key.hex.encode()
        try:
            self._send()
        except psycopg.OperationalError as error:
            raise LostLane(str(error)) from error
        return self.rests

    def _send(self) -> None:
        self._pgconn.send_query_prepared(self._note, [self._noted, self._number])
        self._pgconn.flush()
        self._noting = self._pgconn

    def has_sent_all(self) -> None:
        """Note that nothing is on the wire any more, and whatever this lane still has is gone."""
        self.puts_on_wire(ALL)()

    def rests(self) -> None:
        """Until nothing is being noted any more. Raises `LostLane` when it could not be."""
        pgconn, self._noting = self._noting, None
        if pgconn:
            try:
                if not _waited(pgconn):  # psycopg forgets all that was prepared when a transaction is rolled back
                    pgconn.prepare(self._note, NOTE)
                    self._send()
                    self._noting = None
                    if not _waited(pgconn):
                        raise LostLane("forgotten")
            except psycopg.OperationalError as error:
                raise LostLane(str(error)) from error


def _waited(pgconn) -> bool:
    """Until the note is durable; False when its statement is forgotten. Raises `LostLane` when it is not."""
    while pgconn.flush():
        select.select([], [pgconn.socket], [])
    while pgconn.is_busy():
        select.select([pgconn.socket], [], [])
        pgconn.consume_input()
    answer = pgconn.get_result()
    if answer is not None and answer.error_field(psycopg.pq.DiagnosticField.SQLSTATE) == FORGOTTEN:
        pgconn.get_result()
        return False
    if answer is None or answer.status != 1 or answer.command_tuples != 1 or pgconn.get_result() is not None:
        raise LostLane(answer.error_message.decode(errors="replace") if answer else "no answer")
    return True


class LostLane(Exception):
    """The database doesn't know of this lane any more: nothing may go out by it."""


def take_off(number: int) -> None:
    """In a transaction that says what became of what was gone and on the wire: the lane no longer speaks of it."""
    LaneNote.objects.filter(lane=number).update(on_wire=None)


def forget(number: int) -> None:
    """The lane has nothing any more, and ends."""
    LaneNote.objects.filter(lane=number).delete()
    Lane.objects.filter(pk=number).delete()


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
