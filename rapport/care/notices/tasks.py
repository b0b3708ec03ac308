"""Jobs of notices."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

SOON = timedelta(seconds=3)  # by then the first messages are on the wire


@app.task(queue="work", name="care.send_notice", retry=RetryStrategy(max_attempts=5, exponential_wait=5))
def send_notice(notice_id: str, about: str, turn: int) -> None:
    from rapport.care.notices.sending import work_off
    from rapport.staff.remembering import remembering

    with remembering():
        work_off(notice_id, about, turn)


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", name="care.look_after_notices", queueing_lock="care.look_after_notices")
def look_after_notices(timestamp: int = 0) -> None:
    """What became of the messages; and what goes out by itself now."""
    from rapport.care.notices import delays, settling

    now = timezone.now()
    settling.settle(now)
    delays.send_what_is_due(now)


@app.periodic(cron="23 * * * *")
@app.task(queue="upkeep", name="care.ask_about_notices", queueing_lock="care.ask_about_notices")
def ask_about_notices(timestamp: int = 0) -> None:
    """Three days after they heard that it is solved: how did we deal with it?"""
    from rapport.care.notices.asking import ask_all

    ask_all(timezone.now())


def settle_soon() -> None:
    """Look after them a moment after this transaction; should it get lost, the clock helps."""
    transaction.on_commit(_defer)


def _defer() -> None:
    when = timezone.now() + SOON
    try:
        with transaction.atomic():
            look_after_notices.configure(schedule_at=when, queueing_lock=f"care.notices {when:%X}").defer(timestamp=0)
    except AlreadyEnqueued:
        pass
