"""Sending links, and forgetting what is over."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

AGAIN = RetryStrategy(max_attempts=4, exponential_wait=5)


@app.task(queue="mails", retry=AGAIN)
def send_asked(asking_id: str) -> None:
    from rapport.portal import actions
    from rapport.portal.models import Asking

    for asking in Asking.objects.filter(pk=asking_id):
        actions.send_links(asking, at=timezone.now())


@app.periodic(cron="17 3 * * *")
@app.task(queue="upkeep", queueing_lock="portal.forget_what_is_over")
def forget_what_is_over(timestamp: int) -> None:
    from rapport.portal.actions import asking, coming

    asking.forget_old(timezone.now())
    coming.forget_old(timezone.now())
