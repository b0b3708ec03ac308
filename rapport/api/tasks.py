from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from rapport.api.webhooks import collecting, mails, sending
from rapport.api.webhooks.models import Endpoint
from rapport.core.api import repeats
from rapport.core.outward.guarding import opened_by_setting
from rapport.core.outward.line import Line

LOOK_EVERY = timedelta(seconds=1)  # a worker looks for jobs whose time has come every five seconds at the latest
SOON = timedelta(seconds=60)  # what is due later finds the sweep
FIRST = 10  # before the reactions of a large import
MOST_IN_A_ROW = 20
KEEP_LOG_FOR = timedelta(days=30)


@app.periodic(cron="20 3 * * *")
@app.task(queueing_lock="api.forget_answers")
def forget_answers(timestamp: int):
    repeats.forget_old(before=timezone.now() - repeats.KEPT_FOR)


@app.task(queue="webhooks", priority=FIRST)
def collect_deliveries() -> None:
    """Looks for new entries again and again as long as any endpoint is on, so that whoever writes them need not care.

    A few seconds pass between a commit and the sending. A dead worker's turn is taken over by the sweep.
    """
    for _turn in range(MOST_IN_A_ROW):
        collected = collecting.collect(at=timezone.now())
        for endpoint_id in collected.told:
            send_soon(endpoint_id)
        if not collected.is_more:
            break
    if Endpoint.objects.on().exists():
        look_soon(after=timedelta(0) if collected.is_more else LOOK_EVERY)


@app.task(queue="webhooks", priority=FIRST)
def send_deliveries(endpoint_id: str) -> None:
    opened = opened_by_setting()
    sending.work_off(endpoint_id, clock=timezone.now, open_line=lambda url: Line(url, opened))
    moment = sending.next_moment(endpoint_id)
    if moment and moment <= timezone.now() + SOON:
        send_soon(endpoint_id, at=moment)


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", queueing_lock="api.sweep_webhooks")
def sweep_webhooks(timestamp: int) -> None:
    """Takes up what a worker that died had in hand, and what has become due."""
    if Endpoint.objects.on().exists():
        look_soon()
        for endpoint_id in sending.ready_to_send(timezone.now()):
            send_soon(endpoint_id)


@app.periodic(cron="50 3 * * *")
@app.task(queue="upkeep", queueing_lock="api.forget_deliveries")
def forget_deliveries(timestamp: int) -> None:
    sending.forget_old(before=timezone.now() - KEEP_LOG_FOR)


@app.task(queue="webhooks", retry=5)
def tell_of_giving_up(endpoint_id: str) -> None:
    mails.tell_of_giving_up(endpoint_id)


def look_soon(after: timedelta = timedelta(0)) -> None:
    at = timezone.now() + after if after else None
    _defer(partial(collect_deliveries.configure, queueing_lock="api.collect_deliveries", schedule_at=at))


def send_soon(endpoint_id: str | UUID, at: datetime | None = None) -> None:
    at = at if at and at > timezone.now() else None
    lock = f"api.send_deliveries:{endpoint_id}{':later' if at else ''}"
    _defer(partial(send_deliveries.configure, queueing_lock=lock, schedule_at=at), endpoint_id=str(endpoint_id))


def _defer(configured, **arguments: str) -> None:
    """Unless the same waits already."""
    try:
        with transaction.atomic():
            configured().defer(**arguments)
    except AlreadyEnqueued:
        pass
