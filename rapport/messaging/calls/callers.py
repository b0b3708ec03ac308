"""Who is at the other end, and who of us is at this one. Never guessed: where it might be several, a person says."""

import re

from rapport.core import phones
from rapport.customers.models import Customer
from rapport.messaging.incoming.senders import Whose, by_number
from rapport.messaging.models import Call, Channel, Seat
from rapport.staff.models import Business, User

NO_NUMBER = {"+266696687", "+86282452253", "+464", "+7378742833"}  # how Twilio writes "anonymous", "unknown" …
LONGEST = 60
A_DIGIT = re.compile(r"\d")


def number_of(raw: str, channel: Channel) -> str:
    """In E.164 where it can be; else as it was told. Empty when they keep it to themselves."""
    raw = raw.strip()
    if raw in NO_NUMBER or not A_DIGIT.search(raw):
        return ""
    country = channel.location.country if channel.location_id else Business.objects.current().country
    return phones.parse(raw, country).e164 or raw[:LONGEST]


def whose(peer: str) -> Whose:
    return by_number(peer) if peer else Whose()


def likely(call: Call, user: User) -> list[Customer]:
    """Between whom `user` has to choose. Two queries."""
    if call.customer_id or not call.peer:
        return []
    found = whose(call.peer)
    keys = [one.pk for one in ((found.one,) if found.one else found.others)]
    return list(Customer.objects.visible_to(user).filter(pk__in=keys).order_by("sort_key", "pk"))


def colleague(agent: str) -> User | None:
    """Who sits at that extension or number, or has that e-mail address."""
    agent = agent.strip()
    if not agent:
        return None
    if "@" in agent and (user := User.objects.working_here().filter(email__iexact=agent).first()):
        return user
    seat = Seat.objects.filter(extension=agent, user__is_active=True).select_related("user").first()
    return seat.user if seat else None
