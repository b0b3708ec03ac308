"""Nothing that was answered is lost or done twice, whoever is killed while programs write."""

import json
import os
import random
import threading
import time
from collections import Counter
from http.client import HTTPConnection

import pytest

from rapport.supervisor.tests.faults.killing import BACK_WITHIN_SECONDS, Killer, serving
from rapport.supervisor.tests.faults.programs import Book, Program
from rapport.supervisor.tests.houses import House, Running, wait_until

PROGRAMS = 8
WEB_MB = 200
TELL = "from rapport.supervisor.tests.faults.proofs import tell; tell()"
ROUNDS = (
    ("serving", "worker", "database"),
    ("web", "worker", "database_with_a_busy_backend"),
    ("backend", "leash", "mailbox", "serving", "worker", "database"),
)


@pytest.mark.full
def test_a_round_of_killing_loses_nothing_and_does_nothing_twice(a_house):
    """Beside other tests: programs take a breath between two requests, and being back may take longer."""
    survive(a_house(), [("serving", "web", "worker", "database")], breath=0.1, patience=3 * BACK_WITHIN_SECONDS)


@pytest.mark.full
def test_so_do_ten_rounds(a_house):
    survive(a_house(), (ROUNDS * 4)[:10])


def survive(house: House, rounds, *, breath: float = 0, patience: float = BACK_WITHIN_SECONDS) -> None:
    seed = int(os.environ.get("FAULT_SEED") or time.time()) % 100_000
    print(f"\nFAULT_SEED={seed}")
    running = house.up("--no-demo")
    token = a_token(house)
    book, closing = Book(), threading.Event()
    programs = [Program(number, seed, running.port, token, book, closing, breath) for number in range(PROGRAMS)]
    killer = Killer(house, running, book, random.Random(seed), patience)
    for program in programs:
        program.start()
    try:
        wait_until(lambda: len(book.good) > 20, "the programs to be at work", 30)
        for names in rounds:
            for name in names:
                killer.wait_a_moment()
                killer.kill(name)
        killer.wait_a_moment()
        running = killer.kill_the_supervisor()
        killer.wait_a_moment()
    finally:
        closing.set()
        for program in programs:
            program.join(90)
        tell_figures(book, killer, running)
    assert not any(program.is_alive() for program in programs)
    wait_for_the_jobs(running)
    assert book.surprises == []
    assert web_mb(running) <= WEB_MB
    check(book, house, entries_by_api(running.port, token))
    assert running.stop() == 0
    assert house.is_cleanly_shut_down()
    assert house.processes() == []


def a_token(house: House) -> str:
    made = house.run("user", "create", "olga@linden.example", "--role", "owner", "--password", "a lighthouse at noon")
    assert made.returncode == 0, made.stderr
    token = house.run("token", "olga@linden.example", "--name", "fault test")
    assert token.returncode == 0, token.stderr
    return token.stdout.strip()


def wait_for_the_jobs(running: Running) -> None:
    begin = time.monotonic()
    waiting = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
    failed = "SELECT error FROM timeline_reactionrun WHERE done_at IS NULL AND error <> ''"
    failures = {row[0] for row in running.sql(failed)}
    wait_until(lambda: running.sql(waiting)[0][0] == 0, "every job to be done", 60)
    print(f"jobs done {time.monotonic() - begin:.1f} s after the last request; had to be tried again: {failures or 0}")


def check(book: Book, house: House, entries: list[str]) -> None:
    told = house.run("manage", "shell", "--no-imports", "-c", TELL)
    assert told.returncode == 0, told.stderr
    found = json.loads(told.stdout.splitlines()[-1])
    assert found["wrong"] == []
    assert_each_is_there_once(book, found["there"])
    assert_answers_were_kept(book, found["kept"])
    assert max(Counter(entries).values()) == 1, "the firehose tells something twice"
    assert sorted(entries) == sorted(found["entries"]), "the firehose leaves something out"


def assert_each_is_there_once(book: Book, there: dict[str, list]) -> None:
    for kind, rows in there.items():
        known = {asked.word: asked for asked in book.asked if asked.kind == kind}
        found = Counter(word for word, _ in rows)
        ids = dict(rows)
        assert found.keys() - known.keys() - {""} == set(), f"a {kind} that nobody asked for"
        for word, asked in known.items():
            times = found[word]
            if asked.is_answered:
                assert (times, ids[word]) == (1, asked.answer["id"]), asked
            else:
                assert times <= 1 and not asked.key, asked


def assert_answers_were_kept(book: Book, kept: dict[str, list]) -> None:
    """An answer for each key, and the one that the program got."""
    assert kept == {asked.key: [asked.status, asked.answer["id"]] for asked in book.asked if asked.key}


def entries_by_api(port: int, token: str) -> list[str]:
    line, found, after = HTTPConnection("127.0.0.1", port, timeout=15), [], ""
    while after is not None:
        headers = {"Authorization": f"Bearer {token}", "Host": "localhost"}
        line.request("GET", f"/api/v1/entries?limit=200&cursor={after}", headers=headers)
        page = json.loads(line.getresponse().read())
        found += [entry["id"] for entry in page["items"]]
        after = page["next"]
    line.close()
    return found


def web_mb(running: Running) -> int:
    """Of the largest one that answers."""
    return max(process.memory_info().rss for process in serving(running)) // 2**20


def tell_figures(book: Book, killer: Killer, running: Running) -> None:
    answered = sum(asked.is_answered for asked in book.asked)
    slowest = max(book.refusals, default=0)
    print(f"{len(book.asked)} asked for, {answered} answered, {book.cut} lines cut")
    print(f"{len(book.refusals)} answers 503, the slowest after {slowest:.1f} s")
    print("answers again after", ", ".join(f"{name} {seconds:.1f} s" for name, seconds in killer.took))
    if serving(running):
        print(f"web process {web_mb(running)} MB")
