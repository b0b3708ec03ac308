"""The ASGI side: one address that answers with a stream of server-sent events, one that says whether we live."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from rapport.core.streams import tickets
from rapport.core.streams.hub import Full, Hub, Listener

PATH, HEALTH = "/streams/", "/streams/health"
SECONDS_OPEN = 1800  # then a new ticket is needed: what somebody may hear is asked again
SECONDS_TO_WRITE = 30  # who takes nothing for so long is cut off
BEAT_EVERY = 20
RECONNECT_MS = (1000, 5000)  # after a restart not all come back at the same moment
Send = Callable[[dict[str, Any]], Awaitable[None]]


@dataclass
class App:
    hub: Hub
    secret: str
    hosts: frozenset[str]  # of pages that may listen
    clock: Callable[[], float] = time.time

    async def __call__(self, scope: dict[str, Any], receive: Callable[[], Awaitable[dict]], send: Send) -> None:
        if scope["type"] != "http":
            return
        if scope["path"] == HEALTH:
            await self._health(send)
        elif scope["path"] != PATH:
            await _answer(send, 404)
        elif scope["method"] != "GET":
            await _answer(send, 405, [(b"allow", b"GET")])
        else:
            await self._stream(scope, receive, send)

    async def _health(self, send: Send) -> None:
        status = 200 if self.hub.is_listening else 503
        await _answer(send, status, body=b'{"status": "%s"}' % (b"live" if status == 200 else b"no database"))

    async def _stream(self, scope: dict[str, Any], receive: Callable[[], Awaitable[dict]], send: Send) -> None:
        headers = dict(scope["headers"])
        allowed = self._allowed(headers.get(b"origin", b"").decode("latin-1"))
        asked = parse_qs(scope["query_string"].decode("latin-1"))
        try:
            ticket = tickets.read(self.secret, asked.get("ticket", [""])[0], now=self.clock())
        except tickets.BadTicket:
            return await _answer(send, 403, allowed)
        last = headers.get(b"last-event-id", b"").decode("latin-1") or asked.get("last", [""])[0]
        try:
            listener, how = self.hub.join(ticket, last)
        except Full as full:
            return await _answer(send, 429 if full.of_one else 503, [*allowed, (b"retry-after", b"30")])
        await receive()  # the request itself; whatever comes after it is its end
        gone = asyncio.ensure_future(receive())
        gone.add_done_callback(lambda _: listener.end())
        over = asyncio.get_running_loop().call_later(SECONDS_OPEN * random.uniform(0.8, 1), listener.end)  # noqa: S311
        try:
            await send({"type": "http.response.start", "status": 200, "headers": [*HEADERS, *allowed]})
            await self._tell(listener, how, send)
        except (TimeoutError, OSError, RuntimeError):
            pass  # they are gone, or take nothing
        finally:
            over.cancel()
            gone.cancel()
            self.hub.leave(listener)
        return None

    async def _tell(self, listener: Listener, how: str, send: Send) -> None:
        pause = random.randint(*RECONNECT_MS)  # noqa: S311
        await _write(send, f"retry: {pause}\nid: {self.hub.epoch}-{self.hub.number}\nevent: begin\ndata: {how}\n\n")
        while not listener.is_over:
            await listener.woken.wait()
            told, beats = listener.take()
            lines = [f"id: {self.hub.epoch}-{number}\nevent: {kind}\ndata: {topic}\n\n" for number, topic, kind in told]
            if lines or beats:
                await _write(send, "".join(lines) or ":\n\n")
        await _write(send, "event: end\ndata:\n\n", is_last=True)

    def _allowed(self, origin: str) -> list[tuple[bytes, bytes]]:
        """Pages of ours under their own names, and nobody else's; without cookies."""
        headers = [(b"vary", b"origin")]
        try:
            host = urlsplit(origin).hostname
        except ValueError:
            host = None
        if host and host in self.hosts:
            headers.append((b"access-control-allow-origin", origin.encode("latin-1")))
        return headers


HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store, no-transform"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
]


async def _write(send: Send, text: str, *, is_last: bool = False) -> None:
    """Waits while the other side's buffer is full, but not for ever."""
    async with asyncio.timeout(SECONDS_TO_WRITE):
        await send({"type": "http.response.body", "body": text.encode(), "more_body": not is_last})


async def _answer(send: Send, status: int, headers: list[tuple[bytes, bytes]] = (), body: bytes = b"") -> None:  # type: ignore[assignment]
    own = [
        (b"content-type", b"application/json"),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": [*own, *headers]})
    await send({"type": "http.response.body", "body": body, "more_body": False})
