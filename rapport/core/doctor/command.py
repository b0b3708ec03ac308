import argparse
import json

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.core.doctor.examining import Line, examine
from rapport.core.tabular.command import terminal_language

MARKS = {"ok": "✓", "warning": "!", "wrong": "✗"}
WRONG = 1


def doctor(options: argparse.Namespace) -> int:
    """Say what was found; the exit code is 1 when something is wrong."""
    with translation.override(terminal_language()):
        lines = examine(timezone.now())
        wrong = [line for line in lines if line.state == "wrong"]
        if options.json:
            said = {"ok": not wrong, "checks": [line.as_json() for line in lines]}
            print(json.dumps(said, ensure_ascii=False))
        else:
            print("\n".join(_told(lines)))
    return WRONG if wrong else 0


def doctor_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="say it as JSON")


def _told(lines: list[Line]) -> list[str]:
    told = []
    for line in lines:
        told.append(f"{MARKS[line.state]} {line.label}: {line.means}")
        if line.do:
            told.append(f"    → {line.do}")
    wrong = sum(line.state == "wrong" for line in lines)
    warnings = sum(line.state == "warning" for line in lines)
    if not wrong and not warnings:
        return [*told, "", _("All is well.")]
    summary = []
    if wrong:
        summary.append(ngettext("%(n)d thing is wrong.", "%(n)d things are wrong.", wrong) % {"n": wrong})
    if warnings:
        summary.append(ngettext("%(n)d thing wants a look.", "%(n)d things want a look.", warnings) % {"n": warnings})
    return [*told, "", " ".join(summary)]
