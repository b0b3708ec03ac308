"""The addresses and numbers by which customers are reached, as they add, prefer and take them away themselves."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rapport.core.refusals import Refusal
from rapport.core.registry import Registry
from rapport.customers.models import Customer
from rapport.customers.own_pages import rows
from rapport.messaging.models import ChannelKind
from rapport.messaging.own_pages.proofs import way_to

KINDS = {"emails": ChannelKind.EMAIL, "phones": ChannelKind.SMS}  # by which a code goes there


@dataclass(frozen=True)
class WayIn:
    """What lets customers in without a message, but stands on a verified address of theirs: passkeys.

    `move(customer, gone, to)` says that what stood on the address with the key `gone` stands on another from now on.
    """

    name: str
    has_any: Callable[[Customer], bool]
    move: Callable[[Customer, str, str], None]


ways_in: Registry[WayIn] = Registry()


class LastWayIn(Refusal):
    code = "last_way_in"
    message = _("By this address you come in here. Add another one and confirm it, then take this one away.")


class NotConfirmed(Refusal):
    code = "point_not_confirmed"
    message = _("Confirm this address first, so that nothing of yours goes to somebody else.")


def add(customer: Customer, section: str, said: dict, *, at: datetime) -> Any:
    """A new address or number of theirs, not confirmed yet; the row."""
    rows.put(customer, section, rows.NEW, said | {"is_verified": False}, at=at)
    return of(customer, section).order_by("-id").first()


@transaction.atomic
def prefer(customer: Customer, section: str, key: str, *, at: datetime) -> None:
    """Reach them here first. Raises `NotConfirmed` for an e-mail address nobody has shown to be theirs."""
    row = rows.present(customer, section, key)
    if section == "emails" and not row["is_verified"]:
        raise NotConfirmed
    rows.put(customer, section, key, {"is_preferred": True}, at=at)


@transaction.atomic
def take_away(customer: Customer, section: str, key: str, *, at: datetime) -> None:
    """Raises `LastWayIn` for the only address by which they can sign in. Twice is harmless."""
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    if gone := of(customer, section).filter(pk=key, verified_at__isnull=False).first():
        _leave_ways_in(customer, section, gone)
    rows.take_away(customer, section, key, at=at)


def _leave_ways_in(customer: Customer, section: str, gone: Any) -> None:
    """What stands on `gone` stands on another verified address from now on. Raises `LastWayIn`."""
    proved = {one: list(of(customer, one).filter(verified_at__isnull=False)) for one in KINDS}
    left = proved | {section: [point for point in proved[section] if point.pk != gone.pk]}
    beside = any(way.has_any(customer) for way in ways_in)
    if _lets_in(proved, beside) and not _lets_in(left, beside):
        raise LastWayIn
    if others := [key_of(point, one) for one in KINDS for point in left[one]]:
        for way in ways_in:
            way.move(customer, key_of(gone, section), others[0])


def _lets_in(proved: dict[str, list], beside: bool) -> bool:
    """Whether they can come in: by a link to one of those addresses, or by what stands on any."""
    by_text = bool(proved["phones"]) and way_to(ChannelKind.SMS) is not None
    return bool(proved["emails"]) or by_text or (bool(proved["phones"]) and beside)


def key_of(point: Any, section: str) -> str:
    """By which an address or number is found again, however it is written."""
    return point.key if section == "emails" else point.e164


def is_way_in(customer: Customer, section: str, key: str, session: Any) -> bool:
    """Whether `session` began by a link to that address or number, and so ends with it."""
    came_by = session.address_key if session and session.passkey_id is None else ""
    name = "key" if section == "emails" else "e164"
    return bool(came_by) and of(customer, section).filter(pk=key, **{name: came_by}).exists()


def of(customer: Customer, section: str):
    return customer.emails.all() if section == "emails" else customer.phones.all()
