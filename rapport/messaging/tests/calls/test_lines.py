"""What lines tell of calls, in whatever order, and what it comes to."""

import json
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from rapport.customers.actions import add
from rapport.messaging.accounts import keep_secrets
from rapport.messaging.calls import settling
from rapport.messaging.calls.line import signature
from rapport.messaging.calls.phone import PHONE
from rapport.messaging.channels import working
from rapport.messaging.channels.sms import signature as twilio_signature
from rapport.messaging.models import Call, Channel, Seat, WebhookEvent
from rapport.promises.models import Promise

THEIRS = "+420605111222"
pytestmark = pytest.mark.django_db


def a_line(provider="pbx", **settings) -> Channel:
    channel = Channel(kind="phone", name="Shop", address="+420777000111", settings={"provider": provider, **settings})
    keep_secrets(channel, signing="our-word", token="our-token")
    channel.save()
    return channel


def tell(client, channel, data, key="our-word"):
    body = json.dumps(data).encode()
    headers = {"X-Rapport-Signature": signature(key, body)}
    return client.post(f"/hooks/{channel.pk}/", body, content_type="application/json", headers=headers)


def told(what, seconds, call="c1", start=None, **more):
    at = (start or START) + timedelta(seconds=seconds)
    return {"event": what, "call": call, "from": THEIRS, "at": at.isoformat(), **more}


START = timezone.now().replace(microsecond=0) - timedelta(minutes=5)


@pytest.fixture
def cora(ann, business):
    return add("Cora Lindqvist", by=ann, phones=[THEIRS])


def settled() -> Call:
    call = Call.objects.get()
    return settling.settle(call)


def test_a_call_is_there_when_its_line_has_its_answer(client, cora):
    assert tell(client, a_line(), told("ringing", 0)).status_code == 200
    call = Call.objects.get()
    assert (call.state, call.customer, call.peer, call.direction) == ("ringing", cora, THEIRS, "in")


@pytest.mark.parametrize(
    "order", [("ringing", "answered", "ended"), ("ended", "answered", "ringing"), ("answered", "ended", "ringing")]
)
def test_in_whatever_order_and_however_often_it_comes_to_the_same(client, cora, ann, order):
    Seat.objects.create(user=ann, extension="101")
    moments = {"ringing": 0, "answered": 12, "ended": 132}
    channel = a_line()
    for what in (*order, *order):
        tell(client, channel, told(what, moments[what], agent="101" if what == "answered" else ""))

    call = settled()
    assert (call.state, call.by, call.seconds_waited, call.minutes_spoken) == ("ended", ann, 12, 2)
    entry = cora.entries.get(kind="call.answered")
    assert (entry.by, entry.facts["direction"], entry.facts["minutes"]) == (ann, "in", 2)
    assert not Promise.objects.exists()
    assert WebhookEvent.objects.count() == 3


def test_who_was_missed_is_promised_a_call_and_calls_again_into_the_same_promise(client, cora):
    channel = a_line()
    for number in range(2):
        tell(client, channel, told("ringing", 60 * number, f"c{number}"))
        tell(client, channel, told("ended", 60 * number + 25, f"c{number}"))
    for call in Call.objects.all():
        settling.settle(call)
        settling.settle(call)

    promise = Promise.objects.get()
    assert (promise.kind, promise.customer, promise.made_at) == ("callback", cora, START)
    assert {call.promise for call in Call.objects.all()} == {promise}
    assert cora.entries.filter(kind="call.missed").count() == 2


def test_who_hangs_up_within_five_seconds_is_not_counted(client, cora):
    channel = a_line()
    tell(client, channel, told("ringing", 0))
    tell(client, channel, told("ended", 4))
    assert settled().state == "abandoned"
    assert not Promise.objects.exists() and not cora.entries.filter(kind__startswith="call.").exists()


def test_calling_back_keeps_the_promise(client, cora):
    channel = a_line()
    tell(client, channel, told("ringing", 0))
    tell(client, channel, told("missed", 30))
    settled()
    for what, seconds in (("ringing", 100), ("answered", 110), ("ended", 200)):
        tell(client, channel, told(what, seconds, "c2", direction="out", to=THEIRS))
    settling.settle(Call.objects.get(provider_id="c2"))

    promise = Promise.objects.get()
    assert promise.state == "kept" and promise.evidence_entry.kind == "call.answered"
    assert promise.done_at == START + timedelta(seconds=110)
    assert not Call.objects.owed().exists()


def test_an_end_that_was_told_too_early_is_put_right(client, cora):
    """Disorder longer than our patience: the promise was made, and is kept by the answer."""
    channel = a_line()
    tell(client, channel, told("ringing", 0))
    tell(client, channel, told("ended", 90))
    settled()
    tell(client, channel, told("answered", 10))
    assert settled().state == "ended"
    assert Promise.objects.get().state == "kept"


def test_of_several_with_one_number_nobody_is_guessed(client, cora, ann):
    add("Carl Lindqvist", by=ann, phones=[THEIRS])
    tell(client, a_line(), told("missed", 30))
    call = settled()
    assert call.customer is None and call.is_owed and not Promise.objects.exists()


def test_a_message_on_the_machine_makes_it_voicemail_whoever_said_answered(client, cora):
    channel = a_line()
    for what, seconds in (("ringing", 0), ("answered", 20), ("voicemail", 50), ("ended", 55)):
        tell(client, channel, told(what, seconds, recording="https://pbx.example/1.wav"))
    call = settled()
    assert (call.state, call.answered_at, call.files.get().where) == ("voicemail", None, "https://pbx.example/1.wav")
    assert Promise.objects.exists()


def test_transfers_are_counted_once_each(client, cora):
    channel = a_line()
    tell(client, channel, told("answered", 5))
    for seconds in (10, 20, 20):
        tell(client, channel, told("transferred", seconds))
    working.work_off(WebhookEvent.objects.last())
    assert Call.objects.get().transfers == 2


@pytest.mark.parametrize("key", ["", "guessed"])
def test_what_is_not_signed_is_not_kept(client, cora, key):
    assert tell(client, a_line(), told("ringing", 0), key or "x").status_code == 403
    assert not WebhookEvent.objects.exists() and not Call.objects.exists()


def test_nonsense_is_kept_and_harms_nothing(client, cora):
    channel = a_line()
    for data in (
        [],
        {},
        [1, {"event": "ringing"}],
        {"event": "flying", "call": "1"},
        {"event": "ringing", "call": "2"},
    ):
        assert tell(client, channel, data).status_code == 200
    assert Call.objects.get().peer == ""


def test_a_number_that_is_withheld_is_nobody(client, cora):
    tell(client, a_line(), told("ringing", 0, **{"from": "anonymous"}))
    call = Call.objects.get()
    assert (call.peer, call.customer) == ("", None)


# Twilio


def twilio(client, channel, **form):
    body = urlencode(form).encode()
    url = f"http://testserver/hooks/{channel.pk}/"
    headers = {"X-Twilio-Signature": twilio_signature("our-token", url, body)}
    kind = "application/x-www-form-urlencoded"
    return client.post(f"/hooks/{channel.pk}/", body, content_type=kind, headers=headers)


def test_twilio_is_told_where_it_rings_and_takes_a_message_when_nobody_answers(client, cora):
    hook = "https://crm.example/hooks/1/"
    channel = a_line("twilio", ring_to="+420777000222", takes_messages=True, hook_url=hook)
    base = {"CallSid": "CA1", "From": THEIRS, "To": channel.address, "Direction": "inbound"}

    answer = twilio(client, channel, **base, CallStatus="ringing").content.decode()
    assert "<Number" in answer and "+420777000222" in answer and f'action="{hook}"' in answer
    twilio(client, channel, CallSid="CA2", ParentCallSid="CA1", CallStatus="ringing", To="+420777000222")
    answer = twilio(client, channel, **base, CallStatus="in-progress", DialCallStatus="no-answer").content.decode()
    assert answer.index("What you say is recorded.") < answer.index("<Record"), "nobody is recorded who was not told"
    assert "We call you back by" in answer
    answer = twilio(client, channel, **base, CallStatus="in-progress", RecordingUrl="https://api.twilio.com/R1")
    assert "<Record" not in answer.content.decode()
    twilio(client, channel, **base, CallStatus="completed")

    call = Call.objects.get()
    assert (call.state, call.files.get().where) == ("voicemail", "https://api.twilio.com/R1.mp3")


def test_whoever_nobody_answers_hears_by_when_in_their_language(client, cora, business):
    channel = a_line("twilio", ring_to="+420777000222", hook_url="https://crm.example/hooks/1/")
    missed = {"CallSid": "CA1", "From": THEIRS, "Direction": "inbound", "DialCallStatus": "no-answer"}
    for language, voice in (("cs", "cs-CZ"), ("ka", "en-GB")):  # it has no Georgian voice
        cora.language = language
        cora.save()
        answer = twilio(client, channel, **missed).content.decode()
        assert f'<Say language="{voice}">' in answer.replace("'", '"')
        assert "<Record" not in answer and business.name in answer
    Channel.objects.update(settings=channel.settings | {"announcement_url": "https://linden.example/a.mp3"})
    assert "<Play>https://linden.example/a.mp3</Play>" in twilio(client, channel, **missed).content.decode()


def test_twilio_tells_who_answered_by_the_other_leg(client, cora, ann):
    Seat.objects.create(user=ann, extension="+420777000222")
    channel = a_line("twilio", ring_to="+420777000222", hook_url="https://crm.example/h/")
    base = {"CallSid": "CA1", "From": THEIRS, "Direction": "inbound"}
    twilio(client, channel, **base, CallStatus="ringing")
    twilio(client, channel, CallSid="CA2", ParentCallSid="CA1", CallStatus="in-progress", To="+420777000222")
    assert (Call.objects.get().state, Call.objects.get().by) == ("answered", ann)
    twilio(client, channel, **base, CallStatus="completed", DialCallStatus="completed", DialCallDuration="60")
    assert Call.objects.get().state == "ended"


def test_twilio_forged_is_refused(client, cora):
    channel = a_line("twilio")
    kind = "application/x-www-form-urlencoded"
    assert client.post(f"/hooks/{channel.pk}/", b"CallSid=CA1", content_type=kind).status_code == 403


# Asterisk


def asterisk(kind, seconds, **more):
    at = (START + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S.000+0000")
    channel = {"id": "1700.1", "name": "PJSIP/trunk-01", "state": "Ring", "caller": {"number": THEIRS}}
    return {"type": kind, "timestamp": at, "channel": channel} | more


def test_asterisk_events_become_a_call_and_legs_of_ours_do_not(client, cora, ann):
    Seat.objects.create(user=ann, extension="101")
    channel = a_line("ari")
    leg = {"id": "1700.2", "name": "PJSIP/101-0000001f", "state": "Ringing", "caller": {"number": "101"}}
    tell(client, channel, asterisk("StasisStart", 0))
    tell(client, channel, asterisk("ChannelStateChange", 1, channel=leg))
    dial = asterisk("Dial", 9, dialstatus="ANSWER", caller={"id": "1700.1"}, peer=leg)
    tell(client, channel, dial)
    tell(client, channel, asterisk("BridgeBlindTransfer", 20))
    tell(client, channel, asterisk("ChannelDestroyed", 40, cause=16))

    call = settled()
    assert (call.seconds_waited, call.by, call.transfers, call.state) == (9, ann, 1, "ended")
    assert call.customer == cora


def test_an_end_before_its_beginning_waits_for_it(client, cora):
    channel = a_line("ari")
    tell(client, channel, asterisk("ChannelDestroyed", 40))
    assert not Call.objects.exists()
    assert WebhookEvent.objects.get().error == "NotYet"
    tell(client, channel, asterisk("StasisStart", 0))
    working.work_off(WebhookEvent.objects.get(done_at=None))
    assert settled().state == "missed"


def test_whose_end_is_never_told_is_missed_in_the_end(client, cora):
    tell(client, a_line(), told("ringing", 0))
    settling.find_forgotten(START + timedelta(minutes=20))
    settling.find_forgotten(START + timedelta(minutes=30))
    assert Call.objects.get().state == "missed" and Promise.objects.exists()


def test_a_telephone_takes_no_written_words():
    assert PHONE.stands_against(None) == "no_adapter"
