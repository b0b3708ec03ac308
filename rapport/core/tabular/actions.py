"""Bringing files, saying what their columns hold, checking them, taking them in."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core.models import Import, ImportFile, SavedMapping, Work
from rapport.core.progress import actions as progress
from rapport.core.refusals import Refusal
from rapport.core.registry import ImportKind, ImportPart, import_kinds
from rapport.core.tabular import mapping, uploads
from rapport.core.tabular.command import DEFAULT_SOURCE, TAKE_IN
from rapport.core.tabular.examining import Look, look, unless_found

CHECK, UNDO = "import.check", "import.undo"
UNDO_DAYS = 30


class AlreadyTakenIn(Refusal):
    code = "already_taken_in"
    message = _("This file has been imported already. Bring the next one as a new import.")


class FilesGone(Refusal):
    code = "files_gone"
    message = _("The file is not kept any more. Bring it once more as a new import.")


class NotToBeUndone(Refusal):
    code = "not_to_be_undone"
    message = _("This can't be undone: it was not imported, it was too long ago, or it is being undone already.")


class UndoneAlready(Refusal):
    code = "undone_already"
    message = _("This import has been undone already.")


class NotChecked(Refusal):
    code = "not_checked"
    message = _("Check the file before it is imported.")


def kind_of(import_: Import) -> ImportKind:
    return import_kinds[import_.kind]


def part_of(file: ImportFile, kind: ImportKind) -> ImportPart:
    return next(part for part in kind.parts if part.name == file.part)


def path_of(file: ImportFile) -> Path:
    return uploads.folder_of(file.belongs_to_id) / file.stored_as


def bring(kind: ImportKind, brought: Mapping[str, UploadedFile], *, by: Any) -> Import:
    """Keep the files of a new import, by the name of their part, and look at them. Raises `UnreadableFile`.

    Columns hold what they held in the last file with the same headings, else what their headings suggest.
    """
    import_ = Import(kind=kind.name, by=by, source=_last_source(kind))
    try:
        files = [_keep(import_, part, brought[part.name]) for part in kind.parts if part.name in brought]
        with transaction.atomic():
            import_.save()
            ImportFile.objects.bulk_create(files)
    except BaseException:
        uploads.forget(import_.pk)
        raise
    return import_


def _last_source(kind: ImportKind) -> str:
    """That of the last such import; of a first one, that of whatever was brought before it and may belong to it."""
    newest = Import.objects.order_by("-created_at").values_list("source", flat=True)
    return newest.filter(kind=kind.name).first() or newest.first() or DEFAULT_SOURCE


def _keep(import_: Import, part: ImportPart, uploaded: UploadedFile) -> ImportFile:
    path = uploads.keep(uploaded, import_.pk, part.name)
    file = ImportFile(
        belongs_to=import_,
        part=part.name,
        name=Path(uploaded.name or part.name).name[:255],
        stored_as=path.name,
        bytes=uploaded.size or 0,
    )
    _note(file, part, look(path))
    return file


def _note(file: ImportFile, part: ImportPart, found: Look) -> None:
    file.encoding, file.delimiter, file.sheet = found.encoding, found.delimiter, found.sheet
    file.sheets, file.headings, file.sample, file.rows = found.sheets, found.headings, found.sample, found.rows
    file.dates = found.dates
    saved = mapping.saved_for(file.belongs_to.kind, file)
    if saved:
        file.choices = mapping.apply(saved, file.headings, part.fields)
    else:
        file.choices = mapping.suggested(file.headings, part.fields)


def read_otherwise(file: ImportFile, *, encoding: str = "", delimiter: str = "", sheet: str = "") -> None:
    """Look at the file once more, taken as said. Raises `UnreadableFile` when it can't be that."""
    refuse_what_is_over(file.belongs_to)
    path = path_of(file)
    found = look(path, encoding=unless_found(path, encoding), delimiter=delimiter, sheet=sheet)
    _note(file, part_of(file, kind_of(file.belongs_to)), found)
    file.save()


@transaction.atomic
def choose(
    import_: Import,
    choices: Mapping[str, Sequence[str]],
    *,
    names: Mapping[str, str],
    by: Any,
    at: datetime,
    **facts: str,
) -> None:
    """Say what each column holds, by part, and remember it for the next file with such columns under `names`.

    `facts` are the source, language, country and currency of rows that don't tell.
    """
    refuse_what_is_over(import_)
    for name, value in facts.items():
        setattr(import_, name, value)
    import_.save(update_fields=list(facts))
    for file in import_.files.all():
        file.choices = list(choices[file.part])
        file.save(update_fields=["choices"])
        pairs = [[mapping.fold(heading), choice] for heading, choice in zip(file.headings, file.choices, strict=True)]
        SavedMapping.objects.update_or_create(
            kind=import_.kind,
            part=file.part,
            fingerprint=mapping.fingerprint(file.headings),
            defaults={"name": names[file.part][:120], "columns": pairs, "by": by, "used_at": at},
        )


def check(import_: Import, *, by: Any) -> Work:
    """Have the worker do everything but save it."""
    refuse_what_is_over(import_)
    return progress.start(CHECK, subject_id=import_.pk, total=_rows(import_), by=by)


def take_in(import_: Import, *, by: Any) -> Work:
    """Have the worker do it: all or nothing is saved. Raises `NotChecked`, `AlreadyTakenIn`, `FilesGone`."""
    refuse_what_is_over(import_)
    if not Work.objects.about(import_).filter(kind=CHECK, state=Work.State.DONE).exists():
        raise NotChecked
    return progress.start(TAKE_IN, subject_id=import_.pk, total=_rows(import_), by=by)


def undo(import_: Import, *, by: Any, at: datetime) -> Work:
    """Have the worker turn it back. Raises `NotToBeUndone`, `UndoneAlready`."""
    works = Work.objects.about(import_)
    if works.filter(kind=UNDO, state=Work.State.DONE).exists():
        raise UndoneAlready
    if not can_be_undone(import_, at):
        raise NotToBeUndone
    result = works.get(kind=TAKE_IN, state=Work.State.DONE).result
    return progress.start(UNDO, subject_id=import_.pk, total=result["created"] + result["updated"], by=by)


def can_be_undone(import_: Import, at: datetime) -> bool:
    """Whether it is an import that can be, was taken in, and that not too long ago."""
    if not kind_of(import_).undoing or not import_.taken_in_at or import_.taken_in_at < at - timedelta(days=UNDO_DAYS):
        return False
    works = Work.objects.about(import_)
    return (
        works.filter(kind=TAKE_IN, state=Work.State.DONE).exists()
        and not works.filter(kind=UNDO, state__in=(*Work.UNDER_WAY, Work.State.DONE)).exists()
    )


def _rows(import_: Import) -> int:
    return sum(file.rows for file in import_.files.all())


def refuse_what_is_over(import_: Import) -> None:
    works = Work.objects.about(import_)
    if works.filter(kind=TAKE_IN, state=Work.State.DONE).exists():
        raise AlreadyTakenIn
    if works.under_way().exists():
        raise progress.AlreadyUnderWay
    if import_.files_gone_at:
        raise FilesGone


@transaction.atomic
def forget_files(import_: Import, *, at: datetime) -> None:
    """Take the files away and what was copied from their rows. What became of the import is still told."""
    if Work.objects.about(import_).under_way().exists():
        raise progress.AlreadyUnderWay
    import_.files_gone_at, import_.findings = at, {}
    import_.save(update_fields=["files_gone_at", "findings"])
    import_.files.update(stored_as="", sample=[], dates=[], rejects="")
    transaction.on_commit(lambda: uploads.forget(import_.pk))


def forget_old_files(at: datetime) -> int:
    """What was brought longer ago than files are kept; answers how many imports that were."""
    old = Import.objects.filter(files_gone_at=None, created_at__lt=at - timedelta(days=settings.IMPORT_KEEP_DAYS))
    busy = Work.objects.under_way().filter(kind__in=(CHECK, TAKE_IN)).values("subject_id")
    gone = list(old.exclude(pk__in=busy))
    for import_ in gone:
        forget_files(import_, at=at)
    _forget_strays()
    return len(gone)


def _forget_strays() -> None:
    """Folders of uploads that never became an import, because the process died over them."""
    folder = settings.HOME / "imports"
    day_ago = timezone.now().timestamp() - 86_400
    known = {str(pk) for pk in Import.objects.filter(files_gone_at=None).values_list("pk", flat=True)}
    for found in folder.iterdir() if folder.is_dir() else ():
        if found.name not in known and found.stat().st_mtime < day_ago:
            uploads.forget(found.name)
