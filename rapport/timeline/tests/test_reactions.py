import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from rapport.timeline import actions, reacting, reactions
from rapport.timeline.models import ReactionRun
from rapport.timeline.testing import reacting_to

done: list = []
broken: list = []


def remember(entry):
    if broken:
        raise RuntimeError(f"a secret of {entry.customer}")
    done.append(entry.pk)


@pytest.fixture(autouse=True)
def _fresh():
    done.clear()
    broken.clear()
    with reacting_to("note.written", with_=remember):
        yield


MINE = "timeline.tests.test_reactions.remember"


def react_jobs():
    """Other slices react to notes too."""
    return ProcrastinateJob.objects.filter(task_name__endswith="tasks.react", args__reaction=MINE)


def test_a_reaction_runs_as_a_job_and_once_however_often_the_job_does(cora, ann, run_jobs):
    entry = actions.note(cora, "Undecided between oil and wax", by=ann)
    assert done == []

    run_jobs()
    reacting.run(entry.pk, MINE)

    assert done == [entry.pk]
    assert ReactionRun.objects.get(reaction=MINE).done_at


def test_what_is_rolled_back_leaves_no_reaction(cora, ann):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.note(cora, "Never mind", by=ann)
        assert react_jobs().count() == 1
        raise ZeroDivisionError
    assert not react_jobs().exists()


def test_history_and_corrections_set_nothing_off(cora, ann):
    with transaction.atomic():
        actions.record(cora, "note.written", by=ann, imported=True)
        actions.record_all("note.written", [(cora, {})], at=cora.created_at, imported=True)
    assert not react_jobs().exists()

    entry = actions.note(cora, "Likes pine", by=ann)
    actions.correct(entry, by=ann, body="Likes walnut, never pine")
    assert react_jobs().count() == 1


def test_entries_that_a_reaction_does_not_want_make_no_job(cora, ann):
    def only_wax(entry):
        done.append(entry.pk)

    with reacting_to("note.written", with_=only_wax, wants=lambda entry: "wax" in entry.body) as name:
        actions.note(cora, "Oil it is", by=ann)
        wanted = actions.note(cora, "Well, wax after all", by=ann)
        with transaction.atomic():
            actions.record_all("note.written", [(cora, {})], at=wanted.at, by=ann, body="Oil again")

    jobs = ProcrastinateJob.objects.filter(args__reaction=name)
    assert [job.args["entry_id"] for job in jobs] == [str(wanted.pk)]


def test_a_failing_reaction_is_tried_again_with_growing_waits(cora, ann, run_jobs):
    broken.append(True)
    actions.note(cora, "Undecided", by=ann)
    run_jobs()

    job, run = react_jobs().get(), ReactionRun.objects.get(reaction=MINE)
    assert (job.status, job.attempts, run.attempts, run.dead_at) == ("todo", 1, 1, None)
    assert job.scheduled_at > run.entry.recorded_at
    assert "RuntimeError in remember" in run.error
    assert "Cora" not in run.error


def test_after_six_attempts_it_waits_for_a_person(cora, ann, run_jobs, client, cast):
    broken.append(True)
    actions.note(cora, "Undecided", by=ann)
    for _attempt in range(reacting.ATTEMPTS + 2):
        run_jobs()
        _hurry()

    run = ReactionRun.objects.get(reaction=MINE)
    assert (run.attempts, bool(run.dead_at), react_jobs().get().status) == (reacting.ATTEMPTS, True, "failed")

    client.force_login(cast["mark"])
    assert "RuntimeError in remember" in client.get("/settings/reactions/").text
    broken.clear()
    client.post(f"/settings/reactions/{run.pk}/run/")
    run_jobs()

    assert done == [run.entry_id]
    assert "RuntimeError" not in client.get("/settings/reactions/").text


def test_all_dead_reactions_run_again_at_once(cora, ann, run_jobs, client, cast):
    for n in range(3):
        ReactionRun.objects.create(
            entry=actions.note(cora, f"Note {n}", by=ann),
            reaction=MINE,
            attempts=6,
            dead_at=cora.created_at,
        )
    client.force_login(cast["mark"])
    client.post("/settings/reactions/runs/")
    run_jobs()

    assert len(done) == 3
    assert not ReactionRun.objects.filter(done_at=None).exists()


def test_a_slice_that_is_gone_no_longer_reacts(cora, ann, run_jobs):
    entry = actions.note(cora, "Undecided", by=ann)
    reacting.run(entry.pk, "loyalty.award_points")
    assert ReactionRun.objects.get(reaction="loyalty.award_points").done_at
    assert reactions.by_name("loyalty.award_points") is None


@pytest.mark.parametrize("who, status", [("mark", 200), ("ann", 403), ("rita", 403)])
def test_who_sees_failed_reactions(client, cast, who, status):
    client.force_login(cast[who])
    assert client.get("/settings/reactions/").status_code == status


def _hurry() -> None:
    """As if the wait were over."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")
