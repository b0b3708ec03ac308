"""A backup of everything beside a bare pg_dump of the same database, in MB of database a second."""

import subprocess
import sys
import time
from pathlib import Path

import psycopg

from bench.measuring import Line


def measure(folder: Path, url: str) -> list[Line]:
    with psycopg.connect(url) as connection:
        size = connection.execute("SELECT pg_database_size(current_database())").fetchone()[0] / 2**20
    bare = _seconds(_pg_dump(), "--format=custom", f"--file={folder / 'bare.dump'}", f"--dbname={url}")
    ours = _seconds(sys.executable, "-m", "rapport.core.cli", "backup", str(folder / "backup.tar"))
    sizes = [round((folder / name).stat().st_size / 2**20) for name in ("bare.dump", "backup.tar")]
    said = f"{round(size):,} MB became {sizes[1]:,} MB; pg_dump alone {sizes[0]:,} MB"
    return [Line("Backup", round(size / ours, 1), "MB/s", bare=round(size / bare, 1), bare_is="pg_dump -Fc", note=said)]


def _pg_dump() -> str:
    from rapport.supervisor.postgres import _programs

    return str(_programs() / "pg_dump")


def _seconds(*words: str) -> float:
    start = time.perf_counter()
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start
