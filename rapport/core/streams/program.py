"""`bin/rapport streams`: the process itself. It begins without Django, and stays below what one web process takes."""

import argparse
import asyncio
import logging
import os
import signal
import sys
from pathlib import Path
from urllib.parse import urlsplit

from rapport.core.streams.app import BEAT_EVERY, App
from rapport.core.streams.database import listen
from rapport.core.streams.hub import MOST, Hub

CHECKOUT = Path(__file__).resolve().parents[3]
SECONDS_TO_SAY_GOODBYE = 1.5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=int(os.environ.get("RAPPORT_STREAMS_PORT") or "8001"))
    parser.add_argument("--most", type=int, default=MOST, metavar="N", help=f"streams at once, default {MOST}")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bin/rapport streams", description="tell open pages what is new")
    add_arguments(parser)
    return run(parser.parse_args(arguments))


def run(options: argparse.Namespace) -> int:
    secret = secret_key()
    if not secret:
        print("rapport: There is no secret key. Set RAPPORT_SECRET_KEY, or begin with: bin/rapport up", file=sys.stderr)
        return 1
    logging.basicConfig(
        level=os.environ.get("RAPPORT_LOG_LEVEL", "INFO"), format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    was_asked_to = asyncio.run(serve(Hub(most=options.most), secret, options.host, options.port))
    logging.shutdown()
    sys.stdout.flush()
    # Not by return: the server's threads may still ask for Python while it is taken down, and that aborts the process.
    os._exit(0 if was_asked_to else 1)  # in the second case whoever started us starts us again


async def serve(hub: Hub, secret: str, host: str, port: int) -> bool:
    """Until SIGTERM or Ctrl-C; then everybody is told to come back, and the lines are closed.

    False when something of ours ended by itself.
    """
    from granian.constants import HTTPModes, Interfaces
    from granian.server.embed import Server

    server = Server(
        App(hub, secret, hosts()),
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        http=HTTPModes.http1,
        websockets=False,
        backlog=1024,
        backpressure=hub.most + 100,
        log_enabled=False,
    )
    serving = asyncio.ensure_future(server.serve())
    others = [asyncio.ensure_future(listen(hub, database_url())), asyncio.ensure_future(_beat(hub))]
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    logging.getLogger(__name__).info("Streams at http://%s:%s", host, port)
    stopped = asyncio.ensure_future(stopping.wait())
    await asyncio.wait([serving, stopped, *others], return_when=asyncio.FIRST_COMPLETED)
    hub.end_all()
    for other in others:
        other.cancel()
    await asyncio.sleep(min(SECONDS_TO_SAY_GOODBYE, 0.1 + len(hub.listeners) / 1000))
    server.stop()
    await asyncio.wait([serving], timeout=SECONDS_TO_SAY_GOODBYE)
    return stopping.is_set()


async def _beat(hub: Hub) -> None:
    second = 0
    while True:
        await asyncio.sleep(1)
        hub.beat(second % BEAT_EVERY, BEAT_EVERY)
        second += 1


def secret_key() -> str:
    """As `config.settings` has it."""
    if key := os.environ.get("RAPPORT_SECRET_KEY"):
        return key
    kept = Path(os.environ.get("RAPPORT_HOME") or CHECKOUT / ".rapport") / "secret_key"
    return kept.read_text().strip() if kept.is_file() else ""


def database_url() -> str:
    """Straight to PostgreSQL: who listens through a pooler that mixes sessions hears nothing."""
    return os.environ.get("DATABASE_DIRECT_URL") or os.environ.get("DATABASE_URL") or "postgresql:///rapport"


def hosts() -> frozenset[str]:
    """The names under which our pages are open."""
    named = os.environ.get("RAPPORT_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
    address = urlsplit(os.environ.get("RAPPORT_ADDRESS", "")).hostname or ""
    return frozenset(name.strip().strip("[]").lower() for name in [*named, address] if name.strip(" *"))
