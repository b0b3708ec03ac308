"""Two records become one: what hangs off the one moves to the other, and everything is written down."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from rapport.core import audit
from rapport.core.merging import Joining, rows_rules
from rapport.core.names import clean
from rapport.core.personal.guarded import opened
from rapport.customers import tasks
from rapport.customers.actions.basics import touch
from rapport.customers.merges import codes, facts, moving
from rapport.customers.merges.leaving import LEAVABLE, usually_left
from rapport.customers.merges.links import moved_links
from rapport.customers.merges.refusals import ErasedCannotBeMerged, MergedAlready, NotTheSameKind, WithItself
from rapport.customers.merges.since import late_rows
from rapport.customers.models import Customer, Merge, MergeMove
from rapport.customers.naming import refresh_keys
from rapport.timeline.actions import record

MERGED = "customer.merged"


@dataclass(frozen=True)
class Choices:
    """What somebody chose: of facts whose value stays (`facts.SURVIVOR`, `ABSORBED` or `BOTH`), of codes that both have
    in one system likewise ("code.shop"), and which rows don't belong to the one they have become
    ("customers.Email:<id>"), of either side. Those stay with the absorbed record.
    """

    take: Mapping[str, str] = field(default_factory=dict)
    leave: Iterable[str] | None = None  # None: what `usually_left` says

    def left(self, survivor: Customer, absorbed: Customer) -> dict[str, set[UUID]]:
        """Keys of the rows by the name of their model."""
        return by_model(usually_left(survivor, absorbed) if self.leave is None else self.leave)


def by_model(names: Iterable[str]) -> dict[str, set[UUID]]:
    found: dict[str, set[UUID]] = {}
    for name in names:
        model, _colon, key = name.partition(":")
        if model not in LEAVABLE:
            continue
        found.setdefault(model, set()).add(int(key) if key.isdigit() else UUID(key))
    return found


@transaction.atomic
def merge(
    survivor: Customer,
    absorbed: Customer,
    *,
    by,
    at: datetime | None = None,
    choices: Choices | None = None,
    reason: str = "",
    score: float | None = None,
) -> Merge:
    """Make `absorbed` part of `survivor`: what hangs off it moves, its record stays as it was and leads on.

    A fixed number of queries, however much there is. Raises `MergedAlready`, `WithItself`, `NotTheSameKind` and
    `ErasedCannotBeMerged`.
    """
    at = at or timezone.now()
    survivor, absorbed = locked(survivor.pk, absorbed.pk)
    choices = choices or Choices()
    left = choices.left(survivor, absorbed)
    merge = Merge.objects.create(
        survivor=survivor, absorbed=absorbed, by=by, at=at, reason=clean(reason)[:200], score=score
    )
    named = sorted(f"{model}:{key}" for model, keys in left.items() for key in keys)
    merge.field_choices = {"facts": facts.take_over(survivor, absorbed, choices.take), "left": named}
    with opened():
        merge.field_choices["codes"] = codes.take_over(merge, choices.take)
        _join_by_hand(merge, at)
        merge.moved = _move_all(merge, left)
    merge.save(update_fields=["field_choices", "moved"])
    _become_one(survivor, absorbed, at)
    for rule in rows_rules:
        if rule.after:
            rule.after([survivor.pk, absorbed.pk])
    tell(MERGED, merge, by=by, at=at)
    audit.record("customers.merged", by=by, about=[survivor, absorbed], rows=sum(merge.moved.values()))
    tasks.gather_stragglers.configure(schedule_in={"minutes": tasks.STRAGGLERS_WITHIN}).defer(merge_id=str(merge.pk))
    return merge


def locked(survivor_id: UUID, absorbed_id: UUID) -> tuple[Customer, Customer]:
    """Both rows, locked in the order of their keys, so that two who merge the same people don't wait for each other.

    Whoever waited sees what the other made of them.
    """
    if survivor_id == absorbed_id:
        raise WithItself
    rows = Customer.every.filter(pk__in=[survivor_id, absorbed_id]).order_by("pk")
    found = {customer.pk: customer for customer in rows.select_for_update(of=("self",))}
    for customer in found.values():
        if customer.merged_into_id:
            raise MergedAlready(customer)
        if customer.is_erased:
            raise ErasedCannotBeMerged
    if len({customer.kind for customer in found.values()}) > 1:
        raise NotTheSameKind
    return found[survivor_id], found[absorbed_id]


def _join_by_hand(merge: Merge, at: datetime) -> None:
    notes: list[MergeMove] = []

    def changed(row: Model, before: dict[str, Any], after: dict[str, Any]) -> None:
        values = ({name: facts.kept(value) for name, value in side.items()} for side in (before, after))
        was, became = values
        notes.append(MergeMove(merge=merge, table=row._meta.db_table, row=str(row.pk), before=was, after=became))

    joining = Joining(merge.survivor_id, merge.absorbed_id, at, changed)
    for rule in rows_rules:
        if rule.joined:
            rule.joined(joining)
    MergeMove.objects.bulk_create(notes)


def _move_all(merge: Merge, left: Mapping[str, set[UUID]]) -> dict[str, int]:
    """First what the survivor gives up, then what comes. Answers how many rows of each table came."""
    survivor, absorbed = merge.survivor_id, merge.absorbed_id
    moved: dict[str, int] = {}
    for link in moved_links():
        stay = left.get(link.model._meta.label, set())
        if stay:
            moving.move(link, merge, giver=survivor, taker=absorbed, only=stay, is_left=True)
        if count := moving.move(link, merge, giver=absorbed, taker=survivor, stay=stay):
            label = link.model._meta.label
            moved[label] = moved.get(label, 0) + count
    return moved


def _become_one(survivor: Customer, absorbed: Customer, at: datetime) -> None:
    """Whoever was merged into the absorbed one leads to the survivor from now on, so that nobody has to go far."""
    restricted = survivor.is_restricted or absorbed.is_restricted
    survivor.standing = Customer.Standing.RESTRICTED if restricted else Customer.Standing.FREE
    refresh_keys(survivor)
    touch(survivor, at)
    survivor.save()
    touch(absorbed, at)
    absorbed.merged_into = survivor
    absorbed.save(update_fields=["merged_into", "version", "updated_at"])
    Customer.every.filter(merged_into=absorbed).update(merged_into=survivor)


def tell(kind: str, merge: Merge, *, by, at: datetime, **more: Any) -> None:
    """On both timelines: programs that know the one or the other by its id hear of it."""
    survivor, absorbed = merge.survivor, merge.absorbed
    said = {
        "merge_id": str(merge.pk),
        "survivor_id": str(survivor.pk),
        "survivor": survivor.name,
        "absorbed_id": str(absorbed.pk),
        "absorbed": absorbed.name,
    }
    if merge.reason:
        said["reason"] = merge.reason
    for customer in (survivor, absorbed):
        record(customer, kind, by=by, at=at, **said, **more)


@transaction.atomic
def gather_stragglers(merge: Merge) -> int:
    """Move what somebody wrote about the absorbed one meanwhile: it belongs to this merge. Twice is harmless."""
    rows = Customer.every.filter(pk__in=[merge.survivor_id, merge.absorbed_id]).order_by("pk")
    list(rows.select_for_update(of=("self",)).values_list("pk"))
    merge = Merge.objects.select_related("survivor").get(pk=merge.pk)
    if merge.undone_at or merge.survivor.merged_into_id or merge.survivor.is_erased:
        return 0
    late = 0
    with opened():
        for link in moved_links():
            if keys := late_rows(link, merge):
                late += moving.move(link, merge, giver=merge.absorbed_id, taker=merge.survivor_id, only=keys)
    for rule in rows_rules:
        if late and rule.after:
            rule.after([merge.survivor_id, merge.absorbed_id])
    return late
