"""When a message may go: not in their night, nor on their holiday. An answer to what they just wrote goes at once."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from rapport.customers.naming import zone_of
from rapport.messaging.models import Conversation, Preference, Purpose
from rapport.promises.models import Holiday
from rapport.staff.models import Business

EVENING, MORNING = time(21), time(8)  # for what is no service, where nobody said otherwise
JUST = timedelta(hours=12)
MOST_DAYS = 14


def may_go_at(
    customer: Any, conversation: Conversation | None, purpose: str, wish: Preference | None, at: datetime
) -> datetime:
    """`at`, or the first moment after it that suits them. At most three queries."""
    if customer is None or _answers(conversation, purpose, at):
        return at
    is_service = purpose == Purpose.SERVICE
    quiet = _hours(wish, is_service)
    if quiet is None and is_service:
        return at
    zone = zone_of(customer)
    holidays = set() if is_service else holidays_of(customer, at)
    moment = at
    for _day in range(MOST_DAYS):
        later = _after_hours(moment, zone, quiet)
        if later.astimezone(zone).date() in holidays:
            later = _morning(later, zone, quiet)
        if later == moment:
            break
        moment = later
    return moment


def _answers(conversation: Conversation | None, purpose: str, at: datetime) -> bool:
    if conversation is None or purpose != Purpose.SERVICE:
        return False
    last = conversation.last_in_at
    return bool(conversation.waiting_since or (last and at - last < JUST))


def _hours(wish: Preference | None, is_service: bool) -> tuple[time, time] | None:
    """From and until when it is quiet."""
    if wish and wish.quiet_from and wish.quiet_until:
        return wish.quiet_from, wish.quiet_until
    return None if is_service else (EVENING, MORNING)


def _after_hours(at: datetime, zone: ZoneInfo, quiet: tuple[time, time] | None) -> datetime:
    if quiet is None:
        return at
    local, (begins, ends) = at.astimezone(zone), quiet
    now = local.time()
    if begins <= ends:
        is_quiet, is_tomorrow = begins <= now < ends, False
    else:
        is_quiet, is_tomorrow = now >= begins or now < ends, now >= begins
    if not is_quiet:
        return at
    day = local.date() + timedelta(days=1 if is_tomorrow else 0)
    return datetime.combine(day, ends, zone)


def _morning(at: datetime, zone: ZoneInfo, quiet: tuple[time, time] | None) -> datetime:
    """Of the next day."""
    return datetime.combine(at.astimezone(zone).date() + timedelta(days=1), quiet[1] if quiet else MORNING, zone)


def holidays_of(customer: Any, at: datetime) -> set:
    """The holidays we know of the country they live in, else of the business's, around that day."""
    home = customer.addresses.exclude(country="").values_list("country", flat=True).first()
    country = home or Business.objects.current().country
    day = at.date()
    rows = Holiday.objects.filter(in_year__country=country, in_year__subdivision="")
    return set(
        rows.filter(on__range=(day - timedelta(days=1), day + timedelta(days=MOST_DAYS))).values_list("on", flat=True)
    )
