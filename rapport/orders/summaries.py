"""What each customer bought, in one row: kept current by the actions, rebuilt and compared by a job (rule 7)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

BATCH = 10_000

SUMS = """
  WITH by_currency AS (
    SELECT customer_id, currency, count(*) AS orders, count(*) FILTER (WHERE outcome = 'open') AS open,
      sum(net) AS net, min(placed_at) AS first_at, max(placed_at) AS last_at
    FROM orders_order
    WHERE customer_id = ANY(%(ids)s) AND outcome NOT IN ('cancelled', 'returned')
    GROUP BY customer_id, currency
  ), own AS (SELECT coalesce((SELECT currency FROM staff_business LIMIT 1), 'EUR') AS currency)
  SELECT w.id AS customer_id, coalesce(sum(b.orders), 0)::int AS order_count,
    coalesce(sum(b.open), 0)::int AS open_count, o.currency,
    coalesce(sum(b.net) FILTER (WHERE b.currency = o.currency), 0)::numeric(20, 4) AS revenue,
    coalesce(jsonb_object_agg(b.currency, b.net::text) FILTER (WHERE b.currency IS NOT NULL), '{}')
      AS revenue_by_currency,
    min(b.first_at) AS first_at, max(b.last_at) AS last_at
  FROM unnest(%(ids)s) w(id) CROSS JOIN own o LEFT JOIN by_currency b ON b.customer_id = w.id
  GROUP BY w.id, o.currency
"""
COLUMNS = "order_count, open_count, currency, revenue, revenue_by_currency, first_at, last_at"
SUMMED = ", ".join(f"s.{column}" for column in COLUMNS.split(", "))
SAVED = ", ".join(f"p.{column}" for column in COLUMNS.split(", "))
EXCLUDED = ", ".join(f"excluded.{column}" for column in COLUMNS.split(", "))


@transaction.atomic
def refresh(customer_ids: Sequence[UUID]) -> None:
    """Add up anew what these customers bought. Called by every action that changes an order, in its transaction.

    The rows are locked before the orders are read, so that two who change orders of one customer at the same moment
    don't overlook each other.
    """
    for ids in _batches(sorted(set(customer_ids))):
        with connection.cursor() as cursor:
            _lock(cursor, ids)
            cursor.execute(
                f"""
                INSERT INTO orders_purchasesummary (customer_id, {COLUMNS}) {SUMS}
                ON CONFLICT (customer_id) DO UPDATE SET ({COLUMNS}) = ROW({EXCLUDED})
                """,  # noqa: S608
                {"ids": ids},
            )


def rebuild(at: datetime) -> dict[str, int]:
    """Compare every summary with the orders and put right what differs; answers how many rows were looked at and wrong.

    Works in batches with a transaction each. A row that differs means that something wrote orders past the actions.
    """
    checked = wrong = 0
    after = UUID(int=0)
    while ids := _customers_with_orders(after):
        with transaction.atomic(), connection.cursor() as cursor:
            _lock(cursor, ids)
            cursor.execute(
                f"""
                WITH sums AS ({SUMS})
                UPDATE orders_purchasesummary p SET ({COLUMNS}) = ROW({SUMMED})
                FROM sums s WHERE s.customer_id = p.customer_id
                  AND ({SAVED}) IS DISTINCT FROM ({SUMMED})
                """,  # noqa: S608
                {"ids": ids},
            )
            wrong += cursor.rowcount
        checked += len(ids)
        after = ids[-1]
    return {"checked": checked, "wrong": wrong}


def _lock(cursor, ids: Sequence[UUID]) -> None:
    """A row for each customer, locked in order of the key."""
    cursor.execute(
        """
        INSERT INTO orders_purchasesummary
          (customer_id, order_count, open_count, currency, revenue, revenue_by_currency)
        SELECT id, 0, 0, '', 0, '{}' FROM unnest(%s::uuid[]) w(id) ORDER BY id ON CONFLICT DO NOTHING
        """,
        [ids],
    )
    cursor.execute(
        "SELECT 1 FROM orders_purchasesummary WHERE customer_id = ANY(%s) ORDER BY customer_id FOR UPDATE", [ids]
    )


def _customers_with_orders(after: UUID) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT id FROM (
              SELECT customer_id AS id FROM orders_order WHERE customer_id > %(after)s
              UNION SELECT customer_id FROM orders_purchasesummary WHERE customer_id > %(after)s
            ) w ORDER BY id LIMIT %(batch)s
            """,
            {"after": after, "batch": BATCH},
        )
        return [row[0] for row in cursor.fetchall()]


def _batches(ids: Sequence[UUID]) -> Iterable[list[UUID]]:
    for start in range(0, len(ids), BATCH):
        yield list(ids[start : start + BATCH])
