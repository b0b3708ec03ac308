"""Settings, Channels: accounts are tried before they are saved, secrets are never shown again."""

import pytest

from rapport.messaging.accounts import imap_of, secrets_of, smtp_of
from rapport.messaging.incoming.listener import AddressBook
from rapport.messaging.incoming.testing import take_in
from rapport.messaging.models import Channel
from rapport.messaging.tests.mailboxes.conftest import PASSWORD, USER, a_channel, a_mail

pytestmark = pytest.mark.django_db
NEW = "/settings/channels/new/email/"


@pytest.fixture
def mark(client, cast):
    client.force_login(cast["mark"])
    return client


def typed(mailbox=None, **changed) -> dict:
    fields = {"name": "Hello", "address": "hello@linden.example", "promise_kind": "reply", "password": PASSWORD}
    if mailbox:
        server = {"imap_host": "127.0.0.1", "imap_port": mailbox.port, "imap_security": "none"}
        fields |= {"user": USER, **server}
    return fields | changed


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_an_account_is_tried_and_nothing_is_saved(mark, mailbox):
    answer = mark.post(NEW, typed(mailbox, **{"try": "1"}))
    assert "Signed in. There is 1 folder." in text_of(answer)

    answer = mark.post(NEW, typed(mailbox, password="wrong", **{"try": "1"}))
    assert "127.0.0.1 does not accept the user name or the password." in text_of(answer)
    assert not Channel.objects.exists()


def test_the_servers_of_a_known_provider_are_filled_in(mark):
    answer = mark.post(NEW, typed(address="shop@gmail.com", preview="1"))
    assert "Mail is fetched from imap.gmail.com, port 993." in text_of(answer)
    assert "app password" in text_of(answer)

    assert mark.post(NEW, typed(address="shop@gmail.com")).status_code == 302
    channel = Channel.objects.get()
    fetched, sent = imap_of(channel), smtp_of(channel)
    assert (fetched.host, fetched.port, fetched.security) == ("imap.gmail.com", 993, "tls")
    assert (sent.host, sent.port, sent.user, sent.password) == ("smtp.gmail.com", 465, "shop@gmail.com", PASSWORD)


@pytest.mark.parametrize(
    "changed, said",
    [
        ({}, "We don&#x27;t know the servers of this address"),
        ({"imap_host": "mail.linden.example", "password": ""}, "Write the password"),
        ({"address": "hello"}, "An e-mail address has an @ in it"),
        ({"imap_host": "imap://here"}, "Write the name of the server only"),
        ({"promise_kind": "no_such"}, "Select a valid choice"),
    ],
)
def test_what_makes_no_sense_is_said_beside_its_field(mark, changed, said):
    answer = mark.post(NEW, typed(**changed))
    assert (answer.status_code, said in text_of(answer)) == (422, True)


def test_a_password_is_sealed_never_shown_again_and_kept_when_left_empty(mark, mailbox):
    channel = a_channel(mailbox)
    url = f"/settings/channels/{channel.pk}/"
    assert PASSWORD not in channel.secrets
    assert PASSWORD not in text_of(mark.get(url))

    mark.post(url, typed(mailbox, name="Greetings", password=""))

    channel.refresh_from_db()
    assert (channel.name, secrets_of(channel)["password"]) == ("Greetings", PASSWORD)


def test_what_the_own_mail_server_is_called_is_asked_and_suggested_by_the_latest_mails(mark):
    own = {
        "trusted_host": "mx.linden.example",
        "reply_domain": "@Reply.Linden.example",
        "bounces": "back@linden.example",
    }
    assert mark.post(NEW, typed(service="ours", password="", **own)).status_code == 302
    channel = Channel.objects.get()
    kept = {name: channel.settings[name] for name in own}
    assert kept == own | {"reply_domain": "reply.linden.example"}

    take_in(channel, b"Authentication-Results: mx.other.example; spf=pass\r\n" + a_mail(1))
    page = text_of(mark.get(f"/settings/channels/{channel.pk}/"))
    assert "The latest mails begin with: mx.other.example" in page
    assert mark.post(NEW, typed(service="ours", trusted_host="no name")).status_code == 422
    assert AddressBook().channel_for("back@linden.example") == channel.pk


def test_how_googles_server_calls_itself_is_known(mark):
    mark.post(NEW, typed(address="shop@gmail.com"))
    assert Channel.objects.get().settings["trusted_host"] == "mx.google.com"


def test_an_address_may_arrive_at_our_own_mail_server(mark):
    assert mark.post(NEW, typed(service="ours", password="")).status_code == 302
    assert imap_of(Channel.objects.get()) is None


def test_another_provider_brings_its_own_servers(mark, mailbox):
    channel = a_channel(mailbox)
    url = f"/settings/channels/{channel.pk}/"
    mark.post(url, typed(mailbox, service="seznam"))
    channel.refresh_from_db()
    assert (imap_of(channel).host, imap_of(channel).port) == ("imap.seznam.cz", 993)


def test_an_unencrypted_way_to_somewhere_else_is_warned_of(mark):
    servers = {"imap_host": "mail.example.com", "imap_security": "none"}
    assert "unencrypted" in text_of(mark.post(NEW, typed(**servers, preview="1")))
    assert "unencrypted" not in text_of(mark.post(NEW, typed(imap_host="127.0.0.1", imap_security="none", preview="1")))


def test_an_edit_is_undone_with_its_account(mark, mailbox):
    channel = a_channel(mailbox)
    mark.post(f"/settings/channels/{channel.pk}/", typed(mailbox, imap_port=1, password="other"))
    page = mark.get("/settings/channels/").content.decode()
    step = page.split("/undo/?step=")[1].split('"')[0]

    mark.post(f"/settings/channels/{channel.pk}/undo/?step={step}")

    channel.refresh_from_db()
    assert (imap_of(channel).port, imap_of(channel).password) == (mailbox.port, PASSWORD)


def test_the_usual_channel_is_one_of_its_kind(mark):
    for name in ("Shop", "Workshop"):
        mark.post("/settings/channels/new/phone/", {"name": name, "promise_kind": "callback", "is_default": "on"})
    assert list(Channel.objects.filter(is_default=True).values_list("name", flat=True)) == ["Workshop"]


def test_a_channel_that_is_not_used_any_more_can_be_used_again(mark, mailbox):
    channel = a_channel(mailbox)
    assert "is not read any more" in text_of(mark.get(f"/settings/channels/{channel.pk}/end/"))
    mark.post(f"/settings/channels/{channel.pk}/end/")
    assert not Channel.objects.in_use().exists()
    mark.post(f"/settings/channels/{channel.pk}/return/")
    assert Channel.objects.in_use().get() == channel


def test_folders_are_chosen_from_those_at_the_server(mark, mailbox):
    mailbox.client.create_folder("Zákazníci")
    channel = a_channel(mailbox)
    url = f"/settings/channels/{channel.pk}/folders/"
    assert "Zákazníci" in text_of(mark.get(url))

    mark.post(url, {"folder": ["Zákazníci", "Not there"]})
    assert [folder.name for folder in channel.folders.all()] == ["Zákazníci"]
    assert mark.post(url, {}).status_code == 422


def test_the_mailboxes_are_shown_with_what_became_of_their_mails(mark, mailbox, django_assert_num_queries):
    from rapport.messaging.mailboxes import filling, reading

    channel = a_channel(mailbox)
    mailbox.receive(*(a_mail(n) for n in range(3)))
    reading.read(channel)
    filling.compare_all(channel)

    page = text_of(mark.get("/settings/channels/mailboxes/"))
    assert "INBOX" in page
    assert 'data-label="In the mailbox"><span class="tnum">3</span>' in page
    answer = mark.post(f"/settings/channels/{channel.pk}/filling/", {"since": "2026-05-01", "until": "2026-04-01"})
    assert (answer.status_code, "before the first" in text_of(answer)) == (422, True)
    assert mark.post(f"/settings/channels/{channel.pk}/filling/").status_code == 302
    assert 'class="job"' in text_of(mark.get("/settings/channels/mailboxes/"))


@pytest.mark.parametrize("who, status", [("mark", 200), ("ann", 403), ("rita", 403)])
def test_only_who_runs_the_house_sets_up_channels(client, cast, who, status):
    client.force_login(cast[who])
    assert client.get("/settings/channels/").status_code == status
    assert client.get(NEW).status_code == status
