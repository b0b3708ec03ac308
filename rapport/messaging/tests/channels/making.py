"""Channels and messages to try adapters with."""

from datetime import timedelta

from django.utils import timezone

from rapport.messaging.accounts import keep_secrets
from rapport.messaging.models import Channel, Conversation, Message, Place
from rapport.messaging.tests.channels.kinds import SIGNING, TOKEN, VERIFY, Kind

WORDS = "გამარჯობა, Ana & co"


def a_channel(kind: Kind, provider, **secrets) -> Channel:
    channel = Channel(kind=kind.name, name=kind.name, address=kind.address, tells_when_closed=False)
    channel.settings = kind.settings | {"base_url": provider.url}
    keep_secrets(channel, **{"token": TOKEN, "signing": SIGNING, "verify": VERIFY} | secrets)
    channel.save()
    return channel


def a_message(channel: Channel, of: Kind, text: str = WORDS, *, since=timedelta(hours=1), by=None, **said) -> Message:
    """An answer of ours to words that came `since` ago."""
    at = timezone.now()
    conversation = Conversation.objects.create(channel=channel, peer=of.to, last_in_at=at - since)
    theirs = Message.objects.create(
        conversation=conversation, channel=channel, direction="in", state="received", text="Hi", at=at - since,
        provider_id="4711:9" if of.name == "telegram" else "theirs-1",
    )  # fmt: skip
    if of.name == "mastodon":
        Place.objects.create(message=theirs, thread="theirs-1", visibility="direct")
    said = {"direction": "out", "state": "sending"} | said
    return Message.objects.create(conversation=conversation, channel=channel, text=text, by=by, **said)
