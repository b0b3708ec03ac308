"""Many rows into the database at once: COPY fills a temporary table, SQL does the rest on the same connection.

COPY never goes into tracked tables. Their rows arrive by `INSERT … SELECT` through Django's cursor, so that the history
triggers know who did it. The table lives as long as the transaction: an import that is interrupted leaves nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from psycopg import sql


class Staging:
    """A temporary table. In statements, `{stage}` stands for its name."""

    def __init__(self, table: str, columns: Sequence[str]):
        self.table = table
        self.columns = columns

    def copy(self, rows: Iterable[Sequence[Any]]) -> int:
        """Stream `rows`, each in the order of the columns, into the table; answers how many there were."""
        count = 0
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(self.table), sql.SQL(", ").join(map(sql.Identifier, self.columns))
        )
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
                count += 1
        return count

    def analyse(self) -> None:
        """Let the planner know what is in the table; without it joins of 100,000 rows may crawl."""
        self.execute("ANALYZE {stage}")

    def execute(self, statement: str, params: Sequence[Any] | Mapping[str, Any] | None = None) -> int:
        """Run `statement` and answer how many rows it touched."""
        with connection.cursor() as cursor:
            cursor.execute(self._filled(statement), params)
            return max(cursor.rowcount, 0)

    def rows(self, statement: str, params: Sequence[Any] | Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(self._filled(statement), params)
            return cursor.fetchall()

    def one(self, statement: str, params: Sequence[Any] | Mapping[str, Any] | None = None) -> Any:
        """The single value that `statement` answers."""
        return self.rows(statement, params)[0][0]

    def _filled(self, statement: str) -> str:
        return statement.replace("{stage}", connection.ops.quote_name(self.table))


@contextmanager
def staging(name: str, columns: Mapping[str, str]) -> Iterator[Staging]:
    """A temporary table `name` with `columns` (name → SQL type), inside the caller's transaction."""
    if not connection.in_atomic_block:
        raise RuntimeError("staging() belongs into the transaction of the import")
    quote = connection.ops.quote_name
    table = f"staged_{name}"
    listed = ", ".join(f"{quote(column)} {kind}" for column, kind in columns.items())
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE {quote(table)} ({listed}) ON COMMIT DROP")
    yield Staging(table, list(columns))
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {quote(table)}")
