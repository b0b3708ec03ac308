"""What customers ask about their data on their own pages, and what became of it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from rapport.customers.models import Customer, PersonalExport
from rapport.customers.rights import holds
from rapport.customers.rights.holds import Wish

SETTLES = {Wish.ACCESS: "privacy.exported", Wish.RESTRICTION: "privacy.restricted"}
SHOWN = 20


@dataclass(frozen=True)
class Asked:
    """Something they asked for: when, by when it is promised, and when it was done."""

    wish: str
    label: str
    at: datetime
    due_on: date
    done_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.done_at is None


def asked(customer: Customer) -> list[Asked]:
    """The latest first. One query."""
    kinds = ["privacy.asked", *SETTLES.values()]
    entries = list(customer.entries.filter(kind__in=kinds).order_by("-at", "-pk")[: 2 * SHOWN])
    return [_told(entry, entries) for entry in entries if entry.kind == "privacy.asked"][:SHOWN]


def _told(entry, entries) -> Asked:
    wish = Wish(entry.facts["asked_for"])
    later = [one.at for one in entries if one.kind == SETTLES.get(wish) and one.at >= entry.at]
    due_on = date.fromisoformat(entry.facts["due_on"])
    return Asked(wish.value, str(wish.label), entry.at, due_on, min(later, default=None))


@transaction.atomic
def ask(customer: Customer, wish: str, *, at: datetime, on: date) -> bool:
    """Note that they asked for it, which makes a promise. Asked again while it is open, nothing is noted twice."""
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    if any(one.wish == wish and one.is_open and one.due_on >= on for one in asked(customer)):
        return False
    holds.ask(customer, wish, asked_on=on, by=None, by_customer=True, at=at)
    return True


def files_for(customer: Customer) -> list[PersonalExport]:
    """What was gathered about them and put here for them."""
    return list(customer.personal_exports.filter(released_at__isnull=False, made_at__isnull=False, gone_at=None))
