"""Hearing Asterisk: a thread of the worker holds a line to the web socket of each of them, and keeps what it tells.

One worker listens to a line at a time; when it dies, another does. What was told is kept as a call of a provider is.
"""

import json
import logging
import threading
import time
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.db import connections
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from websockets.exceptions import InvalidHandshake, WebSocketException
from websockets.sync.client import ClientConnection, connect

from rapport.core.outward.guarding import opened_by_setting
from rapport.core.outward.line import Line as Outward
from rapport.core.outward.line import Refused as AddressRefused
from rapport.core.outward.line import target_of
from rapport.messaging import health
from rapport.messaging.calls.ari import events_address, says_something
from rapport.messaging.calls.line import base_of
from rapport.messaging.channels.adapters import Refused
from rapport.messaging.channels.provider import digest
from rapport.messaging.channels.working import keep, work_off_at_once
from rapport.messaging.mailboxes.claiming import claimed
from rapport.messaging.models import Channel, ChannelKind
from rapport.staff.models import Business

log = logging.getLogger(__name__)
LOOK_SECONDS = 5.0  # for lines that came, went or changed
WAIT_SECONDS = 2.0  # for a word, then we look whether we are to stop
SECONDS_TO_CONNECT = 15.0
MOST_BYTES = 2**20  # of one event
LONGEST_PAUSE = 120.0  # between two attempts, which begin with LOOK_SECONDS and double


def wanted() -> dict[UUID, Channel]:
    """The lines that are to be heard: an address and a key tell how."""
    rows = Channel.objects.in_use().of(ChannelKind.PHONE).filter(settings__provider="ari")
    return {row.pk: row for row in rows if base_of(row) and row.secrets}


def listen(stop: threading.Event) -> None:
    """Keep one thread for each line until asked to stop; a line that was changed is begun anew."""
    ears: dict[UUID, Ear] = {}
    try:
        while not stop.is_set():
            now = wanted()
            for pk, ear in list(ears.items()):
                if pk not in now or ear.is_about != _about(now[pk]) or not ear.is_alive():
                    ears.pop(pk).end()
            for pk, channel in now.items():
                if pk not in ears:
                    ears[pk] = Ear(channel)
                    ears[pk].start()
            stop.wait(LOOK_SECONDS)
    finally:
        for ear in ears.values():
            ear.end()


def _about(channel: Channel) -> tuple:
    return (channel.settings, channel.secrets)


class Ear(threading.Thread):
    """One line, for as long as it is as it is."""

    def __init__(self, channel: Channel) -> None:
        super().__init__(name=f"ari {channel.pk}", daemon=True)
        self.channel, self.is_about, self.stop = channel, _about(channel), threading.Event()

    def end(self) -> None:
        self.stop.set()
        self.join(timeout=2 * WAIT_SECONDS)

    def run(self) -> None:
        pause = LOOK_SECONDS
        try:
            while not self.stop.is_set():
                with claimed("listen", self.channel.pk) as is_ours:
                    heard = is_ours and self._attend()
                pause = LOOK_SECONDS if heard or not is_ours else min(2 * pause, LONGEST_PAUSE)
                self.stop.wait(pause)
        finally:
            connections.close_all()

    def _attend(self) -> bool:
        """Hear it until the line breaks; whether there was one at all. What fails stands on the channel."""
        began = time.monotonic()
        try:
            with _connected(self.channel) as socket:
                health.works(self._fresh(), timezone.now())
                while not self.stop.is_set():
                    with suppress(TimeoutError):
                        self._take(socket.recv(timeout=WAIT_SECONDS))
                return True
        except (OSError, WebSocketException, AddressRefused, Refused) as problem:
            with translation.override(Business.objects.current().language):
                health.fails(self._fresh(), in_words(problem), timezone.now())
            return time.monotonic() - began > SECONDS_TO_CONNECT

    def _take(self, word: str | bytes) -> None:
        body = word if isinstance(word, bytes) else word.encode()
        try:
            told: Any = json.loads(body)
        except ValueError:
            return
        if not isinstance(told, dict) or not says_something(told):
            return
        event_id = digest(body)
        if keep(self.channel, event_id, body, "application/json", timezone.now()):
            work_off_at_once(self.channel, event_id)

    def _fresh(self) -> Channel:
        return Channel.objects.get(pk=self.channel.pk)


def _connected(channel: Channel) -> ClientConnection:
    """Raises `Refused` without a key, `AddressRefused`, `OSError` or `WebSocketException`."""
    base, path, headers = events_address(channel)
    target = target_of(base)
    plugged = Outward(base, opened_by_setting(), time_limit=SECONDS_TO_CONNECT).plug()
    host = f"[{target.host}]" if ":" in target.host else target.host
    try:  # the socket speaks TLS already where it has to
        return connect(
            f"ws://{host}:{target.port}{target.path.rstrip('/')}{path}",
            sock=plugged,
            additional_headers=headers,
            proxy=None,
            open_timeout=SECONDS_TO_CONNECT,
            max_size=MOST_BYTES,
        )
    except BaseException:
        plugged.close()
        raise


def in_words(problem: Exception) -> str:
    if isinstance(problem, InvalidHandshake):
        return _("Asterisk does not let us listen. See that the user and the password are those of its ari.conf.")
    if isinstance(problem, AddressRefused):
        return _("Addresses inside your network have to be opened by RAPPORT_WEBHOOKS_PRIVATE.")
    return _("Asterisk could not be reached, or hung up. It is tried again.")
