"""Customers as a list shows them: what stands in a row and nothing else, in two queries however many there are."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from rapport.core.prepared import prepared
from rapport.customers.models import Customer, Email, Phone, Tag
from rapport.staff.models import User

SHOWN = ("kind", "name", "romanised_name", "language", "photo", "account_manager", "archived_at")
SORTED_BY = ("sort_key", "updated_at", "created_at")
TAGS = 3


def rows_of(keys: Sequence[UUID]) -> dict[UUID, Customer]:
    """Customers with these keys, in that order, as a list shows them. Who may be seen was asked before. Two queries."""
    found = {one.pk: one for one in _shown(list(keys))} if keys else {}
    with_keepers(list(found.values()))
    return {key: found[key] for key in keys if key in found}


@prepared
def _shown(keys: list) -> QuerySet[Customer]:
    return in_few_words(Customer.objects.filter(pk__among=keys))


def with_keepers(customers: list[Customer]) -> None:
    """Read who keeps each of them. One query."""
    keepers = {user.pk: user for user in _keepers(list({one.account_manager_id for one in customers} - {None}))}
    for one in customers:
        one.account_manager = keepers.get(one.account_manager_id)


@prepared
def _keepers(keys: list) -> QuerySet[User]:
    return User.objects.filter(pk__among=keys)


def in_few_words(customers: QuerySet) -> QuerySet:
    """`customers` with `first_email`, `first_phone` (what `core.phones.display` needs) and `few_tags`.

    A subquery for each row costs a fraction of reading all that a customer has and making objects of it.
    """
    emails = Email.objects.filter(customer=OuterRef("pk")).values("address")
    number = JSONObject(e164="e164", extension="extension", raw="raw", type="type")
    phones = Phone.objects.filter(customer=OuterRef("pk")).values(number=number)
    tags = Tag.objects.filter(customers=OuterRef("pk")).values("name")
    return customers.only(*SHOWN, *SORTED_BY).annotate(
        first_email=Subquery(emails[:1]), first_phone=Subquery(phones[:1]), few_tags=ArraySubquery(tags[:TAGS])
    )
