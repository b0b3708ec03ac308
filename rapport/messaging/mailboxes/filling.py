"""Fetching what is in a mailbox and not here: after an outage, of a folder switched on later, of any period."""

import queue
import threading
from collections.abc import Callable

from django.db import connections
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from imapclient import IMAPClient

from rapport.core import formats
from rapport.core.refusals import Refusal
from rapport.messaging.accounts import imap_of
from rapport.messaging.mailboxes.comparing import compare, known
from rapport.messaging.mailboxes.connecting import Trouble, connected
from rapport.messaging.mailboxes.fetching import fetch, portions
from rapport.messaging.mailboxes.folders import Gone
from rapport.messaging.mailboxes.keeping import keep
from rapport.messaging.mailboxes.reading import read, select, uids_of
from rapport.messaging.models import Channel, Filling, Folder

Watch = Callable[[float, object], None]


class OutOfReach(Refusal):
    code = "mailbox_out_of_reach"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)


def fill(filling: Filling, watch: Watch) -> dict[str, int]:
    """Fetch what is lacking, then compare. What was fetched stays, also when it is stopped or dies half way.

    The work of `core.progress` is one transaction, and no transaction waits for a network. So a thread with a
    connection of its own does it, portion by portion, and tells us how far it is.
    """
    told: queue.Queue = queue.Queue()
    is_stopped = threading.Event()
    language = translation.get_language() or "en"
    thread = threading.Thread(target=_work, args=(filling, language, told, is_stopped), name="filling", daemon=True)
    thread.start()
    try:
        while True:
            step = told.get()
            if isinstance(step, Exception):
                raise step
            if isinstance(step, dict):
                return step
            watch(*step)
    finally:
        is_stopped.set()
        thread.join()


def _work(filling: Filling, language: str, told: queue.Queue, is_stopped: threading.Event) -> None:
    try:
        with translation.override(language):
            told.put(_fill(filling, lambda *step: told.put(step), is_stopped))
    except Exception as error:  # noqa: BLE001 – whoever waits for us raises it
        told.put(error)
    finally:
        connections.close_all()


def _fill(filling: Filling, say: Watch, is_stopped: threading.Event) -> dict[str, int]:
    channel = filling.channel
    server = imap_of(channel)
    if server is None:
        raise OutOfReach(_("This channel has no mailbox."))
    read(channel)  # what has come since: so the comparison finds nothing on its way
    fetched = missing = 0
    try:
        with connected(server) as client:
            folders = list(channel.folders.filter(is_watched=True))
            for number, folder in enumerate(folders):
                part = (number / len(folders), 1 / len(folders))
                say(part[0], _("Looking into “%(name)s”") % {"name": folder.name})
                fetched += _fill_folder(client, folder, filling, say, part, is_stopped)
                missing += compare(client, folder).missing
    except Gone as gone:
        raise OutOfReach(_("A folder is not there any more. Choose the folders anew.")) from gone
    except Trouble as trouble:
        raise OutOfReach(str(trouble)) from trouble
    if not is_stopped.is_set():
        Filling.objects.filter(pk=filling.pk).update(fetched=fetched)
    return {"fetched": fetched, "missing": missing}


def _fill_folder(
    client: IMAPClient,
    folder: Folder,
    filling: Filling,
    say: Watch,
    part: tuple[float, float],
    is_stopped: threading.Event,
) -> int:
    folder = select(client, folder)
    kept = known(folder)
    uids = [uid for uid in uids_of(client, filling.since or folder.since, filling.until) if uid not in kept]
    done = taken = 0
    for portion in portions(client, uids):
        if is_stopped.is_set():
            break
        taken += keep(folder, fetch(client, portion), up_to=None)
        done += len(portion)
        say(part[0] + part[1] * done / len(uids), _fetching(done, len(uids), folder.name))
    return taken


def _fetching(done: int, total: int, name: str) -> str:
    said = ngettext(
        "%(done)s of %(total)s mail of “%(name)s” is here",
        "%(done)s of %(total)s mails of “%(name)s” are here",
        total,
    )
    return said % {"done": formats.number(done), "total": formats.number(total), "name": name}


def compare_all(channel: Channel) -> None:
    """Compare every watched folder; what fails is noted on the channel by whoever reads it next."""
    server = imap_of(channel)
    if server is None:
        return
    with connected(server) as client:
        for folder in channel.folders.filter(is_watched=True):
            compare(client, folder)
