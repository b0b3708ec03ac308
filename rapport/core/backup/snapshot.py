"""The moment that a backup shows: pg_dump, our counts and the names of the files all look at the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.apps import apps
from django.db import models
from psycopg import sql

from rapport.core.backup import programs

# What is of no use to a restored house: who is signed in, what is only remembered to be quick.
LEFT_OUT = ("django_session", "core_cache")

TABLES = """
SELECT n.nspname, c.relname, pg_table_size(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
  AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
  AND NOT EXISTS (
    SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype = 'e')
ORDER BY 1, 2
"""


class Snapshot:
    """One transaction that sees one moment, however long the backup takes."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection
        self.id, self.moment = self._row("SELECT pg_export_snapshot(), now()")
        self.server_version = connection.info.server_version
        self.tables = {_name(schema, table): size for schema, table, size in self.rows(TABLES)}

    @property
    def major(self) -> int:
        return self.server_version // 10000

    @property
    def database_bytes(self) -> int:
        return self._row("SELECT pg_database_size(current_database())")[0]

    def counts(self) -> dict[str, int]:
        """How many rows each table has in the archive."""
        return {table: 0 if table in LEFT_OUT else count(self._connection, table) for table in self.tables}

    def migrations(self) -> list[list[str]]:
        if "django_migrations" not in self.tables:
            return []
        return [list(row) for row in self.rows("SELECT app, name FROM django_migrations ORDER BY app, id")]

    def files_named(self) -> Iterator[str]:
        """The names of all files that rows speak of, not all at once."""
        for model, field in file_fields():
            if model._meta.db_table in self.tables:
                yield from self._names(model._meta.db_table, field.column)

    def _names(self, table: str, column: str) -> Iterator[str]:
        query = sql.SQL("SELECT {column} FROM {table} WHERE {column} <> ''").format(
            column=sql.Identifier(column), table=sql.Identifier(table)
        )
        with self._connection.cursor(name="names") as cursor:
            cursor.execute(query)
            for (name,) in cursor:
                yield name

    def rows(self, query: str) -> list[tuple]:
        return self._connection.execute(query).fetchall()

    def _row(self, query: str) -> Any:
        return self._connection.execute(query).fetchone()


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    with psycopg.connect(**programs.address(application_name="rapport backup")) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        yield Snapshot(connection)


def count(connection: psycopg.Connection, table: str) -> int:
    name = sql.SQL(".").join(map(sql.Identifier, table.rsplit(".", 1)))
    return connection.execute(sql.SQL("SELECT count(*) FROM {}").format(name)).fetchone()[0]  # type: ignore[index]


def file_fields() -> list[tuple[type[models.Model], models.FileField]]:
    """Every column that names a file, histories aside: what an older version of a row named may be gone by right."""
    return [
        (model, field)
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy and not _is_history(model)
        for field in model._meta.concrete_fields
        if isinstance(field, models.FileField)
    ]


def _is_history(model: type[models.Model]) -> bool:
    from pghistory.models import Event

    return issubclass(model, Event)


def _name(schema: str, table: str) -> str:
    return table if schema == "public" else f"{schema}.{table}"
