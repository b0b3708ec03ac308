from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from rapport.core.refusals import Refusal
from rapport.core.undo import ChangedSince
from rapport.customers import words
from rapport.customers.actions import affiliations, ties
from rapport.customers.actions.basics import touch
from rapport.customers.actions.changes import (
    AFFILIATIONS,
    DERIVED,
    POSITIONS,
    TABLES,
    TIES,
    Part,
    belonging,
    columns_of,
    events_of,
)
from rapport.customers.actions.sections import SECTIONS
from rapport.customers.models import Affiliation, Customer, Tie
from rapport.timeline.actions import record

PAIRS = {AFFILIATIONS: ("person", "organisation"), TIES: ("one", "other")}
Told = dict[str, list[dict]]  # what stood there, what became of it, and what came back


class NoPlace(Refusal):
    code = "customer_row_has_no_place"
    message = _("This cannot be put back any more: something else has taken its place.")


def put_back_rows(customer: Customer, part: Part, *, by, at: datetime | None) -> None:
    """The part of `put_back` that is about rows of the locked `customer`. Pairs are told in both stories."""
    told: Told = {"old": [], "new": [], "added": []}
    done = [_take_away(customer, part.what, key, told, by=by, at=at) for key in part.added]
    events = events_of(customer, part.what).filter(pgh_id__in=part.events)
    for event in events.order_by("-pgh_id"):  # the last first: a flag is free before the row that had it gets it back
        put = _bring_back if event.pgh_label == "delete" else _set_back
        done.append(put(customer, part.what, event, told, by=by, at=at))
    if not any(done):
        raise ChangedSince
    if part.what in SECTIONS:
        touch(customer, at)
        customer.save(update_fields=["version", "updated_at"])
        section = SECTIONS[part.what]
        moved = {"field": section.name} if not any(told.values()) else words.rows_changed(section, **told)
        record(customer, "customer.edited", by=by, at=at, changes=[moved])


def _take_away(customer: Customer, what: str, key: Any, told: Told, *, by, at: datetime | None) -> bool:
    """The opposite of adding. A row that somebody changed since stays."""
    row = _present(customer, what, key)
    first = events_of(customer, what).filter(pgh_obj_id=key).order_by("pgh_id").first()
    if row is None or (first and any(name not in POSITIONS for name in _different(first, row, TABLES[what]))):
        return False
    if isinstance(row, Affiliation):
        affiliations.remove_affiliation(row, by=by, at=at)
    elif isinstance(row, Tie):
        ties.untie(row, by=by, at=at)
    else:
        told["old"].append(SECTIONS[what].values(row))
        row.delete()
    return True


def _bring_back(customer: Customer, what: str, event: Any, told: Told, *, by, at: datetime | None) -> bool:
    """The row that was taken away, with the key it had and all that was known of it."""
    model = TABLES[what]
    if model._default_manager.filter(pk=event.pgh_obj_id).exists():
        return False
    row = model(**{column.attname: getattr(event, column.attname) for column in columns_of(event, model)})
    others = model._default_manager.filter(belonging(customer, model))
    if getattr(row, "is_preferred", False) and others.filter(is_preferred=True).exists():
        row.is_preferred = False
    _write(row, force_insert=True)
    if isinstance(row, Affiliation):
        affiliations.tell(row, "customer.affiliated", by, at)
    elif isinstance(row, Tie):
        ties.tell(row, "customer.tied", by, at)
    else:
        told["added"].append(SECTIONS[what].values(row))
    return True


def _set_back(customer: Customer, what: str, event: Any, told: Told, *, by, at: datetime | None) -> bool:
    """What one edit changed of a row, where nobody changed it since."""
    row = _present(customer, what, event.pgh_obj_id)
    if row is None:
        return False
    later = events_of(customer, what).filter(pgh_obj_id=event.pgh_obj_id, pgh_id__gt=event.pgh_id)
    became = later.order_by("pgh_id").first() or row
    still = [name for name in _different(event, became, TABLES[what]) if getattr(row, name) == getattr(became, name)]
    if not still:
        return False
    before = SECTIONS[what].values(row) if what in SECTIONS else None
    for name in still:
        setattr(row, name, getattr(event, name))
    if what in SECTIONS:
        SECTIONS[what].derive(row, customer)
    _write(row)
    if not set(still) <= POSITIONS:
        if isinstance(row, Affiliation):
            affiliations.tell(row, "customer.affiliation_changed", by, at)
        elif isinstance(row, Tie):
            ties.tell(row, "customer.tie_changed", by, at)
        else:
            told["old"].append(before)
            told["new"].append(SECTIONS[what].values(row))
    return True


def _present(customer: Customer, what: str, key: Any) -> Any:
    rows = TABLES[what]._default_manager.filter(belonging(customer, TABLES[what]), pk=key)
    if what in PAIRS:
        rows = rows.select_related(*PAIRS[what])
    return rows.first()


def _different(old: Any, new: Any, model: Any) -> list[str]:
    names = [column.attname for column in columns_of(old, model) if column.name not in DERIVED]
    return [name for name in names if getattr(old, name) != getattr(new, name)]


def _write(row: Any, **how: bool) -> None:
    """Save `row` where it still fits: what it points at is there, and nobody has its place."""
    for column in row._meta.concrete_fields:
        key = getattr(row, column.attname)
        if column.is_relation and key and not column.related_model._default_manager.filter(pk=key).exists():
            raise NoPlace
    if isinstance(row, Affiliation):
        affiliations.check_chain(row)
    try:
        with transaction.atomic():
            row.save(**how)
    except IntegrityError as problem:
        raise NoPlace from problem
