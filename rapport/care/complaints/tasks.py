from django.utils import timezone
from procrastinate.contrib.django import app

from rapport.care.complaints import clockwork


@app.periodic(cron="*/5 * * * *")
@app.task(queue="clock", queueing_lock="care.complaints_by_the_minute")
def complaints_by_the_minute(timestamp: int = 0) -> None:
    """Silence counts as no answer; limits that are nearly used up go up."""
    clockwork.tick(timezone.now())


@app.periodic(cron="11 * * * *")
@app.task(queue="clock", queueing_lock="care.complaints_by_the_hour")
def complaints_by_the_hour(timestamp: int = 0) -> None:
    """What was answered long ago is closed, who was helped is asked, what was watched long enough rests."""
    clockwork.day(timezone.now())
