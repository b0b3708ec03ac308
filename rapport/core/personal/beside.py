"""What is said about people outside the tables of slices: kept answers, files in the home, messages in sessions."""

import csv
import zipfile
from collections.abc import Iterator
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import IO

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from rapport.core.models import Import, ImportFile
from rapport.core.personal.kinds import Beside, Doomed
from rapport.core.personal.people import Person
from rapport.core.tabular.reading import UnreadableFile, open_table

BLOCK = 2**20
OVERLAP = 2**10  # no name is longer
FOLDERS_OF_FILES = ("mailbox", "exports")  # a file that names somebody goes as a whole; it can be made again
TABLES = (".xlsx", ".xlsm", ".xls", ".ods")

EMPTIED = """
UPDATE core_keptanswer SET body = '{}'::bytea, headers = '{}'
WHERE position(convert_to(%(id)s, 'UTF8') IN body) > 0
"""
KEYED = "DELETE FROM core_keptanswer WHERE key ~* %(pattern)s"


def empty_answers(person: Person) -> Beside:
    """What a program that asks again is told then: that it was done, and nothing more."""
    with connection.cursor() as cursor:
        cursor.execute(EMPTIED, {"id": str(person.id)})
        count = cursor.rowcount
        if pattern := person.sql():
            cursor.execute(KEYED, {"pattern": pattern})
            count += cursor.rowcount
    return Beside(count)


def clean_sessions(person: Person) -> Beside:
    """Messages that name them, and were not read yet."""
    count = 0
    for session in Session.objects.filter(expire_date__gt=timezone.now()):
        kept = session.get_decoded()
        named = [key for key, value in kept.items() if not key.startswith("_auth") and person.occurs_in(str(value))]
        if named:
            for key in named:
                del kept[key]
            session.session_data = Session.objects.encode(kept)
            session.save(update_fields=["session_data"])
            count += 1
    return Beside(count)


def find_files(person: Person) -> Beside:
    """Files in the home that name them: imports as a whole, of rejected rows theirs, and what else was written."""
    imports = list(_imports(person))
    found = [doomed for _import, files in imports for doomed in files]
    found += [doomed for path in _in("rejects") if (doomed := _rows(path, person))]
    for folder in FOLDERS_OF_FILES:
        found += [Doomed(_named(path)) for path in _in(folder) if _occurs_in_file(path, person)]
    _forget([import_ for import_, _files in imports])
    return Beside(len(found), tuple(found))


def _forget(imports: list[Import]) -> None:
    """As `tabular.actions.forget_files` does, but the files themselves go by a job that tries again."""
    keys = [import_.pk for import_ in imports]
    Import.objects.filter(pk__in=keys).update(files_gone_at=timezone.now(), findings={})
    ImportFile.objects.filter(belongs_to__in=keys).update(stored_as="", sample=[], rejects="", name="")


def _imports(person: Person) -> Iterator[tuple[Import, list[Doomed]]]:
    """Imports whose files, or what was noted of their rows, name them."""
    pattern = person.sql()
    if not pattern:
        return
    noted = Q(findings__iregex=pattern) | Q(files__sample__iregex=pattern) | Q(files__name__iregex=pattern)
    named = set(Import.objects.filter(noted).values_list("pk", flat=True))
    for import_ in Import.objects.filter(Q(files_gone_at=None) | Q(pk__in=named)):
        files = _in(f"imports/{import_.pk}")
        if import_.pk in named or any(_occurs_in_file(path, person) for path in files):
            yield import_, [Doomed(_named(path)) for path in files]


def _in(folder: str) -> list[Path]:
    place = settings.HOME / folder
    return sorted(path for path in place.rglob("*") if path.is_file()) if place.is_dir() else []


def _named(path: Path) -> str:
    return str(path.relative_to(settings.HOME))


def _rows(path: Path, person: Person) -> Doomed | None:
    """Their rows of a file of rejects; others are still to be put right. All of it when its name tells, too."""
    if person.occurs_in(path.name):
        return Doomed(_named(path))
    with path.open(newline="", encoding="utf-8-sig", errors="surrogateescape") as file:
        rows = csv.reader(file, delimiter=delimiter_of(file))
        lines = tuple(n for n, row in enumerate(rows) if person.occurs_in(" ".join(row)))
    return Doomed(_named(path), lines, path.stat().st_size) if lines else None


def delimiter_of(file: IO[str]) -> str:
    """Which of the usual ones a table of rejected rows has; they are all written by us."""
    sample = file.read(4096)
    file.seek(0)
    return max(",;\t", key=sample.count)


def _occurs_in_file(path: Path, person: Person) -> bool:
    if person.occurs_in(path.name):
        return True
    if path.suffix in TABLES:
        return _occurs_in_table(path, person)
    if path.suffix == ".zip":
        return _occurs_in_zip(path, person)
    with path.open("rb") as file:
        return _occurs_in_stream(file, person)


def _occurs_in_stream(file: IO[bytes], person: Person) -> bool:
    tail = ""
    for text in iter(partial(TextIOWrapper(file, encoding="utf-8", errors="replace").read, BLOCK), ""):
        if person.occurs_in(tail + text):
            return True
        tail = text[-OVERLAP:]
    return False


def _occurs_in_zip(path: Path, person: Person) -> bool:
    try:
        with zipfile.ZipFile(path) as packed:
            return any(
                person.occurs_in(name) or _occurs_in_stream(packed.open(name), person) for name in packed.namelist()
            )
    except (zipfile.BadZipFile, OSError):
        return True


def _occurs_in_table(path: Path, person: Person) -> bool:
    """What can't be read is taken for what names them: it is a copy, and better gone."""
    try:
        with open_table(path) as table:
            return any(person.occurs_in(" ".join(cells)) for _line, cells in table)
    except (UnreadableFile, OSError):
        return True
