"""What the house tells everybody, on several accounts at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rapport.core.registry import Restored, after_restore
from rapport.core.testing.questions import questions
from rapport.messaging.channels import posting
from rapport.messaging.models import Channel, Post, PostCopy
from rapport.messaging.tests.channels.kinds import KINDS
from rapport.messaging.tests.channels.making import a_channel
from rapport.messaging.tests.channels.server import Reply

KIND = {kind.name: kind for kind in KINDS}
WHERE = ("messenger", "instagram", "telegram", "mastodon")
GOOD = {
    "/555/feed": Reply(200, {"id": "555_9"}),
    "/555/photos": Reply(200, {"id": "8", "post_id": "555_8"}),
    "/555/media": Reply(200, {"id": "made-1"}),
    "/555/media_publish": Reply(200, {"id": "17"}),
    "/botkey-of-ours/sendMessage": Reply(200, {"ok": True, "result": {"message_id": 5}}),
    "/botkey-of-ours/sendPhoto": Reply(200, {"ok": True, "result": {"message_id": 6}}),
    "/api/v1/statuses": Reply(200, {"id": "77", "url": "https://social.example/@linden/77"}),
    "/api/v2/media": Reply(200, {"id": "media-7"}),
}


@pytest.fixture
def accounts(provider, business) -> list[Channel]:
    for name in WHERE:
        channel = a_channel(KIND[name], provider)
        Channel.objects.filter(pk=channel.pk).update(settings=channel.settings | {"post_to": "@linden_news"})
    return posting.accounts()


def publish_all(at) -> None:
    for copy in PostCopy.objects.order_by("pk"):
        posting.publish(copy.pk, clock=lambda: at)


def test_it_is_published_everywhere_once(provider, accounts, ann):
    provider.by_path |= GOOD | {"/box.jpg": Reply(200, content=b"\xff\xd8\xff\xe0picture")}
    at = timezone.now()
    picture = f"{provider.url}/box.jpg"
    posting.write(text="Open on Sunday", channels=accounts, by=ann, at=at, picture_url=picture)
    soon = at + timedelta(minutes=1)
    publish_all(soon)
    publish_all(soon)

    assert set(PostCopy.objects.values_list("channel__kind", "state", "url")) == {
        ("messenger", "sent", "https://www.facebook.com/555_8"),
        ("instagram", "sent", ""),
        ("telegram", "sent", "https://t.me/linden_news/6"),
        ("mastodon", "sent", "https://social.example/@linden/77"),
    }
    asked = {one.path: one for one in provider.asked}
    assert len(provider.asked) == len(asked) == 7
    assert asked["/555/media"].json == {"image_url": picture, "caption": "Open on Sunday"}
    assert asked["/555/media_publish"].json == {"creation_id": "made-1"}
    assert asked["/botkey-of-ours/sendPhoto"].json["chat_id"] == "@linden_news"
    status = asked["/api/v1/statuses"]
    assert status.json == {"status": "Open on Sunday", "visibility": "public", "media_ids": ["media-7"]}
    assert status.headers["idempotency-key"].startswith("post-")


def test_nothing_is_published_before_its_time_and_it_can_be_taken_back(provider, accounts, ann):
    at = timezone.now()
    post = posting.write(text="Open on Sunday", channels=accounts, by=ann, at=at, send_at=at + timedelta(days=1))
    publish_all(at + timedelta(hours=23))
    assert not provider.asked

    posting.take_back(post, at=at)
    publish_all(at + timedelta(days=2))
    assert not provider.asked
    assert set(PostCopy.objects.values_list("state", flat=True)) == {"taken_back"}


def test_one_account_that_fails_does_not_hold_up_the_others(provider, accounts, ann):
    provider.by_path |= GOOD | {
        "/555/feed": Reply(429, {"error": {"code": 4, "message": "limit"}}),
        "/api/v1/statuses": Reply(422, {"error": "Validation failed"}),
        "/botkey-of-ours/sendMessage": Reply(hangs_up=True),
    }
    at = timezone.now()
    posting.write(text="Open on Sunday", channels=accounts, by=ann, at=at)
    publish_all(at + timedelta(minutes=1))

    assert set(PostCopy.objects.values_list("channel__kind", "state", "reason")) == {
        ("messenger", "waiting", ""),
        ("instagram", "failed", "picture_needed"),
        ("telegram", "uncertain", "unclear"),
        ("mastodon", "failed", "provider_refused"),
    }


def test_a_worker_that_dies_leaves_a_question_and_no_second_post(provider, accounts, ann):
    at = timezone.now()
    posting.write(text="Open on Sunday", channels=accounts[:1], by=ann, at=at)
    PostCopy.objects.update(state="sending", claimed_at=at)
    publish_all(at + timedelta(minutes=5))
    assert not provider.asked

    assert posting.find_lost(at + timedelta(minutes=11)) == 1
    copy = PostCopy.objects.get()
    assert (copy.state, copy.reason) == ("uncertain", "interrupted")
    assert posting.again(copy, at=at).state == "waiting"


def test_it_is_written_on_a_page_and_seen_by_all(client, provider, accounts, cast):
    client.force_login(cast["mark"])
    where = [str(one.pk) for one in accounts if one.kind in ("mastodon", "telegram")]
    page = client.get("/inbox/posts/new/").content.decode()
    assert all(str(one.pk) in page for one in accounts)

    response = client.post("/inbox/posts/new/", {"text": "Open on Sunday", "channels": where}, follow=True)
    assert "Waiting for its time" in response.content.decode()
    post = Post.objects.get()
    assert client.post(f"/inbox/posts/{post.pk}/taking-back/").status_code == 302
    assert client.post(f"/inbox/posts/{post.pk}/taking-back/").status_code == 302
    assert "Taken back" in client.get(f"/inbox/posts/{post.pk}/").content.decode()

    client.force_login(cast["rita"])
    assert "Open on Sunday" in client.get("/inbox/posts/").content.decode()
    assert client.get("/inbox/posts/new/").status_code == 403


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"text": "\u200b"}, "Write something first"),
        ({"text": "x" * 501}, "takes 500 letters"),
        ({"channels": []}, "required"),
        ({"send_at": "2020-01-01T10:00"}, "has passed"),
        ({"picture_url": "", "everywhere": True}, "without a picture"),
    ],
)
def test_what_a_network_would_refuse_is_said_first(client, provider, accounts, cast, said, problem):
    client.force_login(cast["mark"])
    where = [str(one.pk) for one in accounts if one.kind == "mastodon" or said.get("everywhere")]
    response = client.post("/inbox/posts/new/", {"text": "Open", "channels": where} | said)
    assert response.status_code == 422
    assert problem in response.content.decode()
    assert not Post.objects.exists()


def test_the_list_asks_the_same_however_many_there_are(client, provider, accounts, cast):
    at = timezone.now()
    client.force_login(cast["mark"])
    posting.write(text="Open", channels=accounts, by=cast["mark"], at=at)
    for_one = questions(client, "/inbox/posts/")
    for number in range(5):
        posting.write(text=f"Open {number}", channels=accounts, by=cast["mark"], at=at)
    assert questions(client, "/inbox/posts/") == for_one


def test_a_restored_backup_publishes_nothing_a_second_time(provider, accounts, ann):
    at = timezone.now()
    posting.write(text="Open on Sunday", channels=accounts[:1], by=ann, at=at)
    later = posting.write(text="Next week", channels=accounts[:1], by=ann, at=at, send_at=at + timedelta(days=7))

    restored = Restored(made_at=at, at=at + timedelta(hours=3))
    assert "may have been published" in after_restore["messaging.posts"].run(restored)

    assert PostCopy.objects.exclude(post=later).get().state == "uncertain"
    assert later.copies.get().state == "waiting"
    assert after_restore["messaging.posts"].run(restored) is None
