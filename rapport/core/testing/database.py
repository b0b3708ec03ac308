"""The test database: the roles are there, as after every migration, and what a test committed goes quickly.

Tests that commit are followed by Django's flush, which truncates every table (some 150, with some 600 indexes) and
writes content types and permissions anew. We delete the rows of the tables that have any, and leave the groundwork.
"""

import os
from collections.abc import Iterator

import pytest

GROUNDWORK = {
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "auth_group",
    "auth_group_permissions",
}
LAID = """
SELECT string_agg(g.name || ':' || permission_id, ' ' ORDER BY g.name, permission_id)
FROM auth_group g LEFT JOIN auth_group_permissions ON group_id = g.id
"""
WRITTEN = """
SELECT quote_ident(relname), relname FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 0
"""  # to look for rows in all of some 250 takes fifty times as long
TEMPLATE = "RAPPORT_TEST_TEMPLATE"  # names a database at rest, migrated, on the same server: bin/test makes one for all


def empty_tables() -> None:
    """Delete every row but the groundwork, past the triggers that keep history and forbid deleting."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        tables = [quoted for quoted, name in cursor.fetchall() if name not in GROUNDWORK]
        used = []
        if tables:
            cursor.execute(" UNION ALL ".join(f"(SELECT '{table}' FROM {table} LIMIT 1)" for table in tables))  # noqa: S608
            used = [table for (table,) in cursor.fetchall()]
        if used:
            cursor.execute(
                "BEGIN;"
                + "".join(f"ALTER TABLE {table} DISABLE TRIGGER USER;" for table in used)
                + "".join(f"DELETE FROM {table};" for table in used)  # noqa: S608
                + "SET CONSTRAINTS ALL IMMEDIATE;"
                + "".join(f"ALTER TABLE {table} ENABLE TRIGGER USER;" for table in used)
                + "COMMIT"
            )


def lay_groundwork() -> None:
    """Write the roles, which every migration leaves, so that no test has to."""
    from django.contrib.auth.models import Group

    from rapport.core.commands import after_migrate

    Group.objects.all().delete()
    for step in after_migrate:
        step()


def the_groundwork() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(LAID)
        return cursor.fetchone()[0]


def clone(template: str) -> None:
    """Go over to a test database that is a copy of one which is migrated."""
    from django.conf import settings
    from django.db import connection

    connection.settings_dict["TEST"]["TEMPLATE"] = template
    connection.creation._create_test_db(verbosity=0, autoclobber=True)
    connection.close()
    name = connection.creation._get_test_db_name()
    settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = name


def end_other_sessions() -> None:
    """Those of workers and live servers, which nobody closed and for which the server would wait."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment, django_db_blocker, django_db_keepdb, django_db_createdb, django_db_modify_db_settings
) -> Iterator[None]:
    """In place of pytest-django's."""
    from django.db import connection
    from django.test import TransactionTestCase

    from rapport.core.migrating import only_what_changed

    keep = django_db_keepdb and not django_db_createdb
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        before = connection.settings_dict["NAME"]
        if TEMPLATE in os.environ and not keep:
            clone(os.environ[TEMPLATE])
        else:
            with only_what_changed():
                connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False, keepdb=keep)
        if keep:
            empty_tables()  # of what a run left that was ended
        lay_groundwork()
        laid = the_groundwork()

        def tidy_up(test) -> None:
            empty_tables()
            if the_groundwork() != laid:
                lay_groundwork()

        patch.setattr(TransactionTestCase, "_fixture_teardown", tidy_up)
        with django_db_blocker.block():
            yield
        if TEMPLATE not in os.environ and not django_db_keepdb:
            end_other_sessions()
            connection.creation.destroy_test_db(before, verbosity=0)
