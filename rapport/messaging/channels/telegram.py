"""Telegram, by its Bot API. A bot cannot write first: people begin, or follow a link of ours."""

import json
from collections.abc import Iterator
from typing import Any

from rapport.messaging.channels import wire
from rapport.messaging.channels.adapters import Receipt, Refused, TryLater, Unclear, adapters
from rapport.messaging.channels.events import Call, Came, Event, FileThere, part_of
from rapport.messaging.channels.provider import Provider, answered, files_of, is_one_of, signing_keys
from rapport.messaging.models import Channel, ChannelKind, Message, PostCopy

UPDATES = ["message", "edited_message"]
MOST_AT_ONCE = 100
FILES = ("document", "voice", "audio", "video", "video_note", "animation", "sticker")


class Telegram(Provider):
    name = ChannelKind.TELEGRAM
    base_url = "https://api.telegram.org"
    can_write_first = False
    can_publish = True
    is_polled = True  # where they cannot call us
    longest = 4096

    def send(self, message: Message, channel: Channel, to: str) -> Receipt:
        self.check(message)
        files = files_of(message)
        reply = self._reply_to(message)
        receipts = []
        if message.text:
            receipts.append(self._ask(channel, "sendMessage", {"chat_id": to, "text": message.text, **reply}))
        for name, content_type, content in files:
            try:
                receipts.append(self._send_file(channel, to, name, content_type, content))
            except (Refused, TryLater) as trouble:
                if receipts:
                    raise Unclear(f"only in part: {trouble}") from trouble
                raise
        if not receipts:
            raise Refused("provider_refused", "nothing to send")
        return Receipt(f"{to}:{receipts[0].get('message_id', '')}")

    def look(self, channel: Channel) -> str:
        return str(self._ask(channel, "getMe", {}).get("username", ""))

    def connect(self, channel: Channel) -> None:
        """Tell them where to call us, or that we ask."""
        if not (url := channel.settings.get("hook_url")) or channel.settings.get("is_polled"):
            self._ask(channel, "deleteWebhook", {})
            return
        secret = next(iter(signing_keys(channel, "signing")), "")
        self._ask(channel, "setWebhook", {"url": url, "secret_token": secret, "allowed_updates": UPDATES})

    def is_genuine(self, channel: Channel, call: Call) -> bool:
        return is_one_of(call.headers.get("x-telegram-bot-api-secret-token", ""), signing_keys(channel, "signing"))

    def event_id(self, call: Call) -> str:
        try:
            return str(json.loads(call.body)["update_id"])
        except (ValueError, KeyError, TypeError):
            return super().event_id(call)

    def poll(self, channel: Channel, after: str) -> Iterator[tuple[str, bytes]]:
        if not channel.settings.get("is_polled"):
            return
        asked: dict[str, Any] = {"limit": MOST_AT_ONCE, "timeout": 0, "allowed_updates": UPDATES}
        if after.isdecimal():
            asked["offset"] = int(after) + 1
        found = self._ask(channel, "getUpdates", asked, is_repeatable=True)
        for update in found if isinstance(found, list) else []:
            yield str(update.get("update_id", "")), json.dumps(update).encode()

    def read(self, channel: Channel, body: bytes) -> Iterator[Event]:
        update = json.loads(body)
        edited = part_of(update, "edited_message")
        message = edited or part_of(update, "message")
        chat, sender = part_of(message, "chat"), part_of(message, "from")
        if chat.get("type") != "private" or sender.get("is_bot"):
            return
        key = f"{chat.get('id')}:{message.get('message_id')}"
        name = " ".join(str(sender[part]) for part in ("first_name", "last_name") if sender.get(part))
        replied = part_of(message, "reply_to_message").get("message_id")
        yield Came(
            sender=str(chat.get("id")),
            sender_name=name or str(sender.get("username", "")),
            text=str(message.get("text") or message.get("caption") or _described(message)),
            external_id=f"{key}:{message.get('edit_date')}" if edited else key,
            answers=(key,) if edited else (f"{chat.get('id')}:{replied}",) if replied else (),
            files=tuple(_files(message)),
            language=str(sender.get("language_code", ""))[:2],
        )

    def fetch(self, channel: Channel, file: FileThere) -> bytes:
        path = self._ask(channel, "getFile", {"file_id": file.where}, is_repeatable=True).get("file_path", "")
        return wire.fetch(f"{self.base(channel)}/file/bot{self.token(channel)}/{path}")

    def longest_post(self, channel: Channel, *, has_picture: bool = False) -> int:
        return 1024 if has_picture else self.longest

    def publish(self, copy: PostCopy, channel: Channel) -> tuple[Receipt, str]:
        to = channel.settings.get("post_to", "")
        words = "\n\n".join(filter(None, (copy.post.text, copy.post.link)))
        if copy.post.picture_url:
            asked = ("sendPhoto", {"chat_id": to, "photo": copy.post.picture_url, "caption": words})
        else:
            asked = ("sendMessage", {"chat_id": to, "text": words})
        number = self._ask(channel, *asked).get("message_id", "")
        return Receipt(f"{to}:{number}"), f"https://t.me/{to.lstrip('@')}/{number}" if to.startswith("@") else ""

    def _reply_to(self, message: Message) -> dict[str, Any]:
        theirs = answered(message)
        number = theirs.provider_id.split(":")[1] if theirs and ":" in theirs.provider_id else ""
        if not number.isdecimal():
            return {}
        return {"reply_parameters": {"message_id": int(number), "allow_sending_without_reply": True}}

    def _send_file(self, channel: Channel, to: str, name: str, content_type: str, content: bytes) -> dict:
        parts = [
            wire.Part("chat_id", to.encode()),
            wire.Part("document", content, name, content_type or "application/octet-stream"),
        ]
        return self._ask(channel, "sendDocument", parts=parts)

    def _ask(self, channel: Channel, method: str, data: Any = None, *, parts=None, is_repeatable: bool = False) -> Any:
        is_question = method in ("getMe", "getFile", "getUpdates", "setWebhook", "deleteWebhook")
        said = wire.ask(
            "POST",
            f"{self.base(channel)}/bot{self.token(channel)}/{method}",
            data=data,
            parts=parts,
            judge=_judge,
            is_repeatable=is_repeatable or is_question,
        )
        return said.data.get("result", {}) if isinstance(said.data, dict) else {}


def _files(message: dict) -> Iterator[FileThere]:
    if isinstance(sizes := message.get("photo"), list) and sizes and isinstance(sizes[-1], dict):
        yield FileThere(str(sizes[-1].get("file_id", "")), "photo.jpg", "image/jpeg")  # the largest comes last
    for kind in FILES:
        if file := part_of(message, kind):
            yield FileThere(
                str(file.get("file_id", "")), str(file.get("file_name", "")), str(file.get("mime_type", ""))
            )


def _described(message: dict) -> str:
    """What was sent without words: a place, a card."""
    if place := part_of(message, "location"):
        return f"geo:{place.get('latitude')},{place.get('longitude')}"
    if card := part_of(message, "contact"):
        return " ".join(str(card[part]) for part in ("first_name", "last_name", "phone_number") if card.get(part))
    return ""


def _judge(said: wire.Said) -> None:
    data = said.data if isinstance(said.data, dict) else {}
    words, low = wire.discreet(f"{said.status} {data.get('description', '')}"), str(data.get("description", "")).lower()
    if said.status == 429:
        wait = part_of(data, "parameters").get("retry_after")
        raise TryLater(float(wait) if isinstance(wait, int) else None, words)
    if said.status in (401, 404):  # they answer "Not Found" to a key they do not know
        raise Refused("channel_locked", words)
    if said.status == 403:
        raise Refused("cannot_write_first" if "initiate" in low else "blocked", words)
    if said.status == 400 and ("chat not found" in low or "user not found" in low):
        raise Refused("not_reachable", words)
    if said.status == 400 and "too long" in low:
        raise Refused("text_too_long", words)


adapters.add(Telegram())
