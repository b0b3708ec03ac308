"""Ways in and out, as long as their names get: mailboxes, accounts on networks, posts and calls."""

from rapport.config.tests.sweep.names import LONG_NAMES
from rapport.messaging.models import Channel, Filling, Folder, Identity, Post, PostCopy, WebhookEvent


def mailboxes(world) -> None:
    """One that fails, with a folder of everything; one that is not used any more."""
    name, organisation = LONG_NAMES["ka"]
    channel = Channel.objects.create(
        kind="email",
        name=organisation[:80],
        address="a.very.long.address.of.everybody@names.linden.example",
        settings={"imap": {"host": "127.0.0.1", "port": 1, "security": "none"}, "provider": "postmark"},
        failing_since=world.at,
        error=name * 3,
    )
    skipped = {"mailing_loop_of_a_long_name": 12345}
    found = {"there": 1234567, "filed": 1222221, "skipped": skipped, "missing": 1}
    Folder.objects.create(
        channel=channel, name=f"{organisation}/{name}", since=world.at, compared_at=world.at, comparison=found
    )
    Filling.objects.create(channel=channel, since=world.at, by=world.owner, fetched=12345)
    Channel.objects.create(kind="phone", name=LONG_NAMES["ta"][1][:80], is_active=False)


def social(world) -> None:
    """Accounts on networks, posts in each state, a call that could not be worked through."""
    name, organisation = LONG_NAMES["cs"]
    post = Post.objects.create(text=f"{name}\n{organisation}", link=f"https://linden.example/{'news' * 40}",
                               send_at=world.at, by=world.owner)  # fmt: skip
    hook = f"https://crm.linden.example/hooks/{'0' * 60}/"
    for number, state in enumerate(PostCopy.State.values):
        channel = Channel.objects.create(
            kind="instagram", name=f"{organisation[:70]} {number}", address=f"{name[:60]}{number}",
            settings={"account": str(number), "hook_url": hook},
        )  # fmt: skip
        PostCopy.objects.create(post=post, channel=channel, state=state, reason="picture_needed",
                                detail=organisation, url=f"https://social.example/{'posts' * 20}")  # fmt: skip
    WebhookEvent.objects.create(channel=channel, event_id="1", body=b"{}", error="DataError")
    for language, customer in world.customers.items():
        Identity.objects.create(customer=customer, kind="instagram", key=language, name=LONG_NAMES[language][1])
