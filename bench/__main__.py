"""How fast Rapport is on this machine, beside what the machine can do at best; docs/benchmarks.md explains it."""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import psycopg

from bench import house, showing
from bench.measuring import Line, note

PORT = 8970
PARTS = (
    *("pages", "search", "segments", "browser", "api", "import", "jobs", "mails", "sending", "duplicates"),
    *("inbox", "portal"),
    *("backup", "memory"),
    "start",
)
MOST_IMPORTED = 1_000_000


def main() -> int:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="rapport-bench-") as folder:
        os.environ |= {"RAPPORT_HOME": folder, "RAPPORT_MODE": "production", "RAPPORT_SECRET_KEY": "bench" * 12}
        os.environ["RAPPORT_API_REQUESTS_PER_MINUTE"] = "1000000"
        os.environ["DJANGO_SETTINGS_MODULE"] = "rapport.config.settings"
        with house.postgres() as server:
            about = showing.machine(options.customers, _version(server))
            lines = _measured(server, Path(folder), options)
    showing.show(lines, about, options.json)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"what to measure, all if none: {', '.join(PARTS)}")
    parser.add_argument("--customers", type=int, default=100_000, metavar="N", help="how many (default: 100,000)")
    parser.add_argument("--json", action="store_true", help="print JSON in place of the table")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    options.parts = options.parts or list(PARTS)
    return options


def _measured(server, folder: Path, options: argparse.Namespace) -> list[Line]:
    lines: list[Line] = []
    if "start" in options.parts:
        from bench import starting

        note("Starting …")
        lines += starting.measure(folder, PORT)
    if "import" in options.parts:
        lines += _imported(server, folder, min(options.customers, MOST_IMPORTED))
    if "duplicates" in options.parts:
        lines += _found_again(server)
    if set(options.parts) - {"start", "import"}:
        lines += _with_a_crowd(server, folder, options)
    return lines


def _imported(server, folder: Path, customers: int) -> list[Line]:
    from bench import importing

    note("Importing …")
    database = house.open_empty(server)
    os.environ["DATABASE_URL"] = house.url_of(server, database)
    try:
        return importing.measure(folder, os.environ["DATABASE_URL"], customers)
    finally:
        house.drop(server, database)


def _found_again(server) -> list[Line]:
    from bench import duplicates

    note("Finding who is who …")
    database = house.open_empty(server)
    try:
        return list(duplicates.quality(house.url_of(server, database)))
    finally:
        house.drop(server, database)


def _with_a_crowd(server, folder: Path, options: argparse.Namespace) -> list[Line]:
    database = house.open_copy(server, options.customers)
    url = os.environ["DATABASE_URL"] = house.url_of(server, database)
    _set_up()
    from bench import (
        browser,
        duplicates,
        inbox,
        jobs,
        mails,
        memory,
        pages,
        portal,
        programs,
        saving,
        search,
        segments,
        sending,
    )

    parts: dict[str, Callable[[], list[Line]]] = {
        "pages": lambda: pages.measure(PORT, url),
        "search": lambda: search.measure(PORT),
        "segments": lambda: segments.measure(PORT),
        "browser": lambda: browser.measure(PORT),
        "memory": lambda: memory.measure(PORT),
        "backup": lambda: saving.measure(folder, url),
        "api": lambda: programs.measure(PORT, url),
        "jobs": jobs.measure,
        "mails": mails.measure,
        "sending": sending.measure,
        "inbox": lambda: inbox.measure(PORT),
        "portal": lambda: portal.measure(PORT, url),
        "duplicates": duplicates.measure,
    }
    lines: list[Line] = []
    try:
        for name, part in parts.items():
            if name in options.parts:
                note(f"Measuring {name} …")
                lines += part()
        return lines
    finally:
        from django.db import connection

        connection.close()
        house.drop(server, database)


def _set_up() -> None:
    """Static files and translations, as `migrate` leaves them; the tables are there."""
    import django
    from django.core.management import call_command

    django.setup()
    from rapport.core.messages import compile_all

    compile_all()
    call_command("collectstatic", interactive=False, verbosity=0)


def _version(server) -> str:
    with psycopg.connect(server.url) as connection:
        return connection.info.parameter_status("server_version")


if __name__ == "__main__":
    sys.exit(main())
