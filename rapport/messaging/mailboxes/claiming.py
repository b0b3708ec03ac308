"""Who reads a folder now. A claim is a lock of the database session, so whoever is killed lets go at that moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection


@contextmanager
def claimed(what: str, key: UUID) -> Iterator[bool]:
    """Whether it is ours until the end of the block; False when somebody else has it."""
    is_ours = claim(what, key)
    try:
        yield is_ours
    finally:
        if is_ours:
            let_go(what, key)


def claim(what: str, key: UUID) -> bool:
    return _ask("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", what, key)


def let_go(what: str, key: UUID) -> None:
    _ask("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", what, key)


def _ask(question: str, what: str, key: UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, [f"rapport.messaging.{what}.{key}"])
        return cursor.fetchone()[0]
