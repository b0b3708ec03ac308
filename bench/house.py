"""Where the crowd lives: one PostgreSQL in the cache folder, set up just as `bin/rapport up` does it.

Each size is built once into a template; a run works on a copy, so that it always begins with the same rows.
"""

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import psycopg

from bench.measuring import note
from rapport.supervisor import processes
from rapport.supervisor.children import Leash, start
from rapport.supervisor.postgres import ADMIN, NAME, Postgres
from rapport.supervisor.signals import wait_until

CHECKOUT = Path(__file__).resolve().parents[1]
MADE_BY = ("crowd.py", "statements.py", "names.py")


@contextmanager
def postgres() -> Iterator[Postgres]:
    """The server with all crowds, on its usual settings: what is committed is on the disk."""
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "rapport-bench"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    leash = Leash()
    server = Postgres(folder / "data", folder, folder / "log")
    server.prepare()
    server.clear_the_way()
    process, _ = start(server.command(), server.log, server.environment())
    leash.hold(process.pid, "database")
    try:
        if not wait_until(server.answers, seconds=120):
            raise server.problem("The PostgreSQL of the bench did not start")
        server.make_database(may_create_databases=True)
        yield server
    finally:
        processes.end([process.pid], signal.SIGINT, patience_seconds=120)
        process.wait()
        leash.let_go()


def admin_url(server: Postgres, database: str) -> str:
    return server.url.replace(f"{NAME}@/{NAME}", f"{ADMIN}@/{database}")


def open_copy(server: Postgres, customers: int) -> str:
    """A fresh copy of the crowd of that size, built now if it is not there yet; answers its name."""
    crowd = f"crowd_{customers}_{_version()}"
    with psycopg.connect(admin_url(server, "postgres"), autocommit=True) as connection:
        present = {name for (name,) in connection.execute("SELECT datname FROM pg_database")}
        for name in present:
            outdated = name.startswith(f"crowd_{customers}_") and name != crowd
            if outdated or name.startswith(("copy_", "draft_")):
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
        if crowd not in present:
            note(f"Building {customers:,} customers (once) …")
            draft = f"draft_{customers}"
            connection.execute(f"CREATE DATABASE {draft} OWNER {NAME}")
            _run(server, draft, "rapport.core.cli", "migrate")
            _run(server, draft, "bench.filling", str(customers), admin_url(server, draft))
            connection.execute(f"ALTER DATABASE {draft} RENAME TO {crowd}")
            _note_tables(connection, crowd)
        elif _tables_of(connection, crowd) != _tables():
            note("Bringing the customers to this release …")
            _run(server, crowd, "rapport.core.cli", "migrate")
            _note_tables(connection, crowd)
        copy = f"copy_{customers}"
        connection.execute(f"CREATE DATABASE {copy} TEMPLATE {crowd} OWNER {NAME} STRATEGY FILE_COPY")
    return copy


def open_empty(server: Postgres) -> str:
    """A database with tables and nothing else."""
    with psycopg.connect(admin_url(server, "postgres"), autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS copy_empty WITH (FORCE)")
        connection.execute(f"CREATE DATABASE copy_empty OWNER {NAME}")
    _run(server, "copy_empty", "rapport.core.cli", "migrate")
    return "copy_empty"


def drop(server: Postgres, database: str) -> None:
    with psycopg.connect(admin_url(server, "postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")


def url_of(server: Postgres, database: str) -> str:
    return server.url.replace(f"@/{NAME}", f"@/{database}")


def _run(server: Postgres, database: str, module: str, *words: str) -> None:
    """A step of building, in a process of its own, as its database is another than ours."""
    environment = os.environ | {"DATABASE_URL": url_of(server, database)}
    subprocess.run([sys.executable, "-m", module, *words], env=environment, check=True, stdout=sys.stderr)


def _version() -> str:
    """Changes with how a crowd is made. Newer tables are no reason: an older one is migrated, as a business is."""
    mark = hashlib.sha256()
    for name in MADE_BY:
        mark.update((Path(__file__).parent / name).read_bytes())
    return mark.hexdigest()[:12]


def _tables() -> str:
    mark = hashlib.sha256()
    for path in sorted(CHECKOUT.glob("rapport/*/migrations/*.py")):
        mark.update(path.name.encode() + path.read_bytes())
    return mark.hexdigest()


def _note_tables(connection, database: str) -> None:
    connection.execute(f"COMMENT ON DATABASE {database} IS '{_tables()}'")


def _tables_of(connection, database: str) -> str:
    query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    return connection.execute(query, [database]).fetchone()[0]


@contextmanager
def served(port: int = 8970) -> Iterator[subprocess.Popen]:
    """A web server as `up` starts it, answering at `port`."""
    web = subprocess.Popen(
        [sys.executable, "-m", "rapport.core.cli", "web", "--port", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        if not wait_until(lambda: answers(port), seconds=60):
            raise RuntimeError("The web server did not get ready")
        yield web
    finally:
        web.terminate()
        web.wait(20)


def answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == 200
    except OSError:
        time.sleep(0.1)
        return False
    finally:
        connection.close()
