"""A provider on loopback: real HTTP, which remembers what it was asked and answers as it is told."""

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, urlsplit


@dataclass(frozen=True)
class Reply:
    status: int = 200
    data: object = None
    content: bytes | None = None
    headers: dict = field(default_factory=dict)
    hangs_up: bool = False  # takes the request, and breaks the line


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    query: dict
    headers: dict  # names in lower case
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def form(self) -> dict:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True, strict_parsing=True))


@dataclass
class Provider:
    server: ThreadingHTTPServer
    asked: list[Asked] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)  # one by one
    by_path: dict[str, Reply] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def answers(self, *replies: Reply) -> None:
        self.replies = list(replies)

    @property
    def last(self) -> Asked:
        return self.asked[-1]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        provider = self.server.provider
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        provider.asked.append(Asked(self.command, parts.path, parse_qs(parts.query), headers, body))
        reply = provider.by_path.get(parts.path) or (provider.replies.pop(0) if provider.replies else Reply())
        if reply.hangs_up:
            self.close_connection = True
            return
        content = reply.content if reply.content is not None else json.dumps(reply.data or {}).encode()
        self.send_response(reply.status)
        for name, value in ({"Content-Length": str(len(content))} | reply.headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_GET

    def log_message(self, *words):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def listening() -> Iterator[Provider]:
    server = Server(("127.0.0.1", 0), Handler)
    provider = server.provider = Provider(server)
    thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.02))
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
