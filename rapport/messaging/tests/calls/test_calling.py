"""Lines that call for us, and what they keep for us: real HTTP, against a line on loopback."""

import base64

import pytest

from rapport.core.ids import uuid7
from rapport.customers.actions import add
from rapport.messaging.calls import voicemail
from rapport.messaging.calls.line import signature
from rapport.messaging.models import Call, CallFile, Seat
from rapport.messaging.tests.calls.test_lines import START, THEIRS, a_line
from rapport.messaging.tests.channels.server import Reply

pytestmark = pytest.mark.django_db
WAVE = b"RIFF\x00\x00\x00\x00WAVEfmt "


@pytest.fixture
def cora(ann, business):
    return add("Cora Lindqvist", by=ann, phones=[THEIRS])


def press(client, who, ann, extension="101"):
    Seat.objects.create(user=ann, extension=extension)
    client.force_login(ann)
    return client.post(f"/customers/{who.pk}/calls/{who.phones.get().pk}/")


def test_a_switchboard_is_asked_with_our_signature(client, cora, ann, provider):
    a_line(base_url=f"{provider.url}/call")
    assert press(client, cora, ann).status_code == 302
    call, asked = Call.objects.get(), provider.last
    assert asked.json == {"event": "call", "call": call.provider_id, "agent": "101", "to": THEIRS}
    assert asked.headers["x-rapport-signature"] == signature("our-word", asked.body)
    assert (call.direction, call.peer, call.by, call.customer) == ("out", THEIRS, ann, cora)


def test_twilio_rings_here_first_and_tells_us_of_both_legs(client, cora, ann, provider):
    a_line("twilio", base_url=provider.url, account="AC1", hook_url="https://crm.example/hooks/1/")
    provider.answers(Reply(201, {"sid": "CA9"}))
    assert press(client, cora, ann, "+420777000222").status_code == 302
    asked = provider.last
    assert asked.path == "/2010-04-01/Accounts/AC1/Calls.json"
    assert (asked.form["To"], asked.form["From"]) == ("+420777000222", "+420777000111")
    assert THEIRS in asked.form["Twiml"] and "https://crm.example/hooks/1/" in asked.form["Twiml"]
    assert asked.headers["authorization"] == "Basic " + base64.b64encode(b"AC1:our-token").decode()
    assert Call.objects.get().provider_id == "CA9"


def test_asterisk_is_asked_for_a_channel_that_we_name(client, cora, ann, provider):
    a_line("ari", base_url=provider.url, account="rapport")
    assert press(client, cora, ann).status_code == 302
    asked = provider.last
    assert (asked.method, asked.path) == ("POST", "/ari/channels")
    assert asked.query["endpoint"] == ["PJSIP/101"] and asked.query["extension"] == [THEIRS]
    assert asked.query["channelId"] == [Call.objects.get().provider_id]


@pytest.mark.parametrize("reply", [Reply(500), Reply(401), Reply(hangs_up=True)])
def test_a_line_that_does_not_take_it_says_so(client, cora, ann, provider, reply):
    a_line(base_url=f"{provider.url}/call")
    provider.answers(reply)
    assert press(client, cora, ann).status_code == 409
    assert not Call.objects.exists()


def test_who_sits_nowhere_dials_by_hand(client, cora, ann, provider):
    a_line(base_url=f"{provider.url}/call")
    assert press(client, cora, ann, "").status_code == 409
    assert not provider.asked


@pytest.mark.parametrize("content, kept", [(WAVE, "voicemail.wav"), (b"<html>Sorry</html>", "")])
def test_only_a_recording_is_kept_as_one(provider, cora, settings, tmp_path, content, kept):
    settings.MEDIA_ROOT = tmp_path
    line = a_line("ari", base_url=provider.url, account="rapport")
    call = Call.objects.create(
        channel=line, customer=cora, ringing_at=START, provider_id=str(uuid7()), state="voicemail"
    )
    file = CallFile.objects.create(call=call, where="msg 1", name="voicemail", size=0, content_type="")
    provider.by_path["/ari/recordings/stored/msg%201/file"] = Reply(content=content)
    voicemail.fetch(file)
    file.refresh_from_db()
    assert (file.name if file.file else "") == kept
    assert provider.last.headers["authorization"].startswith("Basic ")


def test_whoever_was_missed_is_called_back_by_a_press(client, cora, ann, provider):
    channel = a_line(base_url=f"{provider.url}/call")
    Seat.objects.create(user=ann, extension="101")
    missed = Call.objects.create(
        channel=channel, customer=cora, peer=THEIRS, state="missed", ringing_at=START, ended_at=START, provider_id="c1"
    )
    client.force_login(ann)
    assert f'action="/inbox/calls/{missed.pk}/calling/"' in client.get("/inbox/calls/").content.decode()
    assert client.post(f"/inbox/calls/{missed.pk}/calling/").status_code == 302
    assert provider.last.json["to"] == THEIRS
    assert Call.objects.get(direction="out").customer == cora
    Call.objects.filter(pk=missed.pk).update(peer="")
    assert client.post(f"/inbox/calls/{missed.pk}/calling/").status_code == 409
