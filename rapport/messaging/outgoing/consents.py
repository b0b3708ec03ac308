"""What customers agreed to be written to for. Each stands as it was given; only that it was withdrawn is added."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core.refusals import Refusal
from rapport.messaging.models import ChannelKind, Consent, Purpose
from rapport.messaging.outgoing import holds, suppressing
from rapport.timeline.actions import record

NEEDED_FOR = (Purpose.MARKETING,)  # without it nothing goes; for the others it is enough not to have objected
OBJECTED = "objected"


class Standing(Enum):
    GIVEN = "given"
    WITHDRAWN = "withdrawn"
    NONE = "none"


class InTheFuture(Refusal):
    code = "consent_in_the_future"
    message = _("Nobody can have agreed to something in the future. Check the day.")


class NeedsWords(Refusal):
    code = "consent_needs_words"
    message = _("Write down the words to which they agreed.")


@transaction.atomic
def give(
    customer: Any,
    purpose: str,
    *,
    wording: str,
    version: str,
    language: str,
    how: str,
    proof: str = "",
    channel_kind: str = "",
    at: datetime | None = None,
    by=None,
    by_customer: bool = False,
) -> Consent:
    """They agreed to `wording`, literally. What they unsubscribed from before goes to them again, by that channel."""
    now = timezone.now()
    at = at or now
    if at > now:
        raise InTheFuture
    if not wording.strip():
        raise NeedsWords
    consent = Consent.objects.create(
        customer=customer,
        purpose=purpose,
        channel_kind=channel_kind,
        wording=wording,
        version=version,
        language=language,
        given_at=at,
        how=how,
        proof=proof,
        by=by,
        recorded_at=now,
    )
    holds.free_from(customer, f"{OBJECTED}.{purpose}", by=by)
    if purpose == Purpose.MARKETING and channel_kind in ("", ChannelKind.EMAIL):
        for email in customer.emails.all():
            suppressing.unsubscribed_no_longer(ChannelKind.EMAIL, email.address, at)
    _tell("consent.given", consent, by=by, by_customer=by_customer, at=at, how=how, version=version)
    return consent


@transaction.atomic
def withdraw(
    customer: Any,
    purpose: str,
    *,
    how: str,
    note: str = "",
    at: datetime | None = None,
    by=None,
    by_customer: bool = False,
) -> list[Consent]:
    """They don't want to be written to for `purpose` any more, by whatever channel. Counts at once; twice is once.

    Where no consent was needed, a hold remembers that they objected.
    """
    at = at or timezone.now()
    standing = Consent.objects.select_for_update().filter(customer=customer, purpose=purpose, withdrawn_at=None)
    consents = list(standing.order_by("pk"))
    for consent in consents:
        consent.withdrawn_at, consent.withdrawn_how = max(at, consent.given_at), how
        consent.withdrawn_note = note
        consent.save(update_fields=["withdrawn_at", "withdrawn_how", "withdrawn_note"])
    is_new = bool(consents)
    if purpose not in NEEDED_FOR and purpose != Purpose.SERVICE:
        source = f"{OBJECTED}.{purpose}"
        is_new |= not customer.contact_holds.filter(source=source, lifted_at=None).exists()
        holds.hold(customer, purposes=[purpose], because=OBJECTED, source=source, by=by, at=at, tells=False)
    if is_new:
        about = consents[0] if consents else Consent(customer=customer, purpose=purpose)
        _tell("consent.withdrawn", about, by=by, by_customer=by_customer, at=at, how=how)
    return consents


def standing(customer: Any, purpose: str, kind: str = "") -> Standing:
    """Whether they agreed to be written to for `purpose`, by channels of that `kind`."""
    return standings([customer.pk], kind)[customer.pk, purpose]


def standings(customers: Iterable[UUID], kind: str = "") -> dict[tuple[UUID, str], Standing]:
    """For each customer and purpose. One query, however many."""
    customers = list(customers)
    rows: dict[tuple[UUID, str], list[Consent]] = {(key, p): [] for key in customers for p in Purpose.values}
    for consent in Consent.objects.filter(customer__in=customers):
        rows[consent.customer_id, consent.purpose].append(consent)
    return {who: standing_of(consents, kind) for who, consents in rows.items()}


def standing_of(consents: Sequence[Consent], kind: str = "") -> Standing:
    """The stricter wins: one that was given before another of the same purpose was withdrawn counts no longer."""
    about = [one for one in consents if not kind or one.channel_kind in ("", kind)]
    taken_back = max((one.withdrawn_at for one in about if one.withdrawn_at), default=None)
    given = [one for one in about if not one.withdrawn_at and (taken_back is None or one.given_at > taken_back)]
    if given:
        return Standing.GIVEN
    return Standing.WITHDRAWN if taken_back else Standing.NONE


def _tell(kind: str, consent: Consent, *, by, by_customer: bool, at: datetime, **facts) -> None:
    label = str(Purpose(consent.purpose).label)
    subject = consent if consent.pk and Consent.objects.filter(pk=consent.pk).exists() else consent.customer
    record(subject, kind, by=by, by_customer=by_customer, at=at, purpose=consent.purpose, purpose_label=label, **facts)
