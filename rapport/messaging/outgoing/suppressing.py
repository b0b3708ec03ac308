"""Addresses to which nothing goes any more. Kept as keyed hashes: they outlive erasures, and a dump tells of nobody.

The key follows from the secret of the house, which every backup brings along.
"""

import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core.refusals import Refusal
from rapport.messaging.models import Purpose, Suppression
from rapport.messaging.outgoing import addresses
from rapport.messaging.outgoing.tokens import derived_keys

Because = Suppression.Because
SOFT_ONES, WITHIN, FOR = 3, timedelta(days=14), timedelta(days=30)
PURPOSES = {  # for which nothing goes there; empty: for none at all
    Because.SPAM_REPORT: [Purpose.PERSONAL, Purpose.SURVEY, Purpose.MARKETING],
    Because.UNSUBSCRIBED: [Purpose.MARKETING],
}
THEIRS = (Because.SPAM_REPORT, Because.UNSUBSCRIBED)  # their own wish, which nobody here lifts for them


class TheirOwnWish(Refusal):
    code = "suppressed_by_themselves"
    message = _("They said so themselves. Only they can take it back: note their new consent.")


def key_of(kind: str, address: str) -> str:
    return keys_of(kind, address)[0]


def keys_of(kind: str, address: str) -> list[str]:
    """The present one first; those of earlier secrets are still known."""
    plain = f"{kind}:{addresses.folded(kind, address)}".encode()
    return [hmac.digest(key, plain, "sha256").hex() for key in derived_keys(b"suppression")]


@transaction.atomic
def suppress(
    kind: str,
    address: str,
    because: str,
    *,
    purposes: Iterable[str] | None = None,
    detail: str = "",
    by=None,
    at: datetime | None = None,
) -> Suppression:
    """Nothing goes to `address` any more, for these purposes or those that follow from the reason. Twice is once."""
    wanted = list(PURPOSES.get(because, []) if purposes is None else purposes)
    row, is_new = Suppression.objects.select_for_update().get_or_create(
        key=key_of(kind, address),
        because=because,
        lifted_at=None,
        defaults={
            "kind": kind,
            "purposes": wanted,
            "detail": detail[:300],
            "at": at or timezone.now(),
            "by": by,
        },
    )
    if not is_new:
        row.purposes = sorted({*row.purposes, *wanted}) if row.purposes and wanted else []
        row.soft_bounces, row.at = 0, at or row.at
        row.save(update_fields=["purposes", "soft_bounces", "at"])
    return row


@transaction.atomic
def soft_bounce(kind: str, address: str, *, detail: str = "", at: datetime | None = None) -> Suppression:
    """It could not be delivered for now. Three times within 14 days, and nothing goes there for 30."""
    at = at or timezone.now()
    row, is_new = Suppression.objects.select_for_update().get_or_create(
        key=key_of(kind, address),
        because=Because.BOUNCED,
        lifted_at=None,
        defaults={"kind": kind, "at": at, "detail": detail[:300]},
    )
    if row.soft_bounces or is_new:  # what came back for good stays so
        row.soft_at = [one for one in (*row.soft_at, at) if at - one <= WITHIN]
        row.soft_bounces, row.at, row.detail = len(row.soft_at), at, detail[:300]
        row.save(update_fields=["soft_bounces", "soft_at", "at", "detail"])
    return row


def delivered(kind: str, address: str) -> None:
    """Something arrived there: what came back before, for a while, counts no longer."""
    Suppression.objects.filter(
        key__in=keys_of(kind, address), because=Because.BOUNCED, lifted_at=None, soft_bounces__gt=0
    ).update(lifted_at=timezone.now())


@transaction.atomic
def lift(suppression: Suppression, *, by, at: datetime | None = None) -> Suppression:
    """Messages go there again. Raises `TheirOwnWish` for what the receiver asked for. Twice changes nothing."""
    suppression = Suppression.objects.select_for_update().get(pk=suppression.pk)
    if suppression.lifted_at:
        return suppression
    if suppression.because in THEIRS:
        raise TheirOwnWish
    suppression.lifted_at, suppression.lifted_by = at or timezone.now(), by
    suppression.save(update_fields=["lifted_at", "lifted_by"])
    return suppression


def unsubscribed_no_longer(kind: str, address: str, at: datetime) -> None:
    """They agreed anew. That they called something spam stays."""
    Suppression.objects.filter(
        key__in=keys_of(kind, address), because=Because.UNSUBSCRIBED, lifted_at=None, at__lte=at
    ).update(lifted_at=F("at") if at is None else at)


def is_suppressed(kind: str, address: str, purpose: str = Purpose.SERVICE, at: datetime | None = None) -> bool:
    return bool(found({(kind, address)}, at or timezone.now()).get((kind, address), {}).get(purpose))


def is_stopped_by_hand(kind: str, address: str) -> bool:
    rows = Suppression.objects.filter(key__in=keys_of(kind, address), because=Because.BY_HAND, lifted_at=None)
    return rows.exists()


def found(those: Iterable[tuple[str, str]], at: datetime) -> dict[tuple[str, str], dict[str, Suppression]]:
    """For each (kind, address) what stands against each purpose. One query, however many."""
    by_key = {key: one for one in set(those) if one[1] for key in keys_of(*one)}
    standing: dict[tuple[str, str], dict[str, Suppression]] = {}
    for row in Suppression.objects.filter(key__in=by_key, lifted_at=None).order_by("at"):
        if counts(row, at):
            stands = standing.setdefault(by_key[row.key], {})
            for purpose in row.purposes or Purpose.values:
                stands.setdefault(purpose, row)
    return standing


def counts(row: Suppression, at: datetime) -> bool:
    """Whether it keeps messages back: for a while only, or not yet, where mails came back for a while only."""
    if row.because != Because.BOUNCED or not row.soft_bounces:
        return True
    return row.soft_bounces >= SOFT_ONES and at - row.at < FOR
