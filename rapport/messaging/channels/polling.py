"""Asking those who do not call: what is new there, kept in the same way as a call."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from rapport.messaging import health
from rapport.messaging.channels.adapters import Refused, TryLater, Unclear, adapters
from rapport.messaging.channels.provider import Provider
from rapport.messaging.channels.working import keep, last_event_id
from rapport.messaging.models import Channel

JSON = "application/json"


def to_ask(at: datetime) -> list[Channel]:
    """The channels in use that are asked, but for those that fail and are left in peace for a while."""
    polled = [one.name for one in adapters if isinstance(one, Provider) and one.is_polled]
    channels = Channel.objects.in_use().filter(Q(retry_at=None) | Q(retry_at__lte=at), kind__in=polled)
    return [one for one in channels if not adapters[one.kind].has_calls or one.settings.get("is_polled")]


def poll(channel: Channel, *, at: datetime) -> int:
    """How many new events were kept. What goes wrong stands on the channel, and is tried again later."""
    provider = adapters[channel.kind]
    try:
        found = list(provider.poll(channel, last_event_id(channel)))
    except (Refused, TryLater, Unclear) as problem:
        health.fails(channel, in_words(problem), at)
        return 0
    with transaction.atomic():  # all or none: the last one kept says where we are
        count = sum(keep(channel, event_id, body, JSON, at) for event_id, body in found)
    health.works(channel, at)
    return count


def connect(channel: Channel, *, at: datetime) -> None:
    """Tell them where to call us; what goes wrong stands on the channel."""
    try:
        adapters[channel.kind].connect(channel)
    except (Refused, TryLater, Unclear) as problem:
        health.fails(channel, in_words(problem), at)
    else:
        health.works(channel, at)


def in_words(problem: Exception) -> str:
    detail = getattr(problem, "detail", "")
    if isinstance(problem, Refused) and problem.reason == "channel_locked":
        return _("The key is not accepted there. Put in a new one. (%(detail)s)") % {"detail": detail}
    return _("It could not be reached. (%(detail)s)") % {"detail": detail}
