"""What the processes of a site find in their environment, and where the site answers."""

import errno
import os
import socket
from contextlib import closing, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from rapport.supervisor.home import CHECKOUT, Home
from rapport.supervisor.words import Problem

MARK = "RAPPORT_SUPERVISED"  # names the home, so that the next `up` finds what a killed one left
LOOPBACK = ("127.0.0.1", "::1", "localhost")
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104


@dataclass(frozen=True)
class Place:
    """Where the web listens."""

    host: str
    port: int

    @classmethod
    def free(cls, host: str, port: int) -> "Place":
        """This place, once it is sure that nobody else listens there. Port 0 takes any free one."""
        try:
            family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            with closing(socket.socket(family, kind)) as trial:
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                trial.bind(address)
                trial.listen(1)
                return cls(host, trial.getsockname()[1])
        except socket.gaierror:
            raise Problem(f"{host} is not a name or address of this machine.") from None
        except PermissionError:
            raise Problem(f"Port {port} may not be used by this user. Choose one above 1023 with --port.") from None
        except OSError as error:
            if error.errno in _NOT_OURS:
                raise Problem(f"{host} is not an address of this machine.") from None
            raise Problem(
                f"Port {port} on {host} is taken by another program. Choose another: bin/rapport up --port {port + 1}"
            ) from None

    @property
    def address(self) -> str:
        if self.host in LOOPBACK + EVERYWHERE:
            return f"http://localhost:{self.port}"
        return f"http://[{self.host}]:{self.port}" if ":" in self.host else f"http://{self.host}:{self.port}"

    def answers(self, path: str, host_header: str) -> bool:
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104
        with closing(HTTPConnection(host, self.port, timeout=5)) as connection, suppress(OSError, HTTPException):
            connection.request("GET", path, headers={"Host": host_header})
            return connection.getresponse().status == 200
        return False


_NOT_OURS = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)


def environment(home: Home, database_url: str | None) -> dict[str, str]:
    """For every process that runs Rapport's own code."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return (
        kept
        | ({"DATABASE_URL": database_url} if database_url else {})
        | {
            "RAPPORT_HOME": str(home.path),
            "PYTHONPATH": str(CHECKOUT),
            "PYTHONSAFEPATH": "1",
            "PYTHONUTF8": "1",
            "PYTHONUNBUFFERED": "1",
        }
    )


def site_environment(
    home: Home, database_url: str, place: Place, mailbox_port: int | None, streams: Place
) -> dict[str, str]:
    """For the processes of `up`."""
    ours = environment(home, database_url) | {MARK: os.path.realpath(home.path)}
    ours.setdefault("RAPPORT_MODE", "development")
    is_ours_alone = place.host in LOOPBACK and "RAPPORT_ADDRESS" not in ours
    ours["RAPPORT_FIRST_RUN"] = "open" if is_ours_alone else "by link"
    ours.setdefault("RAPPORT_ADDRESS", place.address)
    ours.setdefault("RAPPORT_HOSTS", ",".join(_hosts(place, ours["RAPPORT_ADDRESS"])))
    ours["RAPPORT_STREAMS_PORT"] = str(streams.port)
    if mailbox_port:
        ours["RAPPORT_MAILBOX_PORT"] = str(mailbox_port)
    return ours


def streams_place(place: Place) -> Place:
    """Where open pages are told what is new: the port that was asked for, else the one after the web's, else any."""
    if wanted := os.environ.get("RAPPORT_STREAMS_PORT"):
        return Place.free(place.host, int(wanted))
    try:
        return Place.free(place.host, place.port + 1)
    except (Problem, OverflowError):
        return Place.free(place.host, 0)


def wants_mailbox() -> bool:
    """Only while developing, and only when mails do not go somewhere real."""
    return os.environ.get("RAPPORT_MODE", "development") == "development" and not os.environ.get("RAPPORT_SMTP_HOST")


def mailbox_port() -> int:
    if wanted := os.environ.get("RAPPORT_MAILBOX_PORT"):
        return Place.free("127.0.0.1", int(wanted)).port
    try:
        return Place.free("127.0.0.1", 2525).port
    except Problem:
        return Place.free("127.0.0.1", 0).port


def _hosts(place: Place, address: str) -> list[str]:
    """The names by which a browser may ask for us."""
    names = ["localhost", "127.0.0.1", "[::1]", urlsplit(address).hostname or "localhost"]
    if place.host in EVERYWHERE:
        names.append(socket.gethostname())
        with suppress(OSError), closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as outward:
            outward.connect(("192.0.2.1", 9))  # sends nothing; only tells which of our addresses faces outward
            names.append(outward.getsockname()[0])
    elif place.host not in LOOPBACK:
        names.append(f"[{place.host}]" if ":" in place.host else place.host)
    return list(dict.fromkeys(names))
