"""`bin/rapport backup FILE` and `bin/rapport restore FILE`."""

import argparse
import json
import os
import signal
import sys
import time
from pathlib import Path

from django.template.defaultfilters import filesizeformat
from django.utils import translation
from django.utils.translation import gettext as _

from rapport.core import formats
from rapport.core.backup.checking import CannotRestore, opened
from rapport.core.backup.making import BackupFailed, Made, make, write
from rapport.core.backup.recording import recorded
from rapport.core.backup.restoring import Result, restore
from rapport.core.models import Backup
from rapport.core.tabular.command import terminal_language
from rapport.core.tabular.results import Bar

PIPE = "-"


def backup(options: argparse.Namespace) -> None:
    """Write everything into one file."""
    started = time.monotonic()
    bar = Bar()
    _end_by_exception()
    with translation.override(terminal_language()):
        try:
            made = _into_pipe(bar) if options.file == PIPE else _into_file(Path(options.file), bar)
        finally:
            bar.clear()
        seconds = round(time.monotonic() - started, 3)
        out = sys.stderr if options.file == PIPE else sys.stdout
        if options.json:
            print(json.dumps(made.as_json() | {"seconds": seconds}, ensure_ascii=False), file=out)
        else:
            print(_told(made, seconds), file=out)


def backup_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="the archive to write; - writes it to standard output")
    parser.add_argument("--json", action="store_true", help="say what was written as JSON")


def bring_back(options: argparse.Namespace) -> None:
    started = time.monotonic()
    bar = Bar()
    _end_by_exception()
    with translation.override(terminal_language()):
        try:
            result = restore(_archive(options), replace=options.replace, progress=bar)
        finally:
            bar.clear()
        seconds = round(time.monotonic() - started, 3)
        if options.json:
            print(json.dumps(result.as_json() | {"seconds": seconds}, ensure_ascii=False))
        else:
            print(_told_back(result, seconds))


def look_at(options: argparse.Namespace) -> None:
    """What can be refused without a database, so that none is made for a file that is no backup."""
    with translation.override(terminal_language()), opened(_archive(options)):
        pass


def restore_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="an archive written by: bin/rapport backup")
    parser.add_argument(
        "--replace", action="store_true", help="put it in the place of what is there, which is gone afterwards"
    )
    parser.add_argument("--json", action="store_true", help="say what was restored as JSON")


def _archive(options: argparse.Namespace) -> Path:
    if options.file == PIPE:
        raise CannotRestore(_("A backup is read twice, so it must be a file. Write it to one first."))
    return Path(options.file)


def _into_file(path: Path, bar: Bar) -> Made:
    return recorded(Backup.Why.COMMAND, path, lambda: make(path, bar))


def _into_pipe(bar: Bar) -> Made:
    if sys.stdout.isatty():
        raise BackupFailed(_("A backup is no text. Name a file, or send it on: bin/rapport backup - | …"))
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=2**20) as out:
        return recorded(Backup.Why.COMMAND, None, lambda: write(out, bar))


def _told(made: Made, seconds: float) -> str:
    lines = [
        _("Wrote %(file)s: %(size)s, %(rows)s rows of %(tables)s tables, %(files)s files, in %(seconds).1f seconds.")
        % {
            "file": _("the backup") if made.file == PIPE else made.file,
            "size": filesizeformat(made.bytes),
            "rows": formats.number(made.rows),
            "tables": formats.number(made.tables),
            "files": formats.number(made.files),
            "seconds": seconds,
        }
    ]
    if made.missing:
        lines.append(
            _("%(count)s files that the database names were not on the disk; the backup lists them.")
            % {"count": formats.number(made.missing)}
        )
    return "\n".join(lines)


def _told_back(result: Result, seconds: float) -> str:
    lines = [
        *(f"{formats.number(rows):>12}  {table}" for table, rows in sorted(result.counts.items()) if rows),
        _("Restored %(rows)s rows of %(tables)s tables and %(files)s files; every count is that of %(moment)s.")
        % {
            "rows": formats.number(result.rows),
            "tables": formats.number(result.tables),
            "files": formats.number(result.files),
            "moment": result.made_at,
        },
        *result.said,
        _("Everybody has to sign in again. It took %(seconds).1f seconds.") % {"seconds": seconds},
    ]
    return "\n".join(lines)


def _end_by_exception() -> None:
    """So that being asked to end cleans up as well."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda caught, _frame: sys.exit(128 + caught))
