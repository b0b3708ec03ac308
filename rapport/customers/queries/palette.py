"""Customers as lines of the palette."""

from django.db.models import F

from rapport.core.folding import romanise
from rapport.core.registry import PaletteItem
from rapport.customers.models import Customer, Follow
from rapport.customers.queries.search import CONTACT, SIMILAR, Match, search


def found_customers(user, text: str, limit: int) -> list[PaletteItem]:
    """Who is found by `text`, best first; among equals those whom `user` looked at lately. A search and one query."""
    customers = Customer.objects.visible_to(user).current()
    found = search(customers, text, limit=limit * 3, reader=user)
    looked = _looked_at(user, found)
    found.sort(key=lambda match: (match.rank, -looked.get(match.customer.pk, 0)))
    return [
        _line(match.customer, match.reason if match.rank >= CONTACT else "", is_sure=match.rank < SIMILAR)
        for match in found[:limit]
    ]


def recent_customers(user, limit: int) -> list[PaletteItem]:
    """Whom `user` looked at last. One query."""
    customers = Customer.objects.visible_to(user).current().filter(follows__user=user)
    rows = customers.filter(follows__looked_at__isnull=False).order_by(F("follows__looked_at").desc(nulls_last=True))
    return [_line(customer) for customer in rows[:limit]]


def _looked_at(user, found: list[Match]) -> dict:
    rows = Follow.objects.filter(user=user, customer__in=[match.customer.pk for match in found])
    looks = rows.exclude(looked_at=None).values_list("customer", "looked_at") if found else []
    return {pk: at.timestamp() for pk, at in looks}


def _line(customer: Customer, reason: str = "", *, is_sure: bool = True) -> PaletteItem:
    latin = customer.romanised_name or romanise(customer.name)
    return PaletteItem(
        label=customer.name,
        url=customer.get_absolute_url(),
        note=", ".join(filter(None, (latin, reason))),
        lang=customer.language,
        subject=customer,
        is_sure=is_sure,
    )
