"""Mastodon: an account on any server. We ask for what mentions it; what is "direct" there is not encrypted."""

import json
import re
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from rapport.messaging.channels import wire
from rapport.messaging.channels.adapters import Receipt, adapters
from rapport.messaging.channels.events import Came, Event, FileThere, Where, listed, part_of
from rapport.messaging.channels.provider import Provider, answered, files_of
from rapport.messaging.mime.html import clean
from rapport.messaging.models import Channel, ChannelKind, Message, PostCopy

PAGE = 40
MOST_PAGES = 25
QUIETER = {"public": "unlisted"}  # an answer does not have to be on everybody's page
MENTIONS = re.compile(r"^(?:@[\w.-]+(?:@[\w.-]+)?\s+)+")


class Mastodon(Provider):
    name = ChannelKind.MASTODON
    base_url = "https://mastodon.social"
    longest = 500
    has_calls = False
    is_polled = True
    can_publish = True

    def stands_against(self, message: Message) -> str:
        most = self.longest_post(message.channel)
        return "text_too_long" if len(message.text) + len(message.conversation.peer) + 2 > most else ""

    def send(self, message: Message, channel: Channel, to: str) -> Receipt:
        self.check(message)
        theirs = answered(message)
        place = getattr(theirs, "place", None)
        visibility = place.visibility if place else "direct"
        data = {"status": f"@{to} {message.text}", "visibility": QUIETER.get(visibility, visibility or "direct")}
        if place:
            data["in_reply_to_id"] = place.thread
        if message.language:
            data["language"] = message.language
        if media := [self._upload(channel, *file) for file in files_of(message)]:
            data["media_ids"] = media
        return Receipt(str(self._write(channel, data, f"message-{message.pk}").get("id", "")))

    def look(self, channel: Channel) -> str:
        return str(self._ask(channel, "GET", "/api/v1/accounts/verify_credentials").get("acct", ""))

    def poll(self, channel: Channel, after: str) -> Iterator[tuple[str, bytes]]:
        """All that is newer than `after`; at the first time, the last page of it."""
        found: list[dict] = []
        for _page in range(MOST_PAGES if after else 1):
            asked = [("types[]", "mention"), ("limit", str(PAGE))]
            if after:
                asked.append(("since_id", after))
            if found:
                asked.append(("max_id", str(found[-1]["id"])))
            page = self._ask(channel, "GET", "/api/v1/notifications", query=asked)
            page = [one for one in page if isinstance(one, dict) and one.get("id")] if isinstance(page, list) else []
            found += page
            if len(page) < PAGE:
                break
        for one in reversed(found):
            yield str(one["id"]), json.dumps(one).encode()

    def read(self, channel: Channel, body: bytes) -> Iterator[Event]:
        told = json.loads(body)
        status, author = part_of(told, "status"), part_of(told, "account")
        if told.get("type") != "mention" or not status.get("id") or not author.get("acct"):
            return
        acct = str(author["acct"])
        text = clean(str(status.get("content") or "")).text.strip()
        warning = str(status.get("spoiler_text") or "")
        visibility = str(status.get("visibility") or "direct")
        answers = (str(status["in_reply_to_id"]),) if status.get("in_reply_to_id") else ()
        yield Came(
            sender=acct if "@" in acct else f"{acct}@{self._server(channel)}",
            sender_name=str(author.get("display_name") or acct),
            text="\n\n".join(filter(None, (warning, MENTIONS.sub("", text)))),
            external_id=str(status["id"]),
            answers=answers,
            files=tuple(
                FileThere(str(one["url"]), "", "") for one in listed(status, "media_attachments") if one.get("url")
            ),
            where=Where(
                str(status["id"]), visibility in ("public", "unlisted"), visibility, str(status.get("url") or "")
            ),
            language=str(status.get("language") or "")[:8],
            is_automatic=author.get("bot") is True,
        )

    def fetch(self, channel: Channel, file: FileThere) -> bytes:
        return wire.fetch(file.where)

    def longest_post(self, channel: Channel, *, has_picture: bool = False) -> int:
        return int(channel.settings.get("longest") or self.longest)

    def publish(self, copy: PostCopy, channel: Channel) -> tuple[Receipt, str]:
        post = copy.post
        data = {"status": "\n\n".join(filter(None, (post.text, post.link))), "visibility": "public"}
        if post.language:
            data["language"] = post.language
        if post.picture_url:
            picture = wire.fetch(post.picture_url)
            data["media_ids"] = [self._upload(channel, post.picture_url.rpartition("/")[2] or "picture", "", picture)]
        said = self._write(channel, data, f"post-{copy.pk}")
        return Receipt(str(said.get("id", ""))), str(said.get("url") or "")

    def _server(self, channel: Channel) -> str:
        return urlsplit(self.base(channel)).hostname or ""

    def _write(self, channel: Channel, data: dict, key: str) -> dict:
        """They know the key for an hour and answer with the same status: trying again writes nothing twice."""
        headers = {"Idempotency-Key": key}
        return self._ask(channel, "POST", "/api/v1/statuses", data=data, headers=headers, is_repeatable=True)

    def _upload(self, channel: Channel, name: str, content_type: str, content: bytes) -> str:
        part = wire.Part("file", content, name, content_type or "application/octet-stream")
        said = self._ask(channel, "POST", "/api/v2/media", parts=[part], is_repeatable=True)
        return str(said.get("id", ""))

    def _ask(self, channel: Channel, method: str, path: str, headers=None, **asked):
        headers = {**wire.bearer(self.token(channel)), **(headers or {})}
        return wire.ask(method, self.base(channel) + quote(path), headers=headers, **asked).data


adapters.add(Mastodon())
