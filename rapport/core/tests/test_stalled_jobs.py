from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection

from rapport.core.stalled import LIVING, put_back
from rapport.core.tasks import forget_old_jobs, forget_old_sessions
from rapport.core.testing.worker import wait_until
from rapport.core.worker import DATABASE_LOST

JOB = """
INSERT INTO procrastinate_jobs (queue_name, task_name, status, queueing_lock, worker_id)
VALUES ('default', 'a.task', %s::text::procrastinate_job_status, %s, %s) RETURNING id
"""


def sql(query: str, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall() if cursor.description else None


def a_worker(*, silent_for: int) -> int:
    query = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s)) RETURNING id"
    return sql(query, silent_for)[0][0]


def a_job(worker: int | None = None, status: str = "doing", lock: str | None = None) -> int:
    return sql(JOB, status, lock, worker)[0][0]


def states() -> dict:
    return dict(sql("SELECT id, status::text FROM procrastinate_jobs"))


def is_living(worker: int) -> None:
    sql("SELECT pg_advisory_lock(%s, %s)", LIVING, worker)


def test_only_jobs_of_dead_workers_are_put_back(run_jobs):
    living, just_born, dead, hanging = (a_worker(silent_for=seconds) for seconds in (6, 1, 6, 60))
    is_living(living)
    is_living(hanging)
    at_work, begun, left, stuck, orphan = (a_job(worker) for worker in (living, just_born, dead, hanging, None))

    assert put_back() == 3
    assert states() == {at_work: "doing", begun: "doing", left: "todo", stuck: "todo", orphan: "todo"}
    assert sql("SELECT id FROM procrastinate_workers ORDER BY id") == [(living,), (just_born,)]


def test_a_worker_ends_with_the_connection_that_shows_that_it_lives(worker):
    others = f"FROM pg_locks WHERE locktype = 'advisory' AND classid = {LIVING} AND pid <> pg_backend_pid()"
    worker.start()
    wait_until(lambda: sql(f"SELECT 1 {others}"), "the worker shows that it lives")

    sql(f"SELECT pg_terminate_backend(pid) {others}")

    assert worker.process.wait(30) == DATABASE_LOST


def test_a_job_whose_like_already_waits_is_dropped(run_jobs):
    left = a_job(a_worker(silent_for=60), lock="nightly")
    waiting = a_job(status="todo", lock="nightly")

    put_back()
    assert states() == {waiting: "todo"}
    assert left not in states()


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_look_at_once_put_each_job_back_once(run_jobs):
    dead = a_worker(silent_for=60)
    for _job in range(40):
        a_job(dead)

    def look(_n):
        try:
            return put_back()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(look, range(4))) == 40


def test_finished_jobs_are_forgotten_after_a_month(run_jobs):
    old, new = a_job(status="todo"), a_job(status="todo")
    sql("UPDATE procrastinate_jobs SET status = 'doing'")
    sql("UPDATE procrastinate_jobs SET status = 'failed'")
    sql("UPDATE procrastinate_events SET at = now() - interval '31 days' WHERE job_id = %s", old)

    forget_old_jobs(0)
    assert list(states()) == [new]


def test_sessions_that_are_over_are_forgotten(db):
    over, open_ = SessionStore(), SessionStore()
    over.set_expiry(-1)
    for session in (over, open_):
        session.save()

    forget_old_sessions(0)
    assert list(Session.objects.values_list("session_key", flat=True)) == [open_.session_key]
