"""The other words of `bin/rapport`: they borrow a database, or wake one for their own time."""

import signal

import psutil
import pytest

from rapport.supervisor.tests.houses import House, gone, wait_until

NAME_OF_DATABASE = (
    "from django.db import connection as c; c.ensure_connection(); print('name:', c.settings_dict['NAME'])"
)
WAIT_FOR_INPUT = f"{NAME_OF_DATABASE}; import sys; sys.stdout.flush(); print('heard:', sys.stdin.readline())"


def python(*lines: str) -> tuple[str, ...]:
    return ("manage", "shell", "--no-imports", "-c", "\n".join(lines))


@pytest.mark.full
def test_a_command_wakes_a_sleeping_house_and_puts_it_back_to_sleep(a_house):
    house = a_house()

    done = house.run(*python(NAME_OF_DATABASE, "print('said:', input())"), input="good morning\n")

    assert (done.returncode, done.stdout) == (0, "name: rapport\nsaid: good morning\n")
    assert house.processes() == []
    assert house.is_cleanly_shut_down()


@pytest.mark.full
def test_its_exit_code_is_ours(a_house):
    house = a_house()
    assert house.run(*python("raise SystemExit(23)")).returncode == 23
    assert house.run("user", "create", "nobody at all", "--role", "king").returncode == 2
    assert house.is_cleanly_shut_down()


@pytest.mark.full
def test_nothing_is_woken_for_a_slip_of_the_tongue_or_a_question(place):
    house = House(place / "asleep")
    assert house.run("improt").returncode == 2
    assert house.run("user", "--help").returncode == 0
    assert house.run().returncode == 2
    assert not house.home.exists()


@pytest.mark.full
def test_two_commands_share_one_database_and_up_says_who_is_there(a_house):
    house = a_house()
    host = house.begin(*python(WAIT_FOR_INPUT), stdin=-1)
    assert host.stdout.readline() == "name: rapport\n"
    guest = house.begin(*python(WAIT_FOR_INPUT), stdin=-1)
    assert guest.stdout.readline() == "name: rapport\n"

    up = house.run("up", "--port", "0")
    assert up.returncode == 1
    assert f"The command “manage” (process {host.pid}) is using {house.home}" in up.stderr

    host.stdin.write("done\n")
    host.stdin.flush()
    assert "waiting for it to end" in host.stderr.readline()
    answer, complaints = guest.communicate("still here\n", timeout=60)
    assert (guest.returncode, answer.strip(), complaints) == (0, "heard: still here", "")
    assert host.wait(60) == 0
    assert house.is_cleanly_shut_down()


@pytest.mark.full
def test_a_signal_reaches_the_command(a_house):
    house = a_house()
    command = house.begin(*python(WAIT_FOR_INPUT), stdin=-1)
    assert command.stdout.readline() == "name: rapport\n"

    command.send_signal(signal.SIGTERM)

    assert command.wait(60) == 128 + signal.SIGTERM
    assert house.is_cleanly_shut_down()
    assert house.processes() == []


def test_when_the_host_is_killed_its_database_still_ends_cleanly(a_house):
    house = a_house()
    command = house.begin(*python(WAIT_FOR_INPUT), stdin=-1)
    assert command.stdout.readline() == "name: rapport\n"
    everybody = [psutil.Process(command.pid), *psutil.Process(command.pid).children(recursive=True)]

    command.kill()
    command.wait()

    wait_until(lambda: gone(everybody), "all of it to end")
    assert house.is_cleanly_shut_down()
