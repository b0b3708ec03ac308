"""A file of customers taken in by the command line, beside a bare COPY of the same file; then their orders."""

import json
import subprocess
import sys
import time
from pathlib import Path

import psycopg

from bench.data import customers_file, orders_files
from bench.measuring import Line


def measure(folder: Path, url: str, customers: int) -> list[Line]:
    """Into the empty database at `url`, which is the one that the command line will use."""
    people, orders, items = (folder / name for name in ("customers.csv", "orders.csv", "items.csv"))
    customers_file(people, customers)
    orders_files(orders, items, customers, each=3)
    bare = _copied(people, url, 9)
    result = _taken_in("customers", str(people))
    assert result["created"] == customers, result
    lines = [
        Line(f"Import of {customers:,} customers", round(customers / result["seconds"]), "/s",
             bare=round(customers / bare), bare_is="COPY", aim="≥ 6,000, better 10,000"),
    ]  # fmt: skip
    again = _taken_in("customers", str(people))
    assert again["unchanged"] == customers, again
    lines.append(Line("… the same file again", round(customers / again["seconds"]), "/s"))
    result = _taken_in("orders", str(orders), "--items", str(items))
    assert result["created"] == customers * 3, result
    bare = _copied(orders, url, 5) + _copied(items, url, 5)
    lines.append(
        Line(f"Import of {customers * 3:,} orders with their items", round(customers * 3 / result["seconds"]), "/s",
             bare=round(customers * 3 / bare), bare_is="COPY of both files"),
    )  # fmt: skip
    return lines


def _taken_in(*words: str) -> dict:
    """End to end: from starting the program to its last word."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "rapport.core.cli", "import", *words, "--json"],
        check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return json.loads(done.stdout.strip().splitlines()[-1]) | {"seconds": time.perf_counter() - start}


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
