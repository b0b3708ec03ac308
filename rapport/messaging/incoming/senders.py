"""Whose words they are. Never guessed: where it might be several, a person says which."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from rapport.core.emails import email_key
from rapport.core.names import clean
from rapport.customers import actions as customers
from rapport.customers.models import Customer, Email, Phone
from rapport.messaging.incoming.arrived import BY_ADDRESS, BY_NUMBER, Arrived, sender_key
from rapport.messaging.models import ChannelKind, Conversation, Identity
from rapport.staff.models import Business

MOST = 20  # of an address that very many share, a few are enough to know that it is nobody's alone


@dataclass(frozen=True)
class Whose:
    """`one` is certain. `others` are those between whom a person has to choose."""

    one: Customer | None = None
    others: tuple[Customer, ...] = ()


def whose(arrived: Arrived) -> Whose:
    """Who writes by that address, number or name. One query."""
    return arrived.customer and Whose(arrived.customer) or _among(arrived.channel.kind, arrived.key)


def candidates(conversation: Conversation) -> tuple[Customer, ...]:
    """Between whom a person has to choose. Empty where nobody of ours is known by that address."""
    found = _among(conversation.channel.kind, sender_key(conversation.channel.kind, conversation.peer))
    return (found.one,) if found.one else found.others


def by_address(address: str) -> Whose:
    """With whom an e-mail address stands. One query."""
    return _among(ChannelKind.EMAIL, email_key(address))


def by_number(number: str) -> Whose:
    """Who calls from `number`, in E.164. One query."""
    return _among(ChannelKind.PHONE, number)


def take_in(arrived: Arrived, *, at: datetime) -> Customer:
    """Somebody new: a prospect, of whom no more is known than what they wrote with."""
    name = clean(arrived.sender_name) or _name_in(arrived)
    kind = arrived.channel.kind
    section = "emails" if kind in BY_ADDRESS else "phones" if kind in BY_NUMBER else None
    customer = customers.add(
        name[:300],
        by=None,
        at=at,
        source=str(arrived.channel)[:120],
        language=arrived.language,
        location=arrived.channel.location,
        team=arrived.channel.team if Business.objects.current().sees_by_team else None,
        **({section: [arrived.sender]} if section else {}),
    )
    if kind not in BY_ADDRESS | BY_NUMBER:
        Identity.objects.create(
            customer=customer, kind=kind, key=arrived.key[:200], name=arrived.sender_name[:120], confirmed_at=at
        )
    return customer


def _name_in(arrived: Arrived) -> str:
    """ "nino.beridze" of nino.beridze@example.ge, or the whole key."""
    return arrived.sender.partition("@")[0] or arrived.sender or _("Somebody without a name")


def _among(kind: str, key: str) -> Whose:
    if not key:
        return Whose()
    if kind in BY_ADDRESS:
        rows = Email.objects.filter(key=key)
    elif kind in BY_NUMBER:
        rows = Phone.objects.filter(e164=key)
    else:
        found = Identity.objects.filter(kind=kind, key=key, confirmed_at__isnull=False).select_related("customer")
        return next((Whose(identity.customer) for identity in found), Whose())
    living = rows.filter(customer__merged_into=None).exclude(customer__standing=Customer.Standing.ERASED)
    return _chosen(list(living.select_related("customer")[:MOST]))


def _chosen(points: list) -> Whose:
    """The one who has proved it is theirs; else the only one with whom it stands."""
    verified = {point.customer for point in points if point.verified_at}
    everybody = {point.customer for point in points}
    if len(verified) == 1:
        return Whose(verified.pop())
    if len(everybody) == 1:
        return Whose(everybody.pop())
    return Whose(others=tuple(sorted(everybody, key=lambda customer: (customer.sort_key, customer.pk))))
