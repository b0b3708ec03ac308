"""The words with which somebody is greeted, shown before anything is noted."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.core import address
from rapport.customers import actions
from rapport.customers.actions.rows import snapshot
from rapport.customers.models import Customer
from rapport.customers.naming import addressee, house_of, language_of
from rapport.staff.models import Business


@dataclass(frozen=True)
class Line:
    label: str
    text: str
    language: str


def own_words(customer: Customer) -> str:
    """What they want to be greeted with, to the letter, in their language."""
    return _own_row(customer)[1].get("text", "")


def preview(customer: Customer, own: str | None = None) -> list[Line]:
    """How letters and calls begin. `own` are words to the letter that are only tried out."""
    business = Business.objects.current()
    language = language_of(customer, business)
    who = addressee(customer, language)
    if own is not None:
        words = {one: text for one, text in who.salutations.items() if one != language}
        who = replace(who, salutations=words | ({language: own} if own else {}))
    labels = {"email": _("In an e-mail"), "letter": _("In a letter"), "phone": _("On the telephone")}
    house = house_of(business)
    lines = [
        Line(label, address.salutation(who, language, occasion=occasion, house=house), language)
        for occasion, label in labels.items()
    ]
    return [*lines, Line(_("On the envelope"), address.envelope_name(who, language), language)]


@transaction.atomic
def say(customer: Customer, facts: dict, own: str, *, version: int, at: datetime) -> None:
    """Note what they said about their name and how they are greeted, as their own deed.

    Choosing the first name is permission to use it. Raises what `set_form_of_address` raises.
    """
    key, row = _own_row(customer, facts.get("language"))
    rows = [row | {"text": own} | ({"id": key} if key else {})] if own else []
    wants_first_name = facts.get("address_style") == Customer.Style.FIRST_NAME
    actions.set_form_of_address(
        customer,
        by=None,
        by_customer=True,
        version=version,
        changes=facts,
        permission=Customer.Permission.FORM if wants_first_name and not customer.first_name_permission_at else "",
        salutations=rows,
        seen={key: row} if key else {},
        at=at,
    )


def _own_row(customer: Customer, language: str | None = None) -> tuple[str, dict]:
    """Their greeting for every occasion in their language: its key, or "", and what it says."""
    language = language or language_of(customer)
    for key, row in snapshot(customer, "salutations").items():
        if (row["language"], row["occasion"]) == (language, ""):
            return key, row
    return "", {"language": language, "occasion": ""}
