"""The worker's side of an import in the browser."""

from argparse import Namespace
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.core import audit, formats
from rapport.core.models import Import, ImportFile, Work
from rapport.core.progress.kinds import WorkKind, work_kinds
from rapport.core.progress.watching import Watch
from rapport.core.tabular import actions, mapping
from rapport.core.tabular.command import note_import
from rapport.core.tabular.examining import unless_found
from rapport.core.tabular.sampling import Observer, Sampler, unobserved


@dataclass(frozen=True)
class Reading:
    """How one of several files is read: what the command line says for all of them at once."""

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    map: dict[str | int, str] = field(default_factory=dict)


def check(work: Work, watch: Watch) -> dict[str, Any]:
    import_ = Import.objects.get(pk=work.subject_id)
    sampler = Sampler()
    result = _run(import_, watch, sampler, dry_run=True)
    import_.findings = sampler.as_json()
    import_.save(update_fields=["findings"])
    return result


def take_in(work: Work, watch: Watch) -> dict[str, Any]:
    import_ = Import.objects.get(pk=work.subject_id)
    import_.taken_in_at = timezone.now()
    import_.save(update_fields=["taken_in_at"])
    return _run(import_, watch, unobserved, dry_run=False)


def _run(import_: Import, watch: Watch, observer: Observer, *, dry_run: bool) -> dict[str, Any]:
    if import_.files_gone_at:
        raise actions.FilesGone
    files = list(import_.files.all())
    for file in files:
        _rejects_path(file).unlink(missing_ok=True)
    result = actions.kind_of(import_).run(options(import_, files, watch, observer, dry_run=dry_run))
    for file in files:
        file.rejects = _rejects_path(file).name if _rejects_path(file).is_file() else ""
    ImportFile.objects.bulk_update(files, ["rejects"])
    if not dry_run:
        note_import(import_.kind, result, by=import_.by)
    return {name: getattr(result, name) for name in ("created", "updated", "unchanged", "rejected")}


def undo(work: Work, watch: Watch) -> dict[str, Any]:
    import_ = Import.objects.get(pk=work.subject_id)
    report = actions.kind_of(import_).undoing.undo(import_, work.by, watch)
    audit.record("import.undone", by=work.by, kind=import_.kind, **report)
    return report


def _rejects_path(file: ImportFile):
    return actions.path_of(file).with_name(f"{file.part}.rejects.csv")


def options(import_: Import, files: list[ImportFile], watch: Watch, observer: Observer, *, dry_run: bool) -> Namespace:
    """What `bin/rapport import` would have been told."""
    kind = actions.kind_of(import_)
    paths = {file.part: actions.path_of(file) for file in files}
    readings = {actions.path_of(file): _reading(file, kind) for file in files}
    main = readings[paths[kind.parts[0].name]]
    return Namespace(
        **{part.name: paths.get(part.name) for part in kind.parts},
        readings=readings,
        map=main.map,
        encoding=main.encoding,
        delimiter=main.delimiter,
        sheet=main.sheet,
        source=import_.source,
        language=import_.language or None,
        country=import_.country or None,
        currency=import_.currency,
        match=import_.match,
        dates=mapping.order_of_dates(import_, kind, files),
        at=import_.taken_in_at or timezone.now(),
        dry_run=dry_run,
        json=False,
        progress=watch,
        observer=observer,
        import_id=import_.pk,
        called=next(file.name for file in files if file.part == kind.parts[0].name),
    )


def _reading(file: ImportFile, kind: Any) -> Reading:
    overrides = mapping.overrides(file, actions.part_of(file, kind))
    encoding = unless_found(actions.path_of(file), file.encoding)
    return Reading(encoding or None, file.delimiter or None, file.sheet or None, overrides)


def _url(work: Work) -> str:
    return reverse("imports:import", args=[work.subject_id])


def _counted(done: int, total: int) -> str:
    numbers = {"done": formats.number(done), "total": formats.number(total)}
    return ngettext("%(done)s of %(total)s row", "%(done)s of %(total)s rows", total) % numbers


def _speed(per_second: str) -> str:
    return _("%(number)s rows per second") % {"number": per_second}


for name, run in ((actions.CHECK, check), (actions.TAKE_IN, take_in), (actions.UNDO, undo)):
    work_kinds.add(WorkKind(name, run, _url, "core.add_import", _counted, _speed))
