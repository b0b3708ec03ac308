"""Mails are signed so that whoever receives them can tell (DKIM): checked by somebody else's program."""

from html import unescape
from types import SimpleNamespace

import dkim
import dns.resolver
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F

from rapport.messaging.accounts import keep_secrets, secrets_of
from rapport.messaging.models import Channel, Message
from rapport.messaging.outgoing import consents
from rapport.messaging.outgoing.actions import send
from rapport.messaging.outgoing.delivering import deliver
from rapport.messaging.setup.signing import kept, looked_up, record_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def signing_mailbox(mailbox):
    choose(mailbox, signs=True)
    return mailbox


def choose(channel: Channel, **typed: bool) -> None:
    """As the form keeps it."""
    channel.settings, secrets = kept(channel, typed)
    keep_secrets(channel, **secrets)
    channel.save()


def is_genuine(content: bytes, channel: Channel) -> bool:
    """As a receiver sees it who asks the DNS for the record that the account's page shows."""
    name, text = record_of(channel)
    return dkim.verify(content, dnsfunc=lambda asked, timeout: text.encode() if asked == f"{name}.".encode() else None)


@pytest.mark.parametrize("text", ["Your chair.", "თქვენი სკამი მზადაა.\n\n\n", ".\n..\nends  \n\t", "x" * 3000])
def test_what_a_mail_server_receives_is_genuine_in_every_script(signing_mailbox, mail_server, cora, ann, text):
    send(cora, text, html=f"<p>{text}</p>", by=ann, subject=text[:90], files=[SimpleUploadedFile("list.txt", b"1\n2")])
    deliver()

    content = mail_server.taken[0].content
    assert is_genuine(content, signing_mailbox)
    assert not is_genuine(content.replace(b"Subject: ", b"Subject: Not "), signing_mailbox)
    assert not is_genuine(content + b"More\r\n", signing_mailbox)
    assert not is_genuine(b"From: eve@example.com\r\n" + content, signing_mailbox)


def test_the_domain_is_that_of_the_sender_and_stopping_by_one_click_is_signed(signing_mailbox, mail_server, cora):
    consents.give(cora, "marketing", wording="Yes", version="1", language="en", how="form")
    send(cora, "News!", subject="News", purpose="marketing")
    Message.objects.update(send_after=F("at"))  # it may be night
    deliver()

    taken = mail_server.taken[0]
    said = dict(part.strip().split("=", 1) for part in taken.mail["DKIM-Signature"].split(";"))
    signed = [name.strip() for name in said["h"].split(":")]
    assert said["d"] == taken.mail["From"].addresses[0].domain == taken.sender.split("@")[1] == "linden.example"
    assert taken.mail["Message-ID"].endswith("@linden.example>")
    assert {"From", "Date", "Message-ID", "MIME-Version", "List-Unsubscribe", "List-Unsubscribe-Post"} <= set(signed)
    assert is_genuine(taken.content, signing_mailbox)


def test_without_a_key_and_when_it_is_switched_off_nothing_is_signed(signing_mailbox, mail_server, cora):
    choose(signing_mailbox, signs=False)
    send(cora, "Your chair is ready.")
    deliver()
    assert "DKIM-Signature" not in mail_server.taken[0].mail


def test_a_new_key_has_a_new_name_in_the_dns(signing_mailbox):
    before = record_of(signing_mailbox)
    assert kept(signing_mailbox, {"signs": True}) == (signing_mailbox.settings, {})

    choose(signing_mailbox, signs=True, new_key=True)
    after = record_of(signing_mailbox)
    assert before[0] != after[0] and before[1] != after[1]


def test_whoever_sets_an_account_up_is_shown_the_record_and_never_the_key(client, cast, mailbox):
    client.force_login(cast["mark"])
    url = f"/settings/channels/{mailbox.pk}/"
    typed = {"name": "Hello", "address": mailbox.address, "promise_kind": "reply", "service": "ours", "signs": "on"}
    tried = client.post(url, typed | {"try": "1"}).content.decode()
    assert "There is none yet" in tried and "v=DKIM1" not in tried

    client.post(url, typed)

    mailbox.refresh_from_db()
    name, text = record_of(mailbox)
    page = client.get(url).content.decode()
    assert name in page and text in unescape(page)
    assert "PRIVATE KEY" not in page and "PRIVATE KEY" in secrets_of(mailbox)["dkim_key"]


@pytest.mark.parametrize(
    "answer, is_fine", [("as shown", True), ("v=DKIM1; p=other", False), (dns.resolver.NXDOMAIN(), False)]
)
def test_the_dns_is_asked_for_the_record(signing_mailbox, monkeypatch, answer, is_fine):
    record = record_of(signing_mailbox)

    def resolve(name, kind, lifetime):
        assert (name, kind) == (record[0], "TXT")
        if isinstance(answer, Exception):
            raise answer
        text = (record[1] if answer == "as shown" else answer).encode()
        return [SimpleNamespace(strings=(text[:255], text[255:]))]

    monkeypatch.setattr(dns.resolver, "resolve", resolve)
    assert looked_up(record).is_fine is is_fine
