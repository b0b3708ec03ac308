"""Very many new rows without a trigger for each.

A key that leads to a row which the same transaction has made needs no second look, and looking is a fifth of the work
of an import. PostgreSQL leaves triggers out for a role that may say so (`GRANT SET ON PARAMETER
session_replication_role`), as that of our own server may: it owns the tables and could drop keys and triggers anyway.
For other roles all is checked as ever, only slower.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


def may_be_unwatched() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_parameter_privilege('session_replication_role', 'SET')")
        return cursor.fetchone()[0]


@contextmanager
def unwatched(is_so: bool = True) -> Iterator[None]:
    """Within, while `is_so`, no trigger runs: whoever inserts answers for keys and for all that triggers would do."""
    if not is_so:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield  # after an error the transaction is over, and with it the setting
        cursor.execute("SET LOCAL session_replication_role = origin")
