"""A real IMAP server on this machine, in a process of its own, and channels whose mailboxes are there."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from imapclient import IMAPClient

from rapport.messaging.accounts import PLAIN, keep_secrets
from rapport.messaging.models import Channel, ChannelKind

USER, PASSWORD = "linden", "good-old-days"


@dataclass
class Mailbox:
    """One account at a server that forgets everything when it ends."""

    port: int
    process: subprocess.Popen
    client: IMAPClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = self.sign_in()

    def sign_in(self) -> IMAPClient:
        client = IMAPClient("127.0.0.1", port=self.port, ssl=False, timeout=10)
        client.login(USER, PASSWORD)
        return client

    def receive(self, *mails: bytes, folder: str = "INBOX", at: datetime | None = None) -> None:
        for mail in mails:
            self.client.append(folder, mail, msg_time=at)

    def number_anew(self, folder: str) -> list[bytes]:
        """The folder as after a restore at the provider: the same mails under other numbers. Answers the mails."""
        self.client.select_folder(folder)
        told = self.client.fetch(self.client.search(), ["BODY.PEEK[]"])
        mails = [told[uid][b"BODY[]"] for uid in sorted(told)]
        self.client.close_folder()
        self.client.delete_folder(folder)
        self.client.create_folder(folder)
        self.receive(*mails, folder=folder)
        return mails

    def flags(self, folder: str = "INBOX") -> set[bytes]:
        self.client.select_folder(folder, readonly=True)
        return {flag for flags in self.client.get_flags(self.client.search()).values() for flag in flags}

    def change_flags(self, *flags: bytes) -> None:
        """As somebody does who reads the mails in another program."""
        self.client.select_folder("INBOX")
        self.client.set_flags(self.client.search(), flags)
        self.client.close_folder()

    def empty(self) -> None:
        self.client.select_folder("INBOX")
        if uids := self.client.search():
            self.client.delete_messages(uids)
        self.client.close_folder()  # which expunges
        for _flags, _delimiter, name in self.client.list_folders():
            if name != "INBOX":
                self.client.delete_folder(name)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)


def start_server() -> Mailbox:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    pymap = Path(sys.executable).with_name("pymap")
    process = subprocess.Popen(
        [pymap, "--host", "127.0.0.1", "--port", str(port), "--no-tls"]
        + ["dict", "--demo-user", USER, "--demo-password", PASSWORD],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _attempt in range(300):
        try:
            return Mailbox(port, process)
        except OSError:
            assert process.poll() is None, "pymap ended"
            time.sleep(0.05)
    process.kill()
    raise AssertionError("pymap does not answer")


@pytest.fixture(scope="session")
def _servers() -> Iterator[dict[str, Mailbox]]:
    servers: dict[str, Mailbox] = {}
    yield servers
    for server in servers.values():
        server.stop()


def _emptied(servers: dict[str, Mailbox], name: str) -> Iterator[Mailbox]:
    if name not in servers:
        servers[name] = start_server()
    yield servers[name]
    servers[name].empty()


@pytest.fixture
def mailbox(_servers) -> Iterator[Mailbox]:
    yield from _emptied(_servers, "one")


@pytest.fixture
def other_mailbox(_servers) -> Iterator[Mailbox]:
    yield from _emptied(_servers, "other")


def a_channel(mailbox: Mailbox, address: str = "hello@linden.example", name: str = "") -> Channel:
    channel = Channel(kind=ChannelKind.EMAIL, name=name or address, address=address)
    channel.settings = {"user": USER, "imap": {"host": "127.0.0.1", "port": mailbox.port, "security": PLAIN}}
    keep_secrets(channel, password=PASSWORD)
    channel.save()
    return channel


def a_mail(number: int = 1, *, text: str = "", message_id: str = "", sender: str = "nino@example.com") -> bytes:
    lines = [
        f"From: Nino <{sender}>",
        "To: hello@linden.example",
        f"Subject: Question {number}",
        f"Message-ID: {message_id or f'<{number}@example.com>'}",
        "Date: Mon, 08 Jun 2026 10:00:00 +0000",
        "",
        text or f"May I ask something, for the {number}. time?",
        "",
    ]
    return "\r\n".join(lines).encode()
