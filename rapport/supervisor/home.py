"""The home of one site: the folder with its database, files, mails, logs and secret."""

import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from rapport.supervisor.words import Problem, problem_with

CHECKOUT = Path(__file__).resolve().parents[2]
ROOM_FOR_A_NEW_SITE_MB = 150


@dataclass(frozen=True)
class Home:
    path: Path

    @classmethod
    def of_environment(cls) -> "Home":
        return cls(Path(os.path.abspath(os.environ.get("RAPPORT_HOME") or CHECKOUT / ".rapport")))

    @property
    def data(self) -> Path:
        """PostgreSQL's own folder."""
        return self.path / "data"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def run(self) -> Path:
        """What is true only while something runs: the lock, the socket, process ids."""
        return self.path / "run"

    @property
    def secret_key(self) -> Path:
        return self.path / "secret_key"

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def prepare(self) -> None:
        """Make every folder, closed to everyone else. Safe to repeat."""
        for folder in (self.path, self.logs, self.run, self.path / "files", self.path / "mailbox"):
            try:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError as error:
                raise problem_with(folder, error) from None
        self._try_to_write()

    def keep_a_secret(self) -> None:
        """Make the key that signs sessions and links, once. Only who holds the lock of the home may call this."""
        if self.secret_key.exists():
            return
        draft = self.run / "secret_key"
        try:
            with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(48) + "\n")
                file.flush()
                os.fsync(file.fileno())
            draft.rename(self.secret_key)
        except OSError as error:
            raise problem_with(self.secret_key, error) from None

    def _try_to_write(self) -> None:
        sample = self.run / f"sample-{os.getpid()}"
        try:
            sample.write_bytes(b"x" * 8192)
            sample.unlink()
        except OSError as error:
            sample.unlink(missing_ok=True)
            raise problem_with(self.path, error) from None
        free_mb = shutil.disk_usage(self.path).free // 2**20
        if not self.data.exists() and free_mb < ROOM_FOR_A_NEW_SITE_MB:
            raise Problem(
                f"The disk that holds {self.path} is nearly full: a new site needs {ROOM_FOR_A_NEW_SITE_MB} MB, "
                f"{free_mb} MB are free. Make room there, or choose another place with RAPPORT_HOME."
            )
