"""How many customers are like that: exact where that is quick, honest where it is not.

The planner says beforehand what a count will cost. What is dear, or takes longer than `PATIENCE_MS` all the same, is
told from a sample of the table's pages: about how many there are, and between which two numbers (95 of 100 times).
Of a sample each is asked by itself: a few thousand customers are no reason to read whole tables beside them.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import log10, sqrt
from typing import Any

from django.db import OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Count as Counted
from django.db.models import IntegerField, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from psycopg.errors import QueryCanceled

from rapport.core import formats

PATIENCE_MS = 180
DEAR = 40_000  # in the planner's own measure; a million customers are looked through for about as much
FEW = 10_000  # so few are worth counting even if it is dear
SAMPLED = 8_000  # customers looked at where a count would take too long
SURE = 1.96  # standard errors to either side: 95 %
TABLE = "customers_customer"
BLOCK = "(customers_customer.ctid::text::point)[0]::int"
SEED = 7  # one sample for the number of rows and for those that match


@dataclass(frozen=True)
class Count:
    number: int
    is_exact: bool = True
    low: int = 0
    high: int = 0

    @property
    def about(self) -> int:
        """The number with as many digits as are known of it: 412,000."""
        if self.is_exact or not self.number:
            return self.number
        known = max((self.high - self.low) / 2, self.number / 100, 1)
        step = 10 ** int(log10(known))
        return round(self.number / step) * step

    def __str__(self) -> str:
        shown = formats.number(self.about)
        if self.is_exact:
            return ngettext("%(n)s customer", "%(n)s customers", self.number) % {"n": shown}
        if not self.number:
            return _("fewer than %(n)s customers") % {"n": formats.number(self.high)}
        return _("about %(n)s customers") % {"n": shown}


def count(customers: QuerySet, *, patience_ms: int = PATIENCE_MS) -> Count:
    """How many `customers` are, a query over the whole table of them. At most four queries."""
    rows = customers.order_by().values("pk")
    if _cost(rows) <= DEAR:
        return _counted(rows, patience_ms) or estimate(customers)
    about = estimate(customers)
    return (_counted(rows, patience_ms) if about.high < FEW else None) or about


def _cost(rows: QuerySet) -> float:
    plan = rows.explain(format="json")  # empty where nobody can be like that
    return json.loads(plan)[0]["Plan"]["Total Cost"] if plan else 0


def _counted(rows: QuerySet, patience_ms: int) -> Count | None:
    """None when it takes too long."""
    try:
        with settings(statement_timeout=patience_ms):
            return Count(rows.count())
    except OperationalError as problem:
        if not isinstance(problem.__cause__, QueryCanceled):
            raise
    return None


@contextmanager
def settings(**values: Any) -> Iterator[CursorWrapper]:
    """For what happens within, and nothing after it."""
    with transaction.atomic(), connection.cursor() as cursor:
        names = list(values)
        now = ", ".join(["current_setting(%s), set_config(%s, %s, true)"] * len(names))
        cursor.execute(f"SELECT {now}", [part for name in names for part in (name, name, str(values[name]))])
        before = cursor.fetchone()[::2]
        yield cursor
        back = ", ".join(["set_config(%s, %s, true)"] * len(names))
        cursor.execute(f"SELECT {back}", [part for pair in zip(names, before, strict=True) for part in pair])


def estimate(customers: QuerySet, *, sampled: int = SAMPLED, total: int = 0) -> Count:
    """About how many, from some pages of the table. Pages hold customers who came together, so they count as one."""
    pages_of = RawSQL(BLOCK, [], IntegerField())  # noqa: S611
    by_page = customers.order_by().annotate(page=pages_of).values("page").annotate(n=Counted("pk"))
    total = total or everybody()
    sample = f'FROM "{TABLE}" TABLESAMPLE SYSTEM ({min(100, 100 * sampled / total):.6f}) REPEATABLE ({SEED})'
    sql, values = by_page.values_list("n").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*), count(DISTINCT {BLOCK}) {sample}")
        rows, pages = cursor.fetchone()
        cursor.execute(each_by_itself(sql, sample), values)
        hits = [hit for (hit,) in cursor.fetchall()]
    return _projected(hits, rows=rows, pages=pages, total=max(total, rows))


def everybody() -> int:
    """About how many rows the table of customers has, as the database knows without looking."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT greatest(reltuples, 1)::bigint FROM pg_class WHERE oid = %s::regclass", [TABLE])
        return cursor.fetchone()[0]


def each_by_itself(sql: str, rows: str) -> str:
    """A query over customers that asks of each of `rows` (`FROM …`) what it must be like, by the keys of its own.

    What hangs off customers is asked by `EXISTS`, and with a distance to skip, even of 0, the planner can't make a join
    with whole tables of it.
    """
    return sql.replace(" LIMIT 1)", " LIMIT 1 OFFSET 0)").replace(f'FROM "{TABLE}"', rows, 1)


def _projected(hits: list[int], *, rows: int, pages: int, total: int) -> Count:
    if not rows or not hits:
        return Count(0, False, 0, max(1, round(3 * total / max(rows, 1))))
    number = total * sum(hits) / rows
    mean = sum(hits) / pages
    spread = (sum(hit * hit for hit in hits) - pages * mean * mean) / max(pages - 1, 1)
    error = total / rows * sqrt(max(spread, 0) * pages)
    low, high = max(sum(hits), number - SURE * error), min(total, number + SURE * error)
    return Count(round(number), False, round(low), round(high))
