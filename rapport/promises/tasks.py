from django.utils import timezone
from procrastinate.contrib.django import app

from rapport.promises import actions


@app.periodic(cron="* * * * *")
@app.task(queue="clock", queueing_lock="promises.mark_overdue")
def mark_overdue(timestamp: int) -> None:
    actions.mark_overdue(timezone.now())
    actions.remind(timezone.now())


@app.periodic(cron="17 2 * * *")
@app.task(queue="clock", queueing_lock="promises.mark_broken")
def mark_broken(timestamp: int) -> None:
    actions.mark_broken(timezone.now())


@app.periodic(cron="37 2 * * *")
@app.task(queue="clock", queueing_lock="promises.seed_holidays")
def seed_holidays(timestamp: int) -> None:
    actions.seed_holidays(timezone.now())
