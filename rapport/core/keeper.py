"""`bin/rapport mailbox`: keeps every mail as a file. It needs nothing of the site, and so begins without it."""

import argparse
import os
import time
from pathlib import Path

from django.conf import settings

from rapport.core.ids import uuid7


class Keeper:
    """An aiosmtpd handler that keeps every mail."""

    def __init__(self, folder: Path):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    async def handle_DATA(self, server, session, envelope):
        name = self.folder / f"{uuid7()}.eml"
        unfinished = name.with_suffix(".part")
        unfinished.write_bytes(envelope.original_content)
        unfinished.rename(name)
        return "250 Kept"


def mailbox(options: argparse.Namespace) -> None:
    """Take every mail on loopback and keep it, to be read at /mailbox while developing."""
    from aiosmtpd.controller import Controller

    controller = Controller(Keeper(settings.HOME / "mailbox"), hostname="127.0.0.1", port=options.port)
    controller.start()
    try:
        while True:
            time.sleep(3600)
    finally:
        controller.stop()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=int(os.environ.get("RAPPORT_MAILBOX_PORT", "2525")))


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="bin/rapport mailbox")
    add_arguments(parser)
    mailbox(parser.parse_args(arguments))
