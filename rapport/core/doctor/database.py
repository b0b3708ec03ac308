"""Checks of the database itself."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.core.backup.checking import known_migrations
from rapport.core.backup.snapshot import file_fields
from rapport.core.registry import Finding

OLDEST = 16
EXTENSIONS = ("pg_trgm", "btree_gin")
CLOCK_WARNING, CLOCK_WRONG = 5, 60  # seconds
SAMPLE = 100  # of the oldest and of the newest


def version(at: datetime) -> Iterator[Finding]:
    found = connection.pg_version  # type: ignore[attr-defined]
    if found // 10000 < OLDEST:
        yield Finding(
            "wrong",
            _("PostgreSQL %(version)s is too old.") % {"version": found // 10000},
            _("Upgrade it to %(oldest)s or newer.") % {"oldest": OLDEST},
        )
    else:
        yield Finding("ok", f"PostgreSQL {found // 10000}.{found % 10000}")


def extensions(at: datetime) -> Iterator[Finding]:
    there = {name for (name,) in _rows("SELECT extname FROM pg_extension")}
    for name in EXTENSIONS:
        if name not in there:
            yield Finding(
                "wrong",
                _("The extension %(name)s is missing; searching needs it.") % {"name": name},
                _("As the database's owner: CREATE EXTENSION %(name)s") % {"name": name},
            )
    if there >= set(EXTENSIONS):
        yield Finding("ok", ", ".join(EXTENSIONS))


def migrations(at: datetime) -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    unknown = set(executor.loader.applied_migrations) - known_migrations()
    if pending:
        said = ngettext(
            "The database lacks %(n)d change of this release.", "The database lacks %(n)d changes of this release.",
            len(pending),
        ) % {"n": len(pending)}  # fmt: skip
        yield Finding("wrong", said, _("Back up, then: bin/rapport migrate"))
    if unknown:
        yield Finding(
            "wrong",
            _("The database was brought to a newer release than this one."),
            _("Run the newer release, or restore a backup that was made before."),
        )
    if not pending and not unknown:
        yield Finding("ok", _("The tables are those of this release."))


def triggers(at: datetime) -> Iterator[Finding]:
    """Those that keep who changed what, and that refuse changes of what never changes."""
    there = {
        (table, name): enabled
        for table, name, enabled in _rows(
            "SELECT c.relname, t.tgname, t.tgenabled <> 'D' FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE NOT t.tgisinternal"
        )
    }
    wanted = [(model._meta.db_table, trigger.get_pgid(model)) for model, trigger in pgtrigger.registered()]
    missing = sorted({table for table, name in wanted if not there.get((table, name))})
    if missing:
        yield Finding(
            "wrong",
            _("Changes are not kept for: %(tables)s") % {"tables": ", ".join(missing)},
            _("Put the triggers back: bin/rapport manage pgtrigger install"),
        )
    else:
        yield Finding("ok", _("Who changed what is kept by %(n)d triggers.") % {"n": len(wanted)})


def indexes(at: datetime) -> Iterator[Finding]:
    broken = [name for (name,) in _rows("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid")]
    for name in broken:
        yield Finding(
            "wrong",
            _("The index %(name)s is not valid, so nothing finds its rows by it.") % {"name": name},
            _("As the database's owner: REINDEX INDEX CONCURRENTLY %(name)s") % {"name": name},
        )
    if not broken:
        yield Finding("ok", _("All indexes are valid."))


def clock(at: datetime) -> Iterator[Finding]:
    [(there, here_before)] = _rows("SELECT clock_timestamp(), %s::timestamptz", [_now()])
    apart = abs((there - here_before).total_seconds())
    yield apart_in_words(apart, _("the database"))


def apart_in_words(seconds: float, whose: str) -> Finding:
    if seconds < CLOCK_WARNING:
        return Finding("ok", _("Our clock and that of %(whose)s agree.") % {"whose": whose})
    return Finding(
        "wrong" if seconds >= CLOCK_WRONG else "warning",
        _("Our clock and that of %(whose)s are %(n)d seconds apart, so due times are wrong on one of them.")
        % {"whose": whose, "n": round(seconds)},
        _("Let both machines take the time from the network (NTP)."),
    )


def files(at: datetime) -> Iterator[Finding]:
    """Whether files that rows name are there, for some of the oldest and some of the newest."""
    looked_at, missing = 0, []
    for model, field in file_fields():
        rows = model._base_manager.exclude(**{field.name: ""}).values_list(field.name, flat=True)  # type: ignore[attr-defined]
        for name in {*rows.order_by("pk")[:SAMPLE], *rows.order_by("-pk")[:SAMPLE]}:
            looked_at += 1
            if not (Path(settings.MEDIA_ROOT) / name).is_file():
                missing.append(name)
    if missing:
        said = ngettext(
            "%(n)d file of %(all)d looked at is missing, such as %(name)s.",
            "%(n)d files of %(all)d looked at are missing, such as %(name)s.", len(missing),
        ) % {"n": len(missing), "all": looked_at, "name": missing[0]}  # fmt: skip
        yield Finding("wrong", said, _("Bring them back from a backup: they lie under files/ in it."))
    else:
        there = ngettext(
            "%(n)d file was looked for and is there.", "%(n)d files were looked for and are there.", looked_at
        )
        yield Finding("ok", there % {"n": looked_at})


def _now() -> datetime:
    from django.utils import timezone

    return timezone.now()


def _rows(query: str, values: Any = None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()
