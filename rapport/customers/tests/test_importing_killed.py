"""The real command, killed at any moment: all or nothing."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection

from rapport.core.testing.worker import database_url
from rapport.customers.models import Customer

ROWS = 1_500
OURS = "import-under-test"  # tells the command's connection from those of other tests of this process


@pytest.fixture
def command(tmp_path, transactional_db):
    """`bin/rapport import customers` with a file of people, on the database of this test."""
    path = tmp_path / "list.csv"
    rows = (f"{n},Ann{n},Lee,ann{n}@example.com,+420 777 {n:06},Long {n},Brno,Oak {n % 50} Ltd\n" for n in range(ROWS))
    path.write_text("id,first name,last name,e-mail,phone,street,city,company\n" + "".join(rows))

    def start() -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-m", "rapport.core.cli", "import", "customers", str(path), "--json"],
            cwd=settings.BASE,
            env=os.environ
            | {"DATABASE_URL": database_url(), "RAPPORT_HOME": str(tmp_path), "LANG": "C.UTF-8", "PGAPPNAME": OURS},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return start


def wait_for_statement(beginning: str, importing: subprocess.Popen) -> None:
    """Until the import is at that statement, or past it: a busy machine may look too late."""
    for _attempt in range(2_000):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()"
                " AND application_name = %s AND query LIKE %s)",
                [OURS, f"%{beginning}%"],
            )
            if cursor.fetchone()[0] or importing.poll() is not None:
                return
        time.sleep(0.005)
    raise AssertionError(f"never came to {beginning}")


def wait_until_alone() -> None:
    for _attempt in range(1_000):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = %s",
                [OURS],
            )
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("the killed import still has a connection")


@pytest.mark.parametrize(
    "moment",
    [
        "customers_customer",
        *(pytest.param(one, marks=pytest.mark.full) for one in ("pg_advisory_xact_lock", "timeline_entry")),
    ],
)
def test_an_import_that_is_killed_leaves_nothing_and_can_be_repeated(command, moment):
    killed = command()
    wait_for_statement(moment, killed)
    kill_and_repeat(killed, command)


@pytest.mark.full
@pytest.mark.parametrize("seconds", [n / 4 for n in range(1, 17)])
def test_an_import_may_be_killed_whenever(command, seconds):
    killed = command()
    time.sleep(seconds)
    kill_and_repeat(killed, command)


def kill_and_repeat(killed: subprocess.Popen, command) -> None:
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    wait_until_alone()

    if Customer.objects.exists():  # it had just committed when the signal came: then everything is there
        assert Customer.objects.count() == ROWS + 50

    again = command()
    out, errors = again.communicate(timeout=120)
    result = json.loads(out.splitlines()[-1])
    assert (again.returncode, errors) == (0, "")
    assert result["created"] + result["unchanged"] == ROWS + 50 == Customer.objects.count()


@pytest.mark.full
def test_two_imports_of_one_source_at_once_make_nobody_twice(command):
    answers = [json.loads(running.communicate(timeout=240)[0]) for running in (command(), command())]

    assert sorted(answer["created"] for answer in answers) == [0, ROWS + 50]
    assert Customer.objects.count() == ROWS + 50


def test_the_command_says_what_is_wrong_in_one_line(command, tmp_path):
    (tmp_path / "list.csv").write_text("colour\nred\n")

    done = command()
    out, errors = done.communicate(timeout=60)

    assert (done.returncode, out) == (1, "")
    assert errors.startswith("rapport: No column holds names")
    assert len(errors.splitlines()) == 1
