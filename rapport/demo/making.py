"""Which rows the demo business brought along: noted while it moves in, table by table, so that no slice can forget."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection, models
from pghistory.models import Event

# Tables about no business: what Django, the jobs and sign-in keep for themselves, and the demo's own notes.
NOT_OF_A_BUSINESS = {"auth", "contenttypes", "demo", "pghistory", "procrastinate", "sessions"}

# A row that we can see although its transaction is not over was written by this very one.
NOTE_NEW = """
INSERT INTO demo_made ("table", "row")
SELECT %(table)s, {key}::text FROM {table}
WHERE {key}::text <> ALL(%(before)s)
  AND pg_xact_status((((pg_current_xact_id()::text::bigint >> 32) << 32) | xmin::text::bigint)::text::xid8)
    = 'in progress'
ON CONFLICT DO NOTHING
"""


def tables() -> list[type[models.Model]]:
    """Every table that holds something of a business, apart from histories."""
    every = apps.get_models(include_auto_created=True)
    return [m for m in every if m._meta.app_label not in NOT_OF_A_BUSINESS and m._meta.managed and not is_history(m)]


def is_history(model: type[models.Model]) -> bool:
    return issubclass(model, Event)


@contextmanager
def noted() -> Iterator[None]:
    """Note every row that is added within, in the transaction that adds it."""
    before = {model: _keys(model) for model in tables()}
    yield
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for model, keys in before.items():
            table = model._meta.db_table
            sql = NOTE_NEW.format(table=quote(table), key=quote(model._meta.pk.column))
            cursor.execute(sql, {"table": table, "before": keys})


def _keys(model: type[models.Model]) -> list[str]:
    return [str(key) for key in model._base_manager.values_list("pk", flat=True)]
