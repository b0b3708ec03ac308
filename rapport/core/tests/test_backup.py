"""A backup holds everything of one moment, and brings it back byte for byte."""

import json
import shutil
import subprocess
import threading
import zipfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections

from rapport.api.webhooks.models import Delivery, Endpoint
from rapport.core.backup import checking, making, programs
from rapport.core.backup import files as placing
from rapport.core.backup.archive import Writer
from rapport.core.backup.snapshot import LEFT_OUT
from rapport.core.models import Backup, Token
from rapport.core.tabular.results import silent
from rapport.core.testing.second_house import digests
from rapport.customers.testing import a_customer
from rapport.demo import actions as demo
from rapport.orders.testing import an_order
from rapport.staff import actions as staff
from rapport.timeline import actions as timeline
from rapport.timeline.models import Entry

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
# What restoring itself writes or leaves behind; everything else is the same, row for row.
PUT_RIGHT = {
    *LEFT_OUT, "core_backup", "core_deed", "procrastinate_jobs", "procrastinate_events", "procrastinate_workers",
}  # fmt: skip


@pytest.fixture
def files(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.HOME, settings.HAS_SECRET_KEY = tmp_path, True
    return settings.MEDIA_ROOT


def a_note(customer, ann, content: bytes, name: str = "offer.pdf"):
    return timeline.note(customer, "See the file", by=ann, files=[SimpleUploadedFile(name, content)])


def as_it_lies(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_everything_comes_back_row_for_row_and_byte_for_byte(second_house, files, tmp_path):
    demo.fill(at=NOON)
    ann = staff.create_user("ann@linden.example", role="agent", password="a long secret", name="Ann")
    for number in range(3):
        a_note(a_customer(f"Cora {number}"), ann, b"%PDF-1.7 " + bytes(range(256)) * 40 * number)
    before = digests(programs.address())
    target = tmp_path / "house.backup"

    made = making.make(target, silent)
    assert target.stat().st_mode & 0o777 == 0o600 and made.bytes == target.stat().st_size
    said = second_house.run("restore", str(target))

    assert (said.returncode, said.stderr) == (0, "")
    assert f"Restored {made.rows:,} rows of {made.tables} tables and {made.files} files" in said.stdout
    after = second_house.digests()
    assert {table for table in before if before[table] != after[table]} - PUT_RIGHT == set()
    assert as_it_lies(second_house.files) == as_it_lies(files) != {}
    assert (second_house.home / "secret_key").read_text() == "only-for-tests-" + "0" * 40 + "\n"
    assert (second_house.home / "secret_key").stat().st_mode & 0o777 == 0o600
    assert second_house.beside() == [] and not (second_house.home / "restoring").exists()
    assert second_house.run("manage", "migrate", "--check").returncode == 0

    again = second_house.run("restore", str(target))
    assert (again.returncode, again.stderr.count("\n")) == (1, 1)
    assert "The database is not empty" in again.stderr


@pytest.mark.full
def test_a_backup_while_people_work_shows_one_moment(second_house, files, tmp_path, cast):
    stop, placed = threading.Event(), []
    target = tmp_path / "house.backup"

    def work():
        try:
            while not stop.is_set():
                order = an_order(customer=a_customer(f"Cora {len(placed)}"))
                timeline.note(order.customer, "Placed", by=cast["ann"], files=[SimpleUploadedFile("a.txt", b"walnut")])
                placed.append(order.pk)
        finally:
            connections.close_all()

    writers = [threading.Thread(target=work) for _ in range(2)]
    for writer in writers:
        writer.start()
    while len(placed) < 5:
        stop.wait(0.05)
    made = making.make(target, silent)
    stop.set()
    for writer in writers:
        writer.join()

    done = second_house.json("restore", str(target))

    assert done["rows"] == made.rows and 5 <= done["counts"]["orders_order"] <= len(placed)
    assert made.missing == 0
    [(without_customer, without_order, without_file)] = second_house.sql(
        """SELECT
        (SELECT count(*) FROM orders_order o WHERE NOT EXISTS (
           SELECT FROM customers_customer c WHERE c.id = o.customer_id)),
        (SELECT count(*) FROM timeline_entry e WHERE e.kind = 'order.placed' AND NOT EXISTS (
           SELECT FROM orders_order o WHERE o.id = e.subject_id)),
        (SELECT count(*) FROM timeline_entry e WHERE e.kind = 'note.written' AND NOT EXISTS (
           SELECT FROM timeline_attachment a WHERE a.entry_id = e.id))"""
    )
    assert (without_customer, without_order, without_file) == (0, 0, 0)
    named = {name for (name,) in second_house.sql("SELECT file FROM timeline_attachment")}
    assert named <= set(as_it_lies(second_house.files))


def test_a_file_that_is_gone_is_told_and_a_link_is_not_followed(cora, ann, files, tmp_path, transactional_db):
    gone = a_note(cora, ann, b"%PDF-1.7 one").attachments.get().file
    a_note(cora, ann, b"%PDF-1.7 two")
    Path(gone.path).unlink()
    (files / "link").symlink_to("/etc/passwd")

    made = making.make(tmp_path / "house.backup", silent)

    assert (made.files, made.missing) == (1, 1)
    with checking.opened(tmp_path / "house.backup") as archive:
        assert archive.manifest.facts["missing_files"] == {"count": 1, "names": [gone.name]}
        assert "files/link" not in archive.manifest.files


@pytest.fixture
def archive(transactional_db, files, tmp_path, cora, ann) -> Path:
    a_note(cora, ann, b"%PDF-1.7 " + b"walnut" * 500)
    making.make(tmp_path / "house.backup", silent)
    return tmp_path / "house.backup"


def refused(path: Path) -> str:
    with pytest.raises(checking.CannotRestore) as refusal, checking.opened(path) as opened:
        opened.verify(silent)
    return str(refusal.value)


def test_one_changed_byte_anywhere_is_seen(archive, tmp_path):
    whole = archive.read_bytes()
    for place in [
        0,
        14,
        40,
        *range(100, len(whole), len(whole) // 60),
        len(whole) - 90,
        len(whole) - 70,
        len(whole) - 1,
    ]:
        changed = tmp_path / "changed"
        changed.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        said = refused(changed)
        assert "is damaged" in said or "is not a backup" in said, place
    for length in (len(whole) - 1, len(whole) // 2, 5000):
        (tmp_path / "cut").write_bytes(whole[:length])
        assert "is damaged or not whole" in refused(tmp_path / "cut")
    (tmp_path / "longer").write_bytes(whole + b"\0")
    assert "is damaged" in refused(tmp_path / "longer")


def test_what_is_no_backup_is_told_so(tmp_path):
    (tmp_path / "letter.txt").write_text("Dear Cora, …")
    with zipfile.ZipFile(tmp_path / "photos.zip", "w") as other:
        other.writestr("manifest.json", json.dumps({"format": "photos"}))
    (tmp_path / "empty").touch()
    for name in ("letter.txt", "photos.zip", "empty"):
        assert "is not a backup made by Rapport" in refused(tmp_path / name)


@pytest.mark.parametrize(
    "newer",
    [
        {"rapport": "99.0"},
        {"format_version": 2},
        {"migrations": [["core", "0001_foundations"], ["core", "9999_later"]]},
    ],
)
def test_what_a_newer_release_wrote_is_refused(archive, tmp_path, newer):
    with checking.opened(archive) as opened:
        facts = opened.manifest.facts | newer
    with zipfile.ZipFile(tmp_path / "newer", "w") as changed:
        changed.writestr("manifest.json", json.dumps(facts))

    assert "newer than this release" in refused(tmp_path / "newer")


@pytest.mark.full
def test_a_refused_archive_changes_nothing_and_the_exit_code_says_so(second_house, archive, tmp_path):
    (tmp_path / "cut").write_bytes(archive.read_bytes()[:-200])

    done = second_house.run("restore", str(tmp_path / "cut"), "--replace")
    nowhere = second_house.run("restore", str(tmp_path / "nowhere"))

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert nowhere.returncode == 1 and "No such file" in nowhere.stderr
    assert second_house.sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]
    assert list(second_house.home.iterdir()) == []


@pytest.mark.full
def test_a_restore_that_is_killed_leaves_what_was_there(second_house, archive, ann):
    second_house.run("restore", str(archive))
    (second_house.files / "ours.txt").write_text("ours")
    second_house.sql("UPDATE customers_customer SET name = 'Ours'")
    before, files_before = second_house.digests(), as_it_lies(second_house.files)

    for moment in ("SELECT 1 FROM pg_tables", "SELECT 1 FROM django_migrations"):
        process = second_house.begin("restore", str(archive), "--replace")
        wait_for_the_fresh_one(second_house, process, moment)
        process.kill()
        process.communicate()
        assert second_house.digests() == before
        assert as_it_lies(second_house.files) == files_before
    assert len(second_house.beside()) == 1, "the second attempt removes what the first one left"

    second_house.json("restore", str(archive), "--replace")
    assert second_house.beside() == []
    assert second_house.sql("SELECT name FROM customers_customer") == [("Cora Lindqvist",)]
    assert not (second_house.files / "ours.txt").exists()


def wait_for_the_fresh_one(house, process, moment: str) -> None:
    """Until the database beside it answers `moment`: it is being filled."""
    known = set(house.beside())
    while process.poll() is None:
        for name in set(house.beside()) - known:
            try:
                with psycopg.connect(**house.params(name), autocommit=True) as fresh:
                    if fresh.execute(moment).fetchone():
                        return
            except psycopg.Error:
                continue
    raise AssertionError(process.communicate())


@pytest.mark.full
def test_a_restore_that_fails_midway_takes_away_what_it_brought(second_house, archive, tmp_path):
    second_house.run("restore", str(archive))
    second_house.sql("UPDATE customers_customer SET name = 'Ours'")
    attachment = next(path for path in second_house.files.rglob("*") if path.is_file())
    attachment.unlink()
    before = second_house.digests()

    done = second_house.run("restore", str(with_another_count(archive, tmp_path / "other.backup")), "--replace")

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "customers_customer has 1 rows instead of 7" in done.stderr
    assert second_house.digests() == before and second_house.beside() == []
    assert not attachment.exists() and not (second_house.home / "restoring").exists()


def with_another_count(archive: Path, target: Path) -> Path:
    """The same, whole and sealed, but its manifest expects rows that are not in the dump."""
    with checking.opened(archive) as opened, target.open("wb") as out, Writer(out) as writer:
        facts = opened.manifest.facts | {"tables": opened.manifest.tables | {"customers_customer": 7}}
        for member in opened.manifest.members:
            writer.add(member["name"], opened.chunks(member["name"]))
        writer.close({name: facts[name] for name in facts if name not in ("members", "format", "format_version")})
    return target


@pytest.mark.full
def test_nobody_else_may_be_in_the_database(second_house, archive):
    with psycopg.connect(**second_house.params(), application_name="somebody's psql"):
        done = second_house.run("restore", str(archive))
    assert done.returncode == 1 and "in use by somebody's psql (process" in done.stderr


@pytest.mark.full
def test_what_happened_since_the_backup_is_not_done_twice_nor_undone_by_accident(
    second_house, files, tmp_path, ann, cora
):
    from rapport.staff.tasks import tell_of_change

    token = Token.objects.create(user=ann, name="Till", hash="x" * 64, ending="abcd", made_at=NOON)
    tell_of_change.defer(user_id=str(ann.pk), what="password", at=NOON.isoformat())
    entry = timeline.note(cora, "First", by=ann)
    hook = Endpoint.objects.create(url="https://shop.example/", description="Shop", made_by=ann, made_at=NOON)
    Delivery.objects.create(endpoint=hook, entry=entry, made_at=NOON, begun_at=NOON, next_at=NOON)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('work', 'x', 'doing')")
    making.make(tmp_path / "house.backup", silent)
    second_house.run("restore", str(tmp_path / "house.backup"))
    second_house.sql(f"UPDATE core_token SET revoked_at = now() WHERE id = '{token.pk}'")
    second_house.sql(
        "INSERT INTO core_backup (id, why, state, path, started_at, size, rows, files, error) VALUES"
        " (gen_random_uuid(), 'scheduled', 'done', '/later', now(), 1, 1, 1, '')"
    )

    done = second_house.json("restore", str(tmp_path / "house.backup"), "--replace")

    assert any("1 mail that waited" in line for line in done["said"])
    assert any("1 webhook that waited" in line for line in done["said"])
    assert second_house.sql("SELECT state, problem FROM api_delivery") == [("failed", "house_restored")]
    assert second_house.sql("SELECT status FROM procrastinate_jobs WHERE queue_name = 'mails'") == [("cancelled",)]
    assert second_house.sql("SELECT status FROM procrastinate_jobs WHERE queue_name = 'work'") == [("todo",)]
    assert second_house.sql("SELECT revoked_at IS NOT NULL FROM core_token") == [(True,)]
    assert second_house.sql("SELECT count(*) FROM core_backup WHERE path = '/later'") == [(1,)]
    [(number,)] = second_house.sql("SELECT core_settled_transaction()")
    assert number > Entry.objects.get(pk=entry.pk).transaction + 1_000_000


def test_a_full_disk_leaves_nothing_half(transactional_db, files, tmp_path):
    files.mkdir()
    with (files / "large").open("wb") as sparse:
        sparse.truncate(shutil.disk_usage(tmp_path).total + 2**30)  # more than the disk has, without taking room

    with pytest.raises(making.BackupFailed, match="the files alone need"):
        making.make(tmp_path / "house.backup", silent)
    assert not list(tmp_path.glob("*house.backup*"))


@pytest.mark.full
def test_each_backup_is_written_down(second_house, archive):
    second_house.run("restore", str(archive))
    target = second_house.home / "own.backup"

    done = second_house.json("backup", str(target))

    assert done["file"] == str(target) and done["bytes"] == target.stat().st_size
    row = second_house.sql("SELECT why, state, path, size, rows FROM core_backup WHERE state = 'done'")
    assert row == [("command", "done", str(target), done["bytes"], done["rows"])]
    nowhere = second_house.run("backup", "/nowhere/at/all")
    assert nowhere.returncode == 1 and nowhere.stderr.count("\n") == 1
    assert second_house.sql("SELECT count(*) FROM core_backup WHERE state = 'failed'") == [(1,)]
    assert Backup.objects.count() == 0


@pytest.mark.parametrize("mark, key", [("0123abcd", "the backup's"), ("another0", "as it was")])
def test_secrets_that_wait_belong_to_one_database_only(db, files, tmp_path, mark, key):
    """Killed between the swap and the last step: whoever comes next finishes it, or throws it away."""
    room = tmp_path / "restoring"
    (room / "home").mkdir(parents=True)
    (room / placing.MARK).write_text(mark)
    (room / "home" / "secret_key").write_text("the backup's")
    (tmp_path / "secret_key").write_text("as it was")
    with connection.cursor() as cursor:
        name = connection.ops.quote_name(connection.settings_dict["NAME"])
        cursor.execute(f"COMMENT ON DATABASE {name} IS 'rapport restored 0123abcd'")

    placing.settle()

    assert (tmp_path / "secret_key").read_text() == key
    assert not room.exists()


@pytest.mark.full
def test_a_restore_may_be_killed_at_any_moment(second_house, archive):
    second_house.run("restore", str(archive))
    for moment in range(12):
        second_house.sql("UPDATE customers_customer SET name = 'Ours'")
        before = second_house.digests()
        process = second_house.begin("restore", str(archive), "--replace")
        with suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=1 + moment / 2)
        process.kill()
        process.wait()
        [(name,)] = second_house.sql("SELECT name FROM customers_customer")
        assert name == "Cora Lindqvist" or second_house.digests() == before
    second_house.json("restore", str(archive), "--replace")
    assert second_house.beside() == []
