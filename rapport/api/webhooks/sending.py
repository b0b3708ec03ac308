"""Taking deliveries to their endpoint: one after the other, tried again for three days, then given up.

The order is that of the commits as long as all goes well; what failed comes later. A worker that dies while sending
leaves its delivery waiting, so it is sent again under the same id: at least once, and the id says so.
"""

import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from rapport.api.webhooks import signing
from rapport.api.webhooks.models import Delivery, Endpoint, Progress
from rapport.core.outward.line import Answer, Line

WAITS = [
    timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=5),
    timedelta(hours=10), timedelta(hours=14), timedelta(hours=20), timedelta(hours=20),
]  # fmt: skip
TRIED_FOR = timedelta(days=3)
LONGEST_WAIT_ASKED = timedelta(hours=24)  # by Retry-After
BUSY_FOR = timedelta(seconds=60)  # longer than one attempt can take
IN_ONE_JOB = 20.0  # seconds; then others get their turn
PAUSED_AFTER = 3  # failures in a row
LONGEST_PAUSE = timedelta(minutes=30)
GONE = 410


def work_off(endpoint_id: str | UUID, *, clock: Callable[[], datetime], open_line: Callable[[str], Line]) -> None:
    """Send what is due, one worker at a time. Whoever comes while another is at it may go: that one looks again."""
    endpoint = _take(endpoint_id, clock())
    if endpoint is None:
        return
    begun = time.monotonic()
    try:
        with open_line(endpoint.url) as line:
            while time.monotonic() - begun < IN_ONE_JOB:
                if not (delivery := _next(endpoint_id, clock())):
                    break
                send(delivery, line, clock=clock)
    finally:
        Progress.objects.filter(pk=endpoint_id).update(busy_until=None)


def send(delivery: Delivery, line: Line, *, clock: Callable[[], datetime]) -> None:
    """One attempt, and what came of it."""
    body = signing.body_of(delivery)
    at = clock()
    keys = [secret.key for secret in delivery.endpoint.secrets.valid(at)]
    answer = line.post(body, signing.headers_of(delivery, body, keys=keys, at=at))
    note(delivery.pk, answer, at=clock())


@transaction.atomic
def note(delivery_id: UUID, answer: Answer, *, at: datetime) -> None:
    """What an attempt came to: the delivery is over, or waits for its next one, or the endpoint is switched off."""
    endpoint_id = Delivery.objects.values_list("endpoint_id", flat=True).get(pk=delivery_id)
    progress = Progress.objects.select_for_update(of=("self",)).select_related("endpoint").get(pk=endpoint_id)
    delivery = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery_id)
    delivery.attempts += 1
    delivery.sent_at, delivery.took_ms = at, answer.took_ms
    delivery.status, delivery.problem, delivery.answer = answer.status, answer.problem, answer.text
    if answer.is_good:
        _taken(delivery, progress, at)
    elif delivery.entry_id is None:  # a test is tried once: somebody is waiting to see it
        _settle(delivery, Delivery.State.FAILED)
        progress.busy_until = at + BUSY_FOR
    else:
        _refused(delivery, progress, answer, at)
    delivery.save()
    progress.save(update_fields=["failures", "paused_until", "worked_at", "busy_until"])


def forget_old(*, before: datetime) -> int:
    """Take away the log from before a moment, but for what is still waiting."""
    return Delivery.objects.filter(made_at__lt=before).exclude(state=Delivery.State.WAITING).delete()[0]


def ready_to_send(at: datetime) -> list[UUID]:
    """Endpoints with something due that nobody is sending."""
    free = Q(busy_until=None) | Q(busy_until__lte=at)
    unpaused = Q(paused_until=None) | Q(paused_until__lte=at)
    due = Delivery.objects.due(at).values("endpoint_id")
    rows = Progress.objects.filter(free, unpaused, endpoint__off_at=None, pk__in=due)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def next_moment(endpoint_id: str | UUID) -> datetime | None:
    """When an endpoint has something to send, if it has and nobody is sending."""
    progress = Progress.objects.filter(pk=endpoint_id, endpoint__off_at=None, busy_until=None).first()
    if progress is None:
        return None
    waiting = Delivery.objects.filter(endpoint_id=endpoint_id, state=Delivery.State.WAITING)
    first = waiting.order_by("next_at").values_list("next_at", flat=True).first()
    return first and max(first, progress.paused_until or first)


def _take(endpoint_id: str | UUID, at: datetime) -> Endpoint | None:
    """The endpoint, reserved for us; None when another worker has it, or when it is off, or to be left alone."""
    with transaction.atomic():  # a condition beside the lock would be judged by what was there before another had it
        progress = Progress.objects.select_for_update().filter(pk=endpoint_id).first()
        if progress is None or any(until and until > at for until in (progress.busy_until, progress.paused_until)):
            return None
        endpoint = Endpoint.objects.on().filter(pk=endpoint_id).first()
        if endpoint:
            Progress.objects.filter(pk=endpoint_id).update(busy_until=at + BUSY_FOR)
    return endpoint


def _next(endpoint_id: str | UUID, at: datetime) -> Delivery | None:
    rows = Delivery.objects.due(at).filter(endpoint_id=endpoint_id, endpoint__off_at=None)
    rows = rows.exclude(endpoint__progress__paused_until__gt=at)
    return rows.select_related("endpoint", "entry", "entry__by").order_by("next_at", "id").first()


def _taken(delivery: Delivery, progress: Progress, at: datetime) -> None:
    _settle(delivery, Delivery.State.TAKEN)
    progress.failures, progress.paused_until = 0, None
    progress.worked_at, progress.busy_until = at, at + BUSY_FOR


def _refused(delivery: Delivery, progress: Progress, answer: Answer, at: datetime) -> None:
    from rapport.api.webhooks.actions import give_up  # whose jobs lead back here

    asked = answer.wait_asked(at)
    wait = _wait(delivery.attempts, asked)
    progress.failures += 1
    progress.busy_until, progress.paused_until = at + BUSY_FOR, _pause(progress.failures, asked, wait, at)
    if answer.status == GONE:
        _settle(delivery, Delivery.State.FAILED)
        give_up(progress.endpoint, Endpoint.Off.GONE, at=at)
    elif wait is None or at >= delivery.begun_at + TRIED_FOR:
        _settle(delivery, Delivery.State.FAILED)
        if progress.worked_at is None or progress.worked_at < delivery.begun_at:
            give_up(progress.endpoint, Endpoint.Off.FAILING, at=at)
    else:
        delivery.next_at = min(at + wait, delivery.begun_at + TRIED_FOR)  # once more at the very end


def _settle(delivery: Delivery, state: Delivery.State) -> None:
    delivery.state, delivery.next_at = state, None


def _wait(attempts: int, asked: float | None) -> timedelta | None:
    """Until the next attempt: longer each time, a little uneven so that not all come at once. None: no more."""
    if attempts > len(WAITS):
        return None
    wait = WAITS[attempts - 1] * random.uniform(0.9, 1)  # noqa: S311 – no secret
    return wait if asked is None else min(max(wait, timedelta(seconds=asked)), LONGEST_WAIT_ASKED)


def _pause(failures: int, asked: float | None, wait: timedelta | None, at: datetime) -> datetime | None:
    """Until when an endpoint gets nothing at all: because it asks for that, or because it seems to be down."""
    if asked is not None and asked > 0:
        return at + min(timedelta(seconds=asked), LONGEST_WAIT_ASKED)
    if failures < PAUSED_AFTER:
        return None
    return at + min(timedelta(minutes=2 ** min(failures - PAUSED_AFTER, 10)), LONGEST_PAUSE)
