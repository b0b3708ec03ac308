"""What an erasure does to the tables of a kind, for any number of customers at once."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models

from rapport.core.personal.kinds import Doomed, Held, RecordKind, record_kinds, unrelated


def count(kind: RecordKind, ids: Sequence[UUID]) -> int:
    """How many rows there are about these customers, histories aside. One query per table."""
    return sum(held.rows(ids).count() for held in kind.holds)


def erase_rows(kind: RecordKind, ids: Sequence[UUID]) -> int:
    """Delete or rewrite the rows of these customers, and their histories. Within `guarded.opened()`."""
    return sum(_erase(held, ids) for held in kind.holds)


def _erase(held: Held, ids: Sequence[UUID]) -> int:
    if held.history and held.drops_history:
        _delete(held.rows(ids, held.history))
    elif held.history:
        _do(held, held.rows(ids, held.history))
    return _do(held, held.rows(ids))


def _do(held: Held, rows: models.QuerySet) -> int:
    if held.rewrite:
        return held.rewrite(rows)
    if held.erased is None:
        return _delete(rows)
    columns = {field.name for field in rows.model._meta.concrete_fields}
    changes = {name: value for name, value in held.erased.items() if name in columns}
    return rows.update(**changes) if changes else 0


def _delete(rows: models.QuerySet) -> int:
    """Without the rows that belong to them: each table says for itself what becomes of it."""
    return rows.order_by()._raw_delete(rows.db)


def rows_and_histories(held: Held, ids: Sequence[UUID]) -> Iterator[models.QuerySet]:
    yield held.rows(ids)
    if held.history:
        yield held.rows(ids, held.history)


def files_of(ids: Sequence[UUID]) -> list[Doomed]:
    """The files that an erasure of these customers leaves without a row."""
    found: dict[str, Doomed] = {}
    for kind in record_kinds:
        for held in kind.holds:
            for rows in rows_and_histories(held, ids):
                for field in _files(held, rows.model):
                    names = rows.exclude(**{field.name: ""}).values_list(field.name, flat=True)
                    found |= {name: Doomed(_below_home(name)) for name in names if name}
    return list(found.values())


def _files(held: Held, model: type[models.Model]) -> Iterable[models.FileField]:
    fields = [field for field in model._meta.concrete_fields if isinstance(field, models.FileField)]
    return [field for field in fields if held.erased is None or field.name in held.erased]


def _below_home(name: str) -> str:
    return str((settings.MEDIA_ROOT / name).relative_to(settings.HOME))


def kept_facts() -> frozenset[str]:
    return frozenset(name for kind in record_kinds for name in kind.keeps_facts)


def free_texts() -> Iterator[tuple[type[models.Model], list[str], Any]]:
    """Every table in which somebody may be named in passing, with its columns and who it belongs to."""
    for kind in record_kinds:
        for held in kind.holds:
            for model in filter(None, (held.of, held.history)):
                if columns := held.free_texts(model):
                    yield model, columns, held
    for table in unrelated:
        if table.texts:
            yield table.of, list(table.texts), None
