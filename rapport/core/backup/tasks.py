from django.utils import timezone
from procrastinate.contrib.django import app

from rapport.core.backup import keeping_up


@app.periodic(cron="*/5 * * * *")
@app.task(queue="backups", queueing_lock="make_scheduled_backup")
def make_scheduled_backup(timestamp: int) -> None:
    keeping_up.make_scheduled(timezone.now())
