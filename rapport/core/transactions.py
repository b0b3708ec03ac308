"""The order of commits (rule 12), which goes on upwards even when a house moves to another PostgreSQL.

A new cluster counts its transactions from the beginning. What was read up to a number of the old one would then hide
everything new; so, after a restore, the two functions in the database count on from above the highest number seen.
"""

from django.db import connection, models
from django.db.models import Func

STRIDE = 1_000_000_000  # numbers that may have been given out between the backup and now
FUNCTIONS = """
CREATE OR REPLACE FUNCTION core_current_transaction() RETURNS bigint LANGUAGE sql VOLATILE
  AS $$ SELECT pg_current_xact_id()::text::bigint + {ahead} $$;
CREATE OR REPLACE FUNCTION core_settled_transaction() RETURNS bigint LANGUAGE sql STABLE
  AS $$ SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint + {ahead} $$;
"""


class TransactionNumber(Func):
    """The number of this transaction, by which a firehose is read in commit order. For `db_default`."""

    function = "core_current_transaction"
    output_field = models.BigIntegerField()


def this_transaction() -> int:
    """The number of the transaction we are in, which the timeline keeps with every entry it records."""
    return _ask("SELECT core_current_transaction()")


def settled_below() -> int:
    """Below this transaction all are over: a later commit cannot come in before what was read."""
    return _ask("SELECT core_settled_transaction()")


def go_on_above(highest: int) -> None:
    """Give every transaction from now on a number above `highest`, and above those given out soon after it."""
    here = _ask("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
    with connection.cursor() as cursor:
        cursor.execute(FUNCTIONS.format(ahead=max(0, highest + STRIDE - here)))


def _ask(query: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]
