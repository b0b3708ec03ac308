"""Somebody dies, and the site answers again."""

import os
import threading
from contextlib import suppress

import psutil
import psycopg

from rapport.supervisor.tests.houses import gone, wait_until

BUSY = "DO $$ BEGIN LOOP PERFORM 1; END LOOP; END $$"


def test_whoever_is_killed_comes_back(a_house):
    house = a_house()
    running = house.up("--no-demo")

    for words in (["web"], ["worker"], ["mailbox"]):
        child = running.child("rapport.core.cli", *words)
        family = [child, *child.children(recursive=True)]
        child.kill()
        wait_until(lambda w=words, c=child: is_another(running, w, c), f"another {words[0]}")
        wait_until(lambda f=family: gone(f), f"the rest of the old {words[0]} to go")
        wait_until(running.answers, f"the site to answer after the {words[0]} died")

    leash = running.child("-I")
    leash.kill()
    wait_until(lambda: is_another(running, ["-I"], leash), "another leash")

    assert running.process.poll() is None
    assert running.stop() == 0
    assert house.is_cleanly_shut_down()
    assert house.processes() == []


def test_the_database_comes_back_though_its_backends_outlived_it(a_house):
    house = a_house()
    running = house.up("--no-demo")
    busy = a_busy_backend(house.now()["database_url"])
    worker = running.child("rapport.core.cli", "worker")

    postmaster = running.postmaster
    postmaster.kill()

    wait_until(lambda: gone([busy]), "the surviving backend to be ended")
    wait_until(running.answers, "the site to answer again")
    assert running.postmaster.pid != postmaster.pid
    wait_until(lambda: is_another(running, ["rapport.core.cli", "worker"], worker), "a worker that listens again")
    wait_until(
        lambda: running.sql("SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '8 s'")[
            0
        ][0],
        "the worker's heart to beat",
    )
    assert running.stop() == 0
    assert house.is_cleanly_shut_down()


def test_when_the_supervisor_is_killed_all_go_and_the_next_up_finds_its_way(a_house):
    house = a_house()
    running = house.up("--no-demo")
    everybody = running.everybody

    running.process.kill()
    running.process.wait()
    wait_until(lambda: gone(everybody), "everybody to leave after the supervisor")
    wait_until(house.is_cleanly_shut_down, "the database to be cleanly shut down")

    # A pid file that names a process which lives, but is no PostgreSQL of ours: the one that runs this test.
    (house.data / "postmaster.pid").write_text(f"{os.getpid()}\n{house.data}\n1700000000\n5432\n\n\n  1  1\nready\n")
    running = house.up("--no-demo")
    everybody = running.everybody

    # Now nobody can clean up: the leash is stopped, then both are killed.
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


def is_another(running, words, former: psutil.Process) -> bool:
    with suppress(StopIteration, psutil.Error):
        return running.child(*words).pid != former.pid
    return False


def a_busy_backend(url: str) -> psutil.Process:
    """A backend so busy that it does not notice the death of its postmaster."""
    connection = psycopg.connect(url, autocommit=True)

    def work():
        with suppress(psycopg.Error):
            connection.execute(BUSY)

    threading.Thread(target=work, daemon=True).start()
    backend = psutil.Process(connection.info.backend_pid)
    wait_until(lambda: backend.cpu_percent(0.1) > 0, "the backend to be busy")
    return backend
