"""A throw-away PostgreSQL for tests and benchmarks: the one that comes with Rapport, with nothing kept safe on disk."""

import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rapport.supervisor import processes
from rapport.supervisor.children import Leash, start
from rapport.supervisor.postgres import Postgres
from rapport.supervisor.signals import wait_until

QUICK_AND_UNSAFE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "max_wal_size": "4GB",
}


@contextmanager
def throwaway_postgres() -> Iterator[str]:
    """Its address, with a role that is no superuser but may create databases. It ends with us, however we end."""
    folder = Path(tempfile.mkdtemp(prefix="rapport-pg-"))
    leash, server = Leash(), None
    try:
        postgres = Postgres(folder / "data", folder, folder / "log", QUICK_AND_UNSAFE)
        postgres.prepare()
        postgres.clear_the_way()
        server, _ = start(postgres.command(), postgres.log, postgres.environment())
        leash.hold(server.pid, "database")
        if not wait_until(postgres.answers, seconds=60):
            raise postgres.problem("The throw-away PostgreSQL did not start")
        postgres.make_database(may_create_databases=True)
        yield postgres.url
    finally:
        if server is not None:
            processes.end([server.pid], signal.SIGQUIT, patience_seconds=10)  # nothing of it is to be kept
            server.wait()
        leash.let_go()
        shutil.rmtree(folder, ignore_errors=True)
