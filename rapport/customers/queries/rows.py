"""Customers as a list shows them: what stands in a row and nothing else, in two queries however many there are."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from rapport.customers.models import Email, Phone, Tag

SHOWN = ("kind", "name", "romanised_name", "language", "photo", "account_manager", "archived_at")
SORTED_BY = ("sort_key", "updated_at", "created_at")
TAGS = 3


def as_rows(customers: QuerySet) -> QuerySet:
    """`customers` with `first_email`, `first_phone` (what `core.phones.display` needs), `few_tags`, and who keeps them.

    A subquery for each row costs a fraction of reading all that a customer has and making objects of it.
    """
    emails = Email.objects.filter(customer=OuterRef("pk")).values("address")
    number = JSONObject(e164="e164", extension="extension", raw="raw", type="type")
    phones = Phone.objects.filter(customer=OuterRef("pk")).values(number=number)
    tags = Tag.objects.filter(customers=OuterRef("pk")).values("name")
    return (
        customers.only(*SHOWN, *SORTED_BY)
        .prefetch_related("account_manager")
        .annotate(
            first_email=Subquery(emails[:1]), first_phone=Subquery(phones[:1]), few_tags=ArraySubquery(tags[:TAGS])
        )
    )
