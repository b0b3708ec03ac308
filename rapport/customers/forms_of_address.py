"""All the ways in which a customer is spoken and written to, as the page shows them before anything is sent."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from rapport.core import address, formats
from rapport.core.address import Addressee, Occasion
from rapport.customers.models import Customer, Salutation
from rapport.customers.naming import ENVELOPE, addressee, house_of, language_of, said_to_the_letter
from rapport.staff.models import Business

ICONS = {"letter": "mail", "email": "at", "phone": "phone", "portal": "user-circle", ENVELOPE: "id"}
LANGUAGES = ("en", "ka", "cs", "ta")


@dataclass(frozen=True)
class Wording:
    """What is said on one occasion. `is_corrected`: somebody here or they themselves said so, to the letter."""

    occasion: str
    label: str
    icon: str
    text: str
    is_corrected: bool = False


@dataclass(frozen=True)
class Spoken:
    """All of it in one language."""

    language: str
    name: str
    is_own: bool
    wordings: tuple[Wording, ...]


def forms_of_address(customer: Customer, business: Business, tried: dict[str, Any] | None = None) -> list[Spoken]:
    """In the customer's language first, then in the others that the business writes. Reads their salutations.

    `tried` are facts of an `Addressee` that somebody is only trying out.
    """
    own = language_of(customer, business)
    languages = dict.fromkeys([own, *(business.languages or LANGUAGES)])
    return [
        Spoken(
            language,
            formats.language_name(language),
            language == own,
            tuple(_wordings(replace(addressee(customer, language), **(tried or {})), language, business)),
        )
        for language in languages
    ]


def wording(customer: Customer, language: str, occasion: str, business: Business) -> str:
    """What is said to `customer`, corrected or not."""
    return _said(addressee(customer, language), language, occasion, business)


def computed(customer: Customer, language: str, occasion: str, business: Business) -> str:
    """What would be said if nobody had corrected it for this occasion."""
    others = [row for row in customer.salutations.all() if (row.language, row.occasion) != (language, occasion)]
    who = replace(addressee(customer, language), **said_to_the_letter(others))
    return _said(who, language, occasion, business)


def _wordings(who: Addressee, language: str, business: Business) -> Iterable[Wording]:
    labels = dict(Salutation.Occasion.choices)
    for occasion in (*Occasion, ENVELOPE):
        text = _said(who, language, occasion, business)
        if text:
            yield Wording(
                str(occasion), labels[occasion], ICONS[occasion], text, (language, str(occasion)) in who.wordings
            )


def _said(who: Addressee, language: str, occasion: str, business: Business) -> str:
    if occasion == ENVELOPE:
        return address.envelope_name(who, language)
    return address.salutation(who, language, occasion=occasion, house=house_of(business))
