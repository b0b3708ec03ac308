"""What each process holds after it has worked: its own pages, and its share of those that several hold (PSS)."""

import subprocess
import sys
import time
from pathlib import Path

from bench import clients
from bench.house import served
from bench.measuring import Line
from bench.people import signed_in, with_token


def measure(port: int) -> list[Line]:
    with served(port) as web:
        clients.run(port, signed_in(), ["/customers/", "/", "/orders/", "/promises/"], clients=8, seconds=5)
        clients.run(port, with_token(), ["/api/v1/customers?limit=200"], clients=8, seconds=3)
        found = sorted((pss(pid), rss(pid)) for pid in [web.pid, *_children(web.pid)])
    lines = [
        Line("Web process, the largest", found[-1][0], "MB", aim="≤ 200", note=f"RSS {found[-1][1]:,} MB"),
        Line("Web, all processes", sum(size for size, _ in found), "MB", note=f"{len(found)} processes"),
    ]
    worker = subprocess.Popen([sys.executable, "-m", "rapport.core.cli", "worker"], stderr=subprocess.DEVNULL)
    try:
        time.sleep(8)
        lines.append(Line("Worker process", pss(worker.pid), "MB", note=f"RSS {rss(worker.pid):,} MB"))
    finally:
        worker.terminate()
        worker.wait(20)
    return lines


def pss(pid: int) -> int:
    return _megabytes(Path(f"/proc/{pid}/smaps_rollup"), "Pss:")


def rss(pid: int) -> int:
    return _megabytes(Path(f"/proc/{pid}/status"), "VmRSS:")


def _megabytes(path: Path, name: str) -> int:
    line = next(line for line in path.read_text().splitlines() if line.startswith(name))
    return round(int(line.split()[1]) / 1024)


def _children(pid: int) -> list[int]:
    found = []
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        found += [int(child), *_children(int(child))]
    return found
