from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from rapport.timeline import reacting


@app.task(queue="reactions", retry=RetryStrategy(max_attempts=reacting.ATTEMPTS - 1, exponential_wait=4))
def react(entry_id: str, reaction: str) -> None:
    reacting.run(entry_id, reaction)


@app.periodic(cron="41 3 * * *")
@app.task(queue="upkeep", queueing_lock="sweep_drafts")
def sweep_drafts(timestamp: int) -> None:
    from rapport.timeline.actions.drafting import sweep

    sweep(timezone.now())
