"""Who writes under a name of a network. It leads to a customer only once they, or one of us, have said so."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from hashlib import sha256
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rapport.core.refusals import Refusal
from rapport.customers.models import Customer
from rapport.messaging.channels.events import Came
from rapport.messaging.incoming.arrived import BY_NUMBER, sender_key
from rapport.messaging.models import Channel, ChannelKind, Identity

START = "/start "
SEAL = 15  # bytes, 120 bits


class SomebodyElses(Refusal):
    code = "identity_of_another"
    message = _("This account belongs to another customer already. Merge the two, if they are the same.")


def meet(channel: Channel, came: Came, *, at: datetime) -> None:
    """Remember when they were seen last, and under which name. A link of ours that they followed confirms them."""
    if channel.kind in BY_NUMBER:
        return
    key = sender_key(channel.kind, came.sender)[:200]
    seen = {"seen_at": at} | ({"name": came.sender_name[:120]} if came.sender_name else {})
    known = Identity.objects.filter(kind=channel.kind, key=key)
    if known.update(**seen) or not came.text.startswith(START):
        return
    if customer := customer_of_link(came.text.removeprefix(START).strip()):
        Identity.objects.create(
            customer=customer, kind=channel.kind, key=key, name=came.sender_name[:120], seen_at=at, confirmed_at=at
        )


@transaction.atomic
def confirm(customer: Customer, kind: str, key: str, *, name: str = "", at: datetime) -> Identity:
    """Somebody has said that this account is `customer`'s. Saying it twice changes nothing. Raises `SomebodyElses`."""
    key = sender_key(kind, key)[:200]
    identity, _is_new = Identity.objects.select_for_update().get_or_create(
        kind=kind, key=key, defaults={"customer": customer, "name": name[:120], "seen_at": at}
    )
    if identity.customer_id != customer.pk:
        raise SomebodyElses
    if identity.confirmed_at is None:
        identity.confirmed_at = at
        identity.save(update_fields=["confirmed_at"])
    return identity


@transaction.atomic
def part(identity: Identity) -> None:
    """It is not theirs after all. What was written stays where it is; what comes next is somebody new's."""
    Identity.objects.filter(pk=identity.pk).delete()


def link_for(customer: Customer, channel: Channel) -> str:
    """An address by which a customer begins to write to us on Telegram and proves who they are. "" elsewhere."""
    name = channel.address.lstrip("@")
    if channel.kind != ChannelKind.TELEGRAM or not name:
        return ""
    return f"https://t.me/{quote(name)}?start={_sealed(customer.pk)}"


def customer_of_link(token: str) -> Customer | None:
    try:
        found = UUID(bytes=urlsafe_b64decode(token[:22] + "=="))
    except (ValueError, TypeError):
        return None
    if not hmac.compare_digest(token.encode(), _sealed(found).encode()):
        return None
    customer = Customer.objects.filter(pk=found).exclude(standing=Customer.Standing.ERASED).first()
    return customer and (customer.merged_into or customer)


def _sealed(key: UUID) -> str:
    """42 letters that Telegram lets through: the id, and what only we can write beside it."""
    seal = hmac.new(settings.SECRET_KEY.encode(), b"messaging.identity" + key.bytes, sha256).digest()[:SEAL]
    return "".join(urlsafe_b64encode(part).decode().rstrip("=") for part in (key.bytes, seal))
