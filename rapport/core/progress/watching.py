"""What connects the one who works with those who watch."""

import threading
from contextlib import suppress
from typing import Any

from django.db import connection, connections
from django.db.utils import Error
from django.utils import timezone
from psycopg import Error as DriverError

from rapport.core.models import Work

EVERY = 1.0  # seconds


class Stopped(Exception):
    """Somebody wants the work to end here. What it did in its transaction is undone."""


class Watch:
    """Says each second how far the work is, on a connection of its own, and hears when it shall stop.

    The work's own transaction is seen by nobody until it ends. A statement that runs for minutes is interrupted.
    """

    def __init__(self, work: Work):
        self.is_stopped = False
        self._work = work
        self._done, self._doing = 0, ""
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watch", daemon=True)
        self._working_connection: Any = None

    def __call__(self, fraction: float, doing: object = "") -> None:
        """`fraction` of the whole is done, from 0 to 1. Raises `Stopped`."""
        self._done = round(self._work.total * min(1.0, max(0.0, fraction)))
        self._doing = str(doing)[:200]
        if self.is_stopped:
            raise Stopped

    def __enter__(self) -> "Watch":
        connection.ensure_connection()
        self._working_connection = connection.connection
        self._thread.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop saying anything: the work writes its own last word."""
        self._end.set()
        self._thread.join()

    def _watch(self) -> None:
        own = connections.create_connection("default")
        try:
            while not self._end.wait(EVERY):
                with suppress(Error):  # the next second will tell
                    self._say(own)
        finally:
            own.close()

    def _say(self, own: Any) -> None:
        with own.cursor() as cursor:
            cursor.execute(
                "UPDATE core_work SET heard_at = %s, done = %s, doing = %s WHERE id = %s AND state = 'running'"
                " RETURNING cancel_asked_at",
                [timezone.now(), self._done, self._doing, self._work.pk],
            )
            found = cursor.fetchone()
        if (found is None or found[0]) and not self._end.is_set():
            self.is_stopped = True
            with suppress(DriverError):
                self._working_connection.cancel_safe(timeout=2)
