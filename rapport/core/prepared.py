"""Questions that every page asks, whose SQL is written once in a process and filled in from then on.

Django takes longer to write a statement than PostgreSQL to answer it: on a page of twenty queries that was half of the
processor's time.

    @prepared
    def _late(owner: UUID, at: datetime, *, sight: Q) -> QuerySet[Promise]:
        return Promise.objects.filter(sight, owner=owner, due_at__lt=at).select_related("customer")

    _late(user.pk, at, sight=Customer.objects.sight(user, "customer"))  # a list

What stands before the star are gaps: values that go into the statement as they are, or moved by a timedelta (a list by
`pk__among`, which asks for `= ANY(…)`: the statement of `pk__in` would be another for each number of them). The
function sees stand-ins for them, so it may compare rows with a gap but not look at one. What stands behind the star
gives the statement its shape, each combination has one of its own: switches, and what somebody may see. Nothing else
may go in: whatever the function asks by itself, of a user or of the database, would hold for everybody who comes later.
"""

import re
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache, update_wrapper
from inspect import Parameter, signature
from itertools import count
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Field, ForeignKey, Lookup, QuerySet
from psycopg import Connection, RawCursor
from psycopg.sql import Literal
from psycopg.types.numeric import Int8

T = TypeVar("T")
SHAPES = 500  # statements of one question that a process keeps; a house has few, unless it has very many teams
MOST_KEPT = 400  # statements that one connection keeps; those asked longest ago go first
NEVER = 2**31
PLACE = re.compile("%[s%]")
FAR = 6000  # the year from which moments are stand-ins: nobody promises anything for so late
STAND_INS: dict[type, Callable[[int], Any]] = {
    UUID: lambda n: UUID(int=0x5EED_C0DE_0000_8000_8000_0000_0000_0000 + n),
    datetime: lambda n: datetime(FAR + 300 * n, 6, 7, 8, 9, 10, 111213, tzinfo=UTC),
    date: lambda n: date(FAR + 300 * n + 150, 6, 7),
    str: lambda n: f"\ue0a0gap {n}\ue0a0",
    int: lambda n: 1_987_654_321 + n,
    list: lambda n: [f"\ue0a0gap {n}\ue0a0"],
}


@ForeignKey.register_lookup
@Field.register_lookup
class Among(Lookup):
    """`pk__among=[…]`: one of these, however many they are."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        sql, params = self.process_lhs(compiler, connection)
        return f"{sql} = ANY(%s)", [*params, self.rhs]


class Unfillable(TypeError):
    """The function does something to a gap that cannot be repeated with another value."""


class Prepared(Generic[T]):
    def __init__(self, question: Callable[..., QuerySet]) -> None:
        self.plain = question  # the QuerySet, written anew
        gaps = [p.name for p in signature(question).parameters.values() if p.kind is not Parameter.KEYWORD_ONLY]
        self._stand_ins = [STAND_INS[question.__annotations__[name]](n) for n, name in enumerate(gaps)]
        self._statement = lru_cache(SHAPES)(self._write)
        update_wrapper(self, question)

    def __call__(self, *values: Any, **shape: Any) -> list[T]:
        return self._statement(**shape).rows(values)

    def count(self, *values: Any, **shape: Any) -> int:
        """How many rows it has, no further than the function's own limit."""
        return self._statement(**shape).count(values)

    def _write(self, **shape: Any) -> "Statement":
        return Statement(self.plain(*self._stand_ins, **shape), self._stand_ins)


def prepared(question: Callable[..., QuerySet[Any]]) -> Prepared:
    return Prepared(question)


class Statement:
    """One statement with its gaps, and how rows are made of what it answers."""

    def __init__(self, queryset: QuerySet, stand_ins: list) -> None:
        self.queryset = queryset
        self.compiler = queryset.query.get_compiler(queryset.db)
        try:
            self.sql, params = self.compiler.as_sql()
        except EmptyResultSet:
            self.sql, params = "", ()
        self.filled = [_filled(param, stand_ins) for param in params]
        if self.sql and len({fill.number for fill in self.filled if isinstance(fill, Gap)}) < len(stand_ins):
            raise Unfillable("A gap never reaches the statement")

    def rows(self, values: tuple) -> list:
        if not self.sql:
            return []
        compiler, query = copy(self.compiler), copy(self.queryset.query)
        compiler.connection = connections[self.queryset.db]  # each thread has its own
        compiler.execute_sql = lambda *args, **kwargs: [self._answer(self.sql, values)]
        query.get_compiler = lambda *args, **kwargs: compiler
        asked = self.queryset.__class__(self.queryset.model, query, self.queryset.db)
        for name in ("_iterable_class", "_prefetch_related_lookups", "_fields"):
            setattr(asked, name, getattr(self.queryset, name))
        return list(asked)

    def count(self, values: tuple) -> int:
        if not self.sql:
            return 0
        return self._answer(f"SELECT count(*) FROM ({self.sql}) counted", values)[0][0]  # noqa: S608

    def _answer(self, sql: str, values: tuple) -> list[tuple]:
        connection = connections[self.queryset.db]
        given = [fill.filled(values) if type(fill) is Gap else fill for fill in self.filled]
        with connection.cursor() as cursor:
            if settings.DATABASE_KEEPS_STATEMENTS:
                cursor.cursor = Kept(connection.connection, self._numbered(sql), self._in_gaps(given))
            cursor.execute(sql, given)
            rows = cursor.fetchall()
        width = self.compiler.col_count
        return [row[:width] for row in rows] if rows and self.compiler.has_extra_select and sql is self.sql else rows

    def _in_gaps(self, given: list) -> list:
        return [
            Int8(value) if type(value) is int else value
            for fill, value in zip(self.filled, given, strict=True)
            if type(fill) is Gap
        ]

    def _numbered(self, sql: str) -> str:
        """As PostgreSQL keeps it: gaps are $1, $2 …, and what never changes stands there, so that it can plan by it."""
        if (known := self._known.get(sql)) is None:
            fills, number = iter(self.filled), count(1)
            known = self._known[sql] = PLACE.sub(lambda found: _written(found[0], fills, number), sql)
        return known

    @cached_property
    def _known(self) -> dict[str, str]:
        return {}


class Kept(RawCursor):
    """Asks a statement that the connection keeps, in place of the one whose values are written into it."""

    def __init__(self, connection: Connection, statement: str, values: list) -> None:
        super().__init__(connection)
        connection.prepare_threshold = NEVER  # by itself: Django writes values into statements
        connection.prepared_max = MOST_KEPT
        self._kept, self._values = statement, values

    def _convert_query(self, *given: Any) -> Any:
        self._query = super()._convert_query(*given)  # for whoever wants to read what was asked, as tests do
        return self._query

    def execute(self, *_unused: Any, **_nor: Any) -> "Kept":
        return super().execute(self._kept, self._values, prepare=True)


def _written(found: str, fills: Iterator, number: Iterator[int]) -> str:
    if found == "%%":
        return "%"
    fill = next(fills)
    return f"${next(number)}" if type(fill) is Gap else Literal(fill).as_string()


@dataclass(frozen=True)
class Gap:
    number: int
    moved: timedelta | None = None

    def filled(self, values: tuple) -> Any:
        return values[self.number] if self.moved is None else values[self.number] + self.moved


def _filled(param: Any, stand_ins: list) -> Any:
    """The gap that `param` stands in for; otherwise `param` itself."""
    for number, stand_in in enumerate(stand_ins):
        if type(param) is type(stand_in):
            if param == stand_in:
                return Gap(number)
            if isinstance(param, date) and abs(param.year - stand_in.year) < 50:
                return Gap(number, param - stand_in)
        if str(stand_in) in str(param):
            raise Unfillable(f"{param!r} was made from a gap")
    if isinstance(param, date) and param.year >= FAR - 1:
        raise Unfillable(f"{param!r} was made from a gap")
    return param
