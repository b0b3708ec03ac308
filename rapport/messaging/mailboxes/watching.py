"""Hearing of new mail at once: a thread of the worker that listens to all mailboxes whose servers can tell (IDLE).

It fetches nothing itself. What it hears becomes the job that also runs each minute, so nothing depends on it.
"""

import imaplib
import logging
import select
import threading
import time
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from imapclient import IMAPClient

from rapport.messaging.accounts import Server, imap_of
from rapport.messaging.mailboxes.claiming import claim, let_go
from rapport.messaging.mailboxes.connecting import Trouble, in_words, open_connection
from rapport.messaging.mailboxes.tasks import ask_to_read, with_mailbox
from rapport.messaging.models import Channel

log = logging.getLogger(__name__)
LOOK_SECONDS = 10  # for channels that came, went or changed
LISTEN_SECONDS = 2
ANEW_SECONDS = 9 * 60  # RFC 2177: before half an hour; routers forget sooner
PAUSE = timedelta(minutes=5)  # after a connection that failed


def watch(stop: threading.Event) -> None:
    """Listen until asked to stop. One worker listens to a mailbox; when it dies, another does."""
    lines = Lines()
    try:
        while not stop.is_set():
            lines.look()
            lines.listen(stop)
    finally:
        lines.close()


class Lines:
    """Our open connections, by channel."""

    def __init__(self) -> None:
        self.open: dict[UUID, Line] = {}
        self.not_before: dict[UUID, Any] = {}
        self.looked_at = 0.0

    def look(self) -> None:
        if time.monotonic() - self.looked_at < LOOK_SECONDS:
            return
        self.looked_at = time.monotonic()
        wanted = {channel.pk: channel for channel in with_mailbox().filter(retry_at=None)}
        for pk, line in list(self.open.items()):
            if pk not in wanted or line.server != imap_of(wanted[pk]):
                self._drop(pk)
        for pk, channel in wanted.items():
            if pk not in self.open and self.not_before.get(pk, timezone.now()) <= timezone.now():
                self._begin(channel)

    def listen(self, stop: threading.Event) -> None:
        if not self.open:
            stop.wait(LISTEN_SECONDS)
            return
        sockets = {line.client.socket(): pk for pk, line in self.open.items()}
        ready, _writable, _broken = select.select(list(sockets), [], [], LISTEN_SECONDS)
        for one in ready:
            self._hear(sockets[one])
        for pk, line in list(self.open.items()):
            if line.is_old():
                self._drop(pk)
                self.looked_at = 0.0

    def close(self) -> None:
        for pk in list(self.open):
            self._drop(pk)

    def _begin(self, channel: Channel) -> None:
        if not claim("watch", channel.pk):
            return
        try:
            line = Line(channel)
        except (Trouble, OSError, imaplib.IMAP4.error, UnicodeError):
            line = None
        if line is None or not line.can_tell:
            self.not_before[channel.pk] = timezone.now() + PAUSE
            let_go("watch", channel.pk)
            if line:
                line.close()
            return
        self.open[channel.pk] = line
        ask_to_read(channel.pk)  # what came while nobody listened

    def _hear(self, pk: UUID) -> None:
        try:
            is_new = self.open[pk].hear()
        except (OSError, imaplib.IMAP4.error) as error:
            log.info("mailbox %s: the connection ended: %s", pk, type(error).__name__)
            self._drop(pk)
            self.not_before[pk] = timezone.now() + timedelta(seconds=LOOK_SECONDS)
            return
        if is_new:
            ask_to_read(pk)

    def _drop(self, pk: UUID) -> None:
        self.open.pop(pk).close()
        let_go("watch", pk)


class Line:
    """One connection that waits for its server to speak."""

    def __init__(self, channel: Channel) -> None:
        self.server: Server = imap_of(channel)
        self.client: IMAPClient = open_connection(self.server)
        self.began = time.monotonic()
        self.can_tell = self.client.has_capability("IDLE")
        if self.can_tell:
            try:
                self.client.select_folder("INBOX", readonly=True)
                self.client.idle()
            except (OSError, imaplib.IMAP4.error) as error:
                self.close()
                raise in_words(error, self.server) from error

    def is_old(self) -> bool:
        return time.monotonic() - self.began > ANEW_SECONDS

    def hear(self) -> bool:
        """Whether there is new mail. Raises `OSError` when the server has hung up."""
        said = self.client.idle_check(timeout=0)
        if not said or any(line[0] == b"BYE" for line in said):
            raise ConnectionAbortedError
        return any(len(line) > 1 and line[1] == b"EXISTS" for line in said)

    def close(self) -> None:
        with suppress(OSError, imaplib.IMAP4.error):
            self.client.shutdown()
