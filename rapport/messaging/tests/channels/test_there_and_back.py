"""A question by WhatsApp, its answer by the one door out, and how far the answer got."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rapport.messaging import health
from rapport.messaging.models import Channel, Conversation, Message, WebhookEvent
from rapport.messaging.outgoing import actions as outgoing
from rapport.messaging.outgoing import delivering, lanes
from rapport.messaging.tests.channels.kinds import KINDS, whatsapp_status
from rapport.messaging.tests.channels.making import a_channel
from rapport.messaging.tests.channels.server import Reply
from rapport.messaging.tests.channels.test_calls import call, work

KIND = {kind.name: kind for kind in KINDS}
pytestmark = pytest.mark.django_db(transaction=True)


def answer(conversation, text, by) -> Message:
    message = outgoing.send(conversation.customer, text, by=by, conversation=conversation)
    delivering.run_lane(lanes.OTHERS)
    message.refresh_from_db()
    return message


def asked_by(client, channel, kind, key="11") -> Conversation:
    call(client, channel, kind, kind.words(key, "Is it ready?"))
    work(channel)
    return Conversation.objects.get()


def test_there_and_back(client, provider, business, ann):
    kind = KIND["whatsapp"]
    channel = a_channel(kind, provider)
    conversation = asked_by(client, channel, kind)
    provider.answers(kind.good)

    message = answer(conversation, "Yes, come by until six.", ann)

    assert (message.state, message.provider_id) == ("sent", "ours-1")
    assert provider.last.json["context"] == {"message_id": "11"}
    conversation.refresh_from_db()
    assert (conversation.state, conversation.waiting_since) == ("waiting", None), "the answer was owed, and came"
    call(client, channel, kind, kind.opened)
    work(channel)
    assert Message.objects.get(pk=message.pk).state == "opened"


def test_free_words_after_a_day_are_held_back_before_anybody_waits_for_them(client, provider, business, ann):
    kind = KIND["whatsapp"]
    conversation = asked_by(client, a_channel(kind, provider), kind)
    Conversation.objects.update(last_in_at=timezone.now() - timedelta(hours=25))

    message = answer(conversation, "Yes, come by until six.", ann)

    assert (message.state, message.reason) == ("refused", "window_closed")
    assert not provider.asked


def test_a_key_that_is_refused_stops_the_queue_and_stands_on_the_channel(client, provider, business, ann):
    kind = KIND["telegram"]
    conversation = asked_by(client, a_channel(kind, provider), kind)
    provider.answers(kind.locked, kind.good)
    message = answer(conversation, "Yes", ann)
    assert message.state == "queued", "it waits until somebody has put in a new key"
    channel = Channel.objects.get()
    assert "key of this channel is not accepted" in channel.error
    health.works(channel, timezone.now())


def test_what_may_have_been_sent_is_settled_by_its_receipt(client, provider, business, ann):
    kind = KIND["whatsapp"]
    channel = a_channel(kind, provider)
    conversation = asked_by(client, channel, kind)
    provider.answers(Reply(hangs_up=True))
    message = answer(conversation, "Yes, come by until six.", ann)
    assert message.state == "uncertain"

    told = provider.last.json["biz_opaque_callback_data"]
    call(client, channel, kind, whatsapp_status("sent", biz_opaque_callback_data=told))
    work(channel)

    message.refresh_from_db()
    assert (message.state, message.provider_id, message.entry.kind) == ("sent", "ours-1", "message.sent")
    conversation.refresh_from_db()
    assert conversation.waiting_since is None
    assert len(provider.asked) == 1


def test_a_worker_takes_in_what_was_called(client, provider, business, ann, run_jobs):
    kind = KIND["sms"]
    channel = a_channel(kind, provider)
    call(client, channel, kind, kind.words("11", "Is it ready?") | {"OptOutType": "STOP"})
    run_jobs()
    assert WebhookEvent.objects.get().done_at
    conversation = Conversation.objects.get()
    message = answer(conversation, "Yes", ann)
    assert (message.state, message.reason) == ("refused", "unsubscribed"), "they told the provider to stop"

    call(client, channel, kind, kind.words("12", "START") | {"OptOutType": "START"})
    provider.answers(kind.good)
    work(channel)
    assert answer(conversation, "Yes", ann).state == "sent"
