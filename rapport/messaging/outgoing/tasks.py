from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

SOON = timedelta(minutes=2)  # what waits longer is found by the clock


@app.task(queue="sending", name="messaging.deliver")
def deliver() -> None:
    from rapport.messaging.outgoing.delivering import deliver

    deliver()


@app.periodic(cron="* * * * *")
@app.task(queue="sending", name="messaging.look_for_due", queueing_lock="messaging.look_for_due")
def look_for_due(timestamp: int = 0) -> None:
    """What was postponed may be due, and what a dead worker left is looked after."""
    from rapport.messaging.outgoing import recovering
    from rapport.messaging.outgoing.delivering import deliver

    recovering.find_lost(timezone.now())
    deliver()


def wake(send_after: datetime) -> None:
    """Have it sent soon after the transaction. One job is enough for all; should it get lost, the clock helps."""
    after = send_after - timezone.now()
    if after < SOON:
        transaction.on_commit(lambda: _defer(send_after if after > timedelta(0) else None))


def _defer(at: datetime | None) -> None:
    lock = f"messaging.deliver {at:%X}" if at else "messaging.deliver"
    try:
        with transaction.atomic():
            deliver.configure(queueing_lock=lock, schedule_at=at).defer()
    except AlreadyEnqueued:
        pass
