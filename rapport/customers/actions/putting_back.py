from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import transaction

from rapport.core.undo import ChangedSince
from rapport.customers import words
from rapport.customers.actions import labels
from rapport.customers.actions.basics import touch
from rapport.customers.actions.changes import DERIVED, FACTS, TAGS, Change, Part, columns_of, events_of
from rapport.customers.actions.customers import OWN, archive, check_sight, restore, set_fact, value_of
from rapport.customers.actions.putting_back_rows import put_back_rows
from rapport.customers.models import Customer
from rapport.customers.naming import refresh_keys
from rapport.timeline.actions import record
from rapport.timeline.models import Entry

PHOTO = "photo"  # by the name of its file


@transaction.atomic
def put_back(change: Change, *, by, at: datetime | None = None) -> Customer:
    """Undo `change` where nobody changed the same things since; what was taken away comes back as the same row.

    Raises `ChangedSince` when nothing of it stands any more, and `NoPlace` when something else has taken its place.
    """
    customer = Customer.objects.select_for_update().get(pk=change.customer.pk)
    done = 0
    for part in reversed(change.parts):
        put = _put_back_tags if part.what == TAGS else _put_back_facts if part.what == FACTS else put_back_rows
        with suppress(ChangedSince):
            put(customer, part, by=by, at=at)
            done += 1
        customer.refresh_from_db()
    check_sight(customer, by)
    if not done:
        raise ChangedSince
    return customer


def facts_changed(customer: Customer, part: Part) -> dict[str, tuple[Any, Any]]:
    """What each fact was before that part of a change and what it became, by the names that `edit` knows."""
    events = events_of(customer, FACTS).filter(pgh_id__gte=min(part.events, default=0)).order_by("pgh_id")
    states = [*events, Customer.objects.get(pk=customer.pk)]
    found: dict[str, tuple[Any, Any]] = {}
    for old, new in zip(states, states[1:], strict=False):
        if old.pgh_id in part.events:
            for name in _different(old, new):
                found[name] = (found[name][0] if name in found else _held(old, name), _held(new, name))
    return {name: pair for name, pair in found.items() if pair[0] != pair[1]}


def _different(old: Any, new: Any) -> list[str]:
    names = [column.name for column in columns_of(old, Customer) if column.name not in (*DERIVED, "custom")]
    names += [OWN + key for key in dict.fromkeys([*old.custom, *new.custom])]
    return [name for name in names if _held(old, name) != _held(new, name)]


def _put_back_facts(customer: Customer, part: Part, *, by, at: datetime | None) -> None:
    changed = facts_changed(customer, part)
    still = {name: old for name, (old, new) in changed.items() if _held(customer, name) == new}
    still = {name: old for name, old in still.items() if _is_there(name, old)}
    if not still:
        raise ChangedSince
    if "archived_at" in still:
        if still["archived_at"] is None:
            restore(customer, by=by, at=at)
        else:
            archive(customer, by=by, reason=changed["archived_because"][0], at=at)
        return
    told = [
        {"field": name} if name == PHOTO else words.change(Customer, name, _held(customer, name), old)
        for name, old in still.items()
    ]
    for name, old in still.items():
        set_fact(customer, name, old)
    if customer.address_style == Customer.Style.FIRST_NAME and not customer.first_name_permission_at:
        raise ChangedSince
    refresh_keys(customer)
    touch(customer, at)
    customer.save()
    record(customer, "customer.edited", by=by, at=at, changes=told)


def _is_there(name: str, old: Any) -> bool:
    """Whether the person, the place or the file that stood there still exists."""
    if name.startswith(OWN) or old in (None, ""):
        return True
    column = Customer._meta.get_field(name)
    if column.is_relation:
        return column.related_model._default_manager.filter(pk=old).exists()
    return name != PHOTO or column.storage.exists(old)


def _held(row: Any, name: str) -> Any:
    return row.photo.name if name == PHOTO else value_of(row, name)


def _put_back_tags(customer: Customer, part: Part, *, by, at: datetime | None) -> None:
    entry = Entry.objects.filter(pk__in=part.added, customer=customer, kind="customer.tagged").first()
    if entry is None:
        raise ChangedSince
    present = {tag.name for tag in customer.tags.all()}
    wanted = present - set(entry.facts.get("added", ())) | set(entry.facts.get("removed", ()))
    if wanted == present:
        raise ChangedSince
    labels.set_tags(customer, wanted, by=by, at=at)
