from django.utils import timezone
from procrastinate.contrib.django import app

from rapport.messaging.inbox import actions, drafting, presence


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", queueing_lock="messaging.wake_conversations")
def wake_conversations(timestamp: int = 0) -> None:
    """What was put off until now is back in the list."""
    while actions.wake_due(timezone.now()):
        pass


@app.periodic(cron="37 3 * * *")
@app.task(queue="upkeep", queueing_lock="messaging.sweep_inbox")
def sweep_inbox(timestamp: int = 0) -> None:
    """Drafts that nobody went on with, and who looked at what long ago."""
    at = timezone.now()
    drafting.sweep(at)
    presence.sweep(at)
