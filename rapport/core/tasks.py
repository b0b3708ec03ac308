"""Looking after the jobs themselves."""

from datetime import timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from rapport.core.audit.recording import forget_addresses
from rapport.core.backup import working  # noqa: F401 – a kind of long work
from rapport.core.backup.tasks import make_scheduled_backup  # noqa: F401
from rapport.core.progress.tasks import do_work  # noqa: F401 – tasks are found in this module
from rapport.core.tabular.tasks import forget_imported_files  # noqa: F401

KEEP_FAILED_FOR = timedelta(days=30)

FORGET_JOBS = """
DELETE FROM procrastinate_jobs job
WHERE job.status IN ('succeeded', 'failed', 'cancelled', 'aborted') AND NOT EXISTS (
  SELECT FROM procrastinate_events event WHERE event.job_id = job.id AND event.at > now() - %s)
"""


@app.periodic(cron="17 3 * * *")
@app.task(queue="upkeep", queueing_lock="forget_old_jobs")
def forget_old_jobs(timestamp: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(FORGET_JOBS, [KEEP_FAILED_FOR])


@app.periodic(cron="23 3 * * *")
@app.task(queue="upkeep", queueing_lock="forget_old_sessions")
def forget_old_sessions(timestamp: int) -> None:
    SessionStore.clear_expired()


@app.periodic(cron="29 3 * * *")
@app.task(queue="upkeep", queueing_lock="forget_addresses_of_deeds")
def forget_addresses_of_deeds(timestamp: int) -> None:
    forget_addresses(timezone.now())
