"""Several clients at once, in a process of their own: they share the machine's cores with the server, not its lock.

`python -m bench.clients` reads a JSON order from its input and writes what came of it as JSON.
"""

import json
import subprocess
import sys
import threading
import time
from pathlib import Path
from uuid import uuid4

from bench.measuring import Client

CHECKOUT = Path(__file__).resolve().parents[1]


def run(
    port: int,
    headers: dict[str, str],
    paths: list[str],
    *,
    clients: int,
    seconds: float,
    create: bool = False,
    more: list[str] | None = None,
):
    """Ask `paths` round and round, or create customers, for some seconds. Answers how long each took, and all.

    `more` has a line of headers for each path: whose cookie is sent.
    """
    order = {"port": port, "headers": headers, "paths": paths, "create": create, "more": more or [""] * len(paths)}
    order |= {"clients": clients, "seconds": seconds}
    done = subprocess.run(
        [sys.executable, "-m", "bench.clients"], input=json.dumps(order), capture_output=True, text=True, check=True,
        cwd=CHECKOUT,
    )  # fmt: skip
    result = json.loads(done.stdout)
    assert not result["failed"], result["failed"]
    return result["took"], result["seconds"]


def new_customer() -> bytes:
    """What a shop sends of somebody who ordered for the first time."""
    mark = uuid4().hex
    return json.dumps(
        {
            "name": f"Jana Nováková {mark[:6]}",
            "given_name": "Jana",
            "family_name": f"Nováková {mark[:6]}",
            "language": "cs",
            "emails": [{"address": f"jana.{mark}@customers.example"}],
            "phones": [{"number": f"+42060{int(mark[:8], 16) % 10**7:07}"}],
            "codes": {"shop-bench": mark},
        }
    ).encode()


def _work(order: dict, number: int, until: float, took: list, failed: list) -> None:
    client = Client(order["port"], order["headers"])
    paths, n = order["paths"], number
    while time.perf_counter() < until:
        path, more = paths[n % len(paths)], order["more"][n % len(paths)]
        start = time.perf_counter()
        status, body = client.ask(path, "POST", new_customer()) if order["create"] else client.ask(path, more=more)
        took.append(time.perf_counter() - start)
        if status not in (200, 201):
            failed.append([path, status, body[:200].decode(errors="replace")])
            return
        n += order["clients"]


def main() -> None:
    order = json.load(sys.stdin)
    took, failed = [], []
    start = time.perf_counter()
    until = start + order["seconds"]
    threads = [threading.Thread(target=_work, args=(order, n, until, took, failed)) for n in range(order["clients"])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps({"took": took, "seconds": time.perf_counter() - start, "failed": failed}))


if __name__ == "__main__":
    main()
