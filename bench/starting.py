"""`bin/rapport up` in a new home, and again: seconds from the command until the site answers."""

import os
import signal
import subprocess
import time
from pathlib import Path

from bench.house import CHECKOUT, answers
from bench.measuring import Line


def measure(folder: Path, port: int) -> list[Line]:
    """With a database of its own and the demo business, as someone who tries Rapport has it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RAPPORT_")}
    kept.pop("DATABASE_URL", None)
    environment = kept | {"RAPPORT_HOME": str(folder / "home")}
    first = _started(environment, port)
    again = sorted(_started(environment, port) for _ in range(3))
    return [
        Line("First start: database, tables, demo business", round(first, 1), "s"),
        Line("Second start", round(again[1], 1), "s", aim="≤ 10", note=f"longest of 3: {again[-1]:.1f}"),
    ]


def _started(environment: dict[str, str], port: int) -> float:
    start = time.perf_counter()
    up = subprocess.Popen(
        [str(CHECKOUT / "bin" / "rapport"), "up", "--no-browser", "--port", str(port)],
        env=environment, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while not answers(port):
            assert up.poll() is None and time.perf_counter() < start + 300, "The site did not start"
            time.sleep(0.02)
        return time.perf_counter() - start
    finally:
        up.send_signal(signal.SIGINT)
        up.wait(60)
