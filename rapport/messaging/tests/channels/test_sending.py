"""What every adapter keeps to when it takes a message to its provider."""

from datetime import timedelta

import pytest

from rapport.messaging.channels.adapters import Refused, TryLater, Unclear, adapters, window_closes_at
from rapport.messaging.tests.channels.kinds import KINDS, TOKEN
from rapport.messaging.tests.channels.making import a_channel, a_message
from rapport.messaging.tests.channels.server import Reply

every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


def send(kind, provider, **said):
    channel = a_channel(kind, provider)
    return adapters[kind.name].send(a_message(channel, kind, **said), channel, kind.to)


@every_kind
def test_it_is_asked_as_the_provider_documents_and_its_id_is_kept(kind, provider, business):
    provider.answers(kind.good)

    assert send(kind, provider).provider_id == kind.provider_id

    assert (provider.last.method, provider.last.path) == ("POST", kind.path)
    kind.is_asked_right(provider.last)
    assert len(provider.asked) == 1


@every_kind
def test_who_is_busy_is_asked_later(kind, provider, business):
    provider.answers(kind.busy)
    with pytest.raises(TryLater) as later:
        send(kind, provider)
    assert (later.value.seconds or 0) == kind.busy_seconds


@every_kind
def test_who_refuses_is_not_asked_again_and_the_reason_is_known(kind, provider, business):
    from rapport.messaging.outgoing.reasons import reasons

    provider.answers(kind.blocked)
    with pytest.raises(Refused) as refused:
        send(kind, provider)
    assert refused.value.reason == kind.blocked_reason
    assert refused.value.reason in reasons
    assert "995" not in refused.value.detail


@every_kind
def test_a_key_that_is_not_accepted_is_told_apart(kind, provider, business):
    provider.answers(kind.locked)
    with pytest.raises(Refused) as refused:
        send(kind, provider)
    assert refused.value.reason == "channel_locked"
    assert TOKEN not in refused.value.detail


@every_kind
def test_a_line_that_breaks_after_the_words_went_out_is_no_reason_to_send_twice(kind, provider, business):
    provider.answers(Reply(hangs_up=True))
    with pytest.raises(TryLater if kind.is_repeatable else Unclear):
        send(kind, provider)


@every_kind
def test_a_mistake_of_theirs_says_nothing_about_what_they_did(kind, provider, business):
    provider.answers(Reply(500, content=b"<h1>oh</h1>"))
    with pytest.raises(TryLater if kind.is_repeatable else Unclear):
        send(kind, provider)


@every_kind
def test_without_a_connection_nothing_was_sent(kind, provider, business):
    channel = a_channel(kind, provider)
    channel.settings["base_url"] = "http://127.0.0.1:1024"
    with pytest.raises(TryLater):
        adapters[kind.name].send(a_message(channel, kind), channel, kind.to)


@every_kind
def test_a_text_that_is_too_long_is_not_even_tried(kind, provider, business):
    with pytest.raises(Refused) as refused:
        send(kind, provider, text="x" * 6000)
    assert refused.value.reason == "text_too_long"
    assert not provider.asked


@every_kind
def test_without_a_key_nothing_is_tried(kind, provider, business):
    channel = a_channel(kind, provider)
    channel.secrets = ""
    with pytest.raises(Refused) as refused:
        adapters[kind.name].send(a_message(channel, kind), channel, kind.to)
    assert refused.value.reason == "channel_locked"
    assert not provider.asked


@every_kind
def test_an_address_inside_is_only_reached_when_the_owner_opened_it(kind, provider, business, settings):
    settings.WEBHOOKS_PRIVATE = []
    with pytest.raises(TryLater):
        send(kind, provider)
    assert not provider.asked


def test_free_words_only_within_a_day_of_theirs(provider, business):
    kinds = {kind.name: kind for kind in KINDS}
    for name in ("whatsapp", "messenger", "instagram"):
        channel = a_channel(kinds[name], provider)
        message = a_message(channel, kinds[name], since=timedelta(hours=25))
        with pytest.raises(Refused) as refused:
            adapters[name].send(message, channel, kinds[name].to)
        assert refused.value.reason == "window_closed"
        closes = window_closes_at(message.conversation)
        assert closes == message.conversation.last_in_at + timedelta(hours=24)
    assert not provider.asked


def test_after_a_day_whatsapp_takes_words_that_were_approved(provider, business):
    kind = next(kind for kind in KINDS if kind.name == "whatsapp")
    channel = a_channel(kind, provider)
    channel.settings["templates"] = [
        {"name": "other", "language": "en", "text": "Hello"},
        {"name": "order_ready", "language": "en_GB", "text": "Hello {{1}}, your order {{2}} is ready. (Shop?)"},
    ]
    message = a_message(channel, kind, "Hello Ana\nNovák, your order 12 is ready. (Shop?)", since=timedelta(days=3))
    provider.answers(kind.good)

    assert adapters["whatsapp"].send(message, channel, kind.to).provider_id == "ours-1"

    assert provider.last.json["template"] == {
        "name": "order_ready",
        "language": {"code": "en_GB"},
        "components": [
            {"type": "body", "parameters": [{"type": "text", "text": "Ana Novák"}, {"type": "text", "text": "12"}]}
        ],
    }


def test_where_meta_allows_it_a_person_may_answer_for_a_week(provider, business, ann):
    kind = next(kind for kind in KINDS if kind.name == "messenger")
    channel = a_channel(kind, provider)
    channel.settings["human_agent"] = True
    provider.answers(kind.good)
    adapters["messenger"].send(a_message(channel, kind, since=timedelta(days=3), by=ann), channel, kind.to)
    assert (provider.last.json["messaging_type"], provider.last.json["tag"]) == ("MESSAGE_TAG", "HUMAN_AGENT")

    for said in ({"since": timedelta(days=8), "by": ann}, {"since": timedelta(days=3), "kind": "automatic"}):
        with pytest.raises(Refused):
            adapters["messenger"].send(a_message(channel, kind, **said), channel, kind.to)
