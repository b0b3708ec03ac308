"""What every adapter keeps to when its provider calls."""

import json

import pytest
from django.utils import timezone

from rapport.customers.models import Customer
from rapport.messaging.channels import graph, sms, working
from rapport.messaging.channels.adapters import adapters
from rapport.messaging.channels.receipts import NotYet
from rapport.messaging.models import Channel, Conversation, Message, WebhookEvent
from rapport.messaging.tests.channels.kinds import CALLING, KINDS, TELLING, VERIFY, posted
from rapport.messaging.tests.channels.making import a_channel, a_message
from rapport.timeline.models import Entry

calling = pytest.mark.parametrize("kind", CALLING, ids=lambda kind: kind.name)
telling = pytest.mark.parametrize("kind", TELLING, ids=lambda kind: kind.name)
HOST = "http://testserver"
pytestmark = pytest.mark.usefixtures("ann")  # somebody works here


def call(client, channel, kind, data, *, key="", body=None, as_if=None):
    """A call of the provider; `as_if`: signed for other words than those that come."""
    path = f"/hooks/{channel.pk}/"
    made = posted(kind, data, HOST + path, key, body)
    headers = made.headers if as_if is None else posted(kind, as_if, HOST + path, key).headers
    return client.post(path, made.body, content_type=made.content_type, headers=headers)


def work(channel) -> None:
    for event in WebhookEvent.objects.filter(channel=channel, done_at=None).order_by("pk"):
        working.work_off(event)


@calling
def test_words_become_a_conversation_with_somebody_new(client, kind, provider, business):
    channel = a_channel(kind, provider)

    assert call(client, channel, kind, kind.words("11", "Is it ready?")).status_code == 200
    assert not Message.objects.exists(), "the provider is answered first"
    work(channel)

    message = Message.objects.get()
    assert (message.text, message.direction, message.conversation.peer) == ("Is it ready?", "in", kind.to)
    assert message.customer.source == kind.name
    assert message.conversation.due_at, "an answer is owed"
    assert Channel.objects.get().last_received_at


@calling
def test_told_twice_is_told_once(client, kind, provider, business):
    channel = a_channel(kind, provider)
    for _time in range(2):
        assert call(client, channel, kind, kind.words("11", "Is it ready?")).status_code == 200
    assert WebhookEvent.objects.count() == 1
    work(channel)
    WebhookEvent.objects.update(done_at=None)  # as if the worker had died before the end
    work(channel)

    assert Message.objects.count() == Customer.objects.count() == 1


@calling
def test_what_comes_next_goes_on_in_the_same_conversation(client, kind, provider, business):
    channel = a_channel(kind, provider)
    for key, text in (("12", "And the box?"), ("11", "Is it ready?")):  # in whatever order
        call(client, channel, kind, kind.words(key, text))
    work(channel)

    assert Conversation.objects.get().messages.count() == 2
    assert Customer.objects.count() == 1


@calling
@pytest.mark.parametrize("forged", ["nothing", "other key", "other words"])
def test_what_is_not_proved_is_not_even_kept(client, kind, provider, business, forged):
    channel, data = a_channel(kind, provider), kind.words("11", "Give me a discount")
    if forged == "nothing":
        made = posted(kind, data, HOST)
        response = client.post(f"/hooks/{channel.pk}/", made.body, content_type=made.content_type)
    elif forged == "other key":
        response = call(client, channel, kind, data, key="guessed")
    elif kind.name == "telegram":
        return  # a word of theirs in a header proves who calls, not what they say
    else:
        response = call(client, channel, kind, data, as_if=kind.words("11", "Thank you"))
    assert response.status_code == 403
    assert not WebhookEvent.objects.exists()


@calling
def test_two_secrets_are_good_while_they_are_changed(client, kind, provider, business):
    name = "token" if kind.name == "sms" else "signing"
    channel = a_channel(kind, provider, **{name: "the-new-one", f"{name}_before": "the-old-one"})
    for number, key in enumerate(("the-new-one", "the-old-one"), 11):
        assert call(client, channel, kind, kind.words(str(number), "Hi"), key=key).status_code == 200
    assert call(client, channel, kind, kind.words("13", "Hi"), key="the-one-before").status_code == 403


@calling
def test_what_nobody_understands_is_kept_and_harms_nothing(client, kind, provider, business):
    channel = a_channel(kind, provider)
    strange = [{"a": "1"}, {"entry": "2", "message": "3", "MessageStatus": "new-status"}]
    strange += [] if kind.name == "sms" else [{"entry": [1, {"changes": [None], "messaging": [{"message": []}]}]}]
    for data in strange:
        assert call(client, channel, kind, data).status_code == 200
    if kind.name != "sms":
        assert call(client, channel, kind, {}, body=b"{not json").status_code == 200
    work(channel)
    assert not Message.objects.exists()
    assert not WebhookEvent.objects.filter(done_at=None).exists()


@calling
def test_a_channel_that_is_not_in_use_has_no_address(client, kind, provider, business):
    channel = a_channel(kind, provider)
    Channel.objects.update(is_active=False)
    assert call(client, channel, kind, kind.words("11", "Hi")).status_code == 404
    assert client.get(f"/hooks/{channel.pk}/").status_code == 404


@telling
def test_receipts_say_how_far_a_message_got_in_whatever_order_they_come(client, kind, provider, business):
    channel = a_channel(kind, provider)
    message = a_message(channel, kind, state="sent", provider_id="ours-1", sent_at=timezone.now().replace(year=2024))

    call(client, channel, kind, kind.opened)
    call(client, channel, kind, kind.delivered)
    work(channel)

    message.refresh_from_db()
    assert (message.state, bool(message.delivered_at), bool(message.opened_at)) == ("opened", True, True)


@pytest.mark.parametrize("kind", [kind for kind in TELLING if kind.failed], ids=lambda kind: kind.name)
def test_what_they_could_not_deliver_is_shown_with_its_reason(client, kind, provider, business):
    channel = a_channel(kind, provider)
    message = a_message(channel, kind, state="sent", provider_id="ours-1", sent_at=timezone.now())
    version = message.conversation.version

    call(client, channel, kind, kind.failed)
    work(channel)

    message.refresh_from_db()
    assert (message.state, message.reason) == ("failed", kind.failed_reason)
    assert Conversation.objects.get().version == version + 1, "whoever has it open sees it"
    assert Entry.objects.filter(kind="message.failed", subject_id=message.pk).count() == (message.customer is not None)


def test_a_receipt_that_is_quicker_than_we_are_waits_for_its_message(client, provider, business):
    kind = KINDS[0]
    channel = a_channel(kind, provider)
    message = a_message(channel, kind, state="sending")
    call(client, channel, kind, kind.delivered)
    with pytest.raises(NotYet):
        work(channel)
    assert WebhookEvent.objects.get().error == "NotYet"

    Message.objects.filter(pk=message.pk).update(state="sent", provider_id="ours-1", sent_at=timezone.now())
    work(channel)
    assert Message.objects.get(pk=message.pk).state == "delivered"
    assert WebhookEvent.objects.get().error == ""


def test_one_call_for_several_accounts_reaches_each(client, provider, business):
    kind = next(kind for kind in KINDS if kind.name == "whatsapp")
    channel = a_channel(kind, provider)
    other = a_channel(kind.__class__(**kind.__dict__ | {"address": "+420777000222"}), provider)
    Channel.objects.filter(pk=other.pk).update(settings=other.settings | {"account": "777"})
    data = json.loads(json.dumps(kind.words("11", "Hi")).replace('"555"', '"777"'))

    call(client, channel, kind, data)
    work(channel)
    assert Message.objects.get().channel == other


@pytest.mark.parametrize("name", ["whatsapp", "messenger", "instagram"])
def test_the_first_question_of_meta_is_answered_with_its_challenge(client, provider, business, name):
    channel = a_channel(next(kind for kind in KINDS if kind.name == name), provider)
    asked = {"hub.mode": "subscribe", "hub.verify_token": VERIFY, "hub.challenge": "1158201444"}
    response = client.get(f"/hooks/{channel.pk}/", asked)
    assert (response.status_code, response.content) == (200, b"1158201444")
    assert response["Content-Type"].startswith("text/plain")

    assert client.get(f"/hooks/{channel.pk}/", asked | {"hub.verify_token": "guessed"}).status_code == 404


def test_signatures_are_those_of_the_documents():
    """DOMAIN 13.5, and the example of twilio.com/docs/usage/security."""
    assert graph.signature("secret", b"test") == (
        "sha256=0329a06b62cd16b33eb6792be8c60b158d89a2ee3a876fce9a881ebb488c0914"
    )
    body = b"CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212"
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    assert sms.signature("12345", url, body) == "RSOYDt4T1cUTdK1PDd93/VVr8B8="


def test_files_are_fetched_with_the_key_of_their_provider(client, provider, business):
    from rapport.messaging.tests.channels.server import Reply

    kind = next(kind for kind in KINDS if kind.name == "whatsapp")
    channel = a_channel(kind, provider)
    data = kind.words("11", "")
    image = {"id": "media-1", "mime_type": "image/jpeg", "caption": "The scratch"}
    data["entry"][0]["changes"][0]["value"]["messages"][0] |= {"type": "image", "image": image}
    provider.by_path["/media-1"] = Reply(200, {"url": f"{provider.url}/there"})
    provider.by_path["/there"] = Reply(200, content=b"\xff\xd8\xff\xe0picture")

    call(client, channel, kind, data)
    work(channel)

    message = Message.objects.get()
    assert (message.text, message.files.get().name) == ("The scratch", "file-1.jpg")
    assert [asked.headers["authorization"] for asked in provider.asked] == ["Bearer key-of-ours"] * 2


def test_a_file_that_cannot_be_had_does_not_hold_up_the_words(client, provider, business):
    from rapport.messaging.tests.channels.server import Reply

    kind = next(kind for kind in KINDS if kind.name == "messenger")
    channel = a_channel(kind, provider)
    data = kind.words("11", "Look")
    there = {"type": "image", "payload": {"url": f"{provider.url}/gone.jpg"}}
    data["entry"][0]["messaging"][0]["message"]["attachments"] = [there]
    provider.by_path["/gone.jpg"] = Reply(404)
    call(client, channel, kind, data)
    work(channel)
    assert Message.objects.get().defects == ["a file could not be fetched"]


def test_every_adapter_is_there_and_small():
    from pathlib import Path

    for kind in KINDS:
        file = Path(__import__(type(adapters[kind.name]).__module__, fromlist=["x"]).__file__)
        assert len(file.read_text().splitlines()) <= 200, file.name
