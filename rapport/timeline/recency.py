"""When each customer was last spoken with, in one row: kept current by `record`, rebuilt by a job (rule 7)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from rapport.timeline.kinds import kinds
from rapport.timeline.models import Entry

BATCH = 5_000
SIDES = ("out", "in", "both")
NOW = """
  SELECT w.id AS customer_id, greatest(max(c.us), max(c.them)) AS at, max(c.us) AS by_us_at, max(c.them) AS by_them_at
  FROM unnest(%(ids)s::uuid[]) w(id) LEFT JOIN LATERAL (
    SELECT CASE WHEN kind = ANY(%(out)s) OR kind = ANY(%(said)s) AND facts ->> 'direction' = 'out' THEN e.at END AS us,
      CASE WHEN kind = ANY(%(in)s) OR kind = ANY(%(said)s) AND facts ->> 'direction' = 'in' THEN e.at END AS them
    FROM timeline_entry e
    WHERE e.customer_id = w.id AND kind = ANY(%(all)s) AND NOT is_private
      AND coalesce(facts ->> 'outcome', 'reached') = 'reached'
      AND NOT EXISTS (SELECT 1 FROM timeline_entry later WHERE later.corrects_id = e.id)
  ) c ON true
  GROUP BY w.id
"""
CHANGE = f"""
  UPDATE timeline_lastcontact p SET (at, by_us_at, by_them_at) = ROW(s.at, s.by_us_at, s.by_them_at)
  FROM ({NOW}) s WHERE s.customer_id = p.customer_id
    AND (p.at, p.by_us_at, p.by_them_at) IS DISTINCT FROM (s.at, s.by_us_at, s.by_them_at)
"""  # noqa: S608
SPOKEN = """
  INSERT INTO timeline_lastcontact AS p (customer_id, at, by_us_at, by_them_at)
  SELECT id, at, CASE WHEN %(us)s THEN at END, CASE WHEN %(them)s THEN at END
  FROM unnest(%(ids)s::uuid[], %(ats)s::timestamptz[]) w(id, at) ORDER BY id
  ON CONFLICT (customer_id) DO UPDATE SET at = greatest(p.at, excluded.at),
    by_us_at = greatest(p.by_us_at, excluded.by_us_at), by_them_at = greatest(p.by_them_at, excluded.by_them_at)
"""
SPOKEN_WITH = """
  SELECT id FROM (
    SELECT DISTINCT customer_id AS id FROM timeline_entry WHERE customer_id > %(last)s AND kind = ANY(%(all)s)
    UNION SELECT customer_id FROM timeline_lastcontact WHERE customer_id > %(last)s
  ) w ORDER BY id LIMIT %(batch)s
"""


def is_contact(kind: str) -> bool:
    """Whether an entry of that kind tells of words between the two sides."""
    found = kinds.find(kind)
    return bool(found and found.contact)


def refresh(customer_ids: Sequence[UUID]) -> None:
    """Look anew when these customers were last spoken with. Called by `record`, in its transaction.

    The rows are locked before the entries are read, so that two who write at the same moment don't overlook each other.
    """
    keys = sorted(set(customer_ids))
    for start in range(0, len(keys), BATCH):
        _put_right(keys[start : start + BATCH])


def spoken(kind: str, entries: Sequence[Entry]) -> None:
    """`refresh` after new `entries` of one kind. Where the kind itself says who spoke, none of the older is read."""
    found = kinds.find(kind)
    plain = [e for e in entries if not e.is_private and e.facts.get("outcome") in (None, "reached")]
    if found is None or found.contact not in SIDES:
        refresh([entry.customer_id for entry in entries])
        return
    latest: dict[UUID, datetime] = {}
    for entry in plain:
        latest[entry.customer_id] = max(entry.at, latest.get(entry.customer_id, entry.at))
    keys = sorted(latest)
    us, them = (found.contact in sides for sides in (("out", "both"), ("in", "both")))
    with connection.cursor() as cursor:
        cursor.execute(SPOKEN, {"ids": keys, "ats": [latest[key] for key in keys], "us": us, "them": them})


def rebuild(at: datetime) -> dict[str, int]:
    """Compare every row with the entries and put right what differs; answers how many were looked at and wrong."""
    checked = wrong = 0
    last = UUID(int=0)
    while ids := _spoken_with(last):
        wrong += _put_right(ids)
        checked += len(ids)
        last = ids[-1]
    return {"checked": checked, "wrong": wrong}


@transaction.atomic
def _put_right(ids: Sequence[UUID]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO timeline_lastcontact (customer_id) SELECT id FROM unnest(%s::uuid[]) w(id) ORDER BY id
            ON CONFLICT DO NOTHING
            """,
            [ids],
        )
        cursor.execute(
            "SELECT 1 FROM timeline_lastcontact WHERE customer_id = ANY(%s) ORDER BY customer_id FOR UPDATE", [ids]
        )
        cursor.execute(CHANGE, {"ids": ids, **_kinds()})
        return cursor.rowcount


def _spoken_with(last: UUID) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(SPOKEN_WITH, {"last": last, "batch": BATCH, **_kinds()})
        return [row[0] for row in cursor.fetchall()]


def _kinds() -> dict[str, list[str]]:
    """Names of the kinds, by whose words they tell of."""

    def those(*sides: str) -> list[str]:
        return [kind.name for kind in kinds if kind.contact in sides]

    return {"out": those("out", "both"), "in": those("in", "both"), "said": those("said")} | {
        "all": [kind.name for kind in kinds if kind.contact]
    }
