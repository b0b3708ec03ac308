"""The supervisor itself dies, and even who should clean up after it. Everybody else's death is in `test_faults`."""

import os

import pytest

from rapport.supervisor.tests.houses import gone


@pytest.mark.full
def test_when_nobody_could_clean_up_the_next_up_finds_its_way(a_house):
    house = a_house()
    # A pid file that names a process which lives, but is no PostgreSQL of ours: the one that runs this test.
    (house.data / "postmaster.pid").write_text(f"{os.getpid()}\n{house.data}\n1700000000\n5432\n\n\n  1  1\nready\n")
    running = house.up("--no-demo")
    everybody = running.everybody

    leash = running.child("-I")
    leash.suspend()
    running.process.kill()
    leash.kill()
    running.process.wait()
    assert not gone(everybody)

    again = house.up("--no-demo")
    assert again.answers()
    assert gone(everybody), "the next up left some of the former one running"
    assert again.stop() == 0
    assert house.is_cleanly_shut_down()
