"""A line at Twilio, or a provider that speaks as it does.

The number's "a call comes in" and "call status changes" both lead to our address. We answer with where it is to ring;
when nobody answers there, the machine says by when we call back, and takes a message.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import parse_qsl, quote
from xml.sax.saxutils import escape, quoteattr

from django.utils import timezone

from rapport.messaging.calls import announcing
from rapport.messaging.calls.line import Line, secret
from rapport.messaging.channels import wire
from rapport.messaging.channels.events import ANSWERED, ENDED, LEFT_MESSAGE, MISSED, RINGING, Call, FileThere, Rang
from rapport.messaging.channels.provider import is_one_of, signing_keys
from rapport.messaging.channels.sms import signature
from rapport.messaging.models import Channel

BASE = "https://api.twilio.com"
XML = "text/xml"
OVER = {"completed", "busy", "failed", "no-answer", "canceled"}
RINGS_FOR = 25  # seconds
LONGEST_MESSAGE = 180  # seconds
VOICES = {"en": "en-GB", "cs": "cs-CZ", "ta": "ta-IN"}  # that it speaks with; of Georgian it has none
TOLD = "initiated ringing answered completed"


class Twilio(Line):
    name = "twilio"

    def is_genuine(self, channel: Channel, call: Call) -> bool:
        given = call.headers.get("x-twilio-signature", "")
        keys = signing_keys(channel, "token")
        return is_one_of(given, [signature(key, url, call.body) for key in keys for url in call.urls])

    def answer(self, channel: Channel, call: Call) -> tuple[str, str]:
        """Where it is to ring; then what to do when nobody came to the telephone there."""
        form = _form(call.body)
        hook, ring_to = channel.settings.get("hook_url", ""), channel.settings.get("ring_to", "")
        is_first = form.get("CallStatus") == "ringing" and not form.get("ParentCallSid") and "Timestamp" not in form
        if is_first and _is_inbound(form) and ring_to and hook:
            return _response(_dial(ring_to, hook, f" timeout='{RINGS_FOR}'")), XML
        if form.get("DialCallStatus", "completed") != "completed":
            return _response(_nobody_came(channel, form.get("From", ""), hook)), XML
        return _response(""), XML

    def read(self, channel: Channel, body: bytes) -> Iterator[Rang]:
        form = _form(body)
        parent, sid = form.get("ParentCallSid", ""), form.get("CallSid", "")
        if not sid:
            return
        at, status = _moment(form.get("Timestamp", "")), form.get("CallStatus", "")
        way, peer = ("in", form.get("From", "")) if _is_inbound(form) else ("", "")
        if where := form.get("RecordingUrl"):
            yield Rang(sid, LEFT_MESSAGE, at, peer, way, recording=FileThere(f"{where}.mp3"))
        elif parent:
            if status == "in-progress":
                yield Rang(parent, ANSWERED, at, agent=form.get("To", ""))
        elif dialled := form.get("DialCallStatus"):
            yield from _after_dialling(sid, dialled, form.get("DialCallDuration", ""), peer, way)
        elif status in ("ringing", "queued", "initiated"):
            yield Rang(sid, RINGING, at, peer, way)
        elif status in OVER:
            yield Rang(sid, ENDED, at, peer, way)

    def can_call(self, channel: Channel) -> bool:
        return bool(channel.settings.get("account") and channel.address)

    def call(self, channel: Channel, extension: str, number: str, key: str) -> str:
        hook = channel.settings.get("hook_url", "")
        form = {"To": extension, "From": channel.address, "Twiml": _response(_dial(number, hook))}
        if hook:
            form["StatusCallback"] = hook
        said = wire.ask("POST", f"{_account(channel)}/Calls.json", form=form, headers=_key(channel))
        return str(said.data.get("sid") or key)

    def recording(self, channel: Channel, where: str) -> bytes:
        is_theirs = where.startswith(_base(channel) + "/")  # our key is for their address only
        return wire.fetch(where, _key(channel) if is_theirs else None)

    def look(self, channel: Channel) -> str:
        said = wire.ask("GET", f"{_account(channel)}.json", headers=_key(channel))
        return str(said.data.get("friendly_name", ""))


def _after_dialling(sid: str, dialled: str, seconds: str, peer: str, way: str) -> Iterator[Rang]:
    """Our telephones rang: they spoke for so long, or nobody came."""
    now = timezone.now()
    if dialled not in ("completed", "answered"):
        yield Rang(sid, MISSED, now, peer, way)
        return
    spoken = timedelta(seconds=int(seconds)) if seconds.isdecimal() and len(seconds) < 6 else timedelta()  # noqa: PLR2004
    yield Rang(sid, ANSWERED, now - spoken, peer, way)
    yield Rang(sid, ENDED, now, peer, way)


def _dial(number: str, hook: str, more: str = "") -> str:
    """`answerOnBridge`: whoever calls hears it ring until one of us answers."""
    follows = f" statusCallback={quoteattr(hook)} statusCallbackEvent='{TOLD}'" if hook else ""
    back = f" action={quoteattr(hook)}" if hook else ""
    return f"<Dial answerOnBridge='true'{back}{more}><Number{follows}>{escape(number)}</Number></Dial>"


def _nobody_came(channel: Channel, peer: str, hook: str) -> str:
    """What they hear then. Nobody is recorded who was not told so."""
    records = bool(channel.settings.get("takes_messages") and hook)
    if address := channel.settings.get("announcement_url"):
        said = f"<Play>{escape(address)}</Play>"
    else:
        language, words = announcing.words_for(channel, peer, VOICES, records=records)
        said = f"<Say language='{VOICES[language]}'>{escape(words)}</Say>"
    if not records:
        return said
    return said + f"<Record maxLength='{LONGEST_MESSAGE}' playBeep='true' recordingStatusCallback={quoteattr(hook)}/>"


def _response(words: str) -> str:
    return f"<?xml version='1.0' encoding='UTF-8'?><Response>{words}</Response>"


def _is_inbound(form: dict[str, str]) -> bool:
    return form.get("Direction", "inbound") == "inbound"


def _form(body: bytes) -> dict[str, str]:
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def _moment(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo else None


def _base(channel: Channel) -> str:
    return (channel.settings.get("base_url") or BASE).rstrip("/")


def _account(channel: Channel) -> str:
    return f"{_base(channel)}/2010-04-01/Accounts/{quote(channel.settings.get('account', ''), safe='')}"


def _key(channel: Channel) -> dict[str, str]:
    return wire.basic(channel.settings.get("account", ""), secret(channel, "token"))
