"""How many customers are like that: exact where that is quick, honest where it is not.

A count waits for at most `PATIENCE_MS`. Beyond that a sample of the table's pages is looked at, and what is told is
about how many there are, and between which two numbers (95 of 100 times).
"""

from dataclasses import dataclass
from math import log10, sqrt

from django.db import OperationalError, connection, transaction
from django.db.models import Count as Counted
from django.db.models import IntegerField, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from psycopg.errors import QueryCanceled

from rapport.core import formats
from rapport.customers.models import Customer

PATIENCE_MS = 200
SAMPLED = 20_000  # customers looked at where a count would take longer
SURE = 1.96  # standard errors to either side: 95 %
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
    """How many `customers` are, a query over the whole table of them."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(patience_ms)])
            found = customers.order_by().values("pk").count()
            cursor.execute("SELECT set_config('statement_timeout', '0', true)")
            return Count(found)
    except OperationalError as problem:
        if not isinstance(problem.__cause__, QueryCanceled):
            raise
    return estimate(customers)


def estimate(customers: QuerySet, *, sampled: int = SAMPLED) -> Count:
    """About how many, from some pages of the table. Pages hold customers who came together, so they count as one."""
    total, share = _size(sampled)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), count(DISTINCT {BLOCK}) FROM customers_customer"  # noqa: S608
            " TABLESAMPLE SYSTEM (%s) REPEATABLE (%s)",
            [share, SEED],
        )
        rows, pages = cursor.fetchone()
    sample = RawSQL("SELECT id FROM customers_customer TABLESAMPLE SYSTEM (%s) REPEATABLE (%s)", [share, SEED])
    found = customers.order_by().filter(pk__in=sample)
    hits = list(
        found.annotate(page=RawSQL(BLOCK, [], output_field=IntegerField()))  # noqa: S611
        .values("page")
        .annotate(n=Counted("pk"))
        .values_list("n", flat=True)
    )
    return _projected(hits, rows=rows, pages=pages, total=total)


def _size(sampled: int) -> tuple[int, float]:
    """How many rows the table has, as it knows itself, and what percentage of it is to be looked at."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT greatest(reltuples, 1)::bigint FROM pg_class WHERE oid = %s::regclass",
                       [Customer._meta.db_table])  # fmt: skip
        total = cursor.fetchone()[0]
    return total, min(100.0, 100.0 * sampled / total)


def _projected(hits: list[int], *, rows: int, pages: int, total: int) -> Count:
    if not rows or not hits:
        return Count(0, False, 0, max(1, round(3 * total / max(rows, 1))))
    number = total * sum(hits) / rows
    mean = sum(hits) / pages
    spread = (sum(hit * hit for hit in hits) - pages * mean * mean) / max(pages - 1, 1)
    error = total / rows * sqrt(max(spread, 0) * pages)
    low, high = max(sum(hits), number - SURE * error), min(total, number + SURE * error)
    return Count(round(number), False, round(low), round(high))
