"""One record becomes two again: exactly what moved goes back, and nothing is lost that came since."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.db.models import F, Model, Q
from django.utils import timezone

from rapport.core import audit
from rapport.core.merging import rows_rules
from rapport.core.personal.guarded import opened
from rapport.customers.actions.basics import touch
from rapport.customers.merges import codes, facts, moving
from rapport.customers.merges.joining import tell
from rapport.customers.merges.links import Link, links, moved_links
from rapport.customers.merges.refusals import ErasedSince, MergedSince, UndoneAlready
from rapport.customers.merges.since import since
from rapport.customers.models import Customer, Merge, MergeMove, Restriction
from rapport.customers.naming import refresh_keys

UNMERGED = "customer.unmerged"


@dataclass
class Undone:
    """What came of it. `edited` are facts that somebody changed since, which stay as they are."""

    merge: Merge
    back: int = 0
    kept: int = 0  # rows that are gone since, or were changed so that they can't go back
    edited: list[str] = field(default_factory=list)
    assigned: int = 0  # of what came since, handed to the one who is back


def obstacle(merge: Merge) -> UndoneAlready | ErasedSince | MergedSince | None:
    """Why it can't be undone now. Two queries."""
    if merge.undone_at:
        return UndoneAlready()
    if merge.survivor.is_erased or merge.absorbed.is_erased:
        return ErasedSince()
    concerned = Q(survivor=merge.survivor_id) | Q(absorbed=merge.survivor_id)
    later = Merge.objects.standing().filter(concerned, pk__gt=merge.pk).order_by("-pk")
    last = later.select_related("survivor", "absorbed").first()
    return MergedSince(last) if last else None


def merges_of(customer: Customer, user) -> list[Merge]:
    """Every merge that made `customer` what they are and still stands, the latest first. Two queries."""
    ids = [customer.pk, *Customer.every.filter(merged_into=customer).values_list("pk", flat=True)]
    rows = Merge.objects.standing().visible_to(user).filter(survivor__in=ids)
    return list(rows.select_related("survivor", "absorbed", "by").order_by("-pk"))


@transaction.atomic
def undo_merge(merge: Merge, *, by, at: datetime | None = None, going: Iterable[str] | None = None) -> Undone:
    """Make two records of one again.

    `going` names the groups of `since` that belong to the absorbed one; None: those that hang on what came from them.
    Facts get their old values where nobody changed them since. Raises `UndoneAlready`, `ErasedSince`, `MergedSince`.
    """
    at = at or timezone.now()
    survivor, absorbed = _locked(merge)
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    merge.survivor, merge.absorbed = survivor, absorbed
    if problem := obstacle(merge):
        raise problem
    undone = Undone(merge)
    groups = since(merge)
    wanted = {group.key for group in groups if group.is_absorbeds} if going is None else set(going)
    with opened():
        undone.kept = codes.give_back(merge)
        for link in moved_links():
            undone.back += moving.back(link, merge, giver=absorbed.pk, taker=survivor.pk)
        for link in moved_links():
            moving.back(link, merge, giver=survivor.pk, taker=absorbed.pk, is_left=True)
        undone.kept += _turn_back_changes(merge)
        undone.assigned = _assign(merge, [group for group in groups if group.key in wanted])
    undone.kept += sum(merge.moved.values()) - undone.back
    _become_two(merge, survivor, absorbed, undone, at)
    merge.undone_at, merge.undone_by = at, by
    merge.save(update_fields=["undone_at", "undone_by"])
    for rule in rows_rules:
        if rule.after:
            rule.after([survivor.pk, absorbed.pk])
    tell(UNMERGED, merge, by=by, at=at, kept=undone.edited)
    audit.record("customers.unmerged", by=by, about=[survivor, absorbed], rows=undone.back + undone.assigned)
    return undone


def _locked(merge: Merge) -> tuple[Customer, Customer]:
    rows = Customer.every.filter(pk__in=[merge.survivor_id, merge.absorbed_id]).order_by("pk")
    found = {customer.pk: customer for customer in rows.select_for_update(of=("self",))}
    return found[merge.survivor_id], found[merge.absorbed_id]


def _turn_back_changes(merge: Merge) -> int:
    """What the slices changed by hand, where it stands as they left it; answers how many rows were changed since."""
    by_table: dict[str, list[MergeMove]] = {}
    for note in merge.moves.filter(column=""):
        by_table.setdefault(note.table, []).append(note)
    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    kept = 0
    for table, notes in sorted(by_table.items()):
        model = models.get(table)
        if model is not None:
            kept += _turn_back(model, notes)
    return kept


def _turn_back(model: type[Model], notes: list[MergeMove]) -> int:
    rows = {str(row.pk): row for row in model._base_manager.filter(pk__in=[note.row for note in notes])}
    turned: dict[tuple[str, ...], list[Model]] = {}
    for note in notes:
        row = rows.get(note.row)
        if row is None or note.after is None or note.before is None:
            continue
        if all(facts.kept(getattr(row, name)) == value for name, value in note.after.items()):
            for name, value in note.before.items():
                setattr(row, name, _as_python(model, name, value))
            turned.setdefault(tuple(sorted(note.before)), []).append(row)
    for names, changed in turned.items():
        columns = [f.name for f in model._meta.concrete_fields if f.attname in names]
        model._base_manager.bulk_update(changed, columns)
    return len(notes) - sum(map(len, turned.values()))


def _as_python(model: type[Model], name: str, value: Any) -> Any:
    column = next(column for column in model._meta.concrete_fields if column.attname == name)
    column = column.target_field if column.is_relation else column
    return column.to_python(value) if value is not None else None


def _assign(merge: Merge, groups: list) -> int:
    """One statement for each table."""
    by_link: dict[Link, list[UUID]] = {}
    for group in groups:
        for link, row in group.rows:
            by_link.setdefault(link, []).append(row.pk)
    return sum(
        moving.assign(link, by_link[link], giver=merge.survivor_id, taker=merge.absorbed_id)
        for link in links()
        if link in by_link
    )


def _become_two(merge: Merge, survivor: Customer, absorbed: Customer, undone: Undone, at: datetime) -> None:
    undone.edited = facts.give_back(survivor, merge.field_choices.get("facts", {}))
    is_restricted = Restriction.objects.filter(customer=survivor).exists()
    survivor.standing = Customer.Standing.RESTRICTED if is_restricted else Customer.Standing.FREE
    refresh_keys(survivor)
    touch(survivor, at)
    survivor.save()
    touch(absorbed, at)
    absorbed.merged_into = None
    absorbed.save(update_fields=["merged_into", "version", "updated_at"])
    _lead_back(absorbed)


def _lead_back(absorbed: Customer) -> None:
    """Who had been merged into the absorbed one before, at one remove or more, leads there again."""
    theirs, news = set(), {absorbed.pk}
    while news:
        earlier = Merge.objects.standing().filter(survivor__in=news)
        news = set(earlier.values_list("absorbed", flat=True)) - theirs
        theirs |= news
    Customer.every.filter(pk__in=theirs).update(merged_into=absorbed, version=F("version") + 1)
