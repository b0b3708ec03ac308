"""The API as a shop uses it: customers created one by one, and lists read."""

import threading
import time

import psycopg

from bench import clients
from bench.house import served
from bench.measuring import Line, timed
from bench.people import with_token

SECONDS = 10
ROW = "CREATE TABLE bare_customer (id uuid PRIMARY KEY DEFAULT uuidv7(), name text, email text, phone text, code text)"
INSERT = "INSERT INTO bare_customer (name, email, phone, code) VALUES ('Jana', 'jana@customers.example', '+42', 'J1')"


def measure(port: int, url: str) -> list[Line]:
    headers = with_token()
    lines = []
    with served(port):
        clients.run(port, headers, ["/api/v1/customers?limit=50"], clients=8, seconds=2)
        for count, aim in ((1, ""), (8, "≥ 120, better 200")):
            bare = inserts(url, count)
            took, seconds = clients.run(
                port, headers, ["/api/v1/customers"], clients=count, seconds=SECONDS, create=True
            )
            name = f"API: create a customer, {_clients(count)}"
            lines.append(Line(name, round(len(took) / seconds, 1), "/s", bare=bare, bare_is="INSERT + fsync", aim=aim))
            lines.append(timed("… how long each waits", took))
        lists = pages_of_the_list()
        for count, aim in ((1, ""), (8, "≥ 120")):
            took, seconds = clients.run(port, headers, lists, clients=count, seconds=SECONDS)
            lines.append(Line(f"API: list of 50, {_clients(count)}", round(len(took) / seconds, 1), "/s", aim=aim))
            lines.append(timed("… how long each waits", took))
    return lines


def pages_of_the_list(count: int = 200) -> list[str]:
    """Addresses of pages all through the list, so that no cache of ours has them."""
    from rapport.core.keyset import cursor
    from rapport.customers.models import Customer

    ids = Customer.objects.filter(archived_at=None).order_by("id").values_list("pk", flat=True)
    rows = list(ids)[:: max(1, len(ids) // count)]
    return [f"/api/v1/customers?limit=50&cursor={cursor(Customer(pk=pk), ('id',))}" for pk in rows[:-1]]


def inserts(url: str, count: int, seconds: float = 3) -> float:
    """Rows a second that `count` connections insert, each in a transaction of its own that is on the disk after it."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS bare_customer")
        connection.execute(ROW)
    done = []

    def work() -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            until, rows = time.perf_counter() + seconds, 0
            while time.perf_counter() < until:
                connection.execute(INSERT)
                rows += 1
            done.append(rows)

    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return round(sum(done) / seconds)


def _clients(count: int) -> str:
    return "1 client" if count == 1 else f"{count} clients"
