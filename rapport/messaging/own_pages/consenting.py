"""What customers agree to on their own pages: in which words, since when, and taken back as easily as given."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rapport.customers.models import Customer
from rapport.messaging.models import Consent, ContactHold, Purpose
from rapport.messaging.outgoing import consents
from rapport.messaging.outgoing.consents import OBJECTED, Standing
from rapport.staff.models import Business

VERSION = "portal 2026-11"  # of the words below; new words, new version
PLACE = "/portal/reach/"

NAMES = {
    Purpose.PERSONAL: (gettext_lazy("Thanks and birthdays"), gettext_lazy("A word on a day of yours, a thank-you")),
    Purpose.SURVEY: (gettext_lazy("Questions"), gettext_lazy("How we did; short, and seldom")),
    Purpose.MARKETING: (gettext_lazy("News and offers"), gettext_lazy("What is new with us")),
}
OFFERED = tuple(NAMES)


@dataclass(frozen=True)
class Line:
    """Something that happened to an agreement, for its history."""

    at: datetime
    what: str
    words: str = ""


@dataclass(frozen=True)
class Agreement:
    purpose: str
    name: str
    hint: str
    is_allowed: bool
    wording: str  # to which they would agree
    history: list[Line]


def wording(purpose: str) -> str:
    """The words they see and agree to, in the language that is active."""
    house = {"business": Business.objects.current().name}
    if purpose == Purpose.MARKETING:
        return _("%(business)s may send me news and offers. I can take this back here at any time.") % house
    if purpose == Purpose.SURVEY:
        return _("%(business)s may ask me how they did. I can take this back here at any time.") % house
    return _("%(business)s may write to me on my days, and to thank me. I can take this back here at any time.") % house


def agreements(customer: Customer) -> list[Agreement]:
    """For each purpose what stands and what was. Two queries."""
    given = list(Consent.objects.filter(customer=customer))
    objections = list(customer.contact_holds.filter(because=OBJECTED))
    return [_about(purpose, given, objections) for purpose in OFFERED]


def _about(purpose: Purpose, given: list[Consent], objections: list[ContactHold]) -> Agreement:
    theirs = [one for one in given if one.purpose == purpose]
    against = [one for one in objections if purpose in one.purposes]
    standing = consents.standing_of(theirs)
    free = purpose not in consents.NEEDED_FOR and standing is not Standing.WITHDRAWN
    allowed = (standing is Standing.GIVEN or free) and not any(one.lifted_at is None for one in against)
    name, hint = NAMES[purpose]
    return Agreement(purpose.value, str(name), str(hint), allowed, wording(purpose), _history(theirs, against))


def _history(given: list[Consent], against: list[ContactHold]) -> list[Line]:
    lines = [Line(one.given_at, f"{_('You agreed')} · {one.get_how_display()}", one.wording) for one in given]
    lines += [Line(one.withdrawn_at, _("You took it back")) for one in given if one.withdrawn_at]
    lines += [Line(one.at, _("You asked us not to")) for one in against]
    return sorted(lines, key=lambda line: line.at, reverse=True)


@transaction.atomic
def agree(customer: Customer, purpose: str, *, at: datetime) -> None:
    """They agreed to the words they saw. Twice is once."""
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    given = list(Consent.objects.filter(customer=customer))
    if _about(Purpose(purpose), given, list(customer.contact_holds.filter(because=OBJECTED))).is_allowed:
        return
    consents.give(
        customer,
        purpose,
        wording=wording(purpose),
        version=VERSION,
        language=get_language(),
        how=Consent.How.FORM,
        proof=PLACE,
        at=at,
        by_customer=True,
    )


def take_back(customer: Customer, purpose: str, *, at: datetime) -> None:
    """From this moment on nothing of that kind goes to them. Twice is once."""
    consents.withdraw(customer, purpose, how=Consent.How.FORM, note=PLACE, at=at, by_customer=True)
