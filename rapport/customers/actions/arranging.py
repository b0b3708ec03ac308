from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from rapport.customers.actions.basics import Edited, touch
from rapport.customers.actions.sections import SECTIONS
from rapport.customers.models import Customer
from rapport.timeline.actions import record

AFFILIATIONS = "affiliations"
ARRANGED = ("emails", "phones", "addresses", "handles", "dates", "personal_notes", "preferences", AFFILIATIONS)


def rows_in_order(customer: Customer, section: str) -> tuple[QuerySet, str]:
    """The rows of a section as the page shows them, and the column that says where each stands."""
    if section != AFFILIATIONS:
        return SECTIONS[section].model._default_manager.filter(customer=customer), "position"
    rows, column = customer.people, "person_position"
    if customer.is_person:
        rows, column = customer.affiliations, "organisation_position"
    return rows.order_by(column, *rows.model._meta.ordering), column


@transaction.atomic
def arrange(customer: Customer, section: str, keys: Iterable[Any], *, by, at: datetime | None = None) -> Edited:
    """Put the rows of `section` in the order of `keys`; those it does not name follow as they stood.

    The preferred way to reach somebody stays on top of its kind. Without a difference nothing is written.
    """
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    rows, column = rows_in_order(customer, section)
    before = list(rows)
    wanted = {str(key): place for place, key in enumerate(keys)}
    after = sorted(before, key=lambda row: wanted.get(str(row.pk), len(wanted)))
    if [row.pk for row in after] == [row.pk for row in before]:
        return Edited(customer)
    moved = [(row, place) for place, row in enumerate(after) if getattr(row, column) != place]
    for row, place in moved:
        setattr(row, column, place)
    rows.model._default_manager.bulk_update([row for row, _place in moved], [column])
    touch(customer, at)
    customer.save(update_fields=["version", "updated_at"])
    record(customer, "customer.edited", by=by, at=at, changes=[{"field": section}])
    return Edited(customer)


def move(customer: Customer, section: str, key: Any, step: int, *, by, at: datetime | None = None) -> Edited:
    """Move one row by `step` places: -1 is up, 1 is down. At the end of the list it stays."""
    keys = [str(pk) for pk in rows_in_order(customer, section)[0].values_list("pk", flat=True)]
    if str(key) not in keys:
        return Edited(customer)
    keys.insert(max(0, keys.index(str(key)) + step), keys.pop(keys.index(str(key))))
    return arrange(customer, section, keys, by=by, at=at)
