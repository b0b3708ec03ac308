"""Which folders a mailbox has, and which of them we read."""

from dataclasses import dataclass

from django.db import transaction
from imapclient import IMAPClient
from imapclient.imapclient import SENT

from rapport.messaging.models import Channel, Folder

SPECIAL = {b"\\Drafts": "drafts", b"\\Trash": "trash", b"\\Junk": "spam", b"\\All": "all"}


class Gone(Exception):
    """The server has no folder of that name."""


@dataclass(frozen=True)
class Offered:
    """A folder at the server. `use` is "sent", "drafts", "trash", "spam", "all", or empty."""

    name: str
    use: str = ""


def offered(client: IMAPClient) -> list[Offered]:
    listed = [(flags, name) for flags, _delimiter, name in client.list_folders() if b"\\Noselect" not in flags]
    sent = client.find_special_folder(SENT)
    uses = {name: next((SPECIAL[flag] for flag in flags if flag in SPECIAL), "") for flags, name in listed}
    if sent in uses:
        uses[sent] = "sent"
    return sorted((Offered(name, use) for name, use in uses.items()), key=lambda one: (one.name != "INBOX", one.name))


def is_there(client: IMAPClient, name: str) -> bool:
    return any(one.name == name for one in offered(client))


def first(client: IMAPClient, channel: Channel) -> list[Folder]:
    """Nobody has chosen any folder yet: what comes in, and what we sent."""
    if channel.folders.exists():
        return []
    return choose(channel, [one for one in offered(client) if is_usual(one)])


def is_usual(one: Offered) -> bool:
    return one.name.upper() == "INBOX" or one.use == "sent"


@transaction.atomic
def choose(channel: Channel, chosen: list[Offered]) -> list[Folder]:
    """Read these from now on. One that was read before goes on where it was, so nothing between is lost."""
    since = channel.settings.get("since") or None
    names = {one.name for one in chosen}
    channel.folders.exclude(name__in=names).update(is_watched=False)
    for one in chosen:
        Folder.objects.update_or_create(
            channel=channel,
            name=one.name,
            defaults={"is_watched": True, "is_sent": one.use == "sent"},
            create_defaults={"is_watched": True, "is_sent": one.use == "sent", "since": since},
        )
    return list(channel.folders.filter(is_watched=True))
