"""A customer as `CustomerOut`, with a fixed number of queries however many there are."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from rapport.core.addressee import base_language
from rapport.customers.api.schemas import (
    AddressOut,
    CustomerOut,
    DateOut,
    EmailOut,
    HandleOut,
    PhoneOut,
)
from rapport.customers.models import Customer, ExternalCode
from rapport.customers.naming import greeting, language_of

PLAIN = (
    *("id", "kind", "name", "given_name", "family_name", "patronymic", "titles_before", "titles_after", "nickname"),
    *("romanised_name", "pronunciation", "form_gender", "title_wish", "language", "time_zone", "address_style"),
    *("source", "how_met", "preference_notes", "custom", "created_at", "updated_at"),
)


def shown(customers: QuerySet) -> QuerySet:
    """`customers` with all that `show` reads: eight queries more, whatever their number."""
    codes = Prefetch("codes", ExternalCode.objects.order_by("source"))
    return customers.prefetch_related("emails", "phones", "addresses", "handles", "dates", "salutations", "tags", codes)


def show(customer: Customer) -> CustomerOut:
    return CustomerOut(
        **{name: getattr(customer, name) for name in PLAIN},
        first_name_permission=customer.first_name_permission or None,
        salutation=own_greeting(customer),
        greeting=greeting(customer, letter=True),
        account_manager=customer.account_manager_id,
        archived=customer.is_archived,
        emails=[EmailOut(address=row.address, **_point(row)) for row in customer.emails.all()],
        phones=[
            PhoneOut(number=row.e164 or row.raw, raw=row.raw, extension=row.extension, type=row.type, **_point(row))
            for row in customer.phones.all()
        ],
        addresses=[AddressOut(**_fields(row, AddressOut), **_point(row)) for row in customer.addresses.all()],
        handles=[HandleOut(network=row.network, handle=row.handle, **_point(row)) for row in customer.handles.all()],
        dates=[DateOut(**_fields(row, DateOut)) for row in customer.dates.all()],
        tags=[tag.name for tag in customer.tags.all()],
        codes={code.source: code.code for code in customer.codes.all()},
    )


def own_greeting(customer: Customer) -> str:
    """The greeting that they asked for in their own language, or for every language."""
    language = base_language(language_of(customer))
    wishes = list(customer.salutations.all())
    own = [wish.text for wish in wishes if base_language(wish.language) == language]
    return next(iter(own or [wish.text for wish in wishes if wish.use_in_all_languages]), "")


def _point(row: Any) -> dict[str, Any]:
    return {
        "label": row.label,
        "preferred": row.is_preferred,
        "verified": row.verified_at is not None,
        "note": row.note,
    }


POINT = ("label", "preferred", "verified", "note")


def _fields(row: Any, schema) -> dict[str, Any]:
    return {name: getattr(row, name) for name in schema.model_fields if name not in POINT or schema is DateOut}
