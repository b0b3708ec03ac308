"""What others say about the house where everybody reads it, and how it answers there."""

import json

import pytest
from django.utils import timezone

from rapport.messaging.channels import polling, working
from rapport.messaging.channels.adapters import adapters
from rapport.messaging.models import Channel, Conversation, Identity, Message, WebhookEvent
from rapport.messaging.tests.channels.kinds import KINDS, of_page, posted
from rapport.messaging.tests.channels.making import a_channel
from rapport.messaging.tests.channels.server import Reply

KIND = {kind.name: kind for kind in KINDS}
pytestmark = pytest.mark.usefixtures("ann")


def tell(client, channel, data) -> None:
    path = f"/hooks/{channel.pk}/"
    made = posted(KIND[channel.kind], data, path)
    client.post(path, made.body, content_type=made.content_type, headers=made.headers)
    work(channel)


def work(channel) -> None:
    for event in WebhookEvent.objects.filter(channel=channel, done_at=None).order_by("received_at", "pk"):
        working.work_off(event)


def a_comment(key="post_2", text="Never again!", **more) -> dict:
    value = {"item": "comment", "verb": "add", "post_id": "555_1", "comment_id": key, "parent_id": "555_1",
             "from": {"id": "4711", "name": "Ana"}, "message": text, "created_time": 1760000000}  # fmt: skip
    return {"object": "page", "entry": [{"id": "555", "changes": [{"field": "feed", "value": value | more}]}]}


def answer_to(message: Message) -> Message:
    return Message.objects.create(
        conversation=message.conversation, channel=message.channel, direction="out", state="sending", text="So sorry."
    )


def a_mention(key="31", visibility="public", text="<p><span>@<a>linden</a></span> is it &lt;ready&gt;?</p>", **more):
    status = {"id": f"9{key}", "visibility": visibility, "url": f"https://social.example/@ana/9{key}", "content": text,
              "in_reply_to_id": None, "language": "cs", "media_attachments": [], "new": 1}  # fmt: skip
    account = {"id": "5", "acct": "ana@social.example", "display_name": "Ana Nováková", "bot": False}
    return {"id": key, "type": "mention", "account": account, "status": status | more}


def poll(channel, provider, *pages) -> int:
    provider.answers(*(Reply(200, page) for page in pages))
    count = polling.poll(Channel.objects.get(pk=channel.pk), at=timezone.now())
    work(channel)
    return count


def test_a_comment_comes_into_the_inbox_and_is_answered_below_it(client, provider, business):
    channel = a_channel(KIND["messenger"], provider)
    tell(client, channel, a_comment())

    message = Message.objects.get()
    assert (message.text, message.place.is_public, message.place.thread) == ("Never again!", True, "post_2")
    provider.answers(Reply(200, {"id": "post_3"}))
    receipt = adapters["messenger"].send(answer_to(message), channel, "4711")
    assert (provider.last.path, provider.last.json) == ("/post_2/comments", {"message": "So sorry."})
    assert receipt.provider_id == "post_3"


def test_what_is_said_in_private_and_in_public_never_mixes(client, provider, business):
    channel = a_channel(KIND["messenger"], provider)
    tell(client, channel, of_page("555", "page", message={"mid": "m1", "text": "My number is 599 12 34 56"}))
    tell(client, channel, a_comment())
    tell(client, channel, of_page("555", "page", message={"mid": "m2", "text": "Hello?"}))

    private, public = Conversation.objects.order_by("begun_at")
    assert [message.text for message in private.messages.order_by("at")] == ["My number is 599 12 34 56", "Hello?"]
    assert [message.text for message in public.messages.all()] == ["Never again!"]
    assert private.customer == public.customer, "it is the same account"


@pytest.mark.parametrize("more", [{"from": {"id": "555"}}, {"verb": "edited"}, {"item": "like"}, {"message": ""}])
def test_our_own_words_and_clicks_are_no_messages(client, provider, business, more):
    tell(client, a_channel(KIND["messenger"], provider), a_comment(**more))
    assert not Message.objects.exists()


def test_a_mention_on_instagram_is_asked_for_and_taken_in(client, provider, business):
    channel = a_channel(KIND["instagram"], provider)
    found = {"id": "17", "text": "Look @linden!", "from": {"id": "4711", "username": "ana"}}
    provider.answers(Reply(200, {"mentioned_comment": found, "id": "555"}))
    value = {"media_id": "16", "comment_id": "17"}
    changes = [{"field": "mentions", "value": value}]
    tell(client, channel, {"object": "instagram", "entry": [{"id": "555", "changes": changes}]})

    message = Message.objects.get()
    assert (message.text, message.sender_name, message.place.thread) == ("Look @linden!", "@ana", "17")
    assert provider.last.query["fields"][0].startswith("mentioned_comment.comment_id(17)")


def test_mentions_on_mastodon_are_asked_for_until_none_is_left(provider, business):
    channel = a_channel(KIND["mastodon"], provider)
    assert poll(channel, provider, [a_mention("30")]) == 1
    assert "since_id" not in provider.last.query

    newer = [a_mention(str(key)) for key in range(75, 35, -1)]
    assert poll(channel, provider, newer, [a_mention("35"), a_mention("34")]) == 42
    assert provider.asked[1].query == {"types[]": ["mention"], "limit": ["40"], "since_id": ["30"]}
    assert provider.asked[2].query["max_id"] == ["36"]
    assert poll(channel, provider, []) == 0
    assert provider.last.query["since_id"] == ["75"]
    assert Message.objects.count() == 43
    assert Channel.objects.get().checked_at


def test_what_mastodon_tells_is_text_with_its_place(provider, business):
    channel = a_channel(KIND["mastodon"], provider)
    poll(channel, provider, [a_mention()])

    message = Message.objects.get()
    assert (message.text, message.sender, message.language) == ("is it <ready>?", "ana@social.example", "cs")
    assert (message.place.url, message.place.visibility) == ("https://social.example/@ana/931", "public")
    assert Identity.objects.get().key == "ana@social.example"

    provider.answers(Reply(200, {"id": "77"}))
    adapters["mastodon"].send(answer_to(message), channel, message.sender)
    asked = provider.last.json
    assert (asked["in_reply_to_id"], asked["visibility"]) == ("931", "unlisted"), "public, but not on every page"


def test_a_thread_goes_on_with_whom_it_began(provider, business):
    channel = a_channel(KIND["mastodon"], provider)
    poll(channel, provider, [a_mention("31")])
    answer = answer_to(Message.objects.get())
    Message.objects.filter(pk=answer.pk).update(provider_id="ours", state="sent")

    other = a_mention("33", in_reply_to_id="ours")
    other["account"]["acct"] = "ben@social.example"
    poll(channel, provider, [other, a_mention("32", in_reply_to_id="ours")])

    assert sorted(Conversation.objects.values_list("peer", "message_count")) == [
        ("ana@social.example", 2),
        ("ben@social.example", 1),
    ]


def test_a_server_that_does_not_answer_is_told_on_the_channel_and_left_in_peace(provider, business):
    channel = a_channel(KIND["mastodon"], provider)
    provider.answers(Reply(401, {"error": "The access token is invalid"}))
    assert polling.poll(channel, at=timezone.now()) == 0

    channel = Channel.objects.get()
    assert "key is not accepted" in channel.error
    assert polling.to_ask(timezone.now()) == []
    assert polling.to_ask(channel.retry_at) == [channel]


def test_telegram_is_asked_where_it_cannot_call_us(provider, business):
    kind = KIND["telegram"]
    channel = a_channel(kind, provider)
    assert polling.to_ask(timezone.now()) == []
    Channel.objects.update(settings=channel.settings | {"is_polled": True})
    assert polling.to_ask(timezone.now()) == [channel]

    for updates in ([kind.words("11", "Hi")], []):
        provider.answers(Reply(200, {"ok": True, "result": updates}))
        polling.poll(Channel.objects.get(), at=timezone.now())
    work(channel)
    assert Message.objects.get().text == "Hi"
    assert json.loads(provider.last.body)["offset"] == 1012
