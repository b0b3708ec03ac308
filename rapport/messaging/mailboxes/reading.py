"""What is new in the folders of a mailbox: asked for in the order of their UIDs, whoever has seen them elsewhere."""

import imaplib
import time
from datetime import date, timedelta

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from imapclient import IMAPClient

from rapport.messaging import health
from rapport.messaging.accounts import imap_of
from rapport.messaging.mailboxes import folders
from rapport.messaging.mailboxes.claiming import claimed
from rapport.messaging.mailboxes.connecting import Trouble, connected
from rapport.messaging.mailboxes.fetching import fetch, portions
from rapport.messaging.mailboxes.keeping import Overtaken, begin_anew, keep
from rapport.messaging.models import Channel, Folder
from rapport.staff.models import Business

SECONDS_AT_A_TIME = 30  # then others have their turn; what is left is the next job's
PAUSE_AFTER_REFUSAL = timedelta(minutes=15)  # a wrong password, tried each minute, gets an account locked


def read(channel: Channel, *, seconds: float = SECONDS_AT_A_TIME) -> bool:
    """Keep what is new in every watched folder; answers whether there is more. What fails is noted on the channel."""
    server = imap_of(channel)
    if server is None:
        return False
    with translation.override(Business.objects.current().language):
        try:
            with connected(server) as client:
                is_more, problem = _read_folders(client, channel, time.monotonic() + seconds)
        except Trouble as trouble:
            pause = PAUSE_AFTER_REFUSAL if trouble.is_ours else None
            health.fails(channel, str(trouble), timezone.now(), pause=pause)
            return False
    if problem:
        health.fails(channel, problem, timezone.now())
    else:
        health.works(channel, timezone.now())
    return is_more


def _read_folders(client: IMAPClient, channel: Channel, until: float) -> tuple[bool, str]:
    is_more, problem = False, ""
    watched = list(channel.folders.filter(is_watched=True)) or folders.first(client, channel)
    for folder in watched:
        with claimed("folder", folder.pk) as is_ours:
            if not is_ours:
                continue
            try:
                is_more = _read_folder(client, folder, until) or is_more
            except folders.Gone:
                problem = _("There is no folder “%(name)s” in this mailbox any more.") % {"name": folder.name}
            except Overtaken:
                is_more = True
    return is_more, problem


def _read_folder(client: IMAPClient, folder: Folder, until: float) -> bool:
    folder = select(client, folder)
    uids = new_uids(client, folder)
    for portion in portions(client, uids):
        if time.monotonic() > until:
            return True
        keep(folder, fetch(client, portion), up_to=max(portion))
    Folder.objects.filter(pk=folder.pk).update(polled_at=timezone.now())
    return False


def select(client: IMAPClient, folder: Folder) -> Folder:
    """Open it for reading only, and hear whether its numbers still mean the same. Raises `folders.Gone`."""
    try:
        told = client.select_folder(folder.name, readonly=True)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as problem:
        if folders.is_there(client, folder.name):
            raise
        raise folders.Gone from problem
    validity = told.get(b"UIDVALIDITY") or 1  # a server without it promises that its numbers stay
    folder = Folder.objects.get(pk=folder.pk)
    return folder if folder.uid_validity == validity else begin_anew(folder, validity)


def new_uids(client: IMAPClient, folder: Folder) -> list[int]:
    words: list = ["UID", f"{folder.last_uid + 1}:*"]
    if folder.since:
        words += ["SINCE", folder.since]
    # "n:*" names the last mail even where n is beyond it
    return sorted(uid for uid in client.search(words) if uid > folder.last_uid)


def uids_of(client: IMAPClient, since: date | None, until: date | None) -> list[int]:
    """Of the mails that came into the open folder on these days, both ends included."""
    words: list = []
    if since:
        words += ["SINCE", since]
    if until:
        words += ["BEFORE", until + timedelta(days=1)]
    return sorted(client.search(words or ["ALL"]))
