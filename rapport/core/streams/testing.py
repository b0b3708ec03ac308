"""Real listeners on a real process of streams, for tests and for the bench."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
from django.db import connections

CHECKOUT = Path(__file__).resolve().parents[3]
PATIENCE = 30


@dataclass
class Streams:
    """The process, and where it answers."""

    process: subprocess.Popen
    port: int

    @property
    def memory_mb(self) -> float:
        return psutil.Process(self.process.pid).memory_info().rss / 2**20

    @property
    def cpu_seconds(self) -> float:
        used = psutil.Process(self.process.pid).cpu_times()
        return used.user + used.system


@contextmanager
def streaming(url: str, secret: str, port: int, **more: str) -> Iterator[Streams]:
    """`bin/rapport streams` on the database at `url`, until the block ends."""
    ours = os.environ | {"DATABASE_URL": url, "RAPPORT_SECRET_KEY": secret, "PYTHONPATH": str(CHECKOUT)} | more
    command = [sys.executable, "-m", "rapport.core.cli", "streams", "--port", str(port)]
    process = subprocess.Popen(command, env=ours, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        _wait_for(process, port)
        yield Streams(process, port)
    finally:
        process.terminate()
        try:
            process.communicate(timeout=10)
        finally:
            process.kill()


def _wait_for(process: subprocess.Popen, port: int) -> None:
    gives_up_at = time.monotonic() + PATIENCE
    while not _is_live(port):
        assert process.poll() is None, process.stderr.read().decode()
        assert time.monotonic() < gives_up_at, "the streams did not begin"
        time.sleep(0.05)


def _is_live(port: int) -> bool:
    with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection, suppress(OSError, HTTPException):
        connection.request("GET", "/streams/health")
        return connection.getresponse().status == 200
    return False


def run(doing: Coroutine[Any, Any, Any]) -> Any:
    """`asyncio.run` in a thread of its own: a browser that other tests keep open holds a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(_run, doing).result()


def _run(doing: Coroutine[Any, Any, Any]) -> Any:
    try:
        return asyncio.run(doing)
    finally:
        connections.close_all()  # those of this thread


async def ask(port: int, path: str, **headers: str) -> tuple[int, dict[str, str]]:
    """Status and headers of an answer that ends by itself; 0 when nobody is there."""
    with suppress(OSError):
        listener = await Listener.open(port, path, **headers)
        listener.close()
        return listener.status, listener.headers
    return 0, {}


@dataclass
class Listener:
    """One connection, with what was heard on it: (event, data, id, when)."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    status: int
    headers: dict[str, str]
    heard: list[tuple[str, str, str, float]] = field(default_factory=list)
    comments: int = 0
    is_over: bool = False

    @classmethod
    async def open(cls, port: int, path: str, **headers: str) -> "Listener":
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        lines = [
            f"GET {path} HTTP/1.1",
            "Host: localhost",
            *(f"{n.replace('_', '-')}: {v}" for n, v in headers.items()),
        ]
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        found = dict(line.lower().split(": ", 1) for line in head[1:] if ": " in line)
        return cls(reader, writer, int(head[0].split()[1]), found)

    @classmethod
    async def on(cls, port: int, ticket: str, last: str = "", **headers: str) -> "Listener":
        more = f"&last={quote(last)}" if last else ""
        return await cls.open(port, f"/streams/?ticket={ticket}{more}", **headers)

    async def listen(self) -> None:
        """Until the line ends."""
        event = data = number = ""
        with suppress(OSError, asyncio.IncompleteReadError):
            while line := await self.reader.readline():
                text = line.decode().rstrip("\r\n")
                if text.startswith("event: "):
                    event = text[7:]
                elif text.startswith("data:"):
                    data = text[5:].strip()
                elif text.startswith("id: "):
                    number = text[4:]
                elif text == ":":
                    self.comments += 1
                elif not text and event:
                    self.heard.append((event, data, number, time.monotonic()))
                    event = data = ""
        self.is_over = True

    def close(self) -> None:
        self.writer.close()

    @property
    def told(self) -> list[tuple[str, str]]:
        return [(event, data) for event, data, _id, _at in self.heard]


async def many(port: int, tickets: Sequence[str], at_once: int = 50) -> list[Listener]:
    """One listener for each ticket, each with a task that listens."""
    found: list[Listener] = []
    for begin in range(0, len(tickets), at_once):
        found += await asyncio.gather(*(Listener.on(port, ticket) for ticket in tickets[begin : begin + at_once]))
    loop = asyncio.get_running_loop()
    for listener in found:
        listener.task = loop.create_task(listener.listen())  # type: ignore[attr-defined]
    return found


async def until(condition: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
    gives_up_at = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < gives_up_at, f"waited in vain for {what}"
        await asyncio.sleep(0.01)
