"""Which change that was: the old rows that triggers kept of one edit, so that it can be named and put back.

A change is told apart by what it is about ("facts", a section, "affiliations", "tags") and a reference: the old rows it
left in the history and the rows it added, divided by commas; of tags, their entry on the timeline.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model, Q
from django.urls import reverse

from rapport.customers.actions.sections import SECTIONS
from rapport.customers.models import Affiliation, Customer

FACTS, TAGS, AFFILIATIONS = "facts", "tags", "affiliations"
TABLES: dict[str, type[Model]] = {
    FACTS: Customer,
    AFFILIATIONS: Affiliation,
    **{name: section.model for name, section in SECTIONS.items()},
}
DERIVED = {"id", "customer", "version", "key", "e164", "extension", "type", "is_valid"}
POSITIONS = {"position", "person_position", "organisation_position"}


@dataclass
class Change:
    """One edit of `customer`. `events` are keys of old rows, `added` keys of rows that came into being."""

    customer: Customer
    what: str
    events: list[int] = field(default_factory=list)
    added: list[UUID] = field(default_factory=list)
    entry: UUID | None = None

    @property
    def reference(self) -> str:
        return str(self.entry or ",".join(map(str, [*self.events, *self.added])))

    @property
    def address(self) -> str:
        """Where this can be put back; "" when nothing happened."""
        if not self.reference:
            return ""
        return reverse("customers:change", args=[self.customer.pk, self.what, self.reference])


def read(customer: Customer, what: str, reference: str) -> Change | None:
    """The change that an address names; None when that makes no sense."""
    change = Change(customer, what)
    try:
        if what == TAGS:
            change.entry = UUID(reference)
        elif what in TABLES:
            for part in reference.split(","):
                if part.isdecimal():
                    change.events.append(int(part))
                else:
                    change.added.append(UUID(part))
    except ValueError:
        return None
    return change if change.reference else None


@contextmanager
def noticing(customer: Customer, what: str) -> Iterator[Change]:
    """Run an edit and learn afterwards which change it was. Locks the customer, so that nobody comes in between."""
    change = Change(customer, what)
    with transaction.atomic():
        Customer.objects.select_for_update().get(pk=customer.pk)
        events = events_of(customer, what)
        last = events.order_by("-pgh_id").values_list("pgh_id", flat=True).first() or 0
        before = _keys(customer, what)
        yield change
        change.events = list(events.filter(pgh_id__gt=last).order_by("pgh_id").values_list("pgh_id", flat=True))
        change.added = sorted(_keys(customer, what) - before)


def events_of(customer: Customer, what: str) -> Any:
    """The old rows of one table that have to do with `customer`."""
    model = TABLES[what]
    return model._meta.get_field("events").related_model._default_manager.filter(belonging(customer, model))


def belonging(customer: Customer, model: type[Model]) -> Q:
    if model is Customer:
        return Q(pgh_obj=customer.pk)
    return Q(person=customer.pk) | Q(organisation=customer.pk) if model is Affiliation else Q(customer=customer.pk)


def columns_of(event: Any, model: type[Model]) -> list[Any]:
    """The columns of `model` that its history keeps."""
    kept = {column.attname for column in event._meta.concrete_fields}
    return [column for column in model._meta.concrete_fields if column.attname in kept]


def _keys(customer: Customer, what: str) -> set[UUID]:
    if what == FACTS:
        return set()
    model = TABLES[what]
    return set(model._default_manager.filter(belonging(customer, model)).values_list("pk", flat=True))
