"""What WhatsApp, Messenger and Instagram share: the Graph API, its signature, its handshake, its errors."""

import hmac
import json
from collections.abc import Iterable, Iterator
from datetime import timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from django.utils import timezone

from rapport.messaging.channels import wire
from rapport.messaging.channels.adapters import Receipt, Refused, TryLater, Unclear
from rapport.messaging.channels.events import (
    DELIVERED,
    OPENED,
    Call,
    Came,
    Event,
    FileThere,
    Went,
    WentUntil,
    at_seconds,
    listed,
    part_of,
)
from rapport.messaging.channels.provider import Provider, is_one_of, public_thread, signing_keys
from rapport.messaging.models import Channel, Message

LATER = {2, 4, 17, 32, 341, 613, 1200, 80004, 80006, 80007, 130429, 131000, 131016, 131048, 131056, 131057, 133004}
LOCKED = {0, 3, 10, 102, 190, 368, 131005, 131008, 131031, 131042, 131045, 133010}
WINDOW = {131047}
WINDOW_PARTS = {2018278, 2534022}  # subcodes of 10: outside of the allowed window
NOT_REACHABLE = {551, 131026, 130403, 33}
NOT_REACHABLE_PARTS = {2018001, 2018108, 1545041, 2534014}
BLOCKED = {131050}
TEMPLATE = range(132000, 132100)
FILES = {131051, 131052, 131053}
HANDSHAKE = "subscribe"


class Graph(Provider):
    """One app of Meta's calls one address for all its accounts: `account` says whose an event is."""

    def url(self, channel: Channel, *path: str) -> str:
        return "/".join((self.base(channel), *(quote(part, safe="") for part in path)))

    def account(self, channel: Channel) -> str:
        return str(channel.settings.get("account", ""))

    def ask(self, channel: Channel, method: str, *path: str, **asked: Any) -> dict:
        said = wire.ask(
            method, self.url(channel, *path), headers=wire.bearer(self.token(channel)), judge=judge, **asked
        )
        return said.data if isinstance(said.data, dict) else {}

    def is_genuine(self, channel: Channel, call: Call) -> bool:
        given = call.headers.get("x-hub-signature-256", "")
        return is_one_of(given, (signature(key, call.body) for key in signing_keys(channel, "signing")))

    def greeting(self, channel: Channel, call: Call) -> str | None:
        if call.query.get("hub.mode") != HANDSHAKE:
            return None
        if not is_one_of(call.query.get("hub.verify_token", ""), signing_keys(channel, "verify")):
            return None
        return call.query.get("hub.challenge", "")

    def read(self, channel: Channel, body: bytes) -> Iterator[Event]:
        for entry in listed(json.loads(body), "entry"):
            for change in listed(entry, "changes"):
                yield from self.changed(channel, entry, str(change.get("field", "")), part_of(change, "value"))
            for event in listed(entry, "messaging"):
                yield from self.said(entry, event)

    def changed(self, channel: Channel, entry: dict, field: str, value: dict) -> Iterable[Event]:
        return ()

    def said(self, entry: dict, event: dict) -> Iterator[Event]:
        """An event of Messenger or Instagram."""
        account, peer = str(entry.get("id", "")), str(part_of(event, "sender").get("id", ""))
        message, at = part_of(event, "message"), at_seconds(event.get("timestamp"), timezone.now())
        if delivery := part_of(event, "delivery"):
            ids = delivery.get("mids") or []
            yield from (Went(str(mid), DELIVERED, at, account=account) for mid in ids)
            if not ids and delivery.get("watermark"):
                yield WentUntil(peer, DELIVERED, at_seconds(delivery["watermark"], at), account)
        elif read := part_of(event, "read"):
            if read.get("mid"):
                yield Went(str(read["mid"]), OPENED, at, account=account)
            elif read.get("watermark"):
                yield WentUntil(peer, OPENED, at_seconds(read["watermark"], at), account)
        elif message.get("mid") and not message.get("is_echo") and not message.get("is_deleted"):
            yield self._came(peer, message, account)
        elif (postback := part_of(event, "postback")) and (mid := postback.get("mid")):
            yield Came(peer, str(postback.get("title", "")), str(mid), account=account)

    def _came(self, peer: str, message: dict, account: str) -> Came:
        replied = part_of(message, "reply_to").get("mid")
        files = [
            FileThere(str(url), str(part_of(one, "payload").get("title") or ""), "")
            for one in listed(message, "attachments")
            if (url := part_of(one, "payload").get("url")) and one.get("type") in ("image", "video", "audio", "file")
        ]
        links = [
            str(part_of(one, "payload").get("url", ""))
            for one in listed(message, "attachments")
            if one.get("type") not in ("image", "video", "audio", "file")
        ]
        text = "\n".join(filter(None, (str(message.get("text") or ""), *links)))
        answers = (str(replied),) if replied else ()
        return Came(peer, text, str(message["mid"]), answers=answers, files=tuple(files), account=account)

    def fetch(self, channel: Channel, file: FileThere) -> bytes:
        return wire.fetch(file.where)  # their addresses carry their own key


def tag_of(message: Message, channel: Channel, window: timedelta) -> dict[str, str] | None:
    """Within the window, an answer; for a week after it where Meta has allowed us to, a person's answer; else None."""
    last = message.conversation.last_in_at
    if last is None:
        return None
    passed = timezone.now() - last
    if passed <= window:
        return {"messaging_type": "RESPONSE"}
    is_a_person = message.by_id is not None and message.kind == Message.Kind.PLAIN
    if passed <= 7 * window and is_a_person and channel.settings.get("human_agent"):
        return {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}
    return None


class Page(Graph):
    """A page on Facebook or an account on Instagram: both are answered, and neither writes first."""

    window = timedelta(hours=24)
    can_write_first = False
    can_publish = True

    def stands_against(self, message: Message) -> str:
        if tag_of(message, message.channel, self.window) is None and not public_thread(message):
            return "window_closed" if message.conversation.last_in_at else "cannot_write_first"
        return super().stands_against(message)

    def send_to(self, channel: Channel, to: str, message: Message, words: dict) -> Receipt:
        tag = tag_of(message, channel, self.window) or {}
        data = {"recipient": {"id": to}, **tag, "message": words}
        said = self.ask(channel, "POST", self.account(channel), "messages", data=data)
        return Receipt(str(said.get("message_id", "")))

    def answer_in_public(self, channel: Channel, thread: str, edge: str, message: Message) -> Receipt:
        if message.files.exists():
            raise Refused("files_not_possible")
        said = self.ask(channel, "POST", thread, edge, data={"message": message.text})
        return Receipt(str(said.get("id", "")))


def signature(key: str, body: bytes) -> str:
    return "sha256=" + hmac.new(key.encode(), body, sha256).hexdigest()


def reason_of(code: int, part: int = 0) -> str:
    if code in WINDOW or part in WINDOW_PARTS:
        return "window_closed"
    if code in NOT_REACHABLE or part in NOT_REACHABLE_PARTS:
        return "not_reachable"
    if code in BLOCKED:
        return "blocked"
    if code in TEMPLATE:
        return "template_refused"
    if code in FILES:
        return "files_not_possible"
    if code in LOCKED or 200 <= code <= 299:
        return "channel_locked"
    return "provider_refused"


def judge(said: wire.Said) -> None:
    error = part_of(said.data, "error")
    code, part = error.get("code"), error.get("error_subcode")
    if not isinstance(code, int):
        return
    details = part_of(error, "error_data").get("details")
    words = wire.discreet(f"{code} {details or error.get('message', '')}")
    if code in LATER or error.get("is_transient") is True or said.status == 429:
        wait = said.headers.get("retry-after", "")
        raise TryLater(float(wait) if wait.isdecimal() else None, words)
    if code == 1 and said.status >= 500:  # "unknown": it may have been done
        raise Unclear(words)
    raise Refused(reason_of(code, part if isinstance(part, int) else 0), words)
