"""Many rows into the database at once: COPY fills a temporary table, SQL does the rest on the same connection.

COPY never goes into tracked tables. Their rows arrive by `INSERT … SELECT` through Django's cursor, so that the history
triggers know who did it. The table lives as long as the transaction: an import that is interrupted leaves nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import Model
from psycopg import sql

# No cell holds these: reading a table takes control characters away.
NULL = "\x01"
BETWEEN = "\x02"
ESCAPED = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", BETWEEN: f"\\{BETWEEN}"})


def as_copied(rows: Iterable[Sequence[str]]) -> bytes:
    """`rows` in COPY's text format, for `Staging.write`: made where no database waits for them. `NULL` is nothing."""
    lines = []
    for row in rows:
        line = BETWEEN.join(row)
        if line.count(BETWEEN) != len(row) - 1:
            line = BETWEEN.join([cell.translate(ESCAPED) for cell in row])
        elif "\\" in line or "\n" in line or "\r" in line:  # far quicker for the whole row than for each cell
            line = line.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
        lines.append(line)
    return "\n".join([*lines, ""]).encode()


class Staging:
    """A temporary table. In statements, `{stage}` stands for its name."""

    def __init__(self, table: str, columns: Sequence[str]):
        self.table = table
        self.columns = columns

    def copy(self, rows: Iterable[Sequence[Any]], columns: Sequence[str] | None = None) -> int:
        """Stream `rows`, each in the order of `columns` (all, if not given), into the table; answers how many."""
        count = 0
        with connection.cursor() as cursor, cursor.copy(self._copying(columns)) as copy:
            for row in rows:
                copy.write_row(row)
                count += 1
        return count

    def write(self, copied: bytes, columns: Sequence[str] | None = None) -> None:
        """Put rows that `as_copied` has written into the table."""
        if copied:
            as_written = sql.SQL(" (NULL {}, DELIMITER {})").format(sql.Literal(NULL), sql.Literal(BETWEEN))
            with connection.cursor() as cursor, cursor.copy(self._copying(columns) + as_written) as copy:
                copy.write(copied)

    def _copying(self, columns: Sequence[str] | None) -> sql.Composed:
        return sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(self.table), sql.SQL(", ").join(map(sql.Identifier, columns or self.columns))
        )

    def clear(self) -> None:
        """Make room for the next batch."""
        self.execute("TRUNCATE {stage}")

    def analyse(self, *columns: str) -> None:
        """Let the planner know what is in the table, or in those columns; without it joins of 10,000 rows crawl."""
        listed = f" ({', '.join(map(connection.ops.quote_name, columns))})" if columns else ""
        self.execute(f"ANALYZE {{stage}}{listed}")

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

    def insert(
        self, model: type[Model], values: Mapping[str, str], source: str, params: Sequence[Any] = (), suffix: str = ""
    ) -> int:
        """`INSERT … SELECT` into the table of `model`: SQL by field name, the model's defaults for the rest.

        `source` is what follows SELECT's expressions: "FROM {stage} s WHERE …". `params` belong to `source`.
        """
        quote = connection.ops.quote_name
        given, expressions, defaults = [], [], []
        for field in model._meta.concrete_fields:
            if field.name in values:
                given.append(quote(field.column))
                expressions.append(values[field.name])
            elif field.primary_key:
                given.append(quote(field.column))
                expressions.append("uuidv7()")
            elif not field.has_db_default():
                defaults.append((quote(field.column), field.get_db_prep_save(field.get_default(), connection)))
        columns = [*given, *(column for column, _value in defaults)]
        expressions += ["%s"] * len(defaults)
        return self.execute(
            f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(columns)})"  # noqa: S608
            f" SELECT {', '.join(expressions)} {source} {suffix}",
            [*(value for _column, value in defaults), *params],
        )

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
