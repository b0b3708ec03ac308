"""`run_jobs`: commit what the test did, then run the real worker until nothing is left to do."""

import pytest
from procrastinate.contrib.django import app


@pytest.fixture
def run_jobs(transactional_db):
    """Ask for it in a test, call it where the jobs should have run. Jobs that fail stay failed or scheduled."""

    def run() -> None:
        worker_app = app.with_connector(app.connector.get_worker_connector())
        with worker_app.open():
            worker_app.run_worker(wait=False, listen_notify=False, install_signal_handlers=False)

    return run
