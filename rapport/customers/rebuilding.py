"""Derive keys again when the way they are made has changed; forget words that nobody is found by any more."""

from uuid import UUID

from django.db import connection, transaction

from rapport.core.folding import KEY_VERSION
from rapport.customers.models import Customer
from rapport.customers.naming import KEY_FIELDS, NAME_FIELDS, refresh_keys
from rapport.staff.models import Business

BATCH = 1000
FORGET_WORDS = """
WITH places AS MATERIALIZED (
  SELECT DISTINCT unnest(string_to_array(customers_folded(said), ' ')) AS word FROM (
    SELECT name AS said FROM customers_tag UNION SELECT DISTINCT city FROM customers_address) said
)
DELETE FROM customers_nameword w WHERE w.word NOT IN (SELECT word FROM places WHERE word IS NOT NULL) AND NOT EXISTS (
  SELECT FROM customers_customer c WHERE string_to_array(c.search_key, ' ') @> ARRAY[w.word])
"""


def refresh_stale_keys(batch: int = BATCH) -> int:
    """Bring the keys of every customer to the present version, in small transactions. Answers how many it wrote.

    Interrupted, it goes on where it was; two at once skip each other's rows.
    """
    language = Business.objects.current().language
    written, last = 0, UUID(int=0)
    while True:
        count, last = _refresh_batch(last, batch, language)
        written += count
        if not count:
            return written


def forget_old_words() -> int:
    """Take away the words that no customer's name, no city and no tag has. Answers how many they were."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET_WORDS)
        return cursor.rowcount


@transaction.atomic
def _refresh_batch(after: UUID, size: int, language: str) -> tuple[int, UUID]:
    stale = Customer.every.filter(pk__gt=after).exclude(key_version=KEY_VERSION).order_by("pk")
    rows = list(stale.only("pk", *NAME_FIELDS).select_for_update(skip_locked=True)[:size])
    if not rows:
        return 0, after
    for customer in rows:
        refresh_keys(customer, language)
    columns = ", ".join(f"{name} = fresh.{name}" for name in KEY_FIELDS)
    values = [[getattr(row, name) for row in rows] for name in KEY_FIELDS]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE customers_customer c SET {columns} FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[],"  # noqa: S608
            f" %s::smallint[]) AS fresh(id, {', '.join(KEY_FIELDS)}) WHERE c.id = fresh.id",
            [[row.pk for row in rows], *values],
        )
    return len(rows), rows[-1].pk
