"""Imports as jobs of the worker: what is kept of their files, what failed, and that nobody works."""

import re
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from rapport.core.models import Work
from rapport.core.tabular import actions, uploads
from rapport.customers.tests.test_import_pages import bring, choose, home, mark, page  # noqa: F401


def test_files_are_private_and_go_after_their_days(client, mark, home, run_jobs):  # noqa: F811
    import_ = bring(client)
    choose(client, import_)
    run_jobs()
    kept = list(home.rglob("*.csv"))
    assert kept and {path.stat().st_mode & 0o777 for path in kept} == {0o600}

    assert actions.forget_old_files(timezone.now() + timedelta(days=6)) == 0
    assert actions.forget_old_files(timezone.now() + timedelta(days=8)) == 1

    import_.refresh_from_db()
    assert not uploads.folder_of(import_.pk).exists()
    assert (import_.findings, import_.files.get().sample) == ({}, [])
    assert "not kept any more" in page(client, import_)
    assert client.post(f"/settings/import/{import_.pk}/run/").status_code == 409
    assert client.get(f"/settings/import/{import_.pk}/rejects/file/").status_code == 404


def test_files_can_be_taken_away_before(client, mark):  # noqa: F811
    import_ = bring(client)
    client.post(f"/settings/import/{import_.pk}/removal/")
    import_.refresh_from_db()
    assert import_.files_gone_at


def test_what_failed_says_why_and_can_be_started_again(client, mark, run_jobs):  # noqa: F811
    import_ = bring(client)
    choose(client, import_)
    stored = actions.path_of(import_.files.get())
    aside = stored.rename(stored.with_suffix(".aside"))
    run_jobs()
    assert "The check failed" in page(client, import_)

    aside.rename(stored)
    client.post(f"/jobs/{Work.objects.get().pk}/restart/")
    run_jobs()
    assert "Nothing is saved yet" in page(client, import_)


def test_stuck_jobs_because_no_worker_runs_say_so(client, mark, run_jobs):  # noqa: F811
    import_ = bring(client)
    choose(client, import_)
    Work.objects.update(asked_at=timezone.now() - timedelta(minutes=1))
    assert "The background worker is not running." in page(client, import_)

    run_jobs()
    client.post(f"/settings/import/{import_.pk}/run/")
    run_jobs()
    client.post(f"/settings/import/{import_.pk}/undo/")
    Work.objects.update(asked_at=timezone.now() - timedelta(minutes=1))
    shown = page(client, import_)
    assert "Being undone" in shown and "The background worker is not running." in shown


def test_every_page_with_a_job_says_when_no_worker_runs():
    house = Path(__file__).parents[2]
    for path in house.glob("*/templates/**/*.html"):
        for said in re.findall(r'include "core/progress/_job.html"([^%]*)%', path.read_text()):
            assert not said.strip() or "is_lonely=" in said, f"{path} keeps it to itself that nobody works"
