"""The database that a backup is restored into: what is there, who is in it, and the swap with the fresh one.

The backup is brought into a database of its own beside it. The swap is two renames in one transaction, so whenever we
are killed, what has the right name is whole: the old one or the restored one.
"""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from django.utils.translation import gettext as _
from psycopg import errors, sql
from psycopg.conninfo import conninfo_to_dict

from rapport.core.backup import programs
from rapport.core.backup.checking import CannotRestore

ADMIN = "RAPPORT_DATABASE_ADMIN_URL"  # said by the supervisor, which alone knows the superuser of its own database
ELSEWHERE = ("postgres", "template1")
LONGEST_NAME = 63
WHAT_PEOPLE_MADE = """
SELECT c.table_name FROM information_schema.columns c
JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND (c.column_name = 'customer_id' OR c.table_name = %s)
GROUP BY 1
"""
OTHERS = """
SELECT pid, usename, application_name, host(client_addr) FROM pg_stat_activity
WHERE datname = %s AND pid <> pg_backend_pid() AND backend_type = 'client backend' ORDER BY backend_start
"""
SEND_AWAY = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = %s AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
LIKE_IT = """
SELECT datlocprovider::text, datcollate, datctype, datlocale, pg_get_userbyid(datdba)
FROM pg_database WHERE datname = %s
"""


class Target:
    def __init__(self) -> None:
        self.params = programs.address(application_name="rapport restore")
        self.name: str = self.params["dbname"]
        self.mark = secrets.token_hex(4)
        self.fresh = self._beside("restoring")

    @contextmanager
    def connected(self, name: str | None = None) -> Iterator[psycopg.Connection]:
        """As the one who owns the tables."""
        with psycopg.connect(**self.params | {"dbname": name or self.name}, autocommit=True) as connection:
            yield connection

    @contextmanager
    def administered(self) -> Iterator[psycopg.Connection]:
        """As one who may make databases, from inside another one than those that change their names."""
        with self._admin_connection() as connection:
            yield connection

    def major(self) -> int:
        with self.connected() as connection:
            return connection.info.server_version // 10000

    def others(self) -> list[str]:
        """Who else is in the database, in words."""
        with self.connected() as connection:
            return [_who(*row) for row in connection.execute(OTHERS, [self.name])]

    def is_empty(self) -> bool:
        """Whether nobody works here and no customer was ever told of. What `migrate` itself fills does not count."""
        from django.contrib.auth import get_user_model

        with self.connected() as connection:
            tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            if not tables:
                return True
            if ("django_migrations",) not in tables:
                return False  # somebody else's
            made = connection.execute(WHAT_PEOPLE_MADE, [get_user_model()._meta.db_table]).fetchall()
            return not any(_has_rows(connection, table) for (table,) in made)

    def has_our_tables(self) -> bool:
        with self.connected() as connection:
            return connection.execute("SELECT to_regclass('public.django_migrations')").fetchone() != (None,)

    def make_fresh(self) -> None:
        """An empty database like ours, beside it. What a killed restore left is removed."""
        with self.administered() as admin:
            self._drop_leftovers(admin)
            provider, collate, ctype, locale, owner = self._like_it(admin)
            words = [
                sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(self.fresh)),
                sql.SQL("OWNER {}").format(sql.Identifier(owner)),
                sql.SQL("LC_COLLATE {} LC_CTYPE {}").format(sql.Literal(collate), sql.Literal(ctype)),
                sql.SQL("LOCALE_PROVIDER {}").format(sql.SQL({"c": "libc", "i": "icu", "b": "builtin"}[provider])),
            ]
            if provider == "b":
                words.append(sql.SQL("BUILTIN_LOCALE {}").format(sql.Literal(locale)))
            if provider == "i":
                words.append(sql.SQL("ICU_LOCALE {}").format(sql.Literal(locale)))
            try:
                admin.execute(sql.SQL(" ").join(words))
            except errors.InsufficientPrivilege:
                raise CannotRestore(
                    _(
                        "A backup is restored beside the database first, but the role %(role)s may not make databases."
                        " Let it: ALTER ROLE %(role)s CREATEDB"
                    )
                    % {"role": admin.info.user}
                ) from None
            comment = sql.SQL("COMMENT ON DATABASE {} IS {}")
            admin.execute(comment.format(sql.Identifier(self.fresh), sql.Literal(restored_mark(self.mark))))
            self._take_over_settings(admin)

    def swap(self) -> None:
        """The fresh database takes the name; the old one is dropped."""
        replaced = self._beside("replaced")
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        with self.administered() as admin:
            try:
                with admin.transaction():
                    admin.execute(rename.format(sql.Identifier(self.name), sql.Identifier(replaced)))
                    admin.execute(rename.format(sql.Identifier(self.fresh), sql.Identifier(self.name)))
            except errors.ObjectInUse:
                raise CannotRestore(
                    _("Somebody came into the database meanwhile. Nothing was changed; stop them and try again.")
                ) from None
            drop(admin, replaced)

    def give_up(self) -> None:
        """Remove what was brought in."""
        with suppress(psycopg.Error), self.administered() as admin:
            drop(admin, self.fresh)

    # ---- details

    def _admin_connection(self) -> psycopg.Connection:
        if url := os.environ.get(ADMIN):
            params: dict[str, Any] = conninfo_to_dict(url) | {"application_name": "rapport restore"}
            return psycopg.connect(**params, autocommit=True)
        with suppress(psycopg.OperationalError):
            return psycopg.connect(**self.params | {"dbname": ELSEWHERE[0]}, autocommit=True)
        return psycopg.connect(**self.params | {"dbname": ELSEWHERE[1]}, autocommit=True)

    def _like_it(self, admin: psycopg.Connection) -> tuple[str, str, str, str | None, str]:
        query = LIKE_IT if admin.info.server_version >= 170000 else LIKE_IT.replace("datlocale", "daticulocale")
        return admin.execute(query, [self.name]).fetchone()  # type: ignore[return-value]

    def _take_over_settings(self, admin: psycopg.Connection) -> None:
        """What an administrator set for this database alone (ALTER DATABASE … SET)."""
        query = (
            "SELECT unnest(setconfig) FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase"
            " WHERE d.datname = %s AND s.setrole = 0"
        )
        for (setting,) in admin.execute(query, [self.name]).fetchall():
            name, _sign, value = setting.partition("=")
            change = sql.SQL("ALTER DATABASE {} SET {} = {}")
            admin.execute(change.format(sql.Identifier(self.fresh), sql.SQL(name), sql.Literal(value)))

    def _drop_leftovers(self, admin: psycopg.Connection) -> None:
        for name in leftovers(admin, self.name):
            drop(admin, name)

    def _beside(self, what: str) -> str:
        return f"{self.name[: LONGEST_NAME - 19]}_{what}_{self.mark}"


def leftovers(connection: psycopg.Connection, name: str) -> list[str]:
    """Databases that a killed restore of `name` left behind."""
    pattern = rf"{re.escape(name[: LONGEST_NAME - 19])}_(restoring|replaced)_[0-9a-f]{{8}}"
    known = connection.execute("SELECT datname FROM pg_database").fetchall()
    return [found for (found,) in known if re.fullmatch(pattern, found)]


def restored_mark(mark: str) -> str:
    return f"rapport restored {mark}"


def drop(admin: psycopg.Connection, name: str) -> None:
    """With whoever is in it. FORCE is refused to most roles while autovacuum is there, which makes way without it."""
    admin.execute(SEND_AWAY, [name])
    admin.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def _has_rows(connection: psycopg.Connection, table: str) -> bool:
    query = sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(table))
    return connection.execute(query).fetchone()[0]  # type: ignore[index]


def _who(pid: int, role: str | None, application: str | None, address: str | None) -> str:
    name = application or _("a program of the role %(role)s") % {"role": role or "?"}
    return _("%(name)s (process %(pid)s%(where)s)") % {
        "name": name,
        "pid": pid,
        "where": f", {address}" if address else "",
    }
