"""Instagram: messages, comments and mentions of a professional account, and its posts."""

from collections.abc import Iterator

from rapport.messaging.channels.adapters import Receipt, Refused, adapters
from rapport.messaging.channels.events import Came, Event, Where, part_of
from rapport.messaging.channels.graph import Page
from rapport.messaging.channels.provider import public_thread
from rapport.messaging.models import Channel, ChannelKind, Message, PostCopy


class Instagram(Page):
    name = ChannelKind.INSTAGRAM
    base_url = "https://graph.instagram.com/v23.0"
    longest = 1000

    def send(self, message: Message, channel: Channel, to: str) -> Receipt:
        self.check(message)
        if message.files.exists():
            raise Refused("files_not_possible")  # they take addresses only, and our files have none for strangers
        if thread := public_thread(message):
            return self.answer_in_public(channel, thread, "replies", message)
        return self.send_to(channel, to, message, {"text": message.text})

    def look(self, channel: Channel) -> str:
        return str(self.ask(channel, "GET", self.account(channel), query={"fields": "username"}).get("username", ""))

    def changed(self, channel: Channel, entry: dict, field: str, value: dict) -> Iterator[Event]:
        account = str(entry.get("id", ""))
        if field in ("comments", "live_comments"):
            yield from self._comment(account, value)
        elif field == "mentions":
            yield from self._mention(channel, account, value)

    def longest_post(self, channel: Channel, *, has_picture: bool = False) -> int:
        return 2200

    def publish(self, copy: PostCopy, channel: Channel) -> tuple[Receipt, str]:
        post, account = copy.post, self.account(channel)
        if not post.picture_url:
            raise Refused("picture_needed")
        words = "\n\n".join(filter(None, (post.text, post.link)))
        made = self.ask(
            channel,
            "POST",
            account,
            "media",
            data={"image_url": post.picture_url, "caption": words},
            is_repeatable=True,
        )  # nobody sees it until it is published
        said = self.ask(channel, "POST", account, "media_publish", data={"creation_id": made.get("id", "")})
        key = str(said.get("id", ""))
        return Receipt(key), ""

    def _comment(self, account: str, value: dict) -> Iterator[Event]:
        author, key = part_of(value, "from"), str(value.get("id") or "")
        if not key or not author.get("id") or str(author["id"]) == account or not value.get("text"):
            return
        name = str(author.get("username", ""))
        yield Came(
            sender=str(author["id"]),
            sender_name=f"@{name}" if name else "",
            text=str(value["text"]),
            external_id=key,
            answers=(str(value["parent_id"]),) if value.get("parent_id") else (),
            where=Where(key, is_public=True, visibility="public"),
            account=account,
        )

    def _mention(self, channel: Channel, account: str, value: dict) -> Iterator[Event]:
        """They tell only that it was; what was said has to be asked."""
        media, comment = str(value.get("media_id") or ""), str(value.get("comment_id") or "")
        if not (media or comment).isdecimal():
            return
        if comment:
            asked, wanted = (
                f"mentioned_comment.comment_id({comment}){{id,text,timestamp,from,media}}",
                "mentioned_comment",
            )
        else:
            asked = f"mentioned_media.media_id({media}){{id,caption,username,owner,permalink}}"
            wanted = "mentioned_media"
        found = part_of(self.ask(channel, "GET", account, query={"fields": asked}), wanted)
        author, owner = part_of(found, "from"), part_of(found, "owner")
        name = str(author.get("username") or found.get("username") or "")
        sender = str(author.get("id") or owner.get("id") or name)
        if not sender or not (text := str(found.get("text") or found.get("caption") or "")):
            return
        url = str(found.get("permalink") or "")
        where = Where(comment or media, is_public=True, visibility="public", url=url)
        yield Came(sender, text, comment or media, f"@{name}" if name else "", where=where, account=account)


adapters.add(Instagram())
