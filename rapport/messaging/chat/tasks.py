from datetime import datetime

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app


@app.task(
    queue="messages", name="messaging.follow_after", retry=RetryStrategy(max_attempts=5, exponential_wait=5)
)  # fmt: skip
def follow_after(message_id: str) -> None:
    """See whether a visitor read what we wrote; look again while they are there, mail it when they have left."""
    from rapport.messaging.chat import leaving

    if again := leaving.follow(message_id):
        look_after(message_id, again)


@app.periodic(cron="17 * * * *")
@app.task(queue="messages", name="messaging.sweep_chats", queueing_lock="messaging.sweep_chats")
def sweep_chats(timestamp: int = 0) -> None:
    from rapport.messaging.chat import limits, visitors

    limits.forget_old(timezone.now())
    visitors.forget_old(timezone.now())


def look_after(message_id: str, at: datetime | None = None) -> None:
    from rapport.messaging.chat.leaving import PATIENCE

    follow_after.configure(schedule_at=at or timezone.now() + PATIENCE).defer(message_id=message_id)
