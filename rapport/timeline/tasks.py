import logging

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from rapport.timeline import reacting, recency

log = logging.getLogger(__name__)


@app.task(queue="reactions", retry=RetryStrategy(max_attempts=reacting.ATTEMPTS - 1, exponential_wait=4))
def react(entry_id: str, reaction: str) -> None:
    reacting.run(entry_id, reaction)


@app.periodic(cron="41 3 * * *")
@app.task(queue="upkeep", queueing_lock="sweep_drafts")
def sweep_drafts(timestamp: int) -> None:
    from rapport.timeline.actions.drafting import sweep

    sweep(timezone.now())


@app.periodic(cron="50 3 * * *")
@app.task(queue="nightly", queueing_lock="timeline.rebuild_last_contacts")
def rebuild_last_contacts(timestamp: int | None = None) -> None:
    """Compare when each customer was last spoken with to the story; what differs is put right and reported."""
    report = recency.rebuild(timezone.now())
    level = logging.WARNING if report["wrong"] else logging.INFO
    log.log(level, "last contacts: %(checked)d looked at, %(wrong)d put right", report)
