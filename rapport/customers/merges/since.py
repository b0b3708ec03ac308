"""What came to the one record after two had become it: whose it is only a person can say.

Ids are UUIDv7, so that a row tells by its key when it came. What hangs together goes together: an order with what it
promises and what is told of it; and what is about a row that came from the absorbed one belongs there.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet, UUIDField

from rapport.customers import words
from rapport.customers.actions.sections import SECTIONS
from rapport.customers.merges.links import Link, moved_links
from rapport.customers.models import Affiliation, Merge
from rapport.timeline.models import Entry

AT_MOST = 300  # of each table; nobody decides about more by hand, and what isn't asked about stays
JUST_NOW = 60_000  # milliseconds before a merge in which a row may have been begun that came late
OF_MERGES = ("customer.merged", "customer.unmerged")


@dataclass
class Since:
    """Rows that hang together. `key` names the group; `is_absorbeds`: it hangs on what came from the absorbed one."""

    key: str
    label: str
    words: str
    rows: list[tuple[Link, Model]] = field(default_factory=list)
    is_absorbeds: bool = False

    @property
    def at(self) -> datetime:
        return datetime.fromtimestamp((min(row.pk.int for _link, row in self.rows) >> 80) / 1000, tz=UTC)

    @property
    def more(self) -> int:
        return len(self.rows) - 1


def since(merge: Merge) -> list[Since]:
    """The groups, in the order in which they came. One query for each table that people are asked about."""
    found = {row.pk: (link, row) for link in _asked() for row in _rows(link, merge)}
    ties = {key: set(_targets(row)) for key, (_link, row) in found.items()}
    of_absorbed = _moved(merge, {target for targets in ties.values() for target in targets} - found.keys())
    groups = []
    for keys in _connected(found, ties):
        rows = sorted((found[key] for key in keys), key=lambda pair: (isinstance(pair[1], Entry), pair[1].pk))
        link, head = rows[0]
        is_absorbeds = any(ties[key] & of_absorbed for key in keys)
        groups.append(Since(f"{link.table}:{head.pk}", _label(head), _words(head), rows, is_absorbeds))
    return sorted(groups, key=lambda group: group.at)


def late_rows(link: Link, merge: Merge) -> list[Any]:
    """Keys of rows that reached the absorbed record after it was merged."""
    if not isinstance(link.model._meta.pk, UUIDField) or link.model._meta.pk.is_relation:
        return []
    begun = UUID(int=max(0, ((merge.pk.int >> 80) - JUST_NOW) << 80))
    rows = link.model._base_manager.filter(**{link.column: merge.absorbed_id}, pk__gt=begun)
    if link.model is Entry:
        rows = rows.exclude(kind__in=OF_MERGES)
    left = {name.partition(":")[2] for name in merge.field_choices.get("left", ())}
    return [key for key in rows.values_list("pk", flat=True) if str(key) not in left]


def _asked() -> list[Link]:
    return [link for link in moved_links() if link.rule.words and not link.model._meta.pk.is_relation]


def _rows(link: Link, merge: Merge) -> QuerySet:
    if not isinstance(link.model._meta.pk, UUIDField):
        return link.model._base_manager.none()
    rows = link.model._base_manager.filter(**{link.column: merge.survivor_id}, pk__gt=merge.pk)
    if link.model is Entry:
        rows = rows.exclude(kind__in=OF_MERGES)
    keys = [field.name for field in link.model._meta.concrete_fields if field.is_relation]
    return rows.select_related(*keys).order_by("pk")[:AT_MOST]


def _targets(row: Model) -> Iterator[UUID]:
    """Keys of other rows of customers that it leads to."""
    known = {link.model for link in moved_links()}
    for column in row._meta.concrete_fields:
        if column.is_relation and column.related_model in known and getattr(row, column.attname):
            yield getattr(row, column.attname)
    if subject := getattr(row, "subject_id", None):
        yield subject


def _moved(merge: Merge, keys: Iterable[UUID]) -> set[UUID]:
    """Those that came from the absorbed one."""
    wanted = [str(key) for key in keys]
    rows = merge.moves.filter(row__in=wanted, is_left=False).exclude(column="") if wanted else ()
    return {UUID(move.row) for move in rows}


def _connected(found: dict, ties: dict[UUID, set[UUID]]) -> list[list[UUID]]:
    """What leads to each other, or to the same third row, is one group."""
    leader: dict[UUID, UUID] = {}

    def lead(key: UUID) -> UUID:
        while leader.setdefault(key, key) != key:
            key = leader[key]
        return key

    for key, targets in ties.items():
        for one, other in pairwise([key, *targets]):
            leader[lead(one)] = lead(other)
    groups: dict[UUID, list[UUID]] = {}
    for key in found:
        groups.setdefault(lead(key), []).append(key)
    return list(groups.values())


def _label(row: Model) -> str:
    return str(row.about.label) if isinstance(row, Entry) else str(row._meta.verbose_name)


def _words(row: Model) -> str:
    if isinstance(row, Entry):
        return row.sentence
    if section := next((s for s in SECTIONS.values() if s.model is type(row)), None):
        return words.row(section.name, section.values(row))
    return f"{row.person} · {row.organisation}" if isinstance(row, Affiliation) else str(row)
