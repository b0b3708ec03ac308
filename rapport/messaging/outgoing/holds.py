"""Nothing for some purposes goes to a customer for now: placed by any slice, or by hand, and freed again."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from rapport.messaging.models import ContactHold, Purpose
from rapport.timeline.actions import record

ALL_BUT_SERVICE = (Purpose.PERSONAL, Purpose.SURVEY, Purpose.MARKETING)


@transaction.atomic
def hold(
    customer: Any,
    *,
    purposes: Iterable[str] = ALL_BUT_SERVICE,
    because: str,
    until: datetime | None = None,
    source: str = "",
    note: str = "",
    by=None,
    at: datetime | None = None,
    tells: bool = True,
) -> ContactHold:
    """Nothing for `purposes` goes to `customer`, until then or until it is freed.

    `because` is a stable name ("complaint", "mourning"), `source` who placed it ("care.complaint:<id>"): the same
    source placed again changes what stands.
    """
    at = at or timezone.now()
    wanted = sorted(set(purposes))
    standing = source and customer.contact_holds.select_for_update().filter(source=source, lifted_at=None).first()
    if standing:
        standing.purposes, standing.until, standing.because, standing.note = wanted, until, because, note
        standing.save(update_fields=["purposes", "until", "because", "note"])
        return standing
    placed = ContactHold.objects.create(
        customer=customer, purposes=wanted, because=because, source=source, note=note, by=by, at=at, until=until
    )
    if tells:
        facts = {"because": because, "purposes": wanted, "until": until.isoformat() if until else ""}
        record(placed, "contact.held", by=by, at=at, **facts)
    return placed


def hold_all(customers: Sequence[UUID], *, purposes: Iterable[str], because: str, source: str, at: datetime) -> None:
    """`hold` for many at once, of one `source`; who is held back by it already stays so. One statement, no entries."""
    wanted = sorted(set(purposes))
    ContactHold.objects.bulk_create(
        [
            ContactHold(customer_id=key, purposes=wanted, because=because, source=source, at=at)
            for key in sorted(set(customers))
        ],
        ignore_conflicts=True,
    )


def end_all(source: str, *, until: datetime) -> int:
    """What `source` placed ends then, for everybody; answers how many. One statement."""
    return ContactHold.objects.filter(source=source, lifted_at=None).update(until=until)


@transaction.atomic
def free(hold: ContactHold, *, by=None, at: datetime | None = None) -> ContactHold:
    """They may be written to again, as far as this hold is concerned. Twice changes nothing."""
    hold = ContactHold.objects.select_for_update().get(pk=hold.pk)
    if hold.lifted_at is None:
        at = at or timezone.now()
        hold.lifted_at, hold.lifted_by = at, by
        hold.save(update_fields=["lifted_at", "lifted_by"])
        record(hold, "contact.freed", by=by, at=at, because=hold.because)
    return hold


def free_from(customer: Any, source: str, *, by=None, at: datetime | None = None) -> None:
    """Free what that source placed, if anything."""
    for placed in customer.contact_holds.filter(source=source, lifted_at=None):
        free(placed, by=by, at=at)


def standing(at: datetime) -> QuerySet[ContactHold]:
    return ContactHold.objects.filter(Q(until=None) | Q(until__gt=at), lifted_at=None)
