"""A mailbox at Microsoft or Google is opened by a sign-in there; no password is typed here."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import requests
from django.utils import timezone

from rapport.messaging.mailboxes import reading
from rapport.messaging.models import Channel, MailPass, Message, RawMail
from rapport.messaging.outgoing.actions import send
from rapport.messaging.outgoing.delivering import deliver
from rapport.messaging.tests.mailboxes.conftest import a_mail
from rapport.staff.sealing import unseal

pytestmark = pytest.mark.django_db


@pytest.fixture
def mark(client, cast):
    client.force_login(cast["mark"])
    return client


def go_there(client, channel) -> str:
    """As a browser would; answers where the provider sends it back to."""
    there = client.get(f"/settings/channels/{channel.pk}/sign-in/").headers["Location"]
    return requests.get(there, allow_redirects=False, timeout=5).headers["Location"]


def come_back(client, address: str):
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}", follow=True)


def signed_in(client, channel) -> MailPass:
    come_back(client, go_there(client, channel))
    return MailPass.objects.get()


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def an_hour_later() -> None:
    late = timezone.now() - timedelta(hours=1)
    MailPass.objects.update(ends_at=late, renewed_at=late)


def test_a_mailbox_is_opened_by_a_sign_in_and_mail_comes_and_goes(mark, provider, account, cora):
    page = f"/settings/channels/{account.pk}/"
    assert "One step more: sign in at Microsoft" in text_of(mark.get(page))

    answer = come_back(mark, go_there(mark, account))

    assert "INBOX" in text_of(answer)  # its folders, to choose from
    assert "Signed in at Microsoft" in text_of(mark.get(page))
    provider.mailbox.receive(a_mail(1))
    reading.read(account)
    assert RawMail.objects.get().channel == account
    message = send(cora, "Your chair is ready.", channel=account)
    deliver()
    message.refresh_from_db()
    assert (message.state, len(provider.taken)) == (Message.State.SENT, 1)


def test_tokens_are_sealed_and_renewed_before_they_end(mark, provider, account):
    first = signed_in(mark, account)
    assert not any(token in first.tokens for token in provider.open_tokens)
    assert all(token in unseal(first.tokens) for token in provider.open_tokens)

    provider.open_tokens.clear()
    an_hour_later()
    reading.read(account)
    reading.read(account)

    account.refresh_from_db()
    assert account.failing_since is None
    assert [sent["grant_type"] for sent in provider.asked] == ["authorization_code", "refresh_token"]


def test_who_gives_no_other_token_to_ask_with_is_asked_with_the_first(mark, provider, account):
    provider.keeps_refresh_token = True
    signed_in(mark, account)
    for _time in range(2):
        an_hour_later()
        reading.read(account)
    account.refresh_from_db()
    assert (account.failing_since, len({sent.get("refresh_token") for sent in provider.asked[1:]})) == (None, 1)


def test_a_sign_in_that_ended_is_told_in_plain_words_with_the_way_to_a_new_one(mark, provider, account, cora):
    signed_in(mark, account)
    an_hour_later()
    provider.refresh_tokens.clear()  # a new password there, or an administrator who took it back

    reading.read(account)

    account.refresh_from_db()
    assert "Somebody has to sign in again" in account.error
    page = text_of(mark.get(f"/settings/channels/{account.pk}/"))
    assert "Microsoft does not let Rapport in any more" in page and f"{account.pk}/sign-in/" in page
    Channel.objects.update(failing_since=timezone.now() - timedelta(minutes=6))
    assert "Nobody may open Hello any more: sign in again" in text_of(mark.get("/"))
    waiting = send(cora, "Your chair is ready.", channel=account)
    deliver()
    assert Message.objects.get(pk=waiting.pk).state == Message.State.QUEUED
    asked = len(provider.asked)
    reading.read(account)
    assert len(provider.asked) == asked  # nobody knocks where nobody opens

    signed_in(mark, account)
    Message.objects.update(send_after=timezone.now(), claimed_at=None)
    deliver()
    account.refresh_from_db()
    assert (account.failing_since, Message.objects.get(pk=waiting.pk).state) == (None, Message.State.SENT)


def test_a_token_called_back_early_is_replaced_at_the_next_try(mark, provider, account):
    signed_in(mark, account)
    provider.open_tokens.clear()
    MailPass.objects.update(renewed_at=timezone.now() - timedelta(minutes=20))

    reading.read(account)
    account.refresh_from_db()
    assert account.retry_at < timezone.now() + timedelta(minutes=2)
    reading.read(account)

    account.refresh_from_db()
    assert account.failing_since is None


@pytest.mark.parametrize(
    "error, said",
    [("invalid_client", "the client secret has run out"), ("temporarily_unavailable", "cannot be asked at the moment")],
)
def test_what_is_not_the_persons_fault_does_not_ask_for_a_sign_in(mark, provider, account, error, said):
    signed_in(mark, account)
    an_hour_later()
    provider.says_no = error
    reading.read(account)
    account.refresh_from_db()
    assert said in account.error
    assert MailPass.objects.get().refused_at is None


def test_who_says_no_there_changes_nothing_here(mark, provider, account):
    provider.says_no = "access_denied"
    answer = come_back(mark, go_there(mark, account))
    assert "was not given leave" in text_of(answer)
    assert not MailPass.objects.exists()


def test_only_the_browser_that_went_there_comes_back_and_once(mark, provider, account, cast):
    back = go_there(mark, account)
    other = type(mark)()
    other.force_login(cast["olga"])
    assert "was not begun here" in text_of(come_back(other, back))
    come_back(mark, back)
    assert "was not begun here" in text_of(come_back(mark, back))


def test_who_types_no_password_for_such_an_address_signs_in(mark, provider):
    typed = {"name": "Shop", "address": "shop@outlook.com", "promise_kind": "reply", "password": ""}
    assert "Rapport never learns the password" in text_of(
        mark.post("/settings/channels/new/email/", typed | {"preview": "1"})
    )
    answer = mark.post("/settings/channels/new/email/", typed)
    channel = Channel.objects.get()
    assert (answer.headers["Location"], channel.settings["sign_in"]) == (
        f"/settings/channels/{channel.pk}/",
        "microsoft",
    )


@pytest.mark.parametrize("who, status", [("ann", 403), ("rita", 403)])
def test_only_who_sets_up_channels_signs_in_for_them(client, cast, account, who, status):
    client.force_login(cast[who])
    assert client.get(f"/settings/channels/{account.pk}/sign-in/").status_code == status
    assert client.get("/settings/channels/signed-in/").status_code == status
