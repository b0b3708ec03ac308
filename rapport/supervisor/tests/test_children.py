"""The rules of restarting, and what is started."""

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from rapport.supervisor import processes
from rapport.supervisor.children import Child, Leash, rotate
from rapport.supervisor.home import CHECKOUT
from rapport.supervisor.leash import __file__ as leash_file
from rapport.supervisor.tests.houses import EVERY_USER, as_user, environment, gone, wait_until
from rapport.supervisor.words import Problem, last_words


@pytest.fixture
def leash():
    leash = Leash()
    yield leash
    leash.let_go()


@pytest.fixture
def child(leash, tmp_path):
    """A function that makes a child running some Python."""
    children = []

    def make(program: str, **more) -> Child:
        more.setdefault("is_ready", lambda child: (tmp_path / "ready").exists())
        command = [sys.executable, "-c", program]
        children.append(Child("baker", lambda: command, tmp_path / "baker.log", leash, **more))
        return children[-1]

    yield make
    for each in children:
        each.kill()


def test_three_deaths_before_it_was_ready_are_a_problem_told_in_its_own_words(child):
    baker = child("import sys; sys.exit('The oven is cold.')")

    with pytest.raises(Problem, match=r"The baker ended with code 1 3 times[\s\S]*The oven is cold\.$"):
        wait_until(lambda: baker.look() or False, "the third death", 20)


def test_once_ready_it_is_restarted_without_limit_after_growing_pauses(child, tmp_path):
    (tmp_path / "ready").touch()
    baker = child("import time; time.sleep(60)")
    pauses = []
    for _ in range(5):
        wait_until(lambda: baker.look() or baker.ready, "the baker to be ready", 20)
        os.kill(baker.process.pid, signal.SIGKILL)
        wait_until(lambda: baker.look() or baker.process is None, "the death to be noticed", 20)
        pauses.append(baker.start_at - time.monotonic())
        baker.start_at -= pauses[-1]  # no need to sit it out here

    assert [round(pause, 1) for pause in pauses] == [0.2, 0.4, 0.8, 1.6, 3.2]


def test_a_leash_ends_everybody_when_its_supervisor_is_gone():
    held = subprocess.Popen([sys.executable, leash_file], stdin=subprocess.PIPE, text=True, start_new_session=True)
    bakery = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(60)'])"
    baker = psutil.Process(subprocess.Popen([sys.executable, "-c", bakery], start_new_session=True).pid)
    wait_until(baker.children, "the baker's apprentice", 20)
    everybody = [baker, *baker.children()]
    guest = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])

    held.stdin.write(f"+group {baker.pid}\n+group {guest.pid}\n-{guest.pid}\n")
    held.stdin.close()

    wait_until(lambda: gone(everybody), "the bakery to close", 20)
    assert held.wait() == 0
    assert guest.poll() is None
    guest.kill()
    guest.wait()


def test_a_large_log_is_kept_once_and_begins_anew(tmp_path, monkeypatch):
    monkeypatch.setattr("rapport.supervisor.children.LARGEST_LOG", 100)
    log = tmp_path / "web.log"
    with log.open("ab") as writer:
        writer.write(b"old " * 50)
        writer.flush()
        rotate(log)
        writer.write(b"new")
    assert log.read_bytes() == b"new"
    assert log.with_suffix(".log.1").read_bytes() == b"old " * 50


def test_last_words_leave_out_the_frames_of_a_traceback(tmp_path):
    log = tmp_path / "log"
    subprocess.run([sys.executable, "-c", "print(open('/no/such/file'))"], stderr=log.open("wb"), check=False)
    assert last_words(log) == "  FileNotFoundError: [Errno 2] No such file or directory: '/no/such/file'"


@pytest.mark.parametrize("who, language", [(EVERY_USER[0], "C"), (EVERY_USER[-1], "xx_YY.bogus")])
def test_a_throw_away_postgresql_from_nothing(who, language):
    """As every user and in every language: a new cluster, in which the site is no superuser."""
    program = "\n".join(
        [
            "from rapport.supervisor.testing import throwaway_postgres",
            "import psycopg",
            "with throwaway_postgres() as url:",
            "    print(psycopg.connect(url).execute('''SELECT current_setting('server_encoding'), datlocale, usesuper",
            "        FROM pg_database, pg_user WHERE datname = 'rapport' AND usename = 'rapport' ''').fetchone())",
        ]
    )
    done = subprocess.run(
        as_user(who, sys.executable, "-c", program),
        cwd=CHECKOUT,
        env=environment(LANG=language),
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (0, "('UTF8', 'C.UTF-8', False)\n"), done.stderr


def test_a_process_that_has_ended_but_is_not_yet_missed_is_not_alive():
    child = subprocess.Popen([sys.executable, "-c", ""])
    wait_until(lambda: not processes.is_alive(child.pid), "it to end", 20)
    assert child.wait() == 0
    assert processes.is_alive(os.getpid())
