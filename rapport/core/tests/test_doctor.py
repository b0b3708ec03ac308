"""The doctor says what is wrong with a house, and what to do about it."""

import json
import socket
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from rapport.core.doctor import examining
from rapport.core.models import Backup
from rapport.core.registry import Check, Finding, checks
from rapport.timeline.models import Attachment

SOUND_KEY = "kX3-vu7Q_pR9sT2wY5zA8bC1dE4fG6hJ0kL2mN4pQ6rS8tU"


@pytest.fixture
def house(db, settings, tmp_path, monkeypatch):
    """A healthy one, but that neither a worker nor the streams run."""
    monkeypatch.delenv("RAPPORT_SMTP_HOST", raising=False)
    settings.HOME, settings.MEDIA_ROOT, settings.BACKUP_DIR = tmp_path, tmp_path / "files", str(tmp_path)
    settings.SECRET_KEY, settings.HAS_SECRET_KEY = SOUND_KEY, True
    settings.ADDRESS, settings.ALLOWED_HOSTS = "https://crm.example", ["crm.example"]
    (tmp_path / "secret_key").write_text(SOUND_KEY)
    (tmp_path / "secret_key").chmod(0o600)
    a_backup()
    return settings


def a_backup(**fields) -> Backup:
    now = timezone.now()
    return Backup.objects.create(
        **{"why": "scheduled", "state": "done", "path": "/b", "started_at": now, "ended_at": now} | fields
    )


def found(name: str) -> list[tuple[str, str, str]]:
    lines = [line for line in examining.examine(timezone.now()) if line.name == name]
    return [(line.state, line.means, line.do) for line in lines]


def the_worst(name: str) -> str:
    states = [state for state, _means, _do in found(name)]
    return next((state for state in ("wrong", "warning") if state in states), "ok")


def test_a_sound_house_lacks_nothing_but_its_processes(house):
    lines = examining.examine(timezone.now())

    assert {line.name for line in lines if line.state == "wrong"} == {"workers"}
    warned = {line.name for line in lines if line.state == "warning"}
    assert warned == {"mail", "disk", "streams"}  # its backups lie on its disk
    assert {check.name for check in checks} - {line.name for line in lines} == {"clock.proxy"}
    assert all(line.do for line in lines if line.state != "ok")


@pytest.mark.parametrize(
    "name, changes, state",
    [
        ("debug", {"DEBUG": True}, "wrong"),
        ("debug", {"DEBUG": True, "ADDRESS": "http://localhost:8000"}, "warning"),
        ("address", {"ALLOWED_HOSTS": ["other.example"]}, "wrong"),
        ("address", {"ALLOWED_HOSTS": ["*"]}, "warning"),
        ("address", {"ADDRESS": "http://crm.example"}, "warning"),
        ("address", {"ADDRESS": "http://localhost:8000", "ALLOWED_HOSTS": ["localhost"]}, "ok"),
        ("secret_key", {"HAS_SECRET_KEY": False}, "wrong"),
        ("secret_key", {"SECRET_KEY": "short"}, "wrong"),
        ("secret_key", {"SECRET_KEY": "django-insecure-" + SOUND_KEY}, "wrong"),
        ("backups", {"BACKUP_DIR": ""}, "warning"),
        ("disk", {"BACKUP_DIR": "/not/there"}, "wrong"),
    ],
)
def test_settings_that_are_not_sound_are_seen(house, name, changes, state):
    for setting, value in changes.items():
        setattr(house, setting, value)
    assert the_worst(name) == state


def test_a_key_that_others_can_read_is_seen(house):
    (house.HOME / "secret_key").chmod(0o644)
    assert found("secret_key")[0][0] == "wrong" and "chmod 600" in found("secret_key")[0][2]


LAST = "SELECT max(name) FROM django_migrations WHERE app = 'core'"


def test_what_is_broken_in_the_database_is_seen(house):
    with connection.cursor() as cursor:
        cursor.execute("DROP EXTENSION btree_gin CASCADE")
        cursor.execute("DROP TRIGGER IF EXISTS pgtrigger_deed_never_changes_b552f ON core_deed")
        cursor.execute(f"DELETE FROM django_migrations WHERE name = ({LAST})")
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('core', '9999_later', now())")
    assert "btree_gin" in found("database.extensions")[0][1]
    assert "core_deed" in found("database.triggers")[0][1]
    assert [state for state, _means, _do in found("database.migrations")] == ["wrong", "wrong"]
    assert "bin/rapport migrate" in found("database.migrations")[0][2]


def test_an_index_that_did_not_get_ready_is_seen(house):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE part (a int) PARTITION BY LIST (a)")
        cursor.execute("CREATE TABLE part_1 PARTITION OF part FOR VALUES IN (1)")
        cursor.execute("CREATE INDEX part_by_a ON ONLY part (a)")  # not valid before each part has its own
    assert [(state, "REINDEX" in do) for state, _means, do in found("database.indexes")] == [("wrong", True)]


def test_jobs_and_workers_are_looked_at(house):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES"
            " ('q', 'failed', 'failed'), ('q', 'stalled', 'doing'), ('q', 'waiting', 'todo')"
        )
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '1 hour'")
        cursor.execute(
            "INSERT INTO procrastinate_events (job_id, type)"
            " SELECT id, 'failed' FROM procrastinate_jobs WHERE task_name = 'failed'"
        )
    assert the_worst("workers") == "ok"
    assert sorted(state for state, _means, _do in found("jobs")) == ["warning", "wrong", "wrong"]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '5 minutes'")
    assert the_worst("workers") == "wrong"


def test_files_that_are_gone_are_seen(house, cora, ann):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from rapport.timeline import actions

    actions.note(cora, "", by=ann, files=[SimpleUploadedFile("a.txt", b"walnut")])
    assert the_worst("files") == "ok"
    (house.MEDIA_ROOT / Attachment.objects.get().file.name).unlink()
    assert "1 file of 1 looked at is missing" in found("files")[0][1]


def test_backups_that_failed_or_did_not_come_are_seen(house):
    Backup.objects.all().delete()
    a_backup(started_at=timezone.now() - timedelta(days=4))
    assert the_worst("backups") == "wrong"
    a_backup(state="failed", error="No space left on device")
    assert "No space left on device" in found("backups")[0][1]
    a_backup()
    assert the_worst("backups") == "ok"


def test_the_mail_server_is_asked_for_its_greeting_only(house, monkeypatch):
    heard = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def greet():
            place, _address = server.accept()
            with place:
                place.sendall(b"220 mail.example\r\n")
                heard.append(place.recv(100))
                place.sendall(b"221 bye\r\n")

        threading.Thread(target=greet, daemon=True).start()
        monkeypatch.setenv("RAPPORT_SMTP_HOST", "127.0.0.1")
        house.EMAIL_HOST, house.EMAIL_PORT = "127.0.0.1", server.getsockname()[1]
        assert the_worst("mail") == "ok"
    assert heard[0].upper().startswith(b"QUIT")
    assert the_worst("mail") == "wrong"


def test_a_check_that_breaks_does_not_break_the_others(house, monkeypatch):
    def broken(at):
        raise RuntimeError("no idea")

    monkeypatch.setitem(checks._items, "database.indexes", Check("database.indexes", "Indexes", broken))
    monkeypatch.setitem(checks._items, "own", Check("own", "Own", lambda at: [Finding("ok", "Fine")]))
    assert found("database.indexes")[0][0] == "wrong" and "no idea" in found("database.indexes")[0][1]
    assert found("own") == [("ok", "Fine", "")]


def test_it_speaks_the_callers_language_and_its_exit_code_tells(second_house):
    done = second_house.run_with({"DATABASE_URL": "postgresql://rapport@127.0.0.1:1/rapport"}, "doctor", "--json")

    said = json.loads(done.stdout)
    assert (done.returncode, said["ok"], done.stderr) == (1, False, "")
    assert said["checks"][0] | {"means": ""} == {
        "name": "database", "label": "Database", "state": "wrong", "means": "", "do": said["checks"][0]["do"],
    }  # fmt: skip
    assert "does not answer" in said["checks"][0]["means"]
    assert {"disk", "address", "secret_key"} <= {check["name"] for check in said["checks"]}
