"""`bin/rapport up` on a good day: every kind of home, every kind of user, and nothing left behind."""

import os
import signal
import socket
import stat

import pytest

from rapport.supervisor.tests.houses import EVERY_USER, gone, wait_until

DEEP = "/".join(["a-folder-with-a-long-name"] * 6)


def test_the_first_start_ends_with_an_address_and_people_who_can_sign_in(a_house):
    house = a_house()

    running = house.up()

    assert "Rapport is ready: http://localhost:" in running.said
    assert "@" in running.said.split("Rapport is ready")[1], "nobody can sign in"
    assert "Traceback" not in running.said
    assert stat.S_IMODE(house.home.stat().st_mode) == 0o700
    assert stat.S_IMODE((house.home / "secret_key").stat().st_mode) == 0o600
    assert running.stop() == 0


@pytest.mark.parametrize(
    "who, where, changes",
    [
        pytest.param(EVERY_USER[0], "plain", {"LANG": "xx_YY.bogus"}, marks=pytest.mark.full),
        pytest.param(EVERY_USER[0], "closed/home", {"LANG": "C", "LC_ALL": "tlh_KLI"}, marks=pytest.mark.full),
        pytest.param(EVERY_USER[-1], f"{DEEP}/home", {"LANG": ""}, marks=pytest.mark.full),
        (EVERY_USER[-1], "სახლი of one's own", {"LANG": "C", "PGHOST": "example.invalid", "PYTHONPATH": "/nowhere"}),
    ],
)
def test_a_house_opens_and_closes(a_house, place, who, where, changes):
    house = a_house(where, who, **changes)
    parent = house.home.parent
    if where.startswith("closed"):
        parent.chmod(0o700)
    modes = [stat.S_IMODE(folder.stat().st_mode) for folder in (parent, house.home)]

    running = house.up("--no-demo")
    everybody = running.everybody
    assert running.answers()
    assert running.postmaster.uids().effective != 0
    assert listening_on(everybody) <= {"127.0.0.1", "::1"}
    running.process.send_signal(signal.SIGINT)
    assert running.stop(signal.SIGINT) == 0  # an impatient second Ctrl-C changes nothing

    assert gone(everybody)
    assert house.processes() == []
    assert house.is_cleanly_shut_down()
    assert modes == [stat.S_IMODE(folder.stat().st_mode) for folder in (parent, house.home)]
    assert running.said.count("\n") < 12, running.said


def test_being_stopped_while_still_starting_leaves_nothing_behind_either(a_house):
    house = a_house()
    process = house.begin("up", "--port", "0", "--no-demo")
    wait_until((house.data / "postmaster.pid").exists, "the database to start")

    process.send_signal(signal.SIGTERM)
    said, complaints = process.communicate(timeout=60)

    assert (process.returncode, complaints) == (0, "")
    assert house.processes() == []
    assert house.is_cleanly_shut_down()


def listening_on(processes) -> set[str]:
    return {
        connection.laddr.ip
        for process in processes
        for connection in process.net_connections()
        if connection.status == "LISTEN" and connection.family != getattr(socket, "AF_UNIX", None)
    }


def test_homes_are_told_apart_by_their_own_path(a_house):
    """Guards the test above: `processes()` must see what it says is gone."""
    house = a_house()
    sleeper = house.begin("with-test-tools", "-c", "import time; time.sleep(60)")
    wait_until(lambda: [p.pid for p in house.processes()] == [sleeper.pid], "the sleeper to be seen")
    os.killpg(sleeper.pid, signal.SIGKILL)
    sleeper.communicate()
