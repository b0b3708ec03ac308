"""A receiver of webhooks on loopback, for tests."""

import base64
import hmac
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone

from rapport.api.webhooks import actions, collecting, sending
from rapport.api.webhooks.models import Delivery, Endpoint
from rapport.core.outward.guarding import opened_by_setting
from rapport.core.outward.line import Line

WAIT = 60  # seconds for others who are still writing in the same cluster


@dataclass
class Reply:
    status: int = 200
    body: bytes = b"thank you"
    headers: dict[str, str] = field(default_factory=dict)
    waits: float = 0


@dataclass
class Received:
    path: str
    headers: dict[str, str]  # names in lower case
    body: bytes


@dataclass
class Receiver:
    """Answers as it is told: `receiver.replies = [Reply(500)]`, one by one, then 200 for ever."""

    server: ThreadingHTTPServer
    scheme: str = "http"
    host: str = "127.0.0.1"
    replies: list[Reply] = field(default_factory=list)
    always: Reply = field(default_factory=Reply)
    received: list[Received] = field(default_factory=list)

    @property
    def port(self) -> int:
        return self.server.server_address[1]

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.host}:{self.port}/hook?from=rapport"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        receiver = self.server.receiver
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        receiver.received.append(Received(self.path, headers, body))
        reply = receiver.replies.pop(0) if receiver.replies else receiver.always
        time.sleep(reply.waits)
        self.send_response(reply.status)
        for name, value in ({"Content-Length": str(len(reply.body))} | reply.headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)

    def log_message(self, *words):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Callers that hang up are what is tested; Python would print each, from a thread, long after the test."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def listening(**said) -> Iterator[Receiver]:
    server = Server(("127.0.0.1", 0), Handler)
    receiver = server.receiver = Receiver(server, **said)
    thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.05))
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def receiver(settings) -> Iterator[Receiver]:
    """A receiver on loopback, and loopback opened by setting."""
    settings.WEBHOOKS_PRIVATE = ["1"]
    with listening() as receiver:
        yield receiver


def an_endpoint(receiver: Receiver | str, by, at: datetime | None = None, **said) -> Endpoint:
    url = receiver if isinstance(receiver, str) else receiver.url
    return actions.make(url=url, description=said.pop("description", "Shop"), by=by, at=at or timezone.now(), **said)


def collect(count: int) -> None:
    """Collect until there are that many deliveries: it waits for whoever in the same cluster is still writing."""
    until = time.monotonic() + WAIT
    while True:
        while collecting.collect(at=timezone.now()).is_more:
            pass
        if Delivery.objects.count() >= count:
            return
        assert time.monotonic() < until, f"{Delivery.objects.count()} deliveries, not {count}"
        time.sleep(0.05)


def send(endpoint: Endpoint, *, later: timedelta = timedelta(0), **line) -> None:
    """One worker's turn at an endpoint, as if it were `later` already."""
    sending.work_off(endpoint.pk, clock=clock(later), open_line=lambda url: Line(url, opened_by_setting(), **line))


def clock(later: timedelta) -> Callable[[], datetime]:
    return lambda: timezone.now() + later


def is_signed_by(secret: str, received) -> bool:
    """As any receiver checks it, by the specification's words."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    content = f"{received.headers['webhook-id']}.{received.headers['webhook-timestamp']}.".encode() + received.body
    wanted = "v1," + base64.b64encode(hmac.new(key, content, sha256).digest()).decode()
    return wanted in received.headers["webhook-signature"].split(" ")


def secret_of(endpoint) -> str:
    return endpoint.secrets.valid(timezone.now())[0].words
