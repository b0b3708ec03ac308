"""The messages of a page on Facebook, what is said about it in public, and what it says to everybody."""

import json
from collections.abc import Iterator

from rapport.messaging.channels import wire
from rapport.messaging.channels.adapters import Receipt, Refused, TryLater, Unclear, adapters
from rapport.messaging.channels.events import Came, Event, Where
from rapport.messaging.channels.graph import Page, tag_of
from rapport.messaging.channels.provider import files_of, public_thread
from rapport.messaging.models import Channel, ChannelKind, Message, PostCopy

PAGE = "https://www.facebook.com/"


class Messenger(Page):
    name = ChannelKind.MESSENGER
    base_url = "https://graph.facebook.com/v23.0"
    longest = 2000

    def send(self, message: Message, channel: Channel, to: str) -> Receipt:
        self.check(message)
        if thread := public_thread(message):
            return self.answer_in_public(channel, thread, "comments", message)
        receipts = []
        if message.text:
            receipts.append(self.send_to(channel, to, message, {"text": message.text}))
        for name, content_type, content in files_of(message):
            try:
                receipts.append(self._send_file(channel, to, message, name, content_type, content))
            except (Refused, TryLater) as trouble:
                if receipts:
                    raise Unclear(f"only in part: {trouble}") from trouble
                raise
        if not receipts:
            raise Refused("provider_refused", "nothing to send")
        return receipts[0]

    def look(self, channel: Channel) -> str:
        return str(self.ask(channel, "GET", self.account(channel), query={"fields": "name"}).get("name", ""))

    def changed(self, channel: Channel, entry: dict, field: str, value: dict) -> Iterator[Event]:
        """What others write about the page: a comment below a post of ours, a post on it, a mention elsewhere."""
        author = value.get("from") if isinstance(value.get("from"), dict) else {}
        page, text = str(entry.get("id", "")), str(value.get("message") or "")
        is_new = value.get("verb") == "add" and value.get("item") in ("comment", "post", "status")
        if field not in ("feed", "mention") or not is_new or str(author.get("id", page)) == page or not text:
            return
        post, comment = str(value.get("post_id") or ""), str(value.get("comment_id") or "")
        thread = comment or post
        if not thread:
            return
        parent = str(value.get("parent_id") or "")
        yield Came(
            sender=str(author.get("id")),
            sender_name=str(author.get("name", "")),
            text=text,
            external_id=thread,
            answers=tuple(filter(None, (post, parent))) if comment else (),
            where=Where(thread, is_public=True, visibility="public", url=f"{PAGE}{thread}"),
            account=page,
        )

    def longest_post(self, channel: Channel, *, has_picture: bool = False) -> int:
        return 5000

    def publish(self, copy: PostCopy, channel: Channel) -> tuple[Receipt, str]:
        post, page = copy.post, self.account(channel)
        if post.picture_url:
            words = "\n\n".join(filter(None, (post.text, post.link)))
            said = self.ask(channel, "POST", page, "photos", data={"url": post.picture_url, "message": words})
        else:
            data = {"message": post.text} | ({"link": post.link} if post.link else {})
            said = self.ask(channel, "POST", page, "feed", data=data)
        key = str(said.get("post_id") or said.get("id", ""))
        return Receipt(key), f"{PAGE}{key}"

    def _send_file(
        self, channel: Channel, to: str, message: Message, name: str, content_type: str, content: bytes
    ) -> Receipt:
        kind = content_type.partition("/")[0]
        kind = kind if kind in ("image", "audio", "video") else "file"
        tag = tag_of(message, channel, self.window) or {}
        parts = [
            wire.Part("recipient", json.dumps({"id": to}).encode()),
            *(wire.Part(field, value.encode()) for field, value in tag.items()),
            wire.Part("message", json.dumps({"attachment": {"type": kind, "payload": {}}}).encode()),
            wire.Part("filedata", content, name, content_type),
        ]
        said = self.ask(channel, "POST", self.account(channel), "messages", parts=parts)
        return Receipt(str(said.get("message_id", "")))


adapters.add(Messenger())
