"""WhatsApp, by Meta's Cloud API. Free words for 24 hours after theirs; after that only what Meta approved before."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone

from rapport.messaging.channels import wire
from rapport.messaging.channels.adapters import Receipt, Refused, TryLater, Unclear, adapters
from rapport.messaging.channels.events import (
    DELIVERED,
    FAILED,
    OPENED,
    SENT,
    Came,
    Event,
    FileThere,
    Went,
    at_seconds,
    listed,
    part_of,
)
from rapport.messaging.channels.graph import LATER, Graph, reason_of
from rapport.messaging.channels.provider import answered, files_of
from rapport.messaging.models import Channel, ChannelKind, Message

STATES = {"sent": SENT, "delivered": DELIVERED, "read": OPENED, "failed": FAILED}
MEDIA = ("image", "document", "audio", "video", "sticker", "voice")
GAP = re.compile(r"\{\{\d+\}\}")


class WhatsApp(Graph):
    name = ChannelKind.WHATSAPP
    base_url = "https://graph.facebook.com/v23.0"
    window = timedelta(hours=24)
    longest = 4096

    def send(self, message: Message, channel: Channel, to: str) -> Receipt:
        self.check(message)
        head: dict[str, Any] = {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": re.sub(r"\D", "", to),
        }
        head["biz_opaque_callback_data"] = str(message.pk)  # comes back with its receipts
        if not self._is_open(message):
            return self._send_template(message, channel, head)
        if theirs := answered(message):
            head["context"] = {"message_id": theirs.provider_id}
        uploaded = [self._upload(channel, *file) for file in files_of(message)]  # harmless to do twice
        receipts = []
        if message.text:
            words = {"type": "text", "text": {"preview_url": False, "body": message.text}}
            receipts.append(self._post(channel, {**head, **words}))
        for media in uploaded:
            try:
                receipts.append(self._post(channel, {**head, **media}))
            except (Refused, TryLater) as trouble:
                if receipts:
                    raise Unclear(f"only in part: {trouble}") from trouble
                raise
        if not receipts:
            raise Refused("provider_refused", "nothing to send")
        return receipts[0]

    def stands_against(self, message: Message) -> str:
        if not self._is_open(message) and template_of(message.channel, message.text) is None:
            return "window_closed"
        return super().stands_against(message)

    def look(self, channel: Channel) -> str:
        asked = {"fields": "verified_name,display_phone_number"}
        return str(self.ask(channel, "GET", self.account(channel), query=asked).get("verified_name", ""))

    def changed(self, channel: Channel, entry: dict, field: str, value: dict) -> Iterator[Event]:
        if field != "messages":
            return
        account = str(part_of(value, "metadata").get("phone_number_id", ""))
        names = {
            str(one.get("wa_id")): str(part_of(one, "profile").get("name", "")) for one in listed(value, "contacts")
        }
        for one in listed(value, "messages"):
            if one.get("from") and one.get("id") and one.get("type") not in ("reaction", "system"):
                yield _came(one, names, account)
        for one in listed(value, "statuses"):
            if state := STATES.get(str(one.get("status"))):
                yield _went(one, state, account)

    def fetch(self, channel: Channel, file: FileThere) -> bytes:
        there = str(self.ask(channel, "GET", file.where).get("url", ""))
        return wire.fetch(there, wire.bearer(self.token(channel)))

    def _is_open(self, message: Message) -> bool:
        last = message.conversation.last_in_at
        return last is not None and timezone.now() - last <= self.window

    def _post(self, channel: Channel, data: dict) -> Receipt:
        said = self.ask(channel, "POST", self.account(channel), "messages", data=data)
        return Receipt(str(next(iter(listed(said, "messages")), {}).get("id", "")))

    def _send_template(self, message: Message, channel: Channel, head: dict) -> Receipt:
        if message.files.exists():
            raise Refused("files_not_possible")
        template, values = template_of(channel, message.text) or ({}, [])
        data: dict[str, Any] = {"name": template["name"], "language": {"code": template["language"]}}
        if values:
            parameters = [{"type": "text", "text": value} for value in values]
            data["components"] = [{"type": "body", "parameters": parameters}]
        return self._post(channel, {**head, "type": "template", "template": data})

    def _upload(self, channel: Channel, name: str, content_type: str, content: bytes) -> dict:
        kind = content_type.partition("/")[0]
        kind = kind if kind in ("image", "audio", "video") else "document"
        parts = [
            wire.Part("messaging_product", b"whatsapp"),
            wire.Part("type", content_type.encode()),
            wire.Part("file", content, name, content_type),
        ]
        said = self.ask(channel, "POST", self.account(channel), "media", parts=parts, is_repeatable=True)
        named = {"filename": name} if kind == "document" else {}
        return {"type": kind, kind: {"id": str(said.get("id", "")), **named}}


def templates_of(channel: Channel) -> list[dict]:
    """What Meta approved, as the settings have it: name, language and words, with {{1}} for each gap."""
    return [one for one in channel.settings.get("templates") or [] if one.get("text")]


def template_of(channel: Channel, text: str) -> tuple[dict, list[str]] | None:
    """The approved template whose words these are, and what stands in its gaps in their order."""
    for template in templates_of(channel):
        pattern = "(.+?)".join(re.escape(words) for words in GAP.split(template["text"].strip()))
        if found := re.fullmatch(pattern, text.strip(), re.DOTALL):
            return template, [_of_one_line(value) for value in found.groups()]
    return None


def _of_one_line(value: str) -> str:
    return re.sub(r"\s+", " ", value)  # line breaks and runs of spaces are refused in gaps


def _came(one: dict, names: dict[str, str], account: str) -> Came:
    kind, replied = str(one.get("type", "")), part_of(one, "context").get("id")
    media = part_of(one, kind) if kind in MEDIA else {}
    files = ()
    if media.get("id"):
        files = (FileThere(str(media["id"]), str(media.get("filename", "")), str(media.get("mime_type", ""))),)
    return Came(
        sender=f"+{one['from']}",
        sender_name=names.get(str(one["from"]), ""),
        text=str(media.get("caption") or "") if media else _words(one, kind),
        external_id=str(one["id"]),
        answers=(str(replied),) if replied else (),
        files=files,
        account=account,
    )


def _words(one: dict, kind: str) -> str:
    if kind == "location":
        place = part_of(one, "location")
        return " ".join(
            str(part)
            for part in (
                place.get("name"),
                place.get("address"),
                f"geo:{place.get('latitude')},{place.get('longitude')}",
            )
            if part
        )
    if kind == "interactive":
        chosen = part_of(one, kind, "button_reply") or part_of(one, kind, "list_reply")
        return str(chosen.get("title", ""))
    if kind == "contacts":
        return ", ".join(str(part_of(card, "name").get("formatted_name", "")) for card in listed(one, kind))
    found = part_of(one, kind)
    return str(found.get("body") or found.get("text") or "")


def _went(one: dict, state: str, account: str) -> Went:
    error = next(iter(listed(one, "errors")), {})
    code = error.get("code") if isinstance(error.get("code"), int) else 0
    details = part_of(error, "error_data").get("details") or error.get("title") or ""
    reason = ("provider_busy" if code in LATER else reason_of(code)) if state == FAILED else ""
    at = at_seconds(one.get("timestamp"), timezone.now())
    words, ours = wire.discreet(f"{code} {details}") if reason else "", str(one.get("biz_opaque_callback_data") or "")
    return Went(str(one.get("id", "")), state, at, reason, words, account, ours)


adapters.add(WhatsApp())
