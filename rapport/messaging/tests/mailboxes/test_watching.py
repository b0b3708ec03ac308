"""New mail is heard of at once, where the server can tell; nothing depends on it."""

import threading

import pytest
from django.db import connection
from imapclient import IMAPClient

from rapport.messaging.mailboxes import watching
from rapport.messaging.mailboxes.watching import Lines
from rapport.messaging.tests.mailboxes.conftest import a_channel, a_mail, start_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(monkeypatch):
    monkeypatch.setattr(watching, "LISTEN_SECONDS", 1)
    lines = Lines()
    yield lines
    lines.close()


def jobs() -> int:
    """How often somebody asked for the mailbox to be read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE %s", ["%read_mailbox"])
        return cursor.fetchone()[0]


def forget_jobs() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def test_new_mail_becomes_the_job_that_also_runs_each_minute(mailbox, lines):
    a_channel(mailbox)
    lines.look()
    assert jobs() == 1  # for what came while nobody listened
    forget_jobs()

    mailbox.receive(a_mail(1))
    lines.listen(threading.Event())

    assert jobs() == 1


def test_a_server_that_cannot_tell_is_left_to_the_minute(mailbox, lines, monkeypatch):
    monkeypatch.setattr(IMAPClient, "has_capability", lambda client, name: False)
    channel = a_channel(mailbox)
    lines.look()
    assert (list(lines.open), list(lines.not_before)) == ([], [channel.pk])


def test_a_server_that_hangs_up_is_called_again_later(lines):
    server = start_server()
    channel = a_channel(server)
    lines.look()
    server.stop()
    lines.listen(threading.Event())
    assert (list(lines.open), list(lines.not_before)) == ([], [channel.pk])


def test_a_channel_that_is_not_used_any_more_is_not_listened_to(mailbox, lines):
    channel = a_channel(mailbox)
    lines.look()
    assert list(lines.open) == [channel.pk]
    channel.is_active = False
    channel.save()
    lines.looked_at = 0.0
    lines.look()
    assert not lines.open
