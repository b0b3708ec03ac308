"""What a case needs is kept, what is disputed is not used, and what somebody asked for is owed to them."""

from calendar import monthrange
from datetime import date, datetime, time

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core import audit
from rapport.core.names import clean
from rapport.core.refusals import Refusal
from rapport.customers.models import Customer, LegalHold, Restriction
from rapport.timeline.actions import record
from rapport.timeline.models import Entry


class Wish(models.TextChoices):
    """What people may ask for."""

    ACCESS = "access", _("Everything we hold about them")
    ERASURE = "erasure", _("To be forgotten")
    RECTIFICATION = "rectification", _("To have something put right")
    RESTRICTION = "restriction", _("That it is not used for now")


class AlreadyErased(Refusal):
    code = "customer_erased"
    message = _("What was known of this customer is erased. There is nothing left to decide about.")


def answer_by(asked_on: date) -> date:
    """One calendar month later: the same day of the next month, or its last (GDPR Art. 12(3))."""
    year, month = (asked_on.year + 1, 1) if asked_on.month == 12 else (asked_on.year, asked_on.month + 1)
    return date(year, month, min(asked_on.day, monthrange(year, month)[1]))


@transaction.atomic
def ask(customer: Customer, wish: str, *, asked_on: date, by, at: datetime, by_customer: bool = False) -> Entry:
    """Note that `customer` asked for something. `promises` makes it a promise with the month's clock."""
    customer = _locked(customer)
    moment = timezone.make_aware(datetime.combine(asked_on, time(12)))
    due_on = answer_by(asked_on).isoformat()
    whose = {"by": by, "by_customer": by_customer}
    return record(customer, "privacy.asked", **whose, at=min(moment, at), asked_for=wish, due_on=due_on)


@transaction.atomic
def place_hold(customer: Customer, *, case: str, reason: str, until: date | None, by, at: datetime) -> LegalHold:
    """Nothing about `customer` may be erased from now on, until the day or until somebody lifts it."""
    customer = _locked(customer)
    hold = LegalHold.objects.create(
        customer=customer, case=clean(case), reason=clean(reason), until=until, placed_by=by, placed_at=at
    )
    record(customer, "privacy.held", by=by, at=at, until=until.isoformat() if until else None)
    audit.record("privacy.held", by=by, about=[customer], until=until)
    return hold


@transaction.atomic
def lift_hold(hold: LegalHold, *, by, at: datetime) -> LegalHold:
    """Twice is harmless."""
    hold = LegalHold.objects.select_for_update().get(pk=hold.pk)
    if hold.lifted_at is None:
        hold.lifted_at, hold.lifted_by = at, by
        hold.save(update_fields=["lifted_at", "lifted_by"])
        record(hold, "privacy.released", by=by, at=at)
        audit.record("privacy.released", by=by, about=[hold.customer_id])
    return hold


@transaction.atomic
def restrict(customer: Customer, *, reason: str, by, at: datetime) -> Restriction:
    """Keep what is known of `customer`, and use it no more until that is ended. Twice keeps the first reason."""
    customer = _locked(customer)
    restriction, made = Restriction.objects.get_or_create(
        customer=customer, defaults={"reason": clean(reason), "by": by, "at": at}
    )
    if made:
        _stand(customer, Customer.Standing.RESTRICTED)
        record(customer, "privacy.restricted", by=by, at=at)
        audit.record("privacy.restricted", by=by, about=[customer])
    return restriction


@transaction.atomic
def end_restriction(customer: Customer, *, by, at: datetime) -> None:
    """Twice is harmless."""
    customer = _locked(customer)
    if Restriction.objects.filter(customer=customer).delete()[0]:
        _stand(customer, Customer.Standing.FREE)
        record(customer, "privacy.unrestricted", by=by, at=at)
        audit.record("privacy.unrestricted", by=by, about=[customer])


def _stand(customer: Customer, standing: str) -> None:
    customer.standing = standing
    customer.save(update_fields=["standing"])


def _locked(customer: Customer) -> Customer:
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    if customer.is_erased:
        raise AlreadyErased
    return customer
