"""What an erasure would do, said before it is done; and what is held, kind by kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from rapport.core.personal.erasing import files_of
from rapport.core.personal.kinds import Fate, RecordKind, record_kinds
from rapport.customers.models import Customer, Erasure, LegalHold
from rapport.customers.rights import mentions
from rapport.customers.rights.identity import person_of
from rapport.customers.rights.mentions import Mention


@dataclass(frozen=True)
class Line:
    """One kind, with how many rows there are of it."""

    kind: RecordKind
    count: int

    @property
    def fate(self) -> str:
        return Fate(self.kind.fate).label


@dataclass(frozen=True)
class Plan:
    """Everything that a person should know before they erase somebody."""

    lines: list[Line]
    files: int
    warnings: list[str]
    holds: list[LegalHold]
    mentions: list[Mention]
    names: dict  # of the customers on whose records they are mentioned

    @property
    def total(self) -> int:
        return sum(line.count for line in self.lines)


def held(customer: Customer) -> list[Line]:
    """How much is held of each kind. One query for all tables."""
    counts = _counts([record.pk for record in customer.records()])
    return [Line(kind, counts[kind.name]) for kind in record_kinds if kind.holds]


def _counts(ids: Sequence) -> dict[str, int]:
    parts, params = [], []
    for kind in record_kinds:
        for table in kind.holds:
            sql, given = table.rows(ids).order_by().values("pk").query.sql_with_params()
            parts.append(f"SELECT %s::text AS kind, count(*) AS rows FROM ({sql}) t{len(parts)}")  # noqa: S608
            params += [kind.name, *given]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT kind, sum(rows)::int FROM ({' UNION ALL '.join(parts)}) c GROUP BY kind", params)  # noqa: S608
        return dict(cursor.fetchall())


def plan(customer: Customer, *, on: date) -> Plan:
    """What erasing `customer` would do. A fixed number of queries: two for each table with free text, at most."""
    records = customer.records()
    ids = [record.pk for record in records]
    everywhere = {mention.key: mention for record in records for mention in mentions.find(person_of(record))}
    found = [mention for mention in everywhere.values() if mention.customer not in ids]
    owners = Customer.every.in_bulk({mention.customer for mention in found if mention.customer})
    return Plan(
        lines=[line for line in held(customer) if line.count],
        files=len(files_of(ids)),
        warnings=_warnings(ids),
        holds=[hold for hold in customer.holds.select_related("placed_by") if hold.stands(on)],
        mentions=found,
        names=owners,
    )


def _warnings(ids: Sequence) -> list[str]:
    said = [kind.warns(ids) for kind in record_kinds if kind.warns]
    return [text for text in said if text]


def erased_lines(erasure: Erasure) -> list[Line]:
    """What was erased of each kind, as it was counted then."""
    return [Line(kind, erasure.counts[kind.name]) for kind in record_kinds if erasure.counts.get(kind.name)]
