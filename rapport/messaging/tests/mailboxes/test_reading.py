"""Every mail of a mailbox is kept once, whoever reads it, whatever happens to its folders."""

from datetime import UTC, datetime

import pytest
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from rapport.messaging.mailboxes import folders, reading
from rapport.messaging.mailboxes.folders import Offered
from rapport.messaging.models import RawMail
from rapport.messaging.tests.mailboxes.conftest import a_channel, a_mail

pytestmark = pytest.mark.django_db
LONG_AGO, LATER = datetime(2025, 3, 1, 9, tzinfo=UTC), datetime(2026, 6, 8, 9, tzinfo=UTC)


def subjects() -> list[str]:
    contents = RawMail.objects.order_by("uid").values_list("content", flat=True)
    return [bytes(content).split(b"Subject: ")[1].split(b"\r\n")[0].decode() for content in contents]


def test_new_mails_are_fetched_in_order_and_not_marked_as_seen(mailbox):
    channel = a_channel(mailbox)
    mailbox.receive(a_mail(1), a_mail(2))
    reading.read(channel)
    mailbox.receive(a_mail(3), at=LATER)
    reading.read(channel)
    reading.read(channel)

    assert subjects() == ["Question 1", "Question 2", "Question 3"]
    assert b"\\Seen" not in mailbox.flags()
    folder = channel.folders.get()
    last = RawMail.objects.get(uid=folder.last_uid)
    assert (folder.name, last.received_at, bytes(last.content)) == ("INBOX", LATER, a_mail(3))
    channel.refresh_from_db()
    assert (channel.error, channel.checked_at is not None) == ("", True)


def test_a_mail_that_a_colleague_read_elsewhere_is_fetched_all_the_same(mailbox):
    mailbox.receive(a_mail(1))
    mailbox.change_flags(b"\\Seen", b"\\Answered")

    reading.read(a_channel(mailbox))

    assert subjects() == ["Question 1"]


def test_the_same_message_id_twice_is_two_mails(mailbox):
    mailbox.receive(a_mail(1, message_id="<same@example.com>"), a_mail(2, message_id="<same@example.com>"))
    reading.read(a_channel(mailbox))
    assert subjects() == ["Question 1", "Question 2"]


def test_one_mail_in_two_mailboxes_is_kept_for_each(mailbox, other_mailbox):
    mailbox.receive(a_mail(1))
    other_mailbox.receive(a_mail(1))
    for channel in (a_channel(mailbox), a_channel(other_mailbox, "shop@linden.example")):
        reading.read(channel)
    assert RawMail.objects.values("channel", "digest").distinct().count() == 2


def test_a_folder_that_is_numbered_anew_is_read_again_and_nothing_is_doubled(mailbox):
    mailbox.client.create_folder("Shop")
    channel = a_channel(mailbox)
    folders.choose(channel, [Offered("Shop")])
    same = a_mail(3)
    mailbox.receive(a_mail(1), a_mail(2), same, same, folder="Shop")
    reading.read(channel)
    before = set(RawMail.objects.values_list("pk", flat=True))

    mailbox.number_anew("Shop")
    mailbox.receive(a_mail(4), folder="Shop")
    reading.read(channel)

    rows = RawMail.objects.all()
    assert len(rows) == 5
    assert before < {row.pk for row in rows}
    assert {row.uid_validity for row in rows} == {channel.folders.get().uid_validity}


def test_older_mails_are_left_alone_until_somebody_wants_them(mailbox):
    channel = a_channel(mailbox)
    channel.settings["since"] = "2026-01-01"
    channel.save()
    mailbox.receive(a_mail(1), at=LONG_AGO)
    mailbox.receive(a_mail(2), at=LATER)
    reading.read(channel)
    assert subjects() == ["Question 2"]


def test_the_folder_of_sent_mail_is_read_as_such(mailbox):
    mailbox.client.create_folder("Sent")
    channel = a_channel(mailbox)
    reading.read(channel)
    assert list(channel.folders.values_list("name", "is_sent")) == [("INBOX", False), ("Sent", True)]


def test_a_lot_of_mail_is_read_a_portion_at_a_time(mailbox, monkeypatch):
    monkeypatch.setattr("rapport.messaging.mailboxes.fetching.PORTION_MAILS", 2)
    channel = a_channel(mailbox)
    mailbox.receive(*(a_mail(n) for n in range(5)))

    assert reading.read(channel, seconds=0)
    assert RawMail.objects.count() == 0
    assert not reading.read(channel)
    assert RawMail.objects.count() == 5


def test_what_is_too_large_stays_in_the_mailbox_and_is_told_of(mailbox, monkeypatch):
    monkeypatch.setattr("rapport.messaging.mailboxes.fetching.LARGEST_BYTES", 1000)
    mailbox.receive(a_mail(1, text="x" * 2000), a_mail(2))
    reading.read(a_channel(mailbox))

    large, small = RawMail.objects.order_by("uid")
    assert (large.state, large.rule, b"Question 1" in bytes(large.content)) == ("quarantined", "too_large", True)
    assert "50 MB" in large.reason
    assert bytes(small.content) == a_mail(2)


@pytest.mark.parametrize(
    "settings, said",
    [
        ({"user": "nobody"}, "does not accept the user name or the password"),
        ({"imap": {"host": "127.0.0.1", "port": 1, "security": "none"}}, "Nothing answers at 127.0.0.1 on port 1"),
        ({"imap": {"host": "imap.invalid", "port": 993, "security": "tls"}}, "There is no server called imap.invalid"),
        ("starttls", "no encryption after connecting"),
        ("tls", "does not speak TLS"),
    ],
)
def test_what_fails_is_said_in_words_and_tried_later(mailbox, settings, said):
    channel = a_channel(mailbox)
    if isinstance(settings, str):
        settings = {"imap": channel.settings["imap"] | {"security": settings}}
    channel.settings |= settings
    reading.read(channel)

    channel.refresh_from_db()
    assert said in channel.error
    assert channel.retry_at > channel.failing_since


def test_a_folder_that_went_is_told_of_and_the_others_are_read(mailbox):
    channel = a_channel(mailbox)
    folders.choose(channel, [Offered("Archive"), Offered("INBOX")])
    mailbox.receive(a_mail(1))
    reading.read(channel)

    channel.refresh_from_db()
    assert (RawMail.objects.count(), "“Archive”" in channel.error) == (1, True)

    mailbox.client.create_folder("Archive")
    reading.read(channel)
    channel.refresh_from_db()
    assert (channel.error, channel.failing_since, channel.retry_at) == ("", None, None)


def test_a_mail_that_the_server_cannot_give_out_does_not_hold_up_the_others(mailbox, monkeypatch):
    """As some servers do with a mail that is broken in their store: the whole answer is an error."""
    asked = IMAPClient.fetch

    def fetch(client, uids, data, *args):
        told = asked(client, uids, data, *args)
        if "BODY.PEEK[]" in data and any(b"Question 2" in one[b"BODY[]"] for one in told.values()):
            raise IMAPClientError("fetch failed: internal error")
        return told

    mailbox.receive(a_mail(1), a_mail(2), a_mail(3))
    monkeypatch.setattr(IMAPClient, "fetch", fetch)
    channel = a_channel(mailbox)
    reading.read(channel)

    broken = RawMail.objects.get(rule="not_given")
    assert (broken.state, b"Question 2" in bytes(broken.content)) == ("quarantined", True)
    assert subjects() == ["Question 1", "Question 2", "Question 3"]
    assert channel.folders.get().last_uid == RawMail.objects.latest("uid").uid
