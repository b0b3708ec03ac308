"""Working through what providers told us: kept first, taken in by a job, as often as it takes, done once."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from rapport.messaging.calls.following import follow
from rapport.messaging.channels.adapters import Refused, TryLater, adapters
from rapport.messaging.channels.events import Came, Event, Rang, Stopped, Went, WentUntil
from rapport.messaging.channels.provider import Provider
from rapport.messaging.channels.receipts import NotYet, went, went_until
from rapport.messaging.channels.taking_in import stop, take_in
from rapport.messaging.models import Channel, WebhookEvent

logger = logging.getLogger(__name__)
PATIENCE = timedelta(minutes=10)  # for a receipt whose message is not known yet; then it is nobody's
KEPT_FOR = timedelta(days=14)


@transaction.atomic
def keep(channel: Channel, event_id: str, body: bytes, content_type: str, at: datetime) -> bool:
    """Keep what was told; whether it is new. The same event told again changes nothing."""
    from rapport.messaging.channels import tasks

    kept = {"body": body, "content_type": content_type[:100], "received_at": at}
    event, is_new = WebhookEvent.objects.get_or_create(channel=channel, event_id=event_id[:200], defaults=kept)
    if is_new:
        tasks.work_off_event.defer(event_id=str(event.pk))
    return is_new


def work_off_at_once(channel: Channel, event_id: str) -> None:
    """While the provider still waits for our answer. What goes wrong here is tried again by the job."""
    event = WebhookEvent.objects.select_related("channel").get(channel=channel, event_id=event_id[:200])
    try:
        work_off(event)
    except Exception as problem:
        logger.warning("An event of a call waits for its job: %s", type(problem).__name__)


def work_off(event: WebhookEvent) -> None:
    """Take in all that one call tells. What fails is raised when the rest is done, so that the job tries again."""
    if event.done_at:
        return None
    channel, provider = event.channel, adapters.find(event.channel.kind)
    if not isinstance(provider, Provider):
        return _done(event, "no_adapter")
    try:
        told = list(provider.read(channel, bytes(event.body)))
    except (ValueError, UnicodeDecodeError):
        return _done(event, "unreadable")
    except (Refused, TryLater) as problem:
        return _failed(event, problem)
    problem = _all_or_nothing(event, told) if provider.is_urgent else _each(event, told)
    if problem is not None:
        return _failed(event, problem)
    return _done(event)


def _each(event: WebhookEvent, told: list[Event]) -> Exception | None:
    problem = None
    for one in told:
        try:
            _take(event, one)
        except Exception as found:
            problem = found
    return problem


def _all_or_nothing(event: WebhookEvent, told: list[Event]) -> Exception | None:
    """We and the job may have it in hand at the same moment: whoever is second finds it done."""
    try:
        with transaction.atomic():
            if WebhookEvent.objects.select_for_update().get(pk=event.pk).done_at is None:
                for one in told:
                    _take(event, one)
                _done(event)
    except Exception as found:
        return found
    return None


def waiting() -> int:
    """How many calls have failed so far and were not worked through."""
    return WebhookEvent.objects.filter(done_at=None).exclude(error="").count()


def forget_old(before: datetime) -> int:
    """Worked through, and not the last one of its channel, by which polling knows where it was."""
    newer = WebhookEvent.objects.filter(channel=OuterRef("channel"), received_at__gt=OuterRef("received_at"))
    return WebhookEvent.objects.filter(Exists(newer), done_at__lt=before).delete()[0]


def _take(event: WebhookEvent, told: Event) -> None:
    channel = _whose(event.channel, told.account)
    if channel is None:
        return
    if isinstance(told, Came):
        take_in(channel, told, at=event.received_at)
        Channel.objects.filter(pk=channel.pk).update(last_received_at=event.received_at)
    elif isinstance(told, Went):
        try:
            went(channel, told)
        except NotYet:
            if timezone.now() - event.received_at < PATIENCE:
                raise
    elif isinstance(told, WentUntil):
        went_until(channel, told)
    elif isinstance(told, Rang):
        try:
            follow(channel, told, at=event.received_at)
        except NotYet:
            if timezone.now() - event.received_at < PATIENCE:
                raise
    elif isinstance(told, Stopped):
        stop(channel, told.sender, at=event.received_at, is_over=told.is_over)


def _whose(channel: Channel, account: str) -> Channel | None:
    """One app of a provider calls one address for all its accounts: which of ours is meant."""
    ours = str(channel.settings.get("account", ""))
    if not account or not ours or account == ours:
        return channel
    return Channel.objects.in_use().of(channel.kind).filter(settings__account=account).first()


def _done(event: WebhookEvent, error: str = "") -> None:
    WebhookEvent.objects.filter(pk=event.pk).update(done_at=timezone.now(), error=error)


def _failed(event: WebhookEvent, problem: Exception) -> None:
    """Its kind only: what an exception says may be personal."""
    WebhookEvent.objects.filter(pk=event.pk).update(error=type(problem).__name__)
    raise problem


def last_event_id(channel: Channel) -> str:
    """Where we were, as the provider numbers its events: growing numbers, kept in their order."""
    latest = channel.webhook_events.order_by("-received_at", "-pk").values_list("event_id", flat=True)[:100]
    return max(latest, key=lambda number: (len(number), number), default="")
