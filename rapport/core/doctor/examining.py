"""Going through all checks. None of them can break the others, and the database may be down."""

import logging
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.utils import Error
from django.utils.translation import gettext as _

from rapport.core.registry import Check, Finding, checks

DATABASE_PROBLEM = "RAPPORT_DATABASE_PROBLEM"  # why the supervisor could not start the database

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Line:
    """One finding of one check."""

    name: str
    label: str
    state: str
    means: str
    do: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def examine(at: datetime) -> list[Line]:
    down = why_the_database_is_down()
    lines = [] if down is None else [_line("database", _("Database"), down)]
    for check in checks:
        if down is None or not check.needs_database:
            lines += [_line(check.name, str(check.label), finding) for finding in _look(check, at)]
    return lines


def why_the_database_is_down() -> Finding | None:
    """None when it answers."""
    if problem := os.environ.get(DATABASE_PROBLEM):
        return Finding(
            "wrong", _("The database could not be started: %(problem)s") % {"problem": problem}, _what_to_do()
        )
    try:
        connection.ensure_connection()
    except Error as problem:
        reason = (str(problem).strip().splitlines() or ["?"])[-1].strip()
        return Finding("wrong", _("The database does not answer: %(problem)s") % {"problem": reason}, _what_to_do())
    return None


def _what_to_do() -> str:
    return _("Start it, and see that DATABASE_URL is right. Under “up”, logs/database.log in the home says more.")


def _look(check: Check, at: datetime) -> list[Finding]:
    try:
        return list(check.look(at))
    except Exception as problem:  # what is broken enough may break a check; the others still help
        log.debug("check %s", check.name, exc_info=True)
        return [
            Finding(
                "wrong",
                _("This could not be looked at: %(problem)s") % {"problem": f"{type(problem).__name__}: {problem}"},
                _("Put right what stands above, then ask again."),
            )
        ]


def _line(name: str, label: str, finding: Finding) -> Line:
    return Line(name, label, finding.state, str(finding.means), str(finding.do))
