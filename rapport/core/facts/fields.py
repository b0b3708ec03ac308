"""A fact by its stable name: its words, what can be asked of it, and how an answer is found."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from rapport.core.facts.operators import BY_TYPE, Span, Type
from rapport.core.registry import Registry

MonthDay = tuple[int, int]
Value = None | str | tuple[str, ...] | Decimal | tuple[Decimal, Decimal] | date | tuple[date, date] | Span | MonthDay


@dataclass(frozen=True)
class Offer:
    """Something that may be chosen: `key` is stored, `label` is read."""

    key: str
    label: str


@dataclass(frozen=True)
class Test:
    """One question about a fact: `operator` and its value, asked by `user` at the moment `at`.

    Days are those of `zone`, the business's: who has their birthday tomorrow there has it tomorrow.
    """

    __test__ = False  # pytest would take it for one of its own

    operator: str
    value: Any
    user: Any
    at: datetime
    zone: ZoneInfo
    chain: tuple[Any, ...] = ()  # keys of the stored conditions that led here, so that none asks for itself

    @property
    def today(self) -> date:
        return self.at.astimezone(self.zone).date()

    def start_of(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone)


@dataclass(frozen=True)
class Listing:
    """What stands in columns: `load(ids)` answers a row for each customer that has one, with one query.

    Fields that share a listing share its query.
    """

    name: str
    load: Callable[[Sequence[UUID]], Mapping[UUID, Any]]


@dataclass(frozen=True)
class Field:
    """A fact about customers.

    `ask(test)` answers what customers must be like, as a `Q` over `Customer` that is true or false of everybody, never
    null: whoever has no value is not "over 90 days ago", and turned round by "none" is among the others.
    What may be chosen are its `choices`; where those are many, `offers(user, text, limit)` finds some, and
    `named(keys)` says what they are called. Without `named` a key is its own label: tags, cities. `pick(row)` takes the
    value out of a row of `listing`. `sort` are the fields by which `core.keyset` goes through customers, carried by the
    index `sorted_by`.
    """

    name: str  # stands in stored conditions: "city", "promise.due"
    label: Any
    type: Type
    ask: Callable[[Test], Q]
    group: Any = ""
    operators: tuple[str, ...] = ()  # all of its type when empty
    choices: Callable[[], Iterable[tuple[str, Any]]] | None = None  # where there are few, which never change by use
    offers: Callable[[Any, str, int], list[Offer]] | None = None
    named: Callable[[Iterable[str]], Mapping[str, str]] | None = None
    listing: Listing | None = None
    pick: Callable[[Any], Any] | None = None
    sort: tuple[str, ...] = ()
    sorted_by: str = ""
    served_by: str = ""  # the index that finds the rows; "" says that all of them are looked at
    permission: str = ""
    order: int = 50

    @property
    def asked_by(self) -> tuple[str, ...]:
        return self.operators or BY_TYPE[self.type]


@dataclass(frozen=True)
class FieldSource:
    """Fields of which each is a row somewhere: own fields. Their names begin with `prefix`.

    `all()` answers them with one query.
    """

    name: str
    prefix: str
    all: Callable[[], list[Field]]
    order: int = 50


fields: Registry[Field] = Registry()
field_sources: Registry[FieldSource] = Registry()
