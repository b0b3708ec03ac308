"""`bin/rapport mailserver`: a small mail server to which others hand what is addressed to us.

It says 250 once the bytes are committed, and never before. What goes wrong on our side is a 451, so that whoever brings
the mail keeps it and comes again. Sending is none of its business, and neither are addresses that are not ours.
"""

import asyncio
import logging
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

from aiosmtpd.smtp import SMTP
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from rapport.core.emails import email_key
from rapport.messaging.incoming import mails
from rapport.messaging.mime.ids import REPLY_ADDRESS
from rapport.messaging.models import Channel, ChannelKind, Conversation
from rapport.messaging.outgoing.tokens import conversation_number
from rapport.staff.models import Business

log = logging.getLogger(__name__)
MOST_BYTES = 34 * 2**20  # 25 MB of mail as base64 makes them longer; the rest is cut by whoever reads it
LONGEST_LINE = 2**20  # longer than the standard allows, as what people send is
THREADS = 4
SECONDS_REMEMBERED = 3.0  # addresses of ours
NOT_OURS = "550 5.1.1 Nobody here has this address"
LATER = "451 4.3.0 Something is wrong on our side, please try again later"


class Listener(SMTP):
    line_length_limit = LONGEST_LINE


class Door:
    """What happens when a mail is brought. The database is asked in threads, so that nobody waits for a slow one."""

    def __init__(self) -> None:
        self.threads = ThreadPoolExecutor(THREADS, thread_name_prefix="mail")
        self.book = AddressBook()

    async def handle_RCPT(self, server, session, envelope, address: str, options: list) -> str:  # noqa: N802
        try:
            channel = await self._ask(self.book.channel_for, address)
        except DatabaseError as problem:
            log.warning("A mail was sent away for now: %s", type(problem).__name__)
            return LATER
        if channel is None:
            return NOT_OURS
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        envelope.channels = getattr(envelope, "channels", {})
        envelope.channels.setdefault(channel, []).append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        content = envelope.original_content or b""
        try:
            await self._ask(keep, content, envelope.mail_from or "", envelope.channels)
        except DatabaseError as problem:
            log.warning("A mail was sent away for now: %s", type(problem).__name__)
            return LATER
        return "250 2.0.0 Kept"

    async def handle_exception(self, error: Exception) -> str:
        log.error("A mail was sent away for now: %s", type(error).__name__)
        return LATER

    async def _ask(self, question: Callable, *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self.threads, _asked, question, *arguments)


class AddressBook:
    """Which of our channels an address belongs to."""

    def __init__(self) -> None:
        self.known: dict[str, UUID] = {}
        self.catch_all: UUID | None = None
        self.read_at = 0.0

    def channel_for(self, address: str) -> UUID | None:
        """The channel that takes mail for `address`, or None when it is not ours."""
        if time.monotonic() - self.read_at > SECONDS_REMEMBERED:
            self._read()
        key = email_key(address)
        local, _at, domain = key.rpartition("@")
        plain = f"{local.partition('+')[0]}@{domain}"
        return self.known.get(key) or self.known.get(plain) or _channel_of_reply(address) or self.catch_all

    def _read(self) -> None:
        rows = list(Channel.objects.of(ChannelKind.EMAIL).values_list("pk", "address", "is_active"))
        back = Channel.objects.in_use().of(ChannelKind.EMAIL).values_list("settings__bounces", "pk")
        self.known = {email_key(address): key for address, key in back if address}  # where mails come back to
        self.known |= {email_key(address): key for key, address, is_active in rows if address and is_active}
        self.catch_all = next((key for key, address, is_active in rows if is_active and not address), None)
        if not rows:
            self.catch_all = _first_channel().pk
        self.read_at = time.monotonic()


@transaction.atomic
def keep(content: bytes, envelope_from: str, channels: dict[UUID, list[str]]) -> None:
    """Once for each of our accounts that it was sent to; all of them or none."""
    content = mails.returning_to(envelope_from, content)
    rows = Channel.objects.in_bulk(channels)
    for key, addresses in channels.items():
        mails.accept(content, channel=rows[key], source="smtp", envelope_from=envelope_from, envelope_to=addresses)


def serve(host: str, port: int) -> None:
    """Take mail until asked to stop."""
    logging.getLogger("mail").setLevel(logging.WARNING)  # aiosmtpd tells its log who writes to whom
    asyncio.run(_serve(host, port))


async def _serve(host: str, port: int) -> None:
    loop, door, stop = asyncio.get_running_loop(), Door(), asyncio.Event()
    server = await loop.create_server(
        lambda: Listener(door, data_size_limit=MOST_BYTES, enable_SMTPUTF8=True, hostname="rapport", ident="Rapport"),
        host,
        port,
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    print(f"Rapport takes mail at {host}:{server.sockets[0].getsockname()[1]}", flush=True)
    await stop.wait()
    server.close()
    door.threads.shutdown(wait=True)


def _asked(question: Callable, *arguments: Any) -> Any:
    close_old_connections()
    return question(*arguments)


def _channel_of_reply(address: str) -> UUID | None:
    """Our answers ask for replies to `reply+TOKEN@…`; only tokens that we signed are ours."""
    found = REPLY_ADDRESS.match(address)
    number = conversation_number(found[1]) if found else None
    if number is None:
        return None
    return Conversation.objects.filter(number=number).values_list("channel", flat=True).first()


@transaction.atomic
def _first_channel() -> Channel:
    """A house without any e-mail account takes all mail into one, so that none is lost while it is being set up."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('messaging.first_channel'))")
    rows = Channel.objects.of(ChannelKind.EMAIL)
    with translation.override(Business.objects.current().language):
        return rows.first() or Channel.objects.create(kind=ChannelKind.EMAIL, name=_("E-mail"), is_default=True)
