"""Everything that is held about somebody, read kind by kind: as plain values, and as words for people."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from rapport.core import formats
from rapport.core.personal.kinds import Held, RecordKind, record_kinds

NEVER = ("id", "pgh_id", "pgh_obj", "pgh_context", "pgh_label")
LABELS = {  # of columns that no form asks for
    "at": gettext_lazy("When"),
    "pgh_created_at": gettext_lazy("Changed"),
    "by": gettext_lazy("By"),
    "body": gettext_lazy("Words"),
    "text": gettext_lazy("What"),
    "kind": gettext_lazy("Kind"),
    "channel": gettext_lazy("How"),
    "facts": gettext_lazy("Details"),
    "made_at": gettext_lazy("Made on"),
    "due_at": gettext_lazy("Due"),
    "first_due_at": gettext_lazy("First due"),
    "done_at": gettext_lazy("Done"),
    "closed_at": gettext_lazy("Ended"),
    "owner": gettext_lazy("In the hands of"),
    "made_by": gettext_lazy("Promised by"),
    "state": gettext_lazy("How it stands"),
    "reason": gettext_lazy("Why"),
    "evidence": gettext_lazy("Evidence"),
    "about": gettext_lazy("About"),
    "name": pgettext_lazy("of a thing", "Name"),
    "size": gettext_lazy("Size in bytes"),
    "created_at": gettext_lazy("Known since"),
    "net": gettext_lazy("Sum of the items"),
    "gross": gettext_lazy("Sum before discounts"),
    "quantity": gettext_lazy("Quantity"),
    "unit_price": gettext_lazy("Price of one"),
    "order_count": gettext_lazy("Number of orders"),
    "revenue": gettext_lazy("Bought for"),
    "customer": gettext_lazy("Whose"),
}


@dataclass(frozen=True)
class Cell:
    name: str
    label: str
    value: Any  # as JSON holds it
    words: str  # as a person reads it


@dataclass(frozen=True)
class Told:
    """One row of somebody's records."""

    cells: list[Cell]
    sentence: str = ""

    def as_json(self) -> dict[str, Any]:
        said = {"in_words": self.sentence} if self.sentence else {}
        return {cell.name: cell.value for cell in self.cells} | said

    @property
    def filled(self) -> list[Cell]:
        """What a person wants to read: no empty columns, and no raw facts where a sentence says them."""
        cells = [cell for cell in self.cells if cell.words]
        return [cell for cell in cells if cell.name not in ("facts", "kind")] if self.sentence else cells


@dataclass(frozen=True)
class Table:
    name: str  # of the model: "promises.telling"
    label: str
    rows: list[Told]
    is_former: bool = False  # values that were changed or taken away since

    def as_rows(self) -> Iterator[list[Any]]:
        """For a file of a table: the names of its columns, then what JSON says; lists within a cell are JSON again."""
        rows = [row.as_json() for row in self.rows]
        names = list(dict.fromkeys(name for row in rows for name in row))
        yield names
        for row in rows:
            yield [_flat(row.get(name)) for name in names]


@dataclass(frozen=True)
class Chapter:
    kind: RecordKind
    tables: list[Table]

    @property
    def count(self) -> int:
        return sum(len(table.rows) for table in self.tables)


def chapters(*ids: UUID) -> Iterator[Chapter]:
    """What is held under these keys of one customer, kind by kind, in the language that is active.

    At most one query per table, and one for each key of it.
    """
    for kind in record_kinds:
        tables = [table for held in kind.holds if held.is_told for table in _tables(held, ids)]
        if tables:
            yield Chapter(kind, tables)


def _tables(held: Held, ids: Sequence[UUID]) -> Iterator[Table]:
    rows = _read(held, held.of, ids)
    if rows:
        yield Table(held.model.lower(), str(held.of._meta.verbose_name), rows)
    if held.history:
        former = _read(held, held.history, ids)
        if former:
            yield Table(f"{held.model.lower()}.former", str(held.of._meta.verbose_name), former, is_former=True)


def _read(held: Held, model: type[models.Model], ids: Sequence[UUID]) -> list[Told]:
    fields = list(_fields(held, model))
    keys = [field.name for field in fields if isinstance(field, models.ForeignKey)]
    rows = held.rows(ids, model).prefetch_related(*keys).order_by("pk")  # a join loses whose other is gone
    is_now = model is held.of
    return [
        Told([_cell(row, field) for field in fields], held.sentence(row) if held.sentence and is_now else "")
        for row in rows
    ]


def _fields(held: Held, model: type[models.Model]) -> Iterator[models.Field]:
    back = {held.to_customer.split("__")[0]} if not held.to_others else set()
    for field in model._meta.concrete_fields:
        if field.name in NEVER or field.name in held.hidden or field.primary_key:
            continue
        if field.name in back and held.to_customer == field.name:
            continue  # it is theirs: that goes without saying
        yield field


def _cell(row: models.Model, field: models.Field) -> Cell:
    value = _value(row, field)
    display = getattr(row, f"get_{field.name}_display", None)
    words = str(display()) if display and value else in_words(value)
    label = str(LABELS.get(field.name) or field.verbose_name)
    return Cell(field.name, label[:1].upper() + label[1:], plain(value), words)


def _value(row: models.Model, field: models.Field) -> Any:
    try:
        return getattr(row, field.name)
    except ObjectDoesNotExist:  # a history outlives what it points to
        return None


def plain(value: Any) -> Any:
    """As JSON holds it. Of a colleague or another customer only the name."""
    if isinstance(value, models.Model):
        return _name(value)
    if isinstance(value, models.fields.files.FieldFile):
        return bool(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, UUID):
        return str(value)
    return value


def in_words(value: Any) -> str:
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else ""
    if isinstance(value, datetime):
        return formats.moment(value, timezone.get_current_timezone())
    if isinstance(value, date):
        return formats.day(value)
    if isinstance(value, Decimal):
        return formats.number(value.normalize())
    if isinstance(value, models.fields.files.FieldFile):
        return _("kept here, and added as a file") if value else ""
    if isinstance(value, dict):
        return "; ".join(f"{name}: {in_words(inner)}" for name, inner in value.items() if in_words(inner))
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, map(in_words, value)))
    return str(plain(value))


def _flat(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, dict | list) else value


def _name(row: models.Model) -> str:
    return row.get_short_name() if isinstance(row, get_user_model()) else str(row)


def as_json(told: Sequence[Chapter]) -> list[dict[str, Any]]:
    return [
        {
            "kind": chapter.kind.name,
            "label": str(chapter.kind.label),
            "basis": chapter.kind.basis.value,
            "why": str(chapter.kind.why),
            "kept_months": chapter.kind.retention.months if chapter.kind.retention else None,
            "tables": {table.name: [row.as_json() for row in table.rows] for table in chapter.tables},
        }
        for chapter in told
    ]


def dumped(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2, default=str)
