"""What `bin/rapport doctor` says about channels."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rapport.messaging.mailboxes import reading
from rapport.messaging.mailboxes.checks import channels
from rapport.messaging.tests.mailboxes.conftest import a_channel

pytestmark = pytest.mark.django_db


def said(at=None) -> list[tuple[str, str]]:
    return [(finding.state, str(finding.means)) for finding in channels(at or timezone.now())]


def test_a_channel_that_works_is_fine(mailbox):
    channel = a_channel(mailbox, name="Hello")
    reading.read(channel)
    assert said() == [("ok", f"Hello: 127.0.0.1:{mailbox.port} lets us in.")]


def test_a_mail_server_that_does_not_answer_and_missing_mails_are_wrong(mailbox):
    channel = a_channel(mailbox, name="Hello")
    reading.read(channel)
    channel.folders.update(comparison={"missing": 3})
    channel.settings["imap"]["port"] = 1
    channel.save()
    reading.read(channel)
    assert said() == [
        ("wrong", "Hello: Nothing answers at 127.0.0.1 on port 1."),
        ("wrong", "Hello fails: Nothing answers at 127.0.0.1 on port 1."),
        ("wrong", "3 mails of Hello are in the mailbox and not here."),
    ]


def test_a_password_that_nobody_can_unseal_is_wrong(mailbox, settings):
    a_channel(mailbox, name="Hello")
    settings.SECRET_KEY = "another" * 10
    assert [state for state, _means in said()] == ["wrong"]


def test_a_mailbox_that_nobody_reads_is_wrong(mailbox):
    channel = a_channel(mailbox, name="Hello")
    reading.read(channel)
    assert said(timezone.now() + timedelta(hours=1))[-1] == (
        "wrong", "The mailbox of Hello has not been read for half an hour.",
    )  # fmt: skip
