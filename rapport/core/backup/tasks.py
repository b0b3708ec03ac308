import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from rapport.core.backup import keeping_up
from rapport.core.backup.recording import in_words
from rapport.core.refusals import Refusal

log = logging.getLogger(__name__)


@app.periodic(cron="*/5 * * * *")
@app.task(queue="backups", queueing_lock="make_scheduled_backup")
def make_scheduled_backup(timestamp: int) -> None:
    """What goes wrong is written down, shown to owners and tried again; it is no failure of the job."""
    try:
        keeping_up.make_scheduled(timezone.now())
    except (Refusal, OSError) as problem:
        log.error("The scheduled backup failed: %s", in_words(problem))
