from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from rapport.core.refusals import Refusal
from rapport.customers import words
from rapport.customers.actions.basics import Edited, touch
from rapport.customers.actions.sections import SECTIONS, Section, fill, topics_by_name
from rapport.customers.meanwhile import ChangedMeanwhile, merge
from rapport.customers.models import Customer
from rapport.customers.models.contact import ContactPoint
from rapport.timeline.actions import record

NEW = "new"  # names of rows that are not in the database yet: "new0", "new1"


FLAGS = ("is_preferred", "use_in_all_languages")  # at most one row of a section has it


class CodeTaken(Refusal):
    code = "code_taken"
    message = _("Another customer already has this code in that system.")


@transaction.atomic
def replace_rows(
    customer: Customer,
    section_name: str,
    *,
    by,
    rows: Iterable[Mapping[str, Any]],
    seen: Mapping[str, dict] | None = None,
    at: datetime | None = None,
    by_customer: bool = False,
) -> Edited:
    """Make the rows of one section be `rows`: those with an "id" stay or change, those without are new, others go.

    `seen` is what the person had before them (`snapshot`), so that what others added or changed since is kept, and
    asked about where both changed the same row (`ChangedMeanwhile`). Without it the present rows count as seen.
    """
    section = SECTIONS[section_name]
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    present = {str(row.pk): row for row in _rows(section, customer)}
    theirs = {key: section.values(row) for key, row in present.items()}
    merged = merge(theirs if seen is None else seen, theirs, _mine(section, rows))
    if merged.conflicts:
        raise ChangedMeanwhile(merged.conflicts, customer.version, section_name)
    others = (section_name,) if merged.theirs else ()
    taken = _without_doubles(section, merged.taken, theirs)
    if not taken:
        return Edited(customer, others)

    old = [theirs[key] for key in taken if key in theirs]
    new = [values for key, values in taken.items() if values and key in theirs]
    added = [values for key, values in taken.items() if values and key not in theirs]
    _write(section, customer, present, taken, by=by, at=at)
    touch(customer, at)
    customer.save(update_fields=["version", "updated_at"])
    told = [words.rows_changed(section, old, new, added)]
    record(customer, "customer.edited", by=by, by_customer=by_customer, at=at, changes=told)
    return Edited(customer, others)


def snapshot(customer: Customer, section_name: str) -> dict[str, dict]:
    """The rows of a section by id, as plain values; what a form has to send back as seen."""
    section = SECTIONS[section_name]
    return {str(row.pk): section.values(row) for row in _rows(section, customer)}


def write_new(customer: Customer, section_name: str, values: Iterable, *, by, at: datetime | None = None) -> None:
    """Write the first rows of a customer who is being added, without an entry of their own."""
    section = SECTIONS[section_name]
    rows = [{section.fields[0]: value} if isinstance(value, str) else value for value in values]
    fresh = _mine(section, rows)
    if fresh:
        _write(section, customer, {}, _without_doubles(section, fresh, {}), by=by, at=at)


def _rows(section: Section, customer: Customer):
    rows = section.model._default_manager.filter(customer=customer)
    return rows.select_related("topic") if section.name == "preferences" else rows


def _mine(section: Section, rows: Iterable[Mapping[str, Any]]) -> dict[str, dict]:
    mine = {}
    for i, row in enumerate(rows):
        values = section.tidy(dict(row))
        if not section.is_empty(values):
            for flag in set(FLAGS) & values.keys():
                values[flag] = values[flag] and not any(other[flag] for other in mine.values())
            mine[str(row.get("id") or f"{NEW}{i}")] = values
    return mine


def _without_doubles(section: Section, taken: dict, theirs: dict) -> dict:
    """Leave out new rows that are there already: written twice, or by somebody else meanwhile."""
    kept = {key: values for key, values in theirs.items() if key not in taken}
    known = {section.identity(values) for values in kept.values()}
    result = {}
    for key, values in taken.items():
        if values is not None and key.startswith(NEW):
            identity = section.identity(values)
            if identity in known:
                continue
            known.add(identity)
        result[key] = values
    return result


def _write(section: Section, customer: Customer, present: dict, taken: dict, *, by, at: datetime | None) -> None:
    gone = [key for key, values in taken.items() if values is None]
    if gone:
        section.model._default_manager.filter(pk__in=gone).delete()
    topics = {}
    if section.name == "preferences":
        topics = topics_by_name(values["topic"] for values in taken.values() if values)
    left = [row for key, row in present.items() if key not in taken]
    for flag in FLAGS:
        _only_one(section, flag, taken, left)
    position = _last_position(section, present)
    # The one that is preferred comes last, when no other claims to be it any more.
    for key, values in sorted(taken.items(), key=lambda item: any((item[1] or {}).get(flag) for flag in FLAGS)):
        if values is None:
            continue
        row = present.get(key) or section.model(customer=customer)
        if topics:
            values = values | {"topic": topics[values["topic"]]}
        fill(row, section, values, customer)
        if key not in present:
            position = _begin(row, position, by=by, at=at)
        _save(row)


def _last_position(section: Section, present: dict) -> int | None:
    """None where rows have no place of their own, or stand as days and topics do because nobody arranged them."""
    if not hasattr(section.model, "position"):
        return None
    last = max((row.position for row in present.values()), default=-1)
    return last if last > 0 or issubclass(section.model, ContactPoint) else None


def _only_one(section: Section, flag: str, taken: dict, left: list) -> None:
    """A row that is now the preferred one takes that from the rows that stay as they are."""
    if flag in section.fields and any(values and values[flag] for values in taken.values()):
        for row in left:
            if getattr(row, flag):
                setattr(row, flag, False)
                row.save(update_fields=[flag])


def _begin(row: Any, position: int | None, *, by, at: datetime | None) -> int | None:
    if position is not None:
        position += 1
        row.position = position
    if hasattr(row, "text") and hasattr(row, "at"):
        row.by = by
        row.at = at or row.at
    return position


def _save(row: Any) -> None:
    try:
        row.save()
    except IntegrityError as problem:
        if "code_unique_per_source" in str(problem):
            raise CodeTaken from problem
        raise
