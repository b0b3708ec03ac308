"""As whom PostgreSQL runs: as ourselves, or, because it refuses root, as an unprivileged user of this machine."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from rapport.supervisor.words import Problem, problem_with

CANDIDATES = ("rapport", "postgres", "_postgres", "nobody")


@dataclass(frozen=True)
class DatabaseUser:
    """`uid` is None when PostgreSQL runs as the one who started us."""

    uid: int | None = None
    gid: int | None = None

    @classmethod
    def for_data(cls, data: Path) -> "DatabaseUser":
        """Whoever owns the data folder; for a new one, an unprivileged user that this machine already has."""
        owner = data.stat().st_uid if data.exists() else None
        if os.geteuid() != 0:
            if owner not in (None, os.geteuid()):
                raise Problem(f"{data} belongs to {_name(owner)}; only they, or root, can start its database.")
            return cls()
        if owner:
            return cls(owner, data.stat().st_gid)
        for name in CANDIDATES:
            try:
                user = pwd.getpwnam(name)
            except KeyError:
                continue
            return cls(user.pw_uid, user.pw_gid)
        raise Problem("PostgreSQL does not run as root, and there is no other user to run it as. Add one: nobody.")

    def own(self, folder: Path) -> None:
        """Make the folder if need be, and theirs alone."""
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
            folder.chmod(0o700)
            if self.uid is not None:
                os.chown(folder, self.uid, self.gid)
        except OSError as error:
            raise problem_with(folder, error) from None

    def command(self, program: Path, *arguments: str, within: tuple[Path, ...]) -> list[str]:
        """The command line that runs `program` as this user, who must be able to enter the folders `within`."""
        words = [str(program), *arguments]
        if self.uid is None:
            return words
        drop = self._drop()
        if self._can_enter(drop, program, within):
            return [*drop, *words]
        # Closed parents, such as a home of mode 0700: give the right to pass through them, and change no mode.
        for right in ("dac_read_search", "dac_override"):
            passing = [*drop, f"--inh-caps=+{right}", f"--ambient-caps=+{right}"]
            if self._can_enter(passing, program, within):
                return [*passing, *words]
        raise Problem(
            f"{_name(self.uid)}, as whom PostgreSQL has to run, cannot enter {within[0]} or {program.parent}."
        )

    def _drop(self) -> list[str]:
        setpriv = shutil.which("setpriv", path=f"{os.environ.get('PATH', '')}:/usr/bin:/bin")
        if not setpriv:
            raise Problem("As root, Rapport needs setpriv (Debian's package util-linux); or run it as another user.")
        return [setpriv, f"--reuid={self.uid}", f"--regid={self.gid}", "--clear-groups"]

    @staticmethod
    def _can_enter(prefix: list[str], program: Path, within: tuple[Path, ...]) -> bool:
        look = 'test -x "$1" && shift && for folder; do cd "$folder" || exit 1; done'
        tried = subprocess.run(
            [*prefix, "/bin/sh", "-c", look, "sh", str(program), *map(str, within)], capture_output=True, check=False
        )
        return tried.returncode == 0


def _name(uid: int) -> str:
    try:
        return f"the user {pwd.getpwuid(uid).pw_name}"
    except KeyError:
        return f"the user number {uid}"
