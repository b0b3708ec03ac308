from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core.names import clean, clean_lines
from rapport.core.refusals import Refusal
from rapport.customers import finding, words
from rapport.customers.actions import labels, rows
from rapport.customers.actions.basics import Edited, touch
from rapport.customers.actions.sections import SECTIONS
from rapport.customers.meanwhile import ChangedMeanwhile, merge
from rapport.customers.models import Customer
from rapport.customers.naming import NAME_FIELDS, refresh_keys
from rapport.staff.sight import team_of_new, teams_in_sight
from rapport.timeline.actions import record

EDITABLE = (
    "kind",
    *NAME_FIELDS,
    "titles_before",
    "titles_after",
    "pronunciation",
    "form_gender",
    "title_wish",
    "language",
    "time_zone",
    "address_style",
    "pronoun_level",
    "vocative_given",
    "vocative_family",
    "source",
    "how_met",
    "account_manager",
    "team",
    "location",
    "preference_notes",
)
OWN = "custom."  # "custom.wood": the value of a field that the business defined


class NeedsPermission(Refusal):
    code = "first_name_needs_permission"
    message = _("Note first who allowed you to use the first name, and when.")


class OutOfSight(Refusal):
    code = "out_of_sight"
    message = _("You would no longer see this customer: you are not in that team. Ask an owner or a manager to do it.")


@transaction.atomic
def add(
    name: str,
    *,
    by,
    at: datetime | None = None,
    tags: Collection[str] = (),
    **fields: Any,
) -> Customer:
    """Take a person or an organisation into the house.

    `fields` are those of the model and, by the names of `SECTIONS`, rows: `emails=["cora@linden.example"]`,
    `dates=[{"kind": "birthday", "month": 3, "day": 14}]`.
    """
    at = at or timezone.now()
    if "team" not in fields and (team := team_of_new(by)):
        fields["team"] = team
    row_values = {section: fields.pop(section) for section in SECTIONS if section in fields}
    customer = Customer(name=clean(name), created_at=at, updated_at=at)
    for field, value in fields.items():
        if field in EDITABLE:
            set_fact(customer, field, _tidy(field, value))
        else:
            setattr(customer, field, value)
    _check_permission(customer)
    check_sight(customer, by)
    refresh_keys(customer)
    with finding.put_off():
        customer.save(force_insert=True)
        for section, values in row_values.items():
            rows.write_new(customer, section, values, by=by, at=at)
        if tags:
            labels.write_tags(customer, tags)
        finding.gather([customer.pk])
    record(customer, "customer.added", by=by, at=at, name=customer.name, source=customer.source)
    return customer


@transaction.atomic
def edit(
    customer: Customer,
    *,
    by,
    version: int,
    changes: Mapping[str, Any],
    seen_later: Mapping[str, int] | None = None,
    at: datetime | None = None,
    by_customer: bool = False,
) -> Edited:
    """Change facts of `customer`, as seen by someone who began to write at `version`.

    `seen_later` has the version of those facts that they were asked about since. What others changed stays when it
    does not overlap, and is named in the answer. Raises `ChangedMeanwhile` with the facts that both changed, and
    `NeedsPermission`. Without a difference nothing is written.
    """
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    mine = {name: _tidy(name, value) for name, value in changes.items()}
    merged = merge(*_sides(customer, version, seen_later or {}, mine))
    if merged.conflicts:
        raise ChangedMeanwhile(merged.conflicts, customer.version)
    others = _changed_by_others(customer, version, except_for=merged.taken)
    if not merged.taken:
        return Edited(customer, others)

    told = [words.change(Customer, name, value_of(customer, name), new) for name, new in merged.taken.items()]
    for name, value in merged.taken.items():
        set_fact(customer, name, value)
    check_sight(customer, by)
    _check_permission(customer)
    refresh_keys(customer)
    touch(customer, at)
    customer.save()
    record(customer, "customer.edited", by=by, by_customer=by_customer, at=at, changes=told)
    return Edited(customer, others)


def check_sight(customer: Customer, by) -> None:
    """Raises `OutOfSight` where `by` would lose the customer by their own deed, and with them the way back."""
    check_team(customer.team_id, by)


def check_team(team_id: Any, by) -> None:
    teams = teams_in_sight(by) if by else None
    if teams is not None and team_id and team_id not in teams:
        raise OutOfSight


@transaction.atomic
def archive(customer: Customer, *, by, reason: str, at: datetime | None = None) -> Customer:
    """Put `customer` away: off the lists, found when asked for. Nothing is deleted. Twice keeps the first reason."""
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    if customer.is_archived:
        return customer
    at = at or timezone.now()
    customer.archived_at, customer.archived_because = at, clean(reason)
    touch(customer, at)
    customer.save()
    record(customer, "customer.archived", by=by, at=at, reason=customer.archived_because)
    return customer


@transaction.atomic
def restore(customer: Customer, *, by, at: datetime | None = None) -> Customer:
    """Take `customer` out of the archive again."""
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    if not customer.is_archived:
        return customer
    customer.archived_at, customer.archived_because = None, ""
    touch(customer, at)
    customer.save()
    record(customer, "customer.restored", by=by, at=at)
    return customer


def value_of(row: Any, name: str) -> Any:
    """The value of a fact of a customer, or of an old row of one: foreign keys as keys, own fields by `OWN`."""
    if name.startswith(OWN):
        return row.custom.get(name.removeprefix(OWN))
    return getattr(row, Customer._meta.get_field(name).attname)


def set_fact(customer: Customer, name: str, value: Any) -> None:
    """The opposite of `value_of`: write a fact onto the row, without saving it."""
    if not name.startswith(OWN):
        setattr(customer, Customer._meta.get_field(name).attname, value)
    elif value in (None, ""):
        customer.custom.pop(name.removeprefix(OWN), None)
    else:
        customer.custom[name.removeprefix(OWN)] = value


def _tidy(name: str, value: Any) -> Any:
    if name.startswith(OWN):
        return clean_lines(value) or None if isinstance(value, str) else value
    if name not in EDITABLE:
        raise ValueError(f"{name} is not a fact that is edited")
    field = Customer._meta.get_field(name)
    if isinstance(field, models.ForeignKey):
        return getattr(value, "pk", value)
    return clean_lines(value) if isinstance(field, models.TextField) else clean(value)


def _sides(customer: Customer, version: int, seen_later: Mapping[str, int], mine: dict) -> tuple[dict, dict, dict]:
    """Original, theirs and mine, by the names of what I want to change.

    Of a version that nobody could have seen there is no original: whatever differs is a conflict.
    """
    seen = {number: _as_of(customer, number) for number in {version, *seen_later.values()}}
    originals = ((name, seen[seen_later.get(name, version)]) for name in mine)
    original = {name: value_of(row, name) for name, row in originals if row is not None}
    return original, {name: value_of(customer, name) for name in mine}, mine


def _as_of(customer: Customer, version: int) -> Any:
    """The row as it was at `version`: the old row that the edit from there left in the history."""
    if version == customer.version:
        return customer
    return customer.events.filter(version=version).order_by("-pgh_id").first()


def _changed_by_others(customer: Customer, version: int, *, except_for: Iterable[str]) -> tuple[str, ...]:
    seen = _as_of(customer, version)
    if seen is None or seen is customer:
        return ()
    return tuple(
        name for name in EDITABLE if value_of(seen, name) != value_of(customer, name) and name not in except_for
    )


def _check_permission(customer: Customer) -> None:
    if customer.address_style == Customer.Style.FIRST_NAME and not customer.first_name_permission_at:
        raise NeedsPermission
