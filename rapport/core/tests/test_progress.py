"""Long work: done once, stopped in time, honest when it dies."""

import threading
import time
from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from rapport.core.models import SavedMapping, Work
from rapport.core.progress import actions, running
from rapport.core.progress.kinds import WorkKind, work_kinds
from rapport.core.progress.showing import job, time_left
from rapport.core.refusals import Refusal


@pytest.fixture
def kind(monkeypatch):
    """A kind of work whose doing is said by the test: `kind.run = …`. What it saves is a mapping named "saved"."""
    doing = SimpleNamespace(run=lambda work, watch: {})
    known = WorkKind("test", lambda work, watch: doing.run(work, watch), lambda work: "/here/", "core.add_import")
    monkeypatch.setitem(work_kinds._items, "test", known)
    return doing


def save() -> None:
    SavedMapping.objects.create(kind="test", part="file", fingerprint="x", name="saved")


def is_saved() -> bool:
    return SavedMapping.objects.filter(name="saved").exists()


def test_work_is_done_by_the_worker_and_keeps_its_result(kind, run_jobs, cast):
    def run(work, watch):
        save()
        return {"made": 3}

    kind.run = run
    work = actions.start("test", total=10, by=cast["mark"])
    assert (work.state, work.percent) == ("waiting", 0)

    run_jobs()

    work.refresh_from_db()
    assert (work.state, work.result, work.percent, work.done) == ("done", {"made": 3}, 100, 10)
    assert is_saved()


def test_the_same_is_not_under_way_twice(kind, transactional_db):
    subject = uuid4()
    actions.start("test", subject_id=subject)
    with pytest.raises(actions.AlreadyUnderWay):
        actions.start("test", subject_id=subject)


def test_a_job_that_comes_twice_works_once(kind, transactional_db):
    done = []
    kind.run = lambda work, watch: done.append(1) or {}
    work = actions.start("test")

    running.do(str(work.pk))
    running.do(str(work.pk))

    assert done == [1]


def test_what_the_business_refuses_is_told_and_nothing_is_saved(kind, transactional_db):
    def run(work, watch):
        save()
        raise Refusal("This file has no names.")

    kind.run = run
    work = actions.start("test")
    running.do(str(work.pk))

    work.refresh_from_db()
    assert (work.state, work.error, is_saved()) == ("failed", "This file has no names.", False)


def test_our_own_mistake_is_admitted_without_details_and_can_be_started_again(kind, run_jobs, cast):
    def run(work, watch):
        save()
        raise KeyError("Ann's address")

    kind.run = run
    work = actions.start("test")
    run_jobs()

    work.refresh_from_db()
    assert (work.state, is_saved()) == ("failed", False)
    assert "our side" in work.error and "Ann" not in work.error

    kind.run = lambda work, watch: {"made": 1}
    actions.restart(work, by=cast["mark"], at=timezone.now())
    run_jobs()
    work.refresh_from_db()
    assert (work.state, work.error, work.result) == ("done", "", {"made": 1})


def test_what_waits_is_stopped_at_once_and_never_begun(kind, run_jobs):
    kind.run = lambda work, watch: save() or {}
    work = actions.start("test")

    assert actions.stop(work, at=timezone.now()).state == "cancelled"
    run_jobs()

    assert not is_saved()
    with pytest.raises(actions.NothingToStop):
        actions.stop(work, at=timezone.now())


def stop_when_running(work: Work) -> threading.Thread:
    def stop() -> None:
        while not Work.objects.filter(pk=work.pk, state="running").exists():
            time.sleep(0.05)
        actions.stop(work, at=timezone.now())
        connection.close()

    thread = threading.Thread(target=stop)
    thread.start()
    return thread


@pytest.mark.parametrize("long", ["statement", "loop"])
def test_what_is_being_done_ends_soon_after_it_is_stopped_and_saves_nothing(kind, transactional_db, long):
    def run(work, watch):
        save()
        if long == "statement":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(60)")
        for step in range(600):
            watch(step / 600, "Counting")
            time.sleep(0.1)
        return {}

    kind.run = run
    work = actions.start("test", total=600)
    stopping, began = stop_when_running(work), time.monotonic()
    running.do(str(work.pk))
    stopping.join()

    work.refresh_from_db()
    assert (work.state, is_saved()) == ("cancelled", False)
    assert time.monotonic() - began < 20


def test_how_far_it_is_can_be_seen_while_its_transaction_is_open(kind, transactional_db):
    seen = []

    def run(work, watch):
        save()
        watch(0.25, "Reading")
        time.sleep(2.5)
        thread = threading.Thread(target=lambda: (seen.append(Work.objects.get(pk=work.pk)), connection.close()))
        thread.start()
        thread.join()
        return {}

    kind.run = run
    work = actions.start("test", total=1_000)
    running.do(str(work.pk))

    assert (seen[0].state, seen[0].done, seen[0].doing) == ("running", 250, "Reading")
    assert seen[0].rate > 1 and seen[0].seconds_left > 0


def test_work_whose_worker_died_says_so_and_can_be_taken_up_again(kind, transactional_db, cast):
    at = timezone.now()
    work = actions.start("test", total=100)
    Work.objects.filter(pk=work.pk).update(state="running", started_at=at, heard_at=at - timedelta(minutes=1))
    work.refresh_from_db()

    assert work.is_silent(at) and job(work, at)["is_silent"]
    assert actions.restart(work, by=cast["mark"], at=at).state == "waiting"
    running.do(str(work.pk))
    work.refresh_from_db()
    assert work.state == "done"


def test_what_kills_its_workers_is_given_up(kind, transactional_db):
    work = actions.start("test")
    Work.objects.filter(pk=work.pk).update(attempts=running.ATTEMPTS)
    running.do(str(work.pk))

    work.refresh_from_db()
    assert work.state == "failed" and "again and again" in work.error


def test_whoever_was_stopped_as_dead_and_lives_saves_nothing(kind, transactional_db):
    def run(work, watch):
        save()
        thread = threading.Thread(target=lambda: (Work.objects.update(state="cancelled"), connection.close()))
        thread.start()
        thread.join()
        return {}

    kind.run = run
    work = actions.start("test")
    running.do(str(work.pk))

    work.refresh_from_db()
    assert (work.state, is_saved()) == ("cancelled", False)


def test_one_is_told_when_nobody_works_at_all(kind, transactional_db):
    work = actions.start("test")
    assert not job(work, work.asked_at)["is_lonely"]
    assert job(work, work.asked_at + timedelta(minutes=1))["is_lonely"]


@pytest.mark.parametrize(
    "seconds, words",
    [(None, ""), (1, "about 5 seconds left"), (52, "about 50 seconds left"), (70, "about 1 minute left"),
     (600, "about 10 minutes left"), (7_200, "about 2 hours left")],
)  # fmt: skip
def test_the_time_left_is_told_in_round_numbers(seconds, words):
    assert time_left(seconds) == words


def test_only_those_who_may_see_it(kind, client, cast, transactional_db):
    work = actions.start("test")
    for who, status in (("mark", 302), ("ann", 404), ("rita", 404)):
        client.force_login(cast[who])
        assert client.get(f"/jobs/{work.pk}/").status_code == status
        assert client.post(f"/jobs/{work.pk}/restart/").status_code == (409 if who == "mark" else 404)
    client.force_login(cast["mark"])
    fragment = client.get(f"/jobs/{work.pk}/", headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert (fragment.status_code, "Waiting for its turn" in fragment.content.decode()) == (202, True)
    client.post(f"/jobs/{work.pk}/stop/")
    fragment = client.get(f"/jobs/{work.pk}/", headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert (fragment.status_code, fragment.headers["HX-Refresh"]) == (200, "true")
