from django.utils import timezone
from procrastinate.contrib.django import app

from rapport.care.reports import tables


@app.periodic(cron="37 * * * *")
@app.task(queue="clock", queueing_lock="care.forget_old_tables")
def forget_old_tables(timestamp: int = 0) -> None:
    """Tables that were taken out lie there for a day."""
    tables.forget_old(timezone.now())
