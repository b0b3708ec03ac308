"""Who changed what about a customer. Triggers keep old rows; what one became is the next old row or the present."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model

from rapport.customers import words
from rapport.customers.actions.changes import DERIVED, FACTS, POSITIONS, TAGS, Part, belonging_to_any, columns_of
from rapport.customers.actions.changes import Change as Reference
from rapport.customers.actions.sections import SECTIONS
from rapport.customers.models import Affiliation, Customer, Tie
from rapport.timeline.models import Entry

AT_MOST = 500  # old rows of one table; nobody reads further back
UNSAID = DERIVED | POSITIONS | {"strength_on", "strength_by"}
PAIRS = (("affiliations", Affiliation), ("ties", Tie))
ROWS = [*((section.name, section.model) for section in SECTIONS.values()), *PAIRS]


@dataclass(frozen=True)
class Change:
    """One fact: what it is called, what it was and what it became, in words. `verb`: changed, added, removed.

    `undo` is where the edit that this belongs to can be put back, on the last of its facts; "" when it cannot be.
    """

    label: str
    old: str
    new: str
    verb: str = "changed"
    undo: str = ""


@dataclass(frozen=True)
class Line:
    """What one person did at one moment. `by` is None when Rapport did it alone, such as by an import."""

    at: datetime
    by: Any
    changes: list[Change] = field(default_factory=list)


def history(customer: Customer, reader: Any) -> list[Line]:
    """Every edit of `customer` and of what hangs on it that `reader` may see, latest first.

    Of records that became part of it as well: those are told with their names, and cannot be put back. One or two
    queries per table, and one for each such record.
    """
    labels, records = words.own_labels(), customer.records()
    found = [change for record in records for change in _customer_changes(record, labels, customer)]
    for name, model in ROWS:
        found += _row_changes(records, name, model, reader)
    people = {
        str(user.pk): user for user in get_user_model().objects.filter(pk__in={who for _, who, _ in found if who})
    }
    lines = [(at, people.get(who), change) for at, who, change in found]
    lines += _told(customer, labels, reader)
    lines.sort(key=lambda line: line[0], reverse=True)
    grouped = groupby(lines, key=lambda line: (line[0].replace(microsecond=0), line[1]))
    return [Line(at, by, [change for _, _, change in group]) for (at, by), group in grouped]


def _customer_changes(customer: Customer, labels: dict, survivor: Customer) -> list[tuple]:
    events = list(customer.events.select_related("pgh_context", *_relations(Customer)).order_by("-pgh_id")[:AT_MOST])
    found = []
    newer: Any = customer
    is_itself = customer == survivor
    for event in events:
        of = "" if is_itself else str(customer)
        changes = [*_differences(Customer, event, newer, of), *_own(event.custom, newer.custom, labels)]
        can_be = is_itself and any(_stand(Customer, event, newer, customer))
        changes = _reversible(changes, customer, FACTS, event, can_be)
        found += [(event.pgh_created_at, _who(event), change) for change in changes]
        newer = event
    return found


def _reversible(changes: list[Change], customer: Customer, what: str, event: Any, can_be: bool) -> list[Change]:
    """The last of the changes of one old row gets the address where they can be put back."""
    if not changes or not can_be:
        return changes
    undo = Reference(customer, [Part(what, [event.pgh_id])]).address
    return [*changes[:-1], replace(changes[-1], undo=undo)]


def _stand(model: type[Model], old: Any, new: Any, present: Any) -> Iterator[bool]:
    """Of each fact that changed from `old` to `new`: whether it still stands."""
    for column in columns_of(old, model):
        before, after = getattr(old, column.attname), getattr(new, column.attname)
        if before != after and column.name not in UNSAID:
            yield getattr(present, column.attname) == after


def _row_changes(records: list[Customer], name: str, model: type[Model], reader: Any) -> list[tuple]:
    customer, mine = records[0], belonging_to_any(records, model)
    relations = _relations(model)
    events_of = model._meta.get_field("events").related_model
    present = {row.pk: row for row in model._default_manager.filter(mine).select_related(*relations)}
    newer: dict[Any, Any] = dict(present)
    found = []
    events = events_of.objects.filter(mine).select_related("pgh_context", *relations).order_by("-pgh_id")
    events = list(events[:AT_MOST])
    hidden = hidden_parts(events, reader) if model in (Affiliation, Tie) else ()
    for event in events:
        if event in hidden:
            continue
        row, after = present.get(event.pgh_obj_id), newer.get(event.pgh_obj_id)
        if event.pgh_label == "delete":
            changes, can_be = [Change(words.label(name), _row(name, event), "", "removed")], row is None
        elif after:
            changes = _differences(model, event, after, of=_row(name, after))
            can_be = row is not None and any(_stand(model, event, after, row))
        else:
            changes, can_be = [], False
        changes = _reversible(changes, customer, name, event, can_be and _is_of(customer, event))
        found += [(event.pgh_created_at, _who(event), change) for change in changes]
        newer[event.pgh_obj_id] = event
    return found


def hidden_parts(rows: Iterable[Any], reader: Any) -> list[Any]:
    """Those of `rows`, parts in organisations or ties, once or now, that name somebody whom `reader` may not see."""
    rows = list(rows)
    above = {row.reports_to_id for row in rows if getattr(row, "reports_to_id", None)}
    persons = dict(Affiliation.objects.filter(pk__in=above).values_list("pk", "person")) if above else {}
    named = [{*_ends(row), persons.get(getattr(row, "reports_to_id", None))} for row in rows]
    hidden = Customer.every.hidden_from(reader, set().union(*named))
    return [row for row, keys in zip(rows, named, strict=True) if hidden & keys]


def _is_of(customer: Customer, row: Any) -> bool:
    keys = (row.customer_id,) if hasattr(row, "customer_id") else _ends(row)
    return customer.pk in keys


def _ends(row: Any) -> tuple:
    return (row.person_id, row.organisation_id) if hasattr(row, "person_id") else (row.one_id, row.other_id)


def _differences(model: type[Model], old: Any, new: Any, of: str = "") -> list[Change]:
    changes = []
    tracked = {column.attname for column in old._meta.concrete_fields}
    for column in model._meta.concrete_fields:
        if column.attname not in tracked or column.name in UNSAID or column.name == "custom":
            continue
        before, after = getattr(old, column.attname), getattr(new, column.attname)
        if before == after:
            continue
        label = words.field_label(model, column.name)
        pair = [_said(model, column, row, value) for row, value in ((old, before), (new, after))]
        changes.append(Change(f"{label} · {of}" if of and of not in pair else label, *pair))
    return changes


def _relations(model: type[Model]) -> list[str]:
    kept = {column.name for column in model._meta.get_field("events").related_model._meta.concrete_fields}
    columns = [column for column in model._meta.concrete_fields if column.is_relation and column.name in kept]
    names = [column.name for column in columns if column.name != "customer"]
    return [*names, "reports_to__person"] if model is Affiliation else names


def _own(before: dict, after: dict, labels: dict) -> list[Change]:
    keys = [key for key in dict.fromkeys([*before, *after]) if before.get(key) != after.get(key)]
    return [
        Change(labels.get(key, key), words.value("", before.get(key)), words.value("", after.get(key))) for key in keys
    ]


def _said(model: type[Model], column: Any, row: Any, value: Any) -> str:
    if column.is_relation:
        related = getattr(row, column.name, None) if value else None
        return str(related or "")
    return words.value(column.name, value, model)


def _row(name: str, row: Any) -> str:
    if name in dict(PAIRS):
        return words.pair(row)
    return words.row(name, SECTIONS[name].values(row))


def _who(event: Any) -> str:
    return str((event.pgh_context.metadata if event.pgh_context else {}).get("user") or "")


def _told(customer: Customer, labels: dict, reader: Any) -> list[tuple]:
    """What only the timeline knows: the beginning, rows that were added, and tags."""
    tags = {tag.name for tag in customer.tags.all()}
    kinds = ("customer.added", "customer.edited", "customer.tagged", "customer.affiliated", "customer.tied")
    found = []
    entries = Entry.objects.in_sight_of(reader).filter(customer=customer, kind__in=kinds)
    for entry in entries.select_related("by").order_by("-id")[:AT_MOST]:
        found += [(entry.recorded_at, entry.by, change) for change in _additions(customer, entry, tags)]
    return found


def _additions(customer: Customer, entry: Entry, tags: set[str]) -> list[Change]:
    facts = defaultdict(list, entry.facts)
    if entry.kind == "customer.added":
        return [Change(words.label("name"), "", str(facts["name"]), "added")]
    if entry.kind == "customer.affiliated":
        return [Change(words.label("affiliations"), "", f"{facts['person']} – {facts['organisation']}", "added")]
    if entry.kind == "customer.tied":
        return [Change(words.label("ties"), "", f"{facts['one']} – {facts['other']}", "added")]
    if entry.kind == "customer.tagged":
        added = [Change(words.label("tags"), "", name, "added") for name in facts["added"]]
        changes = added + [Change(words.label("tags"), name, "", "removed") for name in facts["removed"]]
        undo = Reference(customer, [Part(TAGS, added=[entry.pk])]).address
        can_be = tags & set(facts["added"]) or set(facts["removed"]) - tags
        return [*changes[:-1], replace(changes[-1], undo=undo)] if can_be else changes
    changes = []
    for told in facts["changes"]:
        for row in told.get("added", ()):
            changes.append(Change(words.label(told["field"]), "", words.row(told["field"], row), "added"))
    return changes
