"""`run_jobs`: commit what the test did, then run the real worker until nothing is left to do."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from procrastinate.contrib.django import app


@pytest.fixture
def run_jobs(transactional_db):
    """Ask for it in a test, call it where the jobs should have run. Jobs that fail stay failed or scheduled."""

    forget_jobs()
    yield work_off
    forget_jobs()


def work_off() -> None:
    """Let a real worker do what is there to do."""
    with ThreadPoolExecutor(1) as thread:  # browser tests leave an event loop in this one
        thread.submit(_work).result()


def _work() -> None:
    worker_app = app.with_connector(app.connector.get_worker_connector())
    with worker_app.open():
        worker_app.run_worker(wait=False, listen_notify=False, install_signal_handlers=False)


def forget_jobs() -> None:
    """The tables of Procrastinate are not Django's, so its tests leave them as they are."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE")
