"""From entries to deliveries, in the order of commits (rule 12). Writing an entry costs nothing for this: we look."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction

from rapport.api.webhooks.models import FROM_THE_START, Endpoint, Progress
from rapport.core.transactions import settled_below

AT_ONCE = 5_000  # entries in one transaction

NOW = """
WITH here AS (
  SELECT pg_current_snapshot() AS seen,
    core_settled_transaction() - pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS ahead
)
SELECT core_settled_transaction(), pg_snapshot_xmax(seen)::text::bigint + ahead,
  ARRAY(SELECT running::text::bigint + ahead FROM pg_snapshot_xip(seen) AS running)
FROM here
"""

# Transactions below `settled` are all over, so none can still commit behind the place that we note.
COLLECT = """
WITH batch AS (
  SELECT id, transaction FROM timeline_entry
  WHERE (transaction, id) > (%(transaction)s, %(entry)s) AND transaction < %(settled)s
  ORDER BY transaction, id LIMIT %(most)s
), made AS (
  INSERT INTO api_delivery (id, endpoint_id, entry_id, made_at, begun_at, state, next_at, attempts, problem, answer)
  SELECT uuidv7(), %(endpoint)s, entry.id, %(at)s, %(at)s, 'waiting', %(at)s, 0, '', ''
  FROM batch JOIN timeline_entry entry ON entry.id = batch.id
  WHERE NOT entry.is_private AND (%(with_imported)s OR NOT entry.imported)
    AND (%(has_all_kinds)s OR entry.kind = ANY(%(kinds)s))
    AND (entry.transaction >= %(since)s OR entry.transaction = ANY(%(running)s))
  ORDER BY entry.transaction, entry.id
  ON CONFLICT (endpoint_id, entry_id) DO NOTHING
  RETURNING id
), last AS (
  SELECT id, transaction FROM batch ORDER BY transaction DESC, id DESC LIMIT 1
)
SELECT (SELECT transaction FROM last), (SELECT id FROM last), (SELECT count(*) FROM batch), (SELECT count(*) FROM made)
"""


@dataclass
class Collected:
    told: list[str] = field(default_factory=list)  # ids of endpoints that have something new to send
    is_more: bool = False  # entries that are waiting to be looked at


def begin(endpoint: Endpoint) -> None:
    """From now on: what is committed until here is not told, what is being written at this moment is."""
    with connection.cursor() as cursor:
        cursor.execute(NOW)
        settled, since, running = cursor.fetchone()
    Progress.objects.update_or_create(
        endpoint=endpoint,
        defaults={
            "since": since, "running": running, "transaction": settled, "entry": FROM_THE_START,
            "busy_until": None, "failures": 0, "paused_until": None,
        },
    )  # fmt: skip


@transaction.atomic
def collect(*, at: datetime, most: int = AT_ONCE) -> Collected:
    """Make the deliveries of what was committed since the last time, and move on, in one transaction."""
    collected = Collected()
    rows = Progress.objects.filter(endpoint__off_at=None).select_related("endpoint").order_by("pk")
    for progress in rows.select_for_update(of=("self",), no_key=True):
        looked_at, made = _collect(progress, at, most)
        collected.is_more |= looked_at == most
        if made:
            collected.told.append(str(progress.pk))
    return collected


def _collect(progress: Progress, at: datetime, most: int) -> tuple[int, int]:
    """How many entries were looked at for one endpoint, and how many deliveries came of them."""
    endpoint = progress.endpoint
    with connection.cursor() as cursor:
        cursor.execute(
            COLLECT,
            {
                "transaction": progress.transaction, "entry": progress.entry, "settled": settled_below(), "most": most,
                "endpoint": endpoint.pk, "at": at, "since": progress.since, "running": progress.running,
                "kinds": endpoint.kinds,
                "with_imported": endpoint.with_imported, "has_all_kinds": endpoint.has_all_kinds,
            },
        )  # fmt: skip
        last_transaction, last_entry, looked_at, made = cursor.fetchone()
    if looked_at:
        Progress.objects.filter(pk=progress.pk).update(transaction=last_transaction, entry=last_entry)
    return looked_at, made
