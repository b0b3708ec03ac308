"""Mail providers call us: what arrived there is taken in, and what became of our mails is known."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime

import pytest

from rapport.messaging.accounts import keep_secrets
from rapport.messaging.models import Channel, ChannelKind, Conversation, Message, RawMail
from rapport.messaging.outgoing.suppressing import is_suppressed
from rapport.messaging.tests.mailboxes.conftest import a_mail

pytestmark = pytest.mark.django_db
NAME_AND_PASSWORD = "postmark:let-me-in"  # noqa: S105
ALLOWED = {"HTTP_AUTHORIZATION": f"Basic {base64.b64encode(NAME_AND_PASSWORD.encode()).decode()}"}
OURS = "1b2c3d@linden.example"


@pytest.fixture
def channel(cast) -> Channel:
    return a_provider("postmark", webhook_secret=NAME_AND_PASSWORD)


def a_provider(name: str, **secrets) -> Channel:
    channel = Channel(kind=ChannelKind.EMAIL, name=name, address="hello@linden.example", settings={"provider": name})
    keep_secrets(channel, **secrets)
    channel.save()
    return channel


def call(client, channel, about: str, body: dict, **headers):
    url = f"/hooks/mail/{channel.pk}/{about}/"
    return client.post(url, json.dumps(body), content_type="application/json", **headers)


@pytest.fixture
def letter(channel, cora) -> Message:
    return a_letter(channel, cora)


def a_letter(channel, cora) -> Message:
    """A mail of ours that the provider took."""
    conversation = Conversation.objects.create(customer=cora, channel=channel, peer="cora@example.com")
    return Message.objects.create(
        conversation=conversation,
        customer=cora,
        channel=channel,
        direction="out",
        state="sent",
        text="Your chair is ready.",
        recipients=[{"way": "to", "address": "cora@example.com"}],
        message_id=f"<{OURS}>",
        provider_id="00000000-1111-2222-3333-444444444444",
        sent_at=datetime(2026, 6, 8, tzinfo=UTC),
    )


def told(client, channel, kind: str, **more):
    body = {"RecordType": kind, "MessageID": "00000000-1111-2222-3333-444444444444", **more}
    answer = call(client, channel, "tracking", body, **ALLOWED)
    assert answer.status_code == 200
    return Message.objects.get()


def test_a_mail_that_arrived_at_the_provider_is_taken_in_once(client, channel):
    body = {"RawEmail": a_mail(1).decode(), "MessageID": "a", "OriginalRecipient": "hello@linden.example"}
    for _time in range(2):
        assert call(client, channel, "inbound", body, **ALLOWED).status_code == 200

    mail = RawMail.objects.get()
    assert bytes(mail.content) == a_mail(1)
    assert (mail.source, mail.envelope_to) == ("webhook", ["hello@linden.example"])


def test_a_call_in_a_form_that_nobody_knows_is_kept(client, channel):
    assert call(client, channel, "inbound", {"FromFull": "?"}, **ALLOWED).status_code == 200
    mail = RawMail.objects.get()
    assert (mail.state, mail.rule, json.loads(bytes(mail.content))) == (
        "quarantined", "unreadable_call", {"FromFull": "?"},
    )  # fmt: skip


def test_nobody_calls_without_the_secret(client, channel):
    body = {"RawEmail": a_mail(1).decode()}
    assert call(client, channel, "inbound", body).status_code == 403
    keep_secrets(channel, webhook_secret="")
    channel.save()
    assert call(client, channel, "inbound", body, **ALLOWED).status_code == 403
    channel.settings = {}
    channel.save()
    assert call(client, channel, "inbound", body, **ALLOWED).status_code == 404
    assert not RawMail.objects.exists()


@pytest.mark.parametrize("key, status", [("right", 200), ("wrong", 403)])
def test_a_signed_call_is_proved_by_its_signature(client, cast, key, status):
    channel = a_provider("mailgun", webhook_signing_key="right")
    proof = hmac.new(key.encode(), b"1780000000token", hashlib.sha256).hexdigest()
    body = {
        "signature": {"timestamp": "1780000000", "token": "token", "signature": proof},
        "event-data": {"event": "delivered", "timestamp": 1780000000, "recipient": "cora@example.com"},
    }
    assert call(client, channel, "tracking", body).status_code == status


def test_what_became_of_a_mail_is_told_in_any_order(client, channel, letter):
    assert told(client, channel, "Open", ReceivedAt="2026-06-08T10:00:00Z").state == "opened"
    message = told(client, channel, "Delivery", DeliveredAt="2026-06-08T09:00:00Z", Recipient="cora@example.com")
    assert (message.state, message.opened_at) == ("opened", datetime(2026, 6, 8, 10, tzinfo=UTC))


@pytest.mark.parametrize(
    "agent, at, state",
    [
        ("Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0", "2026-06-08T09:30:00Z", "opened"),
        ("Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0", "2026-06-08T09:00:02Z", "delivered"),
        ("Mozilla/5.0", "2026-06-08T09:30:00Z", "delivered"),  # fetches all pictures, read or not
        ("Mimecast/1.0 link scanner", "2026-06-08T09:30:00Z", "delivered"),
    ],
)
def test_what_a_machine_opens_counts_as_read_by_nobody(client, channel, letter, agent, at, state):
    told(client, channel, "Delivery", DeliveredAt="2026-06-08T09:00:00Z", Recipient="cora@example.com")
    assert told(client, channel, "Open", ReceivedAt=at, UserAgent=agent).state == state


def test_a_mail_that_came_back_is_told_and_nothing_more_goes_there(client, channel, letter, cora):
    message = told(client, channel, "Bounce", Type="HardBounce", Email="cora@example.com", Description="No such user")
    assert (message.state, message.reason) == ("bounced", "bounced")
    assert is_suppressed("email", "cora@example.com")
    assert cora.entries.filter(kind="message.bounced").count() == 1


def test_who_calls_a_mail_spam_gets_no_marketing_any_more(client, channel, letter, cora):
    for _time in range(2):
        told(client, channel, "SpamComplaint", Type="SpamComplaint", Email="cora@example.com")
    assert is_suppressed("email", "cora@example.com", "marketing")
    assert not is_suppressed("email", "cora@example.com", "service")
    assert cora.entries.filter(kind="message.reported").count() == 1
