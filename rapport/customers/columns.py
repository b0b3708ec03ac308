"""What stands in the columns of a list, for a page of customers: one query for each listing."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, Model

from rapport.core.facts import Listing
from rapport.customers.models import (
    Address,
    Affiliation,
    Customer,
    Email,
    ExternalCode,
    ImportantDate,
    Phone,
    Preference,
)


def _first_of(model: type[Model]):
    """The preferred one, or the first."""

    def load(ids: Sequence[UUID]) -> dict[UUID, Any]:
        rows = model._default_manager.filter(customer__in=ids).order_by("customer", "-is_preferred", "position", "pk")
        return {row.customer_id: row for row in rows.distinct("customer")}

    return load


def customers(ids: Sequence[UUID]) -> dict[UUID, Customer]:
    rows = Customer.objects.filter(pk__in=ids).select_related("account_manager", "team", "location")
    return {row.pk: row for row in rows.defer("search_key", "sound_key")}


def tags(ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    rows = Customer.tags.through.objects.filter(customer__in=ids).values("customer")
    return dict(rows.annotate(names=ArrayAgg("tag__name", order_by="tag__name")).values_list("customer", "names"))


def preferences(ids: Sequence[UUID]) -> dict[UUID, dict[UUID, str]]:
    """By topic: what was wished for, in one line."""
    found: dict[UUID, dict[UUID, str]] = {}
    for customer, topic, value in Preference.objects.filter(customer__in=ids).values_list("customer", "topic", "value"):
        wishes = found.setdefault(customer, {})
        wishes[topic] = f"{wishes[topic]}, {value}" if topic in wishes else value
    return found


def dates(ids: Sequence[UUID]) -> dict[UUID, dict[str, ImportantDate]]:
    """By kind: the first of each."""
    found: dict[UUID, dict[str, ImportantDate]] = {}
    for day in ImportantDate.objects.filter(customer__in=ids):
        found.setdefault(day.customer_id, {}).setdefault(day.kind, day)
    return found


def codes(ids: Sequence[UUID]) -> dict[UUID, dict[str, str]]:
    found: dict[UUID, dict[str, str]] = {}
    for customer, source, code in ExternalCode.objects.filter(customer__in=ids).values_list(
        "customer", "source", "code"
    ):
        found.setdefault(customer, {})[source] = code
    return found


def employers(ids: Sequence[UUID]) -> dict[UUID, Affiliation]:
    """Where they belong today, the key post first."""
    rows = Affiliation.objects.filter(person__in=ids, until=None).select_related("organisation")
    rows = rows.order_by("person", "-is_key", F("since").desc(nulls_last=True), "pk").distinct("person")
    return {row.person_id: row for row in rows}


CUSTOMERS = Listing("customers", customers)
TAGS = Listing("tags", tags)
PREFERENCES = Listing("preferences", preferences)
DATES = Listing("dates", dates)
CODES = Listing("codes", codes)
EMAILS = Listing("emails", _first_of(Email))
PHONES = Listing("phones", _first_of(Phone))
ADDRESSES = Listing("addresses", _first_of(Address))
EMPLOYERS = Listing("employers", employers)
