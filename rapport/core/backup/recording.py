"""Writing down that a backup was made or failed, on a connection of its own: it stays when the work is undone."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.utils import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core import audit
from rapport.core.backup.making import Made
from rapport.core.ids import uuid7
from rapport.core.models import Backup
from rapport.core.refusals import Refusal

BEGIN = """
INSERT INTO core_backup (id, why, state, by_id, path, started_at, size, rows, files, error)
VALUES (%s, %s, 'running', %s, %s, %s, 0, 0, 0, '')
"""
END = "UPDATE core_backup SET state = %s, ended_at = %s, size = %s, rows = %s, files = %s, error = %s WHERE id = %s"


def recorded(why: str, path: Path | None, make: Callable[[], Made], *, by: Any = None) -> Made:
    """Do it, and write down how it went. That a database of an older release has no place for that is no hindrance."""
    record = _Record()
    record.begin(why, path, by)
    try:
        made = make()
    except BaseException as problem:
        record.end(Backup.State.FAILED, error=in_words(problem))
        raise
    record.end(Backup.State.DONE, made.bytes, made.rows, made.files)
    with suppress(DatabaseError):
        audit.record("backup.made", by=by, bytes=made.bytes)
    return made


def in_words(problem: BaseException) -> str:
    if isinstance(problem, Refusal):
        return str(problem.message)
    if isinstance(problem, OSError):
        return str(problem.strerror or problem)
    if isinstance(problem, KeyboardInterrupt | SystemExit):
        return _("It was interrupted.")
    return type(problem).__name__


class _Record:
    def __init__(self) -> None:
        self.id: UUID = uuid7()

    def begin(self, why: str, path: Path | None, by: Any) -> None:
        values = [self.id, why, by.pk if by else None, str(path.absolute()) if path else "", timezone.now()]
        self._execute(BEGIN, values)

    def end(self, state: str, size: int = 0, rows: int = 0, files: int = 0, error: str = "") -> None:
        self._execute(END, [state, timezone.now(), size, rows, files, error, self.id])

    def _execute(self, query: str, values: list[Any]) -> None:
        own = connections.create_connection("default")
        try:
            with suppress(DatabaseError), own.cursor() as cursor:
                cursor.execute(query, values)
        finally:
            own.close()
