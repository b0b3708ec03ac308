"""The person beside the conversation: how they are addressed and what one remembers about them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from rapport.core import formats
from rapport.core.prepared import prepared
from rapport.customers.models import PersonalNote
from rapport.customers.naming import form_of_address, language_of, zone_of
from rapport.messaging.models import ChannelKind, Conversation, Preference
from rapport.messaging.models.conversations import LATEST

NOTES = 3


@dataclass(frozen=True)
class Aside:
    customer: object
    language: str
    greeting: str
    clock: str
    is_elsewhere: bool
    prefers: list[str]
    never: list[str]
    quiet: str
    notes: list
    conversations: list[Conversation]


def aside_of(request, conversation: Conversation, at: datetime) -> Aside | None:
    """Four queries: greetings, wishes, what to remember, and what else was said."""
    customer = conversation.customer
    if customer is None:
        return None
    wish = next(iter(_wishes(customer.pk)), None)
    zone = zone_of(customer)
    labels = dict(ChannelKind.choices)
    return Aside(
        customer=customer,
        language=language_of(customer),
        greeting=form_of_address(customer),
        clock=formats.clock(at.astimezone(zone), zone),
        is_elsewhere=at.astimezone(zone).utcoffset() != at.astimezone().utcoffset(),
        prefers=[labels.get(kind, kind) for kind in wish.kinds] if wish else [],
        never=[labels.get(kind, kind) for kind in wish.never] if wish else [],
        quiet=_quiet(wish) if wish else "",
        notes=_notes(customer.pk),
        conversations=_others(customer.pk, conversation.pk),
    )


@prepared
def _wishes(customer: UUID) -> QuerySet[Preference]:
    return Preference.objects.filter(customer=customer)[:1]


@prepared
def _notes(customer: UUID) -> QuerySet[PersonalNote]:
    return PersonalNote.objects.filter(customer=customer)[:NOTES]


@prepared
def _others(customer: UUID, conversation: UUID) -> QuerySet[Conversation]:
    rows = Conversation.objects.standing().filter(customer=customer).exclude(pk=conversation)
    return rows.select_related("channel").order_by(*LATEST)[:NOTES]


def _quiet(wish: Preference) -> str:
    """Until when and from when one does not disturb them."""
    parts = [wish.quiet_until and formats.clock(wish.quiet_until), wish.quiet_from and formats.clock(wish.quiet_from)]
    return " – ".join(filter(None, parts))
