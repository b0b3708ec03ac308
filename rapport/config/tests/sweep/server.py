"""The web server that people really get: granian, static files gathered, joined and compressed."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from django.conf import settings

from rapport.core.testing.worker import database_url

CLI = [sys.executable, "-m", "rapport.core.cli"]
PATIENCE_SECONDS = 60


@contextmanager
def real_server(folder: Path) -> Iterator[str]:
    """The address of a server on the database of the tests; `folder` takes the static files."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "rapport.config.settings",
        "DATABASE_URL": database_url(),
        "RAPPORT_SECRET_KEY": settings.SECRET_KEY,
        "RAPPORT_STATIC_ROOT": str(folder),
        "RAPPORT_MODE": "development",
    }
    subprocess.run([*CLI, "manage", "collectstatic", "--no-input", "-v0"], env=environment, check=True)
    with subprocess.Popen([*CLI, "web", "--port", str(port)], env=environment) as server:
        try:
            _wait_for(port)
            yield f"http://localhost:{port}"
        finally:
            server.terminate()


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            asking = HTTPConnection("localhost", port, timeout=5)
            asking.request("GET", "/health/live")
            if asking.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the web server did not start")
