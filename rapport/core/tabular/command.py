"""`bin/rapport import KIND FILE` and `bin/rapport export KIND FILE`."""

import argparse
import json
import os
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.core import audit
from rapport.core.ids import uuid7
from rapport.core.models import Import, ImportFile, Work
from rapport.core.registry import import_kinds
from rapport.core.tabular.dates import ORDERS
from rapport.core.tabular.examining import about_how_many
from rapport.core.tabular.kinds import export_kinds
from rapport.core.tabular.results import Bar, ImportResult

TAKE_IN = "import"  # the kind of work; `actions` has those of the browser
DEFAULT_SOURCE = "import"  # one name for customers and orders, so that orders find the customers' codes


def import_file(options: argparse.Namespace) -> None:
    """Take a file in, say what became of its rows."""
    started = time.monotonic()
    options.progress = Bar(about_how_many(options.file))
    options.map = dict(options.map)
    options.import_id, options.at, options.called = uuid7(), timezone.now(), _name_of(options.file)
    with translation.override(terminal_language()):
        try:
            result = _take_in(options)
        finally:
            options.progress.clear()
        result.seconds = time.monotonic() - started
        if options.json:
            print(json.dumps(result.as_json(), ensure_ascii=False))
        else:
            print(_story(result))


@transaction.atomic
def _take_in(options: argparse.Namespace) -> ImportResult:
    """With its place in the list, or not at all: what is not listed cannot be undone."""
    result: ImportResult = import_kinds[options.kind].run(options)
    if not result.dry_run:
        list_import(options, result)
        note_import(options.kind, result)
    return result


def _name_of(file: Path) -> str:
    """As text: a disk keeps names in any encoding, and no database does."""
    return os.fsencode(file.name).decode(errors="replace")


def export_file(options: argparse.Namespace) -> None:
    started = time.monotonic()
    options.progress = Bar()
    with translation.override(terminal_language()):
        try:
            rows = export_kinds[options.kind].run(options)
            audit.record("export.made", kind=options.kind, rows=rows)
        finally:
            options.progress.clear()
        if options.json:
            seconds = round(time.monotonic() - started, 3)
            print(json.dumps({"rows": rows, "seconds": seconds, "file": str(options.file)}, ensure_ascii=False))
        else:
            print(
                ngettext("Wrote %(rows)d row to %(file)s.", "Wrote %(rows)d rows to %(file)s.", rows)
                % {"rows": rows, "file": options.file}
            )


def list_import(options: argparse.Namespace, result: ImportResult) -> None:
    """Among those of the browser, where its customers can be seen and it can be undone. The file stays where it is."""
    now = timezone.now()
    import_ = Import.objects.create(
        pk=options.import_id,
        kind=options.kind,
        source=options.source,
        match=getattr(options, "match", None) or "",
        taken_in_at=options.at,
        files_gone_at=now,
    )
    part = import_kinds[options.kind].parts[0].name if import_kinds[options.kind].parts else "file"
    ImportFile.objects.create(belongs_to=import_, part=part, name=options.called[:255])
    counts = {name: getattr(result, name) for name in ("created", "updated", "unchanged", "rejected")}
    Work.objects.create(
        kind=TAKE_IN, subject_id=import_.pk, state=Work.State.DONE, started_at=options.at, ended_at=now, result=counts
    )


def note_import(kind: str, result: ImportResult, by: Any = None) -> None:
    """In the audit: how many, and nothing of whom."""
    counts = {name: getattr(result, name) for name in ("created", "updated", "rejected")}
    audit.record("import.done", by=by, kind=kind, **counts)


def terminal_language() -> str:
    """The language of the person at the terminal, where Rapport speaks it."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            spoken = value.split("_")[0].split(".")[0].lower()
            return spoken if spoken in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    return settings.LANGUAGE_CODE


def column_and_field(text: str) -> tuple[str, str]:
    column, sign, field = text.rpartition("=")
    if not sign or not column:
        raise argparse.ArgumentTypeError(_("write it as column=field, for example “Kunde Nr”=code"))
    return column.strip(), field.strip()


def _story(result: ImportResult) -> str:
    lines = [
        _(
            "%(created)d new, %(updated)d changed, %(unchanged)d unchanged, %(rejected)d rejected,"
            " in %(seconds).1f seconds."
        )
        % vars(result)
    ]
    if not (result.created or result.updated or result.unchanged or result.rejected):
        lines.append(_("The file only names its columns: there is no row below them."))
    if result.dry_run:
        lines.append(_("Nothing was saved: this was a dry run."))
    if result.ignored_columns:
        lines.append(_("Columns left out: %(names)s.") % {"names": ", ".join(result.ignored_columns)})
    lines += result.remarks
    if result.rejects_file:
        lines.append(_("The rejected rows and the reasons are in %(file)s") % {"file": result.rejects_file})
    return "\n".join(lines)


def import_arguments(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(dest="kind", metavar="KIND", required=True)
    for kind in import_kinds:
        word = kinds.add_parser(kind.name, help=str(kind.help), description=str(kind.help))
        word.add_argument("file", type=Path, metavar="FILE", help="CSV or XLSX")
        word.add_argument(
            "--map",
            type=column_and_field,
            action="append",
            default=[],
            metavar="COLUMN=FIELD",
            help="say what a column holds; an empty FIELD leaves the column out",
        )
        word.add_argument("--source", default=DEFAULT_SOURCE, help="the system the file comes from")
        word.add_argument("--dry-run", action="store_true", help="check everything, save nothing")
        word.add_argument("--encoding", help="of a CSV file; found out when not given")
        word.add_argument("--delimiter", help="of a CSV file; found out when not given")
        word.add_argument("--sheet", help="of a workbook; the first with rows when not given")
        word.add_argument("--language", help="of the customers, where the file does not say")
        word.add_argument("--country", help="of phones and addresses, where the file does not say")
        word.add_argument("--dates", choices=ORDERS, help="whether 3/4/2026 is in April (dmy) or in March (mdy)")
        _json_argument(word)
        kind.arguments(word)


def export_arguments(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(dest="kind", metavar="KIND", required=True)
    for kind in export_kinds:
        word = kinds.add_parser(kind.name, help=str(kind.help), description=str(kind.help))
        word.add_argument("file", type=Path, metavar="FILE", help="ends in .csv, .xlsx or .jsonl")
        _json_argument(word)
        kind.arguments(word)


def _json_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="answer with one JSON object")
