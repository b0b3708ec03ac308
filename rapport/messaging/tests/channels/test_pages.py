"""Channels of providers on the pages of the house."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rapport.core.registry import checks
from rapport.customers.models import Handle
from rapport.messaging.accounts import secrets_of
from rapport.messaging.channels import identities, working
from rapport.messaging.channels.events import Came
from rapport.messaging.channels.notices import notices
from rapport.messaging.channels.taking_in import take_in
from rapport.messaging.models import Channel, Identity, Message, Place, WebhookEvent
from rapport.messaging.tests.channels.kinds import KINDS
from rapport.messaging.tests.channels.making import a_channel, a_message
from rapport.messaging.tests.channels.server import Reply

KIND = {kind.name: kind for kind in KINDS}
TYPED = {"name": "Ours", "promise_kind": "reply", "token": "key-of-ours", "language": ""}


def typed(provider, **more) -> dict:
    return TYPED | {"base_url": provider.url, "public_url": "https://crm.example"} | more


@pytest.fixture
def mark(client, cast):
    client.force_login(cast["mark"])
    return cast["mark"]


@pytest.mark.parametrize(
    ("kind", "more", "answer"),
    [
        ("sms", {"address": "+420 777 000 111", "account_id": "AC1"}, {"friendly_name": "Linden"}),
        (
            "whatsapp",
            {"address": "+420 777 000 111", "account_id": "555", "signing": "s", "verify": "v"},
            {"verified_name": "Linden"},
        ),
        ("messenger", {"address": "linden", "account_id": "555", "signing": "s", "verify": "v"}, {"name": "Linden"}),
        (
            "instagram",
            {"address": "linden", "account_id": "555", "signing": "s", "verify": "v"},
            {"username": "Linden"},
        ),
        ("telegram", {"address": "@linden_bot"}, {"ok": True, "result": {"username": "Linden"}}),
        ("mastodon", {"address": "@linden"}, {"acct": "Linden"}),
    ],
)
def test_an_account_is_tried_and_set_up(client, provider, business, mark, kind, more, answer):
    address = f"/settings/channels/new/{kind}/"
    assert client.get(address).status_code == 200
    provider.answers(Reply(200, answer))
    tried = client.post(address, typed(provider, **more, **{"try": "1"})).content.decode()
    assert "Signed in as Linden" in tried
    assert "key-of-ours" not in tried or 'value="key-of-ours"' not in tried
    assert not Channel.objects.exists()

    assert client.post(address, typed(provider, **more)).status_code == 302
    channel = Channel.objects.get()
    assert secrets_of(channel)["token"] == "key-of-ours"
    assert "key-of-ours" not in channel.secrets
    if kind != "mastodon":
        assert channel.settings["hook_url"] == f"https://crm.example/hooks/{channel.pk}/"
    assert client.get(f"/settings/channels/{channel.pk}/").status_code == 200


def test_what_is_missing_or_wrong_is_said_beside_its_field(client, provider, business, mark):
    response = client.post("/settings/channels/new/whatsapp/", typed(provider, address="12", templates="order_ready"))
    page = response.content.decode()
    assert response.status_code == 422
    assert "Write the number with its country" in page
    assert page.count("This field is required") >= 3
    assert "Begin with a name and a language" in page


def test_a_key_that_is_not_accepted_is_said_when_it_is_tried(client, provider, business, mark):
    provider.answers(KIND["telegram"].locked)
    page = client.post(
        "/settings/channels/new/telegram/", typed(provider, address="@b", **{"try": "1"})
    ).content.decode()
    assert "is not accepted any more" in page


def test_a_secret_that_is_replaced_stays_good_until_somebody_says_it_may_go(client, provider, business, mark):
    channel = a_channel(KIND["whatsapp"], provider)
    address = f"/settings/channels/{channel.pk}/"
    more = {"address": channel.address, "account_id": "555"}
    more["templates"] = "ready en_GB\nHello {{1}},\n\nit is ready.\n---\nthanks ka\nგმადლობთ"
    client.post(address, typed(provider, **more, signing="newer-secret", token="", verify=""))

    channel.refresh_from_db()
    kept = secrets_of(channel)
    assert (kept["signing"], kept["signing_before"], kept["token"]) == ("newer-secret", "signing-secret", "key-of-ours")
    assert channel.settings["templates"][0] == {
        "name": "ready", "language": "en_GB", "text": "Hello {{1}},\n\nit is ready.",
    }  # fmt: skip
    page = client.get(address).content.decode()
    assert "newer-secret" not in page
    assert "გმადლობთ" in page

    client.post(address, typed(provider, **more, token="", forget_before="on"))
    channel.refresh_from_db()
    assert "signing_before" not in secrets_of(channel)


def test_telegram_is_told_where_to_call_and_by_which_word(provider, business):
    from rapport.messaging.channels import polling

    channel = a_channel(KIND["telegram"], provider)
    channel.settings["hook_url"] = "https://crm.example/hooks/1/"
    channel.save()
    polling.connect(channel, at=timezone.now())
    assert provider.last.path.endswith("/setWebhook")
    asked = provider.last.json
    assert (asked["url"], asked["secret_token"]) == ("https://crm.example/hooks/1/", "signing-secret")


def test_a_link_of_ours_proves_who_writes(provider, business, cora):
    channel = a_channel(KIND["telegram"], provider)
    token = identities.link_for(cora, channel).partition("?start=")[2]
    assert len(token) <= 64
    assert identities.customer_of_link(token) == cora
    assert identities.customer_of_link(token[:-4] + token[:4]) is None
    assert identities.customer_of_link("nonsense") is None

    message = take_in(channel, Came("4711", f"/start {token}", "4711:1", "Cora"), at=timezone.now())
    assert message.customer == cora
    assert Identity.objects.get().confirmed_at


def test_an_account_belongs_to_one_and_can_be_taken_away(client, provider, business, mark, cora):
    channel = a_channel(KIND["mastodon"], provider)
    message = take_in(channel, Came("Ana@social.example", "Hi", "9", "Ana"), at=timezone.now())
    with pytest.raises(identities.SomebodyElses):
        identities.confirm(cora, "mastodon", "ana@social.example", at=timezone.now())

    page = client.get(f"/customers/{message.customer_id}/").content.decode()
    assert "Accounts on networks" in page
    identity = Identity.objects.get()
    assert client.get(f"/customers/identities/{identity.pk}/parting/").status_code == 200
    assert client.post(f"/customers/identities/{identity.pk}/parting/").status_code == 302
    identity = identities.confirm(cora, "mastodon", "ana@social.example", at=timezone.now())
    again = take_in(channel, Came("ana@social.example", "Hello", "10", "Ana", where=None), at=timezone.now())
    assert identity.customer == cora
    assert again.conversation.customer == message.customer, "what was begun stays where it is"


def test_somebody_here_says_that_an_account_is_theirs(client, provider, business, mark, cora):
    identity = Identity.objects.create(customer=cora, kind="instagram", key="4711", name="@cora")
    assert "Not confirmed" in client.get(f"/customers/{cora.pk}/").content.decode()
    client.post(f"/customers/identities/{identity.pk}/confirmation/")
    identity.refresh_from_db()
    assert identity.confirmed_at


def test_customers_are_invited_to_follow_our_pages_if_they_agreed_to_such(client, provider, business, mark, cora):
    a_channel(KIND["instagram"], provider)
    Channel.objects.create(kind="email", name="Hello", address="hello@linden.example", is_default=True)
    cora.emails.create(address="cora@example.com", key="cora@example.com", is_preferred=True)
    address = f"/customers/{cora.pk}/invitations/new/"
    assert "https://www.instagram.com/linden" in client.get(address).content.decode()

    assert client.post(address, {"text": "Follow us: https://www.instagram.com/linden"}).status_code == 302
    message = Message.objects.get()
    assert (message.purpose, message.state, message.reason) == ("marketing", "refused", "no_consent")
    assert client.post(address, {"text": " "}).status_code == 422


def test_whoever_answers_sees_until_when_and_who_reads_along(provider, business):
    now = timezone.now()
    whatsapp = a_channel(KIND["whatsapp"], provider)
    whatsapp.settings["templates"] = [{"name": "a", "language": "en", "text": "Hello"}]
    fresh = a_message(whatsapp, KIND["whatsapp"]).conversation
    assert notices(fresh, at=now).closes_at == fresh.last_in_at + timedelta(hours=24)
    assert not notices(fresh, at=now).templates
    stale = a_message(whatsapp, KIND["whatsapp"], since=timedelta(days=2)).conversation
    assert (notices(stale, at=now).is_closed, len(notices(stale, at=now).templates)) == (True, 1)

    mastodon = a_channel(KIND["mastodon"], provider)
    direct = a_message(mastodon, KIND["mastodon"]).conversation
    assert notices(direct, at=now).is_unsealed
    Place.objects.filter(message__conversation=direct).update(is_public=True, url="https://social.example/9")
    assert (notices(direct, at=now).is_public, notices(direct, at=now).url) == (True, "https://social.example/9")


def test_the_conversation_says_that_everybody_reads_along(client, provider, business, mark, cora):
    channel = a_channel(KIND["mastodon"], provider)
    conversation = a_message(channel, KIND["mastodon"]).conversation
    conversation.customer = cora
    conversation.save()
    Place.objects.update(is_public=True)
    assert "Everybody can read your answer." in client.get(f"/inbox/{conversation.pk}/").content.decode()


def test_approved_words_are_sent_with_their_gaps_filled_in(client, provider, business, mark, cora):
    channel = a_channel(KIND["whatsapp"], provider)
    words = [{"name": "ready", "language": "en", "text": "Hello {{1}},\n\nyour order {{2}} is ready."}]
    Channel.objects.update(settings=channel.settings | {"templates": words})
    conversation = a_message(channel, KIND["whatsapp"], since=timedelta(days=2)).conversation
    address = f"/inbox/{conversation.pk}/approved-words/"
    assert client.get(address).status_code == 302, "nobody knows yet whose it is"
    conversation.customer = cora
    conversation.save()
    assert "Send approved words" in client.get(f"/inbox/{conversation.pk}/").content.decode()
    assert client.get(address).content.decode().count('name="gap_') == 2

    assert client.post(address, {"template": "0", "gap_0": "Cora", "gap_1": " "}).status_code == 422
    assert client.post(address, {"template": "7"}).status_code == 404
    assert client.post(address, {"template": "0", "gap_0": "Cora", "gap_1": "12"}).status_code == 302
    message = Message.objects.get(by=mark)
    assert (message.text, message.state) == ("Hello Cora,\n\nyour order 12 is ready.", "queued")


def test_calls_that_could_not_be_worked_through_are_shown_without_what_they_said(client, provider, business, mark):
    channel = a_channel(KIND["telegram"], provider)
    working.keep(channel, "1", b'{"secret": "personal words"}', "application/json", timezone.now())
    WebhookEvent.objects.update(error="DataError")
    page = client.get("/settings/calls/").content.decode()
    assert "DataError" in page
    assert "personal words" not in page
    event = WebhookEvent.objects.get()
    assert client.post(f"/settings/calls/{event.pk}/again/").status_code == 302
    assert [one.state for one in checks["calls"].look(timezone.now())] == ["warning"]


def test_old_calls_are_forgotten_but_for_the_last(provider, business):
    channel = a_channel(KIND["mastodon"], provider)
    long_ago = timezone.now() - timedelta(days=20)
    for number in range(3):
        working.keep(channel, str(number), b"{}", "", long_ago + timedelta(seconds=number))
    WebhookEvent.objects.update(done_at=long_ago)
    assert working.forget_old(timezone.now() - working.KEPT_FOR) == 2
    assert working.last_event_id(channel) == "2"


@pytest.mark.parametrize(
    ("network", "handle", "page"),
    [
        ("instagram", "@linden", "https://www.instagram.com/linden"),
        ("telegram", "linden", "https://t.me/linden"),
        ("whatsapp", "+995 599 12 34 56", "https://wa.me/995599123456"),
        ("other", "@ana@social.example", "https://social.example/@ana"),
        ("facebook", "https://www.facebook.com/linden", "https://www.facebook.com/linden"),
        ("viber", "+995 599 12 34 56", ""),
        ("x", "not a name", ""),
    ],
)
def test_a_profile_of_a_customer_is_a_link_where_it_follows_from_its_name(network, handle, page):
    assert Handle(network=network, handle=handle).page == page
