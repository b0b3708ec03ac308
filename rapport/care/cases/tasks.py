from django.utils import timezone
from procrastinate.contrib.django import app

from rapport.care.cases import actions
from rapport.care.models import Case


@app.periodic(cron="*/5 * * * *")
@app.task(queue="clock", queueing_lock="care.climb_ladders")
def climb_ladders(timestamp: int = 0) -> None:
    """What gets late is taken up."""
    actions.climb(timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(queue="clock", queueing_lock="care.come_back_from_waiting")
def come_back_from_waiting(timestamp: int = 0) -> None:
    """Nobody is waited for longer than was said; what was solved long ago is closed."""
    at = timezone.now()
    for case in Case.objects.filter(state=Case.State.WAITING, waits_until__lte=at).order_by("waits_until")[:500]:
        actions.came_back(case, at=at)
    actions.close_silent(at)
