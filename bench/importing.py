"""A file of customers taken in by the command line, beside a bare COPY of the same file; then their orders."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg

from bench.data import customers_file, orders_files
from bench.measuring import Line

MOST_WITH_ORDERS = 100_000  # customers whose orders are taken in as well: three each


def measure(folder: Path, url: str, customers: int) -> list[Line]:
    """Into the empty database at `url`, which is the one that the command line will use."""
    people, orders, items = (folder / name for name in ("customers.csv", "orders.csv", "items.csv"))
    customers_file(people, customers)
    bare = _copied(people, url, 9)
    result = _taken_in("customers", str(people))
    assert result["created"] == customers, result
    lines = [
        Line(f"Import of {customers:,} customers", round(customers / result["seconds"]), "/s",
             bare=round(customers / bare), bare_is="COPY", aim="≥ 6,000, better 12,000"),
        Line("… memory at most", result["memory"], "MB", aim="≤ 400"),
    ]  # fmt: skip
    again = _taken_in("customers", str(people))
    assert again["unchanged"] == customers, again
    lines.append(Line("… the same file again", round(customers / again["seconds"]), "/s"))
    if customers > MOST_WITH_ORDERS:
        return lines
    orders_files(orders, items, customers, each=3)
    result = _taken_in("orders", str(orders), "--items", str(items))
    assert result["created"] == customers * 3, result
    bare = _copied(orders, url, 5) + _copied(items, url, 5)
    lines.append(
        Line(f"Import of {customers * 3:,} orders with their items", round(customers * 3 / result["seconds"]), "/s",
             bare=round(customers * 3 / bare), bare_is="COPY of both files"),
    )  # fmt: skip
    return lines


def _taken_in(*words: str) -> dict:
    """End to end: from starting the program to its last word; `memory` is the most it held, in MB."""
    start = time.perf_counter()
    done = subprocess.Popen(
        [sys.executable, "-m", "rapport.core.cli", "import", *words, "--json"], stdout=subprocess.PIPE, text=True
    )
    with done.stdout as said:
        last = said.read().strip().splitlines()[-1]
    _, status, used = os.wait4(done.pid, 0)
    done.returncode = os.waitstatus_to_exitcode(status)
    assert done.returncode == 0, last
    return json.loads(last) | {"seconds": time.perf_counter() - start, "memory": round(used.ru_maxrss / 1024)}


def _copied(path: Path, url: str, columns: int) -> float:
    """Seconds that a bare COPY of the file takes, until it is on the disk."""
    names = ", ".join(f"c{n} text" for n in range(columns))
    with psycopg.connect(url) as connection:
        connection.execute(f"CREATE TABLE bare_copy ({names})")
        connection.commit()
        start = time.perf_counter()
        with connection.cursor().copy("COPY bare_copy FROM STDIN (FORMAT csv, HEADER)") as copy:
            copy.write(path.read_bytes())
        connection.commit()
        seconds = time.perf_counter() - start
        connection.execute("DROP TABLE bare_copy")
    return seconds
