"""What is measured, how it is counted, and requests as a program sends them."""

import socket
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

WARM_UP = 5
RUNS = 40


@dataclass
class Line:
    """One line of the table. `bare` is what the machine does at best, in the same unit; `aim` what is to be reached."""

    name: str
    value: float
    unit: str  # "ms", "/s", "MB", "s", "MB/s"
    p95: float | None = None
    bare: float | None = None
    bare_is: str = ""
    aim: str = ""
    note: str = ""


def timed(name: str, seconds: Iterable[float], **said: Any) -> Line:
    """Median and p95 of some runs, in milliseconds."""
    ranked = sorted(second * 1000 for second in seconds)
    p95 = ranked[max(0, round(len(ranked) * 0.95) - 1)]
    return Line(name, round(statistics.median(ranked), 1), "ms", p95=round(p95, 1), **said)


def median_ms(run: Callable[[], Any], runs: int = RUNS) -> float:
    run()
    return round(statistics.median(_seconds(run) for _ in range(runs)) * 1000, 2)


def _seconds(run: Callable[[], Any]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def note(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


class Client:
    """One connection kept open. Reads no more of an answer than it must: it shares its processors with the server."""

    def __init__(self, port: int, headers: dict[str, str]) -> None:
        self.port = port
        said = {"Host": "localhost", "Accept-Encoding": "gzip", "Accept-Language": "en"} | headers
        self.head = "".join(f"{name}: {value}\r\n" for name, value in said.items())
        self.socket: socket.socket | None = None

    def ask(
        self, path: str, method: str = "GET", body: bytes = b"", more: str = "", kind: str = "application/json"
    ) -> tuple[int, bytes]:
        """Status and body, as it came over the wire."""
        sent = f"{method} {path} HTTP/1.1\r\n{self.head}{more}"
        if body:
            sent += f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        data = sent.encode() + b"\r\n" + body
        for _ in range(2):  # the server may have closed a connection that rested
            if self.socket is None:
                self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
                self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.socket.sendall(data)
            if answer := self._read():
                return answer
            self.socket.close()
            self.socket = None
        raise OSError("The server does not answer")

    def _read(self) -> tuple[int, bytes] | None:
        got = b""
        while b"\r\n\r\n" not in got:
            more = self.socket.recv(65536)
            if not more:
                return None
            got += more
        head, _, body = got.partition(b"\r\n\r\n")
        head = head.lower()
        length = int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
        while len(body) < length:
            body += self.socket.recv(65536)
        return int(head.split(b" ", 2)[1]), body

    def time(self, path: str, more: str = "") -> float:
        start = time.perf_counter()
        status, _ = self.ask(path, more=more)
        seconds = time.perf_counter() - start
        assert status == 200, (path, status)
        return seconds
