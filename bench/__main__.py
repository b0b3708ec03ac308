"""Time the import and the five pages, or what is typed into the palette, several runs each; print median and p95."""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from bench.data import customers_file, orders_files
from rapport.supervisor.testing import throwaway_postgres

RUNS = 30
WARM_UP = 5


def main() -> int:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("part", nargs="?", choices=["pages", "search"], default="pages")
    parser.add_argument("--customers", type=int, default=10_000)
    parser.add_argument("--json", action="store_true", help="print one JSON object in place of the table")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="rapport-bench-") as folder, throwaway_postgres() as url:
        os.environ |= {"DATABASE_URL": url, "RAPPORT_HOME": folder, "RAPPORT_MODE": "production"}
        os.environ["RAPPORT_SECRET_KEY"] = "bench" * 12
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rapport.config.settings")
        rows = search(options.customers) if options.part == "search" else measure(Path(folder), options.customers)
    show(rows, options)
    return 0


def measure(folder: Path, customers: int) -> list[dict]:
    command("migrate")
    import django

    django.setup()
    rows = imports(folder, customers)
    cookie, customer = someone_signed_in()
    with served() as port:
        for name, path in {
            "Today": "/",
            "Customers": "/customers/",
            "Customer": f"/customers/{customer}/",
            "Orders": "/orders/",
            "Promises": "/promises/",
            "Search “novak”": "/customers/?q=novak",
        }.items():
            rows.append(page(name, path, port, cookie))
    return rows


def search(customers: int) -> list[dict]:
    """One row per thing that is typed: the whole request, sign-in and rendering included. SQL makes the crowd."""
    command("migrate")
    import django

    django.setup()
    from bench import crowd
    from bench.search import AS_PALETTE, addresses

    crowd.fill(customers)
    cookie, _ = someone_signed_in()
    with served() as port:
        return [page(name, path, port, cookie, AS_PALETTE) for name, path in addresses().items()]


def imports(folder: Path, customers: int) -> list[dict]:
    people, orders, items = (folder / name for name in ("customers.csv", "orders.csv", "items.csv"))
    customers_file(people, customers)
    orders_files(orders, items, customers, each=3)
    bare = copy_time(people)
    took, result = timed_command("import", "customers", str(people), "--json")
    assert result["created"] == customers, result
    rows = [row("Import of customers", [took], bare=[bare], rate=customers / took)]
    took, result = timed_command("import", "orders", str(orders), "--items", str(items), "--json")
    assert result["created"] == customers * 3, result
    rows.append(row("Import of orders", [took], rate=customers * 3 / took))
    command("manage", "shell", "-c", "from django.db import connection; connection.cursor().execute('ANALYZE')")
    return rows


def copy_time(path: Path) -> float:
    """Seconds that a bare COPY of the same file takes."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE bare (a text, b text, c text, d text, e text, f text, g text, h text, i text)"
        )
        start = time.perf_counter()
        with cursor.copy("COPY bare FROM STDIN (FORMAT csv, HEADER)") as copy:
            copy.write(path.read_bytes())
        cursor.execute("SELECT count(*) FROM bare")
        return time.perf_counter() - start


def someone_signed_in() -> tuple[str, str]:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from rapport.customers.models import Customer
    from rapport.staff.actions import change_role
    from rapport.staff.models import User

    user = User.objects.create_user("bench@rapport.example", name="Bench")
    change_role(user, "owner", by=None)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"sessionid={session.session_key}", str(
        Customer.objects.order_by("codes__code").values_list("pk", flat=True)[0]
    )


@contextmanager
def served():
    port = 8970
    web = subprocess.Popen(
        [sys.executable, "-m", "rapport.core.cli", "web", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(100):
            try:
                if get(port, "/health/ready", "")[1] == 200:
                    break
            except OSError:
                time.sleep(0.2)
        yield port
    finally:
        web.terminate()
        web.wait(10)


def page(name: str, path: str, port: int, cookie: str, headers: dict | None = None) -> dict:
    answers = [get(port, path, cookie, headers) for _ in range(WARM_UP + RUNS)]
    assert all(status == 200 for _, status, _ in answers), (name, answers[-1][1])
    return row(name, [seconds for seconds, _, _ in answers[WARM_UP:]], size=answers[-1][2])


def get(port: int, path: str, cookie: str, headers: dict | None = None) -> tuple[float, int, int]:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    start = time.perf_counter()
    connection.request("GET", path, headers={"Cookie": cookie, "Accept-Language": "en", **(headers or {})})
    answer = connection.getresponse()
    body = answer.read()
    seconds = time.perf_counter() - start
    connection.close()
    return seconds, answer.status, len(body)


def row(name: str, seconds: list[float], *, bare=None, rate=None, size=None) -> dict:
    ranked = sorted(seconds)
    median = statistics.median(ranked)
    return {
        "name": name,
        "median_ms": round(median * 1000, 1),
        "p95_ms": round(ranked[max(0, round(len(ranked) * 0.95) - 1)] * 1000, 1),
        "runs": len(ranked),
        "rows_per_second": round(rate) if rate else None,
        "times_bare": round(median / statistics.median(bare), 1) if bare else None,
        "bytes": size,
    }


def command(*words: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", "rapport.core.cli", *words], check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def timed_command(*words: str) -> tuple[float, dict]:
    result = json.loads(command(*words).strip().splitlines()[-1])
    return result["seconds"], result


def show(rows: list[dict], options) -> None:
    machine = {"machine": platform.platform(), "python": platform.python_version(), "cores": os.cpu_count()}
    if options.json:
        print(json.dumps(machine | {"customers": options.customers, "rows": rows}))
        return
    print(
        f"{options.customers:,} customers · {machine['cores']} cores · "
        f"Python {machine['python']} · {machine['machine']}\n"
    )
    print("| | median ms | p95 ms | runs | rows/s | times bare COPY | bytes |\n|---|---:|---:|---:|---:|---:|---:|")
    for r in rows:
        cells = [r["median_ms"], r["p95_ms"], r["runs"], r["rows_per_second"], r["times_bare"], r["bytes"]]
        print(f"| {r['name']} | " + " | ".join("" if cell is None else f"{cell:,}" for cell in cells) + " |")


if __name__ == "__main__":
    sys.exit(main())
