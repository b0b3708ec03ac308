"""The text by which a customer is found: what its lines say, and how it is gathered for very many at once.

Triggers keep `SearchText` current whoever writes: a form, a merge, somebody at the database's own prompt. For one
customer that costs a fraction of a millisecond for each statement; whoever writes thousands gathers once instead:

    with finding.gathered_later():
        …
        finding.gather_for("SELECT customer_id FROM staged_subjects WHERE status <> ''")
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from rapport.customers.models import Customer, SearchText

NAME_SIGN = "0"  # before each word of a name; the index knows no sign that is neither letter nor digit of ASCII
BATCH = 5000


class Line(IntEnum):
    """What stands in which line of a text."""

    NAMES, ORGANISATIONS, EMAILS, PHONES, CITIES, CODES, TAGS = range(7)


@contextmanager
def gathered_later() -> Iterator[None]:
    """Within it no text is written by itself; `gather` or `gather_for` does it before the end. One transaction."""
    with transaction.atomic(), put_off():
        yield


@contextmanager
def put_off() -> Iterator[None]:
    """The same for who is within a transaction already."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting('rapport.search_text', true), ''),"
            " set_config('rapport.search_text', 'later', true)"
        )
        before = cursor.fetchone()[0]
        yield
        cursor.execute("SELECT set_config('rapport.search_text', %s, true)", [before])


def gather(ids: Sequence[UUID]) -> int:
    """Write the texts of these customers anew. Answers how many were others than before."""
    return _written("SELECT customers_find_anew(%s::uuid[])", [list(ids)])


def gather_for(query: str, params: Sequence[Any] = ()) -> int:
    """The same for the customers whose keys `query` selects, and for those who work for one of them."""
    return _written(
        f"WITH written AS MATERIALIZED ({query}) SELECT customers_find_anew(ARRAY("  # noqa: S608 - a caller's constant
        " SELECT * FROM written UNION SELECT person_id FROM customers_affiliation"
        " WHERE organisation_id IN (SELECT * FROM written)))",
        params,
    )


def rebuild(batch: int = BATCH) -> dict[str, int]:
    """Gather every text anew, in small transactions; only those that differ are written.

    Answers how many customers there are, and how many texts were `wrong`: missing, left over, or another. What somebody
    worked at until yesterday counts among them.
    """
    gone = SearchText.objects.exclude(customer__in=Customer._base_manager.all()).delete()[0]
    found, last = {"customers": 0, "wrong": gone}, UUID(int=0)
    while ids := list(Customer._base_manager.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:batch]):
        found["customers"] += len(ids)
        found["wrong"] += gather(ids)
        last = ids[-1]
    return found


def _written(statement: str, params: Sequence[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchone()[0]
