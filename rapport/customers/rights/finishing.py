"""What is left of an erasure after its transaction: the journal, and files. Every step may be done twice."""

import csv
import os
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from rapport.core.personal.beside import delimiter_of
from rapport.customers.models import ErasedFile, Erasure, PersonalExport
from rapport.customers.rights import erasing, journal


def finish(erasure_id: str) -> None:
    """Write the erasure down outside the database, then take its files away one after the other."""
    erasure = Erasure.objects.get(pk=erasure_id)
    journal.write_down(erasure)
    for file in erasure.files.all():
        _take_away(file)
        file.delete()


def look_again(erasure_id: str) -> None:
    erasure = Erasure.objects.get(pk=erasure_id)
    erasing.erase_once_more(erasure)
    finish(erasure_id)


def _take_away(file: ErasedFile) -> None:
    path = settings.HOME / file.path
    if not path.resolve().is_relative_to(settings.HOME.resolve()):
        raise ValueError("a file outside the home is not ours to delete")
    if file.lines is None:
        path.unlink(missing_ok=True)
        _note_gone(path)
    elif path.exists() and path.stat().st_size == file.size:
        _without_lines(path, set(file.lines))
    with suppress(OSError):  # others lie in it
        path.parent.rmdir()


def _without_lines(path: Path, lines: set[int]) -> None:
    """Rows of others stay to be put right."""
    beside = path.with_name(f"{path.name}.less")
    private = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    how = {"newline": "", "encoding": "utf-8-sig", "errors": "surrogateescape"}
    with path.open(**how) as old, open(private, "w", **how) as new:
        delimiter = delimiter_of(old)
        rows = csv.reader(old, delimiter=delimiter)
        csv.writer(new, delimiter=delimiter).writerows(row for n, row in enumerate(rows) if n not in lines)
        new.flush()
        os.fsync(new.fileno())
    beside.replace(path)


def _note_gone(path: Path) -> None:
    if path.parent.name == "people":
        PersonalExport.objects.filter(pk=path.stem, gone_at=None).update(gone_at=timezone.now())
