"""What the import pages show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from rapport.core.models import Import, ImportFile, SavedMapping, Work
from rapport.core.registry import ImportKind, ImportPart, import_kinds
from rapport.core.tabular import actions

LISTED = 50


@dataclass(frozen=True)
class Listed:
    """An import in the list, with the work that tells how it stands: the run, or else the check."""

    import_: Import
    kind: ImportKind
    work: Work | None

    @property
    def is_taken_in(self) -> bool:
        return self.work is not None and self.work.kind == actions.TAKE_IN and self.work.state == Work.State.DONE

    @property
    def is_undoing(self) -> bool:
        return self.work is not None and self.work.kind == actions.UNDO

    @property
    def is_check(self) -> bool:
        return self.work is not None and self.work.kind == actions.CHECK

    @property
    def is_under_way(self) -> bool:
        return self.work is not None and self.work.is_under_way


def kinds_for(user: Any) -> list[ImportKind]:
    """What this person may bring."""
    return [kind for kind in import_kinds if kind.parts and (not kind.permission or user.has_perm(kind.permission))]


def imports() -> list[Listed]:
    """The last ones, newest first. Three queries."""
    found = Import.objects.select_related("by").prefetch_related("files").order_by("-created_at")[:LISTED]
    rows = [import_ for import_ in found if import_.kind in import_kinds]
    works: dict[Any, Work] = {}
    for work in Work.objects.filter(subject_id__in=[row.pk for row in rows]).order_by("asked_at"):
        works[work.subject_id] = work
    return [Listed(row, import_kinds[row.kind], works.get(row.pk)) for row in rows]


def mappings() -> list[SavedMapping]:
    return [saved for saved in SavedMapping.objects.select_related("by") if saved.kind in import_kinds]


@dataclass(frozen=True)
class ImportView:
    """One import, wherever it stands. Four queries."""

    import_: Import
    kind: ImportKind
    files: list[tuple[ImportFile, ImportPart]]
    check: Work | None
    run: Work | None
    undo: Work | None = None

    @property
    def work(self) -> Work | None:
        """What is under way, if anything is."""
        return next((work for work in (self.undo, self.run, self.check) if work and work.is_under_way), None)

    @property
    def is_undone(self) -> bool:
        return self.undo is not None and self.undo.state == Work.State.DONE

    def can_be_undone(self, at: datetime) -> bool:
        since = self.import_.taken_in_at
        is_recent = since is not None and since > at - timedelta(days=actions.UNDO_DAYS)
        return self.is_taken_in and is_recent and self.kind.undoing is not None and not self.is_undone

    @property
    def is_taken_in(self) -> bool:
        return self.run is not None and self.run.state == Work.State.DONE

    @property
    def is_checked(self) -> bool:
        return self.check is not None and self.check.state == Work.State.DONE

    @property
    def result(self) -> dict[str, int]:
        last = self.run if self.is_taken_in else self.check
        return last.result if last else {}

    @property
    def told(self) -> str:
        return self.kind.told(self.result.get("created", 0) + self.result.get("updated", 0))

    @property
    def url(self) -> str:
        return self.kind.url(self.import_.pk)

    @property
    def reasons(self) -> list[tuple[str, str, int]]:
        """Why rows are rejected: (the file, where there are several; the reason; how many)."""
        labels = {file.part: str(part.label) if len(self.files) > 1 else "" for file, part in self.files}
        return [(labels.get(part, ""), why, n) for part, why, n in self.import_.findings.get("reasons", [])]

    @property
    def samples(self) -> list[dict[str, Any]]:
        rows = self.import_.findings.get("rows", {})
        return [
            {"file": file, "part": part, "first": found["first"], "strangest": _with_cells(found["strangest"], file)}
            for file, part in self.files
            if (found := rows.get(file.part))
        ]

    @property
    def rejects(self) -> list[tuple[ImportFile, ImportPart]]:
        return [(file, part) for file, part in self.files if file.rejects]


def _with_cells(rows: Sequence[dict[str, Any]], file: ImportFile) -> list[dict[str, Any]]:
    """A row that was not taken is shown as it stands in the file, under the names of its columns."""
    shown = []
    for row in rows:
        names = [*file.headings, *[""] * (len(row["cells"]) - len(file.headings))]
        cells = [(name, cell) for name, cell in zip(names, row["cells"], strict=False) if cell]
        shown.append(row | {"named_cells": cells})
    return shown


def import_view(import_: Import) -> ImportView:
    kind = import_kinds[import_.kind]
    by_part = {file.part: file for file in import_.files.all()}
    files = [(by_part[part.name], part) for part in kind.parts if part.name in by_part]
    works = {work.kind: work for work in Work.objects.about(import_).order_by("asked_at")}
    return ImportView(
        import_, kind, files, *(works.get(name) for name in (actions.CHECK, actions.TAKE_IN, actions.UNDO))
    )
