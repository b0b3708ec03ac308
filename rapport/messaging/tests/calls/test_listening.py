"""Asterisk is listened to on its own web socket: a real one, on loopback, that says what Asterisk documents."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
from websockets.sync.server import serve

from rapport.customers.actions import add
from rapport.messaging.accounts import keep_secrets
from rapport.messaging.calls import listening
from rapport.messaging.models import Call, Channel, Seat, WebhookEvent
from rapport.messaging.tests.calls.test_lines import THEIRS, a_line, asterisk

pytestmark = pytest.mark.django_db
OURS = {"id": "1700.9", "name": "PJSIP/101-0000001f", "state": "Ring", "caller": {"number": "101"}}


@contextmanager
def an_asterisk(events: list, asked: list) -> Iterator[str]:
    """Tells `events` to whoever has the password, and hangs up."""

    def tell(socket):
        asked.append((socket.request.path, socket.request.headers.get("Authorization")))
        for event in events:
            socket.send(json.dumps(event))

    def let_in(socket, request):
        wanted = "Basic " + base64.b64encode(b"rapport:our-token").decode()
        return None if request.headers.get("Authorization") == wanted else socket.respond(401, "no")

    with serve(tell, "127.0.0.1", 0, process_request=let_in) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.socket.getsockname()[1]}"
        server.shutdown()


@pytest.fixture
def cora(ann, business, settings):
    settings.WEBHOOKS_PRIVATE = ["1"]
    return add("Cora Lindqvist", by=ann, phones=[THEIRS])


def heard(events: list, **settings) -> tuple[Channel, list]:
    asked: list = []
    with an_asterisk(events, asked) as address:
        channel = a_line("ari", base_url=address, account="rapport", **settings)
        listening.Ear(channel)._attend()
    channel.refresh_from_db()
    return channel, asked


def test_what_asterisk_tells_becomes_a_call(cora, ann):
    Seat.objects.create(user=ann, extension="101")
    noise = asterisk("ChannelVarset", 1, variable="RTPAUDIOQOS")
    dial = asterisk("Dial", 7, dialstatus="ANSWER", caller={"id": "1700.1"}, peer=OURS)
    channel, [(path, _key)] = heard([asterisk("ChannelCreated", 0), noise, dial, asterisk("ChannelDestroyed", 40)])
    assert path == "/ari/events?app=rapport&subscribeAll=true"
    call = Call.objects.get()
    assert (call.customer, call.by, call.seconds_waited, call.state) == (cora, ann, 7, "ended")
    assert WebhookEvent.objects.count() == 3, "what says nothing of a call is not kept"
    assert "hung up" in channel.error, "until it is there again"


def test_from_a_telephone_of_ours_it_is_a_call_of_ours_and_among_ourselves_none(cora, ann):
    Seat.objects.create(user=ann, extension="101")
    to_cora = asterisk("ChannelCreated", 0, channel=OURS | {"dialplan": {"exten": THEIRS}})
    to_bob = asterisk("ChannelCreated", 1, channel=OURS | {"id": "1700.8", "dialplan": {"exten": "102"}})
    heard([to_cora, to_bob])
    call = Call.objects.get()
    assert (call.direction, call.customer, call.by) == ("out", cora, ann)


def test_a_password_that_is_not_taken_is_said_in_words(cora):
    with an_asterisk([], []) as address:
        channel = a_line("ari", base_url=address, account="rapport")
        keep_secrets(channel, token="another")  # noqa: S106
        channel.save()
        assert not listening.Ear(channel)._attend()
    channel.refresh_from_db()
    assert "ari.conf" in channel.error
    assert not Call.objects.exists()


def test_lines_without_an_address_are_not_listened_to(cora):
    line = a_line("ari")
    assert listening.wanted() == {}
    for settings, is_wanted in (
        ({"base_url": "https://a.example", "provider": "pbx"}, False),
        ({"provider": "ari"}, True),
    ):
        line.settings |= settings
        line.save()
        assert (line.pk in listening.wanted()) is is_wanted
