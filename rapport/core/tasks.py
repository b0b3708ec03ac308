"""Looking after the jobs themselves."""

from datetime import timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from rapport.core.audit.recording import forget_addresses
from rapport.core.progress.tasks import do_work  # noqa: F401 – tasks are found in this module
from rapport.core.tabular.tasks import forget_imported_files  # noqa: F401

SILENT_FOR = timedelta(seconds=20)  # a worker says every 5 s that it lives
KEEP_FAILED_FOR = timedelta(days=30)

STALLED = """
SELECT job.id FROM procrastinate_jobs job
LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
WHERE job.status = 'doing' AND (worker.id IS NULL OR worker.last_heartbeat < now() - %s)
"""
FORGET_WORKERS = "DELETE FROM procrastinate_workers WHERE last_heartbeat < now() - %s"
FORGET_JOBS = """
DELETE FROM procrastinate_jobs job
WHERE job.status IN ('succeeded', 'failed', 'cancelled', 'aborted') AND NOT EXISTS (
  SELECT FROM procrastinate_events event WHERE event.job_id = job.id AND event.at > now() - %s)
"""


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", queueing_lock="put_back_stalled_jobs", pass_context=False)
def put_back_stalled_jobs(timestamp: int) -> None:
    put_back()


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


@transaction.atomic
def put_back() -> int:
    """Jobs whose worker was killed wait to be done again; answers how many. Two workers may ask at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('rapport.core.tasks.put_back'))")
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(STALLED, [SILENT_FOR])
        stalled = [row[0] for row in cursor.fetchall()]
        for job_id in stalled:
            try:
                with transaction.atomic():
                    cursor.execute("SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)", [job_id])
            except IntegrityError:  # its like, under the same queueing lock, waits already and does the work
                cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'aborted', true)", [job_id])
        cursor.execute(FORGET_WORKERS, [SILENT_FOR])
    return len(stalled)
