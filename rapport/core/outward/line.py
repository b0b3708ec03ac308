"""The only way out to another's web service: to an address that was looked at, within a time and a size."""

import http.client
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from urllib.parse import urlsplit

import certifi
import idna

from rapport.core.outward.guarding import Opened, is_private, may_go_to, may_use_port, plain

TIME_LIMIT = 15.0  # seconds for everything: connecting, sending, the answer
MOST_READ = 64 * 1024  # of an answer; the line is given up when there is more
MOST_KEPT = 4 * 1024
ADDRESSES_TRIED = 3
WRITABLE = re.compile(r"[!-~]+")  # printable ASCII without space

Resolve = Callable[[str, int], list[str]]


class Problem(StrEnum):
    """Why there is no good answer. The names are kept with a delivery."""

    UNREADABLE = "unreadable_address"
    PORT = "port_refused"
    PRIVATE = "address_refused"
    HTTPS = "https_needed"
    NAME = "name_unknown"
    CONNECTION = "no_connection"
    CERTIFICATE = "certificate_bad"
    TIME = "too_slow"
    BROKEN = "answer_broken"
    STATUS = "answer_not_good"
    OFF = "switched_off"
    RESTORED = "house_restored"


class Refused(Exception):
    def __init__(self, problem: Problem):
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True)
class Target:
    scheme: str
    host: str  # a name in ASCII, or an address
    port: int
    path: str

    @property
    def is_https(self) -> bool:
        return self.scheme == "https"


@dataclass(frozen=True)
class Answer:
    """What came of one attempt: a status, or a problem and no status."""

    status: int | None = None
    problem: str = ""
    text: str = ""
    retry_after: str = ""
    took_ms: int = 0
    content: bytes = b""  # what `text` was read from
    headers: Mapping[str, str] = field(default_factory=dict)  # names in lower case
    was_sent: bool = False  # the request was on its way: they may have it, though no answer came

    @property
    def is_good(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    def wait_asked(self, at: datetime) -> float | None:
        """The seconds for which the other side asks us to wait, in either form of Retry-After."""
        if self.retry_after.isascii() and self.retry_after.isdigit():
            return float(self.retry_after[:9])
        with suppress(ValueError, TypeError, OverflowError):
            return (parsedate_to_datetime(self.retry_after) - at).total_seconds()
        return None


def target_of(url: str) -> Target:
    """Where `url` leads. Raises `Refused` for what is no address of a web service, or a port of something else."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        if not host.isascii():
            host = idna.encode(host, uts46=True).decode()
    except (ValueError, idna.IDNAError):
        raise Refused(Problem.UNREADABLE) from None
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if parts.scheme not in ("http", "https") or parts.username is not None or parts.fragment:
        raise Refused(Problem.UNREADABLE)
    if not WRITABLE.fullmatch(host) or not WRITABLE.fullmatch(path):
        raise Refused(Problem.UNREADABLE)
    port = port if port is not None else (443 if parts.scheme == "https" else 80)
    if not may_use_port(port):
        raise Refused(Problem.PORT)
    return Target(parts.scheme, host, port, path)


def addresses_of(host: str, port: int) -> list[str]:
    """As the system resolves names. Raises `OSError`."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[4][0]) for address in found))


def addresses_allowed(target: Target, opened: Opened, resolve: Resolve = addresses_of) -> list[str]:
    """The addresses of `target` to which we may connect. Raises `Refused` when there is none."""
    try:
        found = [(address, plain(address)) for address in resolve(target.host, target.port)]
    except (OSError, ValueError):
        raise Refused(Problem.NAME) from None
    allowed = [(address, meant) for address, meant in found if may_go_to(meant, opened)]
    if not allowed:
        raise Refused(Problem.PRIVATE)
    if not target.is_https:
        allowed = [(address, meant) for address, meant in allowed if is_private(meant, opened)]
        if not allowed:
            raise Refused(Problem.HTTPS)
    return [address for address, _meant in allowed]


class Line:
    """A connection to one service, kept from one request to the next.

    The name is resolved once, each address looked at, and the connection made to that very address: what the name
    means a moment later does not matter. No redirect is followed and no proxy of the environment used.
    """

    def __init__(
        self,
        url: str,
        opened: Opened,
        resolve: Resolve = addresses_of,
        time_limit: float = TIME_LIMIT,
        most_read: int = MOST_READ,
        most_kept: int = MOST_KEPT,
    ):
        self.url, self.opened, self.resolve, self.time_limit = url, opened, resolve, time_limit
        self.most_read, self.most_kept = most_read, most_kept
        self.connection: http.client.HTTPConnection | None = None

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *problem) -> None:
        self.close()

    def close(self) -> None:
        if self.connection:
            self.connection.close()
            self.connection = None

    def post(self, body: bytes, headers: Mapping[str, str]) -> Answer:
        return self.ask("POST", body, headers)

    def plug(self) -> socket.socket:
        """A connection for another language than HTTP; whoever takes it closes it. Raises `Refused` or `OSError`."""
        with _cut_after(self.time_limit) as cut:
            return self._connect(target_of(self.url), cut).sock

    def ask(self, method: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        """Send `body` and hear the answer. Never raises: what went wrong is in the answer."""
        begun = time.monotonic()
        with _cut_after(self.time_limit) as cut:
            try:
                answer = self._ask(method, body, headers, cut)
            except Refused as refused:
                answer = Answer(problem=refused.problem)
            except ssl.SSLCertVerificationError:
                answer = Answer(problem=Problem.CERTIFICATE)
            except TimeoutError:
                answer = Answer(problem=Problem.TIME)
            except OSError:
                answer = Answer(problem=Problem.CONNECTION)
            except (http.client.HTTPException, ValueError):
                answer = Answer(problem=Problem.BROKEN)
        if cut.is_over:  # what was read until then looks whole to http.client, and is not
            answer = Answer(problem=Problem.TIME)
        if answer.status is None:
            self.close()
        return replace(answer, took_ms=_ms_since(begun), was_sent=cut.was_sent)

    def _ask(self, method: str, body: bytes | None, headers: Mapping[str, str], cut: "_Cut") -> Answer:
        target = target_of(self.url)
        is_fresh = self.connection is None
        connection = self.connection = self.connection or self._connect(target, cut)
        cut.socket = connection.sock
        try:
            cut.was_sent = True
            connection.request(method, target.path, body, dict(headers))
            response = connection.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self.close()
            if is_fresh or cut.is_over:
                raise
            return self._ask(method, body, headers, cut)  # they had closed it in the meantime, as is their right
        found = response.read(self.most_read + 1)
        if len(found) > self.most_read or response.will_close or not response.isclosed():
            self.close()
        kept = found[: self.most_kept]
        text = kept.decode("utf-8", "replace").replace("\0", "�")
        problem = "" if 200 <= response.status < 300 else Problem.STATUS
        said = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, problem, text, said.get("retry-after", "").strip(), content=kept, headers=said)

    def _connect(self, target: Target, cut: "_Cut") -> http.client.HTTPConnection:
        connection = http.client.HTTPConnection(target.host, target.port)
        connection.default_port = 443 if target.is_https else 80  # left out of the Host header
        connection.auto_open = 0
        plain_socket = self._dial(target, cut)
        cut.socket = plain_socket
        try:
            connection.sock = (
                _trust().wrap_socket(plain_socket, server_hostname=target.host) if target.is_https else plain_socket
            )
        except BaseException:
            plain_socket.close()
            raise
        return connection

    def _dial(self, target: Target, cut: "_Cut") -> socket.socket:
        problem: OSError = ConnectionError()
        for address in addresses_allowed(target, self.opened, self.resolve)[:ADDRESSES_TRIED]:
            try:
                return socket.create_connection((address, target.port), timeout=cut.seconds_left)
            except OSError as found:
                problem = found
        raise problem


def _trust() -> ssl.SSLContext:
    """The authorities that the machine trusts (SSL_CERT_FILE may name others), or the usual ones where it has none."""
    context = ssl.create_default_context()
    if not context.cert_store_stats()["x509_ca"] and not context.get_ca_certs():
        context.load_verify_locations(certifi.where())
    return context


class _Cut:
    """Ends a conversation at its time, however slowly the other side goes on answering."""

    def __init__(self, seconds: float):
        self.until = time.monotonic() + seconds
        self.socket: socket.socket | None = None
        self.was_sent = False

    @property
    def seconds_left(self) -> float:
        left = self.until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self.until

    def now(self) -> None:
        if self.socket is not None:
            with suppress(OSError):
                self.socket.shutdown(socket.SHUT_RDWR)


@contextmanager
def _cut_after(seconds: float) -> Iterator[_Cut]:
    cut = _Cut(seconds)
    timer = threading.Timer(seconds, cut.now)
    timer.daemon = True
    timer.start()
    try:
        yield cut
    finally:
        timer.cancel()


def _ms_since(begun: float) -> int:
    return round((time.monotonic() - begun) * 1000)
