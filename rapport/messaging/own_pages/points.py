"""The addresses and numbers by which customers are reached, as they add, prefer and take them away themselves."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rapport.core.refusals import Refusal
from rapport.customers.models import Customer
from rapport.customers.own_pages import rows
from rapport.messaging.models import ChannelKind

KINDS = {"emails": ChannelKind.EMAIL, "phones": ChannelKind.SMS}  # by which a code goes there


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
    if section == "emails":
        proved = set(customer.emails.filter(verified_at__isnull=False).values_list("pk", flat=True))
        if proved and {str(one) for one in proved} == {key}:
            raise LastWayIn
    rows.take_away(customer, section, key, at=at)


def is_way_in(customer: Customer, section: str, key: str, session: Any) -> bool:
    """Whether `session` began by that address or number, and so ends with it."""
    came_by = session.address_key if session else ""
    name = "key" if section == "emails" else "e164"
    return bool(came_by) and of(customer, section).filter(pk=key, **{name: came_by}).exists()


def of(customer: Customer, section: str):
    return customer.emails.all() if section == "emails" else customer.phones.all()
