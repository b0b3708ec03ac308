"""Text messages over a provider that speaks as Twilio does (REST API of 2010-04-01)."""

import hmac
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha1
from urllib.parse import parse_qsl, quote

from django.utils import timezone

from rapport.messaging.channels import wire
from rapport.messaging.channels.adapters import Receipt, Refused, TryLater, adapters
from rapport.messaging.channels.events import DELIVERED, FAILED, OPENED, Call, Came, Event, FileThere, Stopped, Went
from rapport.messaging.channels.provider import Provider, is_one_of, signing_keys
from rapport.messaging.models import Channel, ChannelKind, Message

LATER = {14107, 20429, 21611, 30001}
BLOCKED = {21610}
NOT_REACHABLE = {21211, 21214, 21217, 21265, 21408, 21612, 21614, 21635, 30003, 30004, 30005, 30006, 63024}
TOO_LONG = {21605, 21617}
LOCKED = {20003, 20005, 20403, 21606, 21659, 21660, 30002}
STATES = {"delivered": DELIVERED, "read": OPENED, "undelivered": FAILED, "failed": FAILED}
STOP, START = "STOP", "START"  # as they name it; the word itself may be of any language


class Sms(Provider):
    name = ChannelKind.SMS
    base_url = "https://api.twilio.com"
    longest = 1600
    thanks = ("<Response/>", "text/xml")

    def send(self, message: Message, channel: Channel, to: str) -> Receipt:
        self.check(message)
        if message.files.exists():
            raise Refused("files_not_possible")
        sender = channel.settings.get("messaging_service") or channel.address
        form = {"To": to, "Body": message.text}
        form["MessagingServiceSid" if sender.startswith("MG") else "From"] = sender
        if hook := channel.settings.get("hook_url"):
            form["StatusCallback"] = hook
        said = wire.ask(
            "POST", f"{self._account(channel)}/Messages.json", form=form, headers=self._key(channel), judge=_judge
        )
        return Receipt(str(said.data.get("sid", "")))

    def look(self, channel: Channel) -> str:
        said = wire.ask("GET", f"{self._account(channel)}.json", headers=self._key(channel), judge=_judge)
        return str(said.data.get("friendly_name", ""))

    def is_genuine(self, channel: Channel, call: Call) -> bool:
        given = call.headers.get("x-twilio-signature", "")
        keys = signing_keys(channel, "token")
        return is_one_of(given, [signature(key, url, call.body) for key in keys for url in call.urls])

    def event_id(self, call: Call) -> str:
        form = _form(call.body)
        return f"{form.get('MessageSid') or form.get('SmsSid', '')}:{_status(form)}"

    def read(self, channel: Channel, body: bytes) -> Iterator[Event]:
        form = _form(body)
        sid, status = form.get("MessageSid") or form.get("SmsSid", ""), _status(form)
        if not sid:
            return
        if status not in ("received", "receiving"):
            if state := STATES.get(status):
                code = form.get("ErrorCode", "")
                yield Went(sid, state, timezone.now(), _reason(code) if state == FAILED else "", code)
            return
        if not (sender := form.get("From", "")):
            return
        yield Came(sender, form.get("Body", ""), sid, form.get("ProfileName", ""), files=tuple(_files(form)))
        if form.get("OptOutType", "") in (STOP, START):
            yield Stopped(sender, is_over=form["OptOutType"] == START)

    def fetch(self, channel: Channel, file: FileThere) -> bytes:
        if not file.where.startswith(self.base(channel) + "/"):
            return wire.fetch(file.where)  # our key is for their address only
        return wire.fetch(file.where, self._key(channel))

    def _account(self, channel: Channel) -> str:
        return f"{self.base(channel)}/2010-04-01/Accounts/{quote(channel.settings.get('account', ''), safe='')}"

    def _key(self, channel: Channel) -> dict[str, str]:
        return wire.basic(channel.settings.get("account", ""), self.token(channel))


def signature(key: str, url: str, body: bytes) -> str:
    """HMAC-SHA1 of the address and, sorted by name, each name with its value (twilio.com/docs/usage/security)."""
    values: dict[str, set[str]] = {}
    for name, value in parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True):
        values.setdefault(name, set()).add(value)
    signed = url + "".join(f"{name}{value}" for name in sorted(values) for value in sorted(values[name]))
    return b64encode(hmac.new(key.encode(), signed.encode(), sha1).digest()).decode()


def _form(body: bytes) -> dict[str, str]:
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def _status(form: dict[str, str]) -> str:
    return form.get("MessageStatus") or form.get("SmsStatus") or "received"


def _files(form: dict[str, str]) -> Iterator[FileThere]:
    count = form.get("NumMedia", "0")
    for number in range(min(int(count), 10) if count.isdecimal() else 0):
        if url := form.get(f"MediaUrl{number}"):
            yield FileThere(url, "", form.get(f"MediaContentType{number}", ""))


def _reason(code: object) -> str:
    number = int(code) if str(code).isdecimal() else 0
    for codes, reason in (
        (BLOCKED, "blocked"), (NOT_REACHABLE, "not_reachable"), (TOO_LONG, "text_too_long"), (LOCKED, "channel_locked"),
    ):  # fmt: skip
        if number in codes:
            return reason
    return "provider_refused"


def _judge(said: wire.Said) -> None:
    code = said.data.get("code") if isinstance(said.data, dict) else None
    if not isinstance(code, int) or said.status >= 500:
        return
    words = wire.discreet(f"{code} {said.data.get('message', '')}")
    if code in LATER or said.status == 429:
        wait = said.headers.get("retry-after", "")
        raise TryLater(float(wait) if wait.isdecimal() else None, words)
    raise Refused(_reason(code), words)


adapters.add(Sms())
