"""By what somebody can be recognised: their names, addresses and numbers, also former ones."""

from collections.abc import Iterable, Iterator
from typing import Any

import phonenumbers

from rapport.core.personal.people import Person
from rapport.customers.models import Address, Customer, Email, Handle, Phone

NAMES = ("name", "given_name", "family_name", "romanised_name", "nickname")
SHORTEST_HANDLE, SHORTEST_STREET = 5, 8


def person_of(customer: Customer) -> Person:
    """`customer` as one would look for them in text. Eight queries."""
    sure, perhaps = _names(customer)
    numbers = list(_values(Phone, customer, "raw")) + list(_values(Phone, customer, "e164"))
    handles = {handle for handle in _values(Handle, customer, "handle") if len(handle) >= SHORTEST_HANDLE}
    streets = {line for text in _values(Address, customer, "lines") for line in text.splitlines()}
    return Person(
        id=customer.pk,
        sure=tuple(dict.fromkeys([*sure, *_values(Email, customer, "address"), *handles])),
        perhaps=tuple(dict.fromkeys([*perhaps, *(line for line in streets if len(line) >= SHORTEST_STREET)])),
        phones=tuple(dict.fromkeys([*numbers, *filter(None, map(_as_dialled_at_home, numbers))])),
    )


def _names(customer: Customer) -> tuple[list[str], list[str]]:
    """Whole names name nobody else; a family name alone may be somebody else's."""
    sure, perhaps = [], []
    for name, given, family, romanised, nickname in _ever_called(customer):
        wholes = [name, romanised, f"{given} {family}", f"{family} {given}", f"{family}, {given}"]
        for whole in wholes:
            is_whole = customer.is_organisation or len(whole.replace(",", " ").split()) > 1
            (sure if is_whole else perhaps).append(whole)
        perhaps += [family, nickname]
    return [text for text in sure if text.strip(" ,")], [text for text in perhaps if text.strip(" ,")]


def _ever_called(customer: Customer) -> Iterator[tuple[str, ...]]:
    yield tuple(getattr(customer, name) for name in NAMES)
    yield from Customer.pgh_event_model.objects.filter(pgh_obj_id=customer.pk).values_list(*NAMES).distinct()


def _values(model: Any, customer: Customer, column: str) -> Iterable[str]:
    now = model.objects.filter(customer=customer).values_list(column, flat=True)
    before = model.pgh_event_model.objects.filter(customer_id=customer.pk).values_list(column, flat=True)
    return [value for value in dict.fromkeys([*now, *before]) if value.strip()]


def _as_dialled_at_home(number: str) -> str:
    """Without the country: how colleagues write it down."""
    try:
        return str(phonenumbers.parse(number).national_number)
    except phonenumbers.NumberParseException:
        return ""
