"""Which change that was: the old rows that triggers kept of one edit, so that it can be named and put back.

A reference names, for each part of a customer that was changed, the old rows that it left in the history and the rows
that it added: "facts.112", "emails.7.8,phones.3". Tags have no history of their own; they go by their entry.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model, Q
from django.urls import reverse

from rapport.customers.actions.sections import SECTIONS
from rapport.customers.models import Affiliation, Customer, Tie

FACTS, TAGS, AFFILIATIONS, TIES = "facts", "tags", "affiliations", "ties"
TABLES: dict[str, type[Model]] = {
    FACTS: Customer,
    AFFILIATIONS: Affiliation,
    TIES: Tie,
    **{name: section.model for name, section in SECTIONS.items()},
}
DERIVED = {"id", "customer", "version", "key", "e164", "extension", "type", "is_valid"}
POSITIONS = {"position", "person_position", "organisation_position"}


@dataclass
class Part:
    """What happened to one table: `events` are keys of old rows, `added` keys of new ones (of tags, of the entry)."""

    what: str
    events: list[int] = field(default_factory=list)
    added: list[UUID] = field(default_factory=list)

    @property
    def reference(self) -> str:
        return ".".join(map(str, [self.what, *self.events, *self.added]))


@dataclass
class Change:
    """One edit of `customer`."""

    customer: Customer
    parts: list[Part] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where this can be put back; "" when nothing happened."""
        if not self.parts:
            return ""
        reference = ",".join(part.reference for part in self.parts)
        return reverse("customers:change", args=[self.customer.pk, reference])


def read(customer: Customer, reference: str) -> Change | None:
    """The change that an address names; None when that makes no sense."""
    change = Change(customer)
    for words in reference.split(","):
        what, *keys = words.split(".")
        if not keys or what not in (TAGS, *TABLES):
            return None
        try:
            events = [int(key) for key in keys if key.isdecimal()]
            change.parts.append(Part(what, events, [UUID(key) for key in keys if not key.isdecimal()]))
        except ValueError:
            return None
    return change


@contextmanager
def noticing(customer: Customer, *whats: str) -> Iterator[Change]:
    """Run an edit and learn afterwards which change it was. Locks the customer, so that nobody comes in between."""
    change = Change(customer)
    with transaction.atomic():
        Customer.objects.select_for_update().get(pk=customer.pk)
        before = {what: (_last_event(customer, what), _keys(customer, what)) for what in whats}
        yield change
        for what, (last, keys) in before.items():
            events = events_of(customer, what).filter(pgh_id__gt=last).order_by("pgh_id")
            part = Part(what, list(events.values_list("pgh_id", flat=True)), sorted(_keys(customer, what) - keys))
            if part.events or part.added:
                change.parts.append(part)


def events_of(customer: Customer, what: str) -> Any:
    """The old rows of one table that have to do with `customer`."""
    model = TABLES[what]
    return model._meta.get_field("events").related_model._default_manager.filter(belonging(customer, model))


def belonging(customer: Customer, model: type[Model]) -> Q:
    if model is Customer:
        return Q(pgh_obj=customer.pk)
    return belonging_to_any([customer], model)


def belonging_to_any(customers: Iterable[Customer], model: type[Model]) -> Q:
    """Rows, and old rows, that hang on one of them."""
    keys = [customer.pk for customer in customers]
    if model is Affiliation:
        return Q(person__in=keys) | Q(organisation__in=keys)
    return Q(one__in=keys) | Q(other__in=keys) if model is Tie else Q(customer__in=keys)


def columns_of(event: Any, model: type[Model]) -> list[Any]:
    """The columns of `model` that its history keeps."""
    kept = {column.attname for column in event._meta.concrete_fields}
    return [column for column in model._meta.concrete_fields if column.attname in kept]


def _last_event(customer: Customer, what: str) -> int:
    return events_of(customer, what).order_by("-pgh_id").values_list("pgh_id", flat=True).first() or 0


def _keys(customer: Customer, what: str) -> set[UUID]:
    if what == FACTS:
        return set()
    model = TABLES[what]
    return set(model._default_manager.filter(belonging(customer, model)).values_list("pk", flat=True))
