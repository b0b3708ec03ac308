"""`second_house`: another database and another home on the same PostgreSQL, into which tests restore backups."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg import sql

from rapport.core.backup import programs
from rapport.core.backup.target import drop, leftovers

DIGEST = "SELECT md5(coalesce(string_agg(md5(row::text), '' ORDER BY row::text), '')) FROM {} row"


@dataclass
class SecondHouse:
    name: str
    home: Path

    @property
    def files(self) -> Path:
        return self.home / "files"

    def params(self, name: str = "") -> dict:
        return programs.address(dbname=name or self.name)

    def environment(self, **changes: str) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith(("RAPPORT_", "DJANGO_"))}
        dbname, _environment = programs.call_with({k: v for k, v in self.params().items() if k != "dbname"})
        place = psycopg.conninfo.conninfo_to_dict(dbname)
        url = f"postgresql://{place.get('user', '')}@/{self.name}?host={place.get('host', '')}"
        return own | {"DATABASE_URL": url, "RAPPORT_HOME": str(self.home), "LANG": "C.UTF-8"} | changes

    def begin(self, *words: str, changes: dict[str, str] | None = None, **more) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-m", "rapport.core.cli", *words],
            cwd=settings.BASE, env=self.environment(**changes or {}), text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more,
        )  # fmt: skip

    def run(self, *words: str) -> subprocess.CompletedProcess:
        return self.run_with({}, *words)

    def run_with(self, changes: dict[str, str], *words: str) -> subprocess.CompletedProcess:
        process = self.begin(*words, changes=changes)
        out, complaints = process.communicate(timeout=180)
        return subprocess.CompletedProcess(words, process.returncode, out, complaints)

    def json(self, *words: str) -> dict:
        done = self.run(*words, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def sql(self, query: str) -> list[tuple]:
        with psycopg.connect(**self.params(), autocommit=True) as own:
            cursor = own.execute(query)
            return cursor.fetchall() if cursor.description else []

    def digests(self) -> dict[str, str]:
        return digests(self.params())

    def beside(self) -> list[str]:
        """Databases that restores left."""
        with psycopg.connect(**self.params(), autocommit=True) as own:
            return leftovers(own, self.name)


def digests(params: dict) -> dict[str, str]:
    """What every table holds, as one short text each."""
    with psycopg.connect(**params, autocommit=True) as own:
        tables = own.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
        return {table: own.execute(sql.SQL(DIGEST).format(sql.Identifier(table))).fetchone()[0] for (table,) in tables}


@pytest.fixture
def second_house(transactional_db) -> Iterator[SecondHouse]:
    home = Path(tempfile.mkdtemp(prefix="rapport-second-"))
    house = SecondHouse(f"{connection.settings_dict['NAME']}_second", home)
    with psycopg.connect(**programs.address(), autocommit=True) as own:
        drop(own, house.name)
        own.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(house.name)))
        yield house
        for name in [house.name, *leftovers(own, house.name)]:
            drop(own, name)
    shutil.rmtree(home, ignore_errors=True)
