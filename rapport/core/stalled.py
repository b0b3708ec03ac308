"""Jobs whose worker was killed: found by the lock that every living worker holds, and done again."""

from datetime import timedelta

from django.db import IntegrityError, connection, transaction

LIVING = 20_261_123  # first key of the advisory locks by which workers show that they live; the second is their number
SILENT_FOR = timedelta(seconds=20)  # a worker says every 5 s that it lives; one that hangs is as good as dead
JUST_BORN = timedelta(seconds=3)  # it registers a moment before it takes its lock

DEAD = """
SELECT worker.id FROM procrastinate_workers worker
WHERE worker.last_heartbeat < now() - %(silent_for)s OR (
  worker.last_heartbeat < now() - %(just_born)s AND NOT EXISTS (
    SELECT FROM pg_locks held JOIN pg_database d ON d.oid = held.database AND d.datname = current_database()
    WHERE held.locktype = 'advisory' AND held.classid = %(living)s AND held.objid = worker.id AND held.objsubid = 2))
"""
STALLED = "SELECT id FROM procrastinate_jobs WHERE status = 'doing' AND (worker_id IS NULL OR worker_id = ANY(%s))"
FORGET = "DELETE FROM procrastinate_workers WHERE id = ANY(%s)"


@transaction.atomic
def put_back() -> int:
    """Jobs whose worker is dead wait to be done again; answers how many. Two workers may ask at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('rapport.core.tasks.put_back'))")
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(DEAD, {"silent_for": SILENT_FOR, "just_born": JUST_BORN, "living": LIVING})
        dead = [row[0] for row in cursor.fetchall()]
        cursor.execute(STALLED, [dead])
        stalled = [row[0] for row in cursor.fetchall()]
        for job_id in stalled:
            try:
                with transaction.atomic():
                    cursor.execute("SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)", [job_id])
            except IntegrityError:  # its like, under the same queueing lock, waits already and does the work
                cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'aborted', true)", [job_id])
        if dead:
            cursor.execute(FORGET, [dead])
    return len(stalled)
