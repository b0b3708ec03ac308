"""Backups that are made by themselves, and the page on which owners see them."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.utils import timezone

from rapport.core.backup import checking, keeping_up, working
from rapport.core.models import Backup, Deed, Work
from rapport.core.tabular.results import silent

NIGHT = datetime(2026, 11, 23, 1, 40, tzinfo=UTC)  # 02:40 in Prague, ten minutes after its time


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    settings.HOME, settings.MEDIA_ROOT, settings.BACKUP_DIR = tmp_path, tmp_path / "files", str(tmp_path / "backups")
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups"


def a_backup(at: datetime, **fields) -> Backup:
    return Backup.objects.create(
        **{"why": "scheduled", "state": "done", "path": f"/b/{at:%Y%m%d%H%M}", "started_at": at, "ended_at": at}
        | fields
    )


def test_one_is_made_each_night_by_the_clock_of_the_business(transactional_db, business, folder):
    assert keeping_up.due_since(NIGHT) == datetime(2026, 11, 23, 1, 30, tzinfo=UTC)

    made = keeping_up.make_scheduled(NIGHT)
    assert Path(made.file) == folder / "rapport-2026-11-23-024000.zip"
    with checking.opened(Path(made.file)) as archive:
        archive.verify(silent)
    Backup.objects.update(started_at=NIGHT)
    assert keeping_up.make_scheduled(NIGHT + timedelta(hours=20)) is None
    assert keeping_up.is_due(NIGHT + timedelta(days=1)) and not keeping_up.missed(NIGHT + timedelta(days=1))
    assert keeping_up.missed(NIGHT + timedelta(days=2))


def test_a_failed_one_is_tried_again_three_times_in_all(db, business, folder):
    for hour in range(3):
        assert keeping_up.is_due(NIGHT + timedelta(hours=hour))
        a_backup(NIGHT + timedelta(hours=hour), state="failed")
        assert not keeping_up.is_due(NIGHT + timedelta(hours=hour, minutes=10))
    assert not keeping_up.is_due(NIGHT + timedelta(hours=5))
    assert keeping_up.missed(NIGHT + timedelta(hours=16))


def test_without_a_folder_none_is_made(db, settings):
    settings.BACKUP_DIR = ""
    assert keeping_up.make_scheduled(NIGHT) is None and not keeping_up.missed(NIGHT)


def test_never_two_at_once_and_what_was_interrupted_is_told(transactional_db, business, folder):
    (folder / ".rapport-2026-11-22-023000.zip.1.part").write_bytes(b"half of it")
    a_backup(NIGHT - timedelta(days=1), state="running")

    with keeping_up.alone():
        with pytest.raises(keeping_up.AnotherIsUnderWay):
            keeping_up.make_here("asked", at=NIGHT)
        assert keeping_up.make_scheduled(NIGHT) is None
    keeping_up.make_here("asked", at=NIGHT)

    assert [path.name for path in folder.iterdir()] == ["rapport-2026-11-23-024000.zip"]
    assert list(Backup.objects.values_list("state", "error")) == [("done", ""), ("failed", "It was interrupted.")]


def test_a_folder_that_is_gone_is_no_reason_to_fill_the_disk_below_it(transactional_db, business, folder):
    folder.rmdir()  # as when its disk is not mounted
    with pytest.raises(keeping_up.BackupFailed, match="is not there"):
        keeping_up.make_scheduled(NIGHT)
    assert Backup.objects.get().state == "failed" and not folder.exists()


def test_the_newest_of_each_day_week_and_month_are_kept(db, business, settings, folder):
    settings.BACKUP_KEEP_DAILY, settings.BACKUP_KEEP_WEEKLY, settings.BACKUP_KEEP_MONTHLY = 3, 2, 3
    every_day = [NIGHT - timedelta(days=day) for day in range(120)]
    rows = [a_backup(at, path=str(folder / f"{at:%Y-%m-%d}.zip")) for at in every_day]
    twice = a_backup(NIGHT - timedelta(hours=3), path=str(folder / "evening.zip"))  # the evening before
    mine = a_backup(NIGHT - timedelta(days=90), why="command", path=str(folder / "mine.zip"))
    for row in [*rows, twice, mine]:
        row.file.touch()

    keeping_up.thin(NIGHT)

    kept = {path.name for path in folder.iterdir()}
    assert kept == {
        "2026-11-23.zip", "evening.zip", "2026-11-21.zip",  # three days; the evening's is last week's newest, too
        "2026-10-31.zip", "2026-09-30.zip",  # this month's newest is today's
        "mine.zip",  # whoever calls the command looks after its files
    }  # fmt: skip
    assert Backup.objects.filter(removed_at=NIGHT).count() == 122 - len(kept)
    assert all(a.started_at > b.started_at for a, b in pairwise(Backup.objects.kept()))


@pytest.fixture
def unscheduled(folder, settings) -> Path:
    settings.BACKUP_DIR = ""  # what is asked for lies in the home
    return folder


def test_an_owner_makes_one_and_takes_it_out_which_is_written_down(client, cast, business, unscheduled, run_jobs):
    client.force_login(cast["olga"])
    assert client.post("/settings/backups/").status_code == 302
    again = client.post("/settings/backups/")
    assert again.status_code == 409
    run_jobs()

    assert Work.objects.get().state == "done", Work.objects.get().error
    backup = Backup.objects.get()
    page = client.get("/settings/backups/").content.decode()
    assert "Olga" in page and f"/settings/backups/{backup.pk}/file/" in page
    taken = client.post(f"/settings/backups/{backup.pk}/file/")
    assert b"".join(taken.streaming_content) == backup.file.read_bytes()
    assert "no-store" in taken["Cache-Control"]
    assert Deed.objects.filter(kind="backup.taken_out", by=cast["olga"].pk).count() == 1
    assert Deed.objects.filter(kind="backup.made", by=cast["olga"].pk).count() == 1

    backup.file.unlink()
    assert client.post(f"/settings/backups/{backup.pk}/file/").status_code == 409


def test_a_failure_is_told_on_the_page(client, cast, business, unscheduled, run_jobs):
    unscheduled.rmdir()
    unscheduled.touch()
    working.ask_for(by=cast["olga"])
    run_jobs()

    client.force_login(cast["olga"])
    page = client.get("/settings/backups/").content.decode()
    assert "The backup could not be written: File exists" in page and "No backups are made by themselves" in page


@pytest.mark.parametrize("who", ["mark", "ann", "rita"])
def test_only_owners_see_backups(client, cast, folder, who):
    backup = a_backup(NIGHT)
    client.force_login(cast[who])
    assert client.get("/settings/backups/").status_code == 403
    assert client.post("/settings/backups/").status_code == 403
    assert client.post(f"/settings/backups/{backup.pk}/file/").status_code == 403


def test_one_that_somebody_wrote_elsewhere_is_not_handed_out(client, cast, folder):
    mine = a_backup(NIGHT, why="command", path="/etc/passwd")
    client.force_login(cast["olga"])
    assert client.post(f"/settings/backups/{mine.pk}/file/").status_code == 404


def test_owners_are_told_on_today_when_last_nights_is_missing(client, cast, business, folder):
    client.force_login(cast["olga"])
    assert "The backup of the last night is missing" in client.get("/").content.decode()
    client.force_login(cast["ann"])
    assert "The backup of the last night" not in client.get("/").content.decode()
    a_backup(timezone.now())
    client.force_login(cast["olga"])
    assert "The backup of the last night is missing" not in client.get("/").content.decode()


def test_the_page_asks_as_often_for_one_as_for_many(client, cast, business, folder, django_assert_max_num_queries):
    client.force_login(cast["olga"])
    a_backup(timezone.now(), by=cast["olga"])
    client.get("/settings/backups/")
    with django_assert_max_num_queries(20) as few:
        client.get("/settings/backups/")
    for day in range(10):
        a_backup(timezone.now() - timedelta(days=day), by=cast["mark"])
    with django_assert_max_num_queries(len(few)):
        client.get("/settings/backups/")
