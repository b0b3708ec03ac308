"""A worker that dies in the middle of a reaction: the job is put back and runs to its end."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from rapport.core.stalled import put_back
from rapport.timeline import actions
from rapport.timeline.models import ReactionRun
from rapport.timeline.testing import reacting_to

MINE = "timeline.tests.test_killed_worker.slowly"
WORKER = """
import json, sys
import django
from django.conf import settings
settings.DATABASES["default"].update(json.loads(sys.argv[1]))
django.setup()
from rapport.timeline.testing import reacting_to
from rapport.timeline.tests.test_killed_worker import slowly
from rapport.core.cli import main
with reacting_to("note.written", with_=slowly):
    sys.exit(main(["worker", "--until-empty"]))
"""


def slowly(entry):
    """Hangs in a worker that is to be killed; done at once by one that is not."""
    if os.environ.get("HANG"):
        time.sleep(60)
    entry.customer.tags.get_or_create(name="reacted")


@pytest.fixture
def worker(run_jobs):
    started = []

    def start(**environment) -> subprocess.Popen:
        where = {
            name: connection.settings_dict[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
        }
        home = {"RAPPORT_HOME": str(settings.HOME)}
        process = subprocess.Popen(
            [sys.executable, "-c", WORKER, json.dumps(where)], env=os.environ | home | environment
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
            process.wait()


@pytest.mark.full
def test_a_reaction_whose_worker_was_killed_runs_after_all(cora, ann, worker):
    with reacting_to("note.written", with_=slowly):
        actions.note(cora, "Undecided between oil and wax", by=ann)

    victim = worker(HANG="1")
    wait_for(lambda: job().status == "doing")
    os.kill(victim.pid, signal.SIGKILL)
    victim.wait()

    wait_for(put_back)  # as soon as the lock by which it showed that it lives is free
    assert job().status == "todo"
    assert not put_back()

    assert worker().wait(timeout=60) == 0
    assert ReactionRun.objects.get(reaction=MINE).done_at
    assert cora.tags.get().name == "reacted"


def job() -> ProcrastinateJob | None:
    return ProcrastinateJob.objects.get(task_name__endswith="tasks.react", args__reaction=MINE)


def wait_for(is_so) -> None:
    until = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.1)
