"""What others do while a site is up: they borrow its database, or hear that somebody is there already."""

import pytest

from rapport.supervisor.tests.houses import House
from rapport.supervisor.tests.test_commands import NAME_OF_DATABASE, python


@pytest.mark.full
def test_a_second_up_says_where_the_first_is_and_leaves_it_alone(open_house):
    house = open_house.house

    second = house.run("up", "--port", "0")

    assert second.returncode == 1
    assert second.stderr.count("\n") == 1
    assert f"already runs on {house.home} at http://localhost:{open_house.port}" in second.stderr
    assert open_house.answers()


@pytest.mark.full
def test_a_command_borrows_the_database_of_a_running_site(open_house):
    house, before = open_house.house, open_house.postmaster.pid

    done = house.run(*python(NAME_OF_DATABASE))

    assert (done.returncode, done.stdout, done.stderr) == (0, "name: rapport\n", "")
    assert open_house.postmaster.pid == before and open_house.answers()

    invited = house.run("user", "create", "rita@linden.example", "--role", "reader")
    assert invited.stdout.startswith(f"http://localhost:{open_house.port}/join/")
    refused = house.run("user", "create", "rita", "--role", "reader")
    assert (refused.returncode, refused.stderr) == (1, "rapport: Enter a valid email address.\n")


@pytest.mark.full
def test_a_given_database_is_used_and_left_running(open_house, place):
    house = House(place / "tenant", open_house.house.who, {"DATABASE_URL": open_house.house.now()["database_url"]})

    ours = house.up("--no-demo")
    assert ours.answers()
    assert not house.data.exists()
    assert ours.stop() == 0

    assert house.processes() == []
    assert open_house.answers()
