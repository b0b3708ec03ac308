"""A page of those who are like that, whatever it is, in the order of the list; and how many they are.

Of a condition the planner can't tell well enough whether to look along the order of the list until a page is full, or
to gather all who are like that and sort them; the wrong one takes a hundred times as long. So some customers are asked
first. Who are many are found soon along the list, each asked by itself, and their number is told from the sample. Who
are few are gathered, and counted on the way.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.lookups import Exact
from django.db.models.sql.where import AND, WhereNode

from rapport.core import keyset
from rapport.customers.models import Customer
from rapport.customers.queries.counting import TABLE, Count, each_by_itself, estimate, everybody

SMALL = 20_000  # customers in all, who are soon gathered whatever is asked
SAMPLED = 4_000
WALKED = 15_000  # customers, looked at along the list until a page is full, as far as the sample tells
LONGER, FURTHEST = 20, 30_000  # so many times as far, for those who stand together further down
AT_LEAST = 4_000  # so few are better counted


@dataclass(frozen=True)
class Screenful:
    """The `keys` of a page and of one customer more where there is another page."""

    keys: list[UUID]
    count: Count


def screenful(
    customers: QuerySet, *, order: tuple[str, ...], after: str | None = None, size: int = 50, among: QuerySet
) -> Screenful:
    """The page of `customers` after the cursor `after`; all of them are `among` those, of whom an index has the order.

    Raises `BadCursor`. At most five queries, whoever is asked for.
    """
    values = keyset.values_of(after, order) if after else None
    try:
        total = everybody()
        if total > SMALL:
            about = estimate(customers, sampled=SAMPLED, total=total)
            if about.number > AT_LEAST and (reach := (size + 1) * total // about.number) <= WALKED:
                among = _among_their_kind(among, customers, order)
                rows = keyset.behind(among, values, order=order) if values else among
                keys = _walked(customers, rows, order, size + 1, reach=min(LONGER * (reach + size), FURTHEST))
                if len(keys) > size:
                    return Screenful(keys, about)
        return _gathered(customers, order, values, size + 1)
    except EmptyResultSet:
        return Screenful([], Count(0))


def _among_their_kind(among: QuerySet, customers: QuerySet, order: tuple[str, ...]) -> QuerySet:
    """Organisations have an order of names of their own: among everybody's they may stand far down, all together."""
    if order[0] == "sort_key" and _are_all(customers.query.where, Customer.Kind.ORGANISATION):
        return among.filter(kind=Customer.Kind.ORGANISATION)
    return among


def _are_all(where: WhereNode, kind: str) -> bool:
    """Whether a condition lets only customers of this kind pass."""
    if where.negated or where.connector != AND:
        return False
    return any(
        _are_all(one, kind)
        if isinstance(one, WhereNode)
        else isinstance(one, Exact)
        and getattr(one.lhs, "target", None) is Customer._meta.get_field("kind")
        and one.rhs == kind
        for one in where.children
    )


def _walked(customers: QuerySet, among: QuerySet, order: tuple[str, ...], most: int, *, reach: int) -> list[UUID]:
    """The first of `customers` along the list, no further than `reach`."""
    along, along_values = keyset.first(among, order=order, size=reach).query.sql_with_params()
    sql, values = keyset.first(customers.values_list("pk"), order=order, size=most - 1).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(each_by_itself(sql, f'FROM ({along}) "{TABLE}"'), [*along_values, *values])
        return [key for (key,) in cursor.fetchall()]


def _gathered(customers: QuerySet, order: tuple[str, ...], behind: list[Any] | None, most: int) -> Screenful:
    field, is_back = order[0].lstrip("-"), order[0].startswith("-")
    sql, values = customers.order_by().values_list("pk", field).query.sql_with_params()
    way, beyond = ("DESC", "<") if is_back else ("ASC", ">")
    where = f"WHERE (place, pk) {beyond} (%s, %s)" if behind else ""
    query = (
        f"WITH found(pk, place) AS MATERIALIZED ({sql}) SELECT pk, (SELECT count(*) FROM found) FROM found {where}"  # noqa: S608
        f" ORDER BY place {way}, pk {way} LIMIT {int(most)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [*values, *(behind or ())])
        rows = cursor.fetchall()
    return Screenful([pk for pk, _count in rows], Count(rows[0][1] if rows else 0))
