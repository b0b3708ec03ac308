"""`run_jobs`: commit what the test did, then run the real worker until nothing is left to do."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from procrastinate.contrib.django import app


@pytest.fixture
def run_jobs(transactional_db):
    """Ask for it in a test, call it where the jobs should have run. Jobs that fail stay failed or scheduled."""

    def run() -> None:
        with ThreadPoolExecutor(1) as thread:  # browser tests leave an event loop in this one
            thread.submit(_work).result()

    _forget_jobs()
    yield run
    _forget_jobs()


def _work() -> None:
    worker_app = app.with_connector(app.connector.get_worker_connector())
    with worker_app.open():
        worker_app.run_worker(wait=False, listen_notify=False, install_signal_handlers=False)


def _forget_jobs() -> None:
    """The tables of Procrastinate are not Django's, so its tests leave them as they are."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE")
