"""Whom an import changed is as before, but for what people changed since."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from rapport.core.tabular.staging import Staging, staging
from rapport.customers.importing.saving import write_keys
from rapport.customers.importing.undo.tracing import ROWS, TRACED, Traced, note
from rapport.customers.models import Customer
from rapport.customers.naming import NAME_FIELDS

PATCHES = {
    "table": "text",
    "row_id": "text",
    "customer_id": "uuid",
    "deed": "text",
    "patch": "jsonb",
    "was_edited": "boolean",
    "edited": "text[]",
}
# `c` has the row before and after the import, `n` is how it stands now. A column is put back where it still says what
# the import wrote there.
COMPARE = """
INSERT INTO {stage} SELECT c."table", c.row_id, c.customer_id,
  CASE
    WHEN c.before IS NULL AND n.row = c.after THEN 'delete'
    WHEN c.before IS NOT NULL AND c.after IS NULL AND n.row IS NULL THEN 'insert'
    WHEN c.before IS NOT NULL AND c.after IS NOT NULL AND k.patch IS NOT NULL THEN 'update'
    ELSE ''
  END,
  CASE WHEN c.after IS NULL THEN c.before ELSE k.patch END,
  CASE
    WHEN c.before IS NULL THEN c.after IS NOT NULL AND n.row IS NOT NULL AND n.row <> c.after
    WHEN c.after IS NULL THEN false
    ELSE n.row IS NULL OR cardinality(k.edited) > 0
  END,
  coalesce(k.edited, '{}')
FROM customers_importchange c
LEFT JOIN staged_now n ON n."table" = c."table" AND n.row_id = c.row_id
LEFT JOIN LATERAL (
  SELECT jsonb_object_agg(key, coalesce(c.before->key, 'null')) FILTER (
      WHERE n.row->key IS NOT DISTINCT FROM c.after->key) AS patch,
    coalesce(array_agg(key) FILTER (
      WHERE n.row->key IS DISTINCT FROM c.after->key AND n.row->key IS DISTINCT FROM c.before->key), '{}') AS edited
  FROM jsonb_object_keys(c.before || c.after) key
  WHERE c.before->key IS DISTINCT FROM c.after->key
) k ON c.before IS NOT NULL AND c.after IS NOT NULL AND n.row IS NOT NULL
WHERE c.import_id = %s AND c.customer_id = ANY(%s)
"""


# A name is one thing: half of it from before and half of it from now would be nobody's.
WHOLE_NAMES = f"""
UPDATE {{stage}} SET patch = patch - '{{{",".join(NAME_FIELDS)}}}'::text[]
WHERE "table" = 'customers_customer' AND edited && '{{{",".join(NAME_FIELDS)}}}'::text[]
"""  # noqa: S608


def restore(import_id: UUID, ids: Sequence[UUID], *, sort_language: str, at: datetime) -> tuple[list[UUID], list[UUID]]:
    """Put back what the import changed of these customers.

    Answers who got something back, and of whom something was left because it was edited since.
    """
    with staging("now", ROWS) as now, staging("patches", PATCHES) as patches:
        note(now, "SELECT unnest('{" + ",".join(map(str, ids)) + "}'::uuid[])")
        now.analyse()
        patches.execute(COMPARE, [import_id, list(ids)])
        patches.execute(WHOLE_NAMES)
        patches.execute("UPDATE {stage} SET deed = '' WHERE deed = 'update' AND patch = '{}'")
        patches.analyse()
        for traced in TRACED:
            for statement in _deeds(traced):
                patches.execute(statement, {"table": traced.table})
        back = patches.rows("SELECT DISTINCT customer_id FROM {stage} WHERE deed <> ''")
        left = patches.rows("SELECT DISTINCT customer_id FROM {stage} WHERE was_edited")
        _touch(patches, sort_language, at)
        return [key for (key,) in back], [key for (key,) in left]


def _deeds(traced: Traced) -> Iterator[str]:
    theirs = f'p."table" = %(table)s AND t.{traced.model._meta.pk.column}::text = p.row_id'
    yield f"DELETE FROM {traced.table} t USING {{stage}} p WHERE {theirs} AND p.deed = 'delete'"  # noqa: S608
    yield (
        f"INSERT INTO {traced.table} SELECT r.* FROM {{stage}} p,"  # noqa: S608
        f" LATERAL jsonb_populate_record(NULL::{traced.table}, p.patch) r"
        " WHERE p.\"table\" = %(table)s AND p.deed = 'insert' ON CONFLICT DO NOTHING"
    )
    columns = [column for column in traced.columns if not (traced.model is Customer and column == "custom")]
    changes = ", ".join(f'"{column}" = r."{column}"' for column in columns)
    key = traced.model._meta.pk.column
    yield (
        f"UPDATE {traced.table} t SET {changes}{_own_fields(traced)}"  # noqa: S608
        f" FROM {{stage}} p JOIN {traced.table} x ON x.{key}::text = p.row_id,"
        " LATERAL jsonb_populate_record(x, p.patch) r"
        f" WHERE {theirs} AND p.deed = 'update' AND x.{key} = t.{key}"
    )


def _own_fields(traced: Traced) -> str:
    """Each own field by itself; one that had no value has none again."""
    if traced.model is not Customer:
        return ""
    return """, custom = (
      t.custom - ARRAY(SELECT substr(key, 8) FROM jsonb_each(p.patch) WHERE starts_with(key, 'custom.'))
    ) || coalesce((SELECT jsonb_object_agg(substr(key, 8), value) FROM jsonb_each(p.patch)
                   WHERE starts_with(key, 'custom.') AND value <> 'null'), '{}')"""


def _touch(patches: Staging, sort_language: str, at: datetime) -> None:
    patches.execute(
        "UPDATE customers_customer SET version = version + 1, updated_at = greatest(updated_at, %s)"
        " WHERE id IN (SELECT customer_id FROM {stage} WHERE deed <> '')",
        [at],
    )
    names = ", ".join(f"c.{name}" for name in NAME_FIELDS)
    renamed = patches.rows(
        f"SELECT c.id, {names} FROM customers_customer c JOIN {{stage}} p"  # noqa: S608
        " ON p.\"table\" = 'customers_customer' AND p.customer_id = c.id WHERE p.patch ?| %s",
        [list(NAME_FIELDS)],
    )
    write_keys(renamed, sort_language)
