"""The rows that belong to one thing, of many tables in one query: `prefetch_related` asks once for each.

For the page of one thing only. PostgreSQL writes each table's rows as a JSON list, and models are made of them.
"""

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import ForeignKey, Model


def fetch_rows(thing: Model, relations: Iterable[str]) -> None:
    """Let `thing.emails.all()` and the like, named in `relations`, be known, each in the order of its model.

    Relations lead to the rows of another table that has `thing` in a foreign key.
    """
    names = tuple(relations)
    with connection.cursor() as cursor:
        cursor.execute(_query(type(thing), names), [thing.pk] * len(names))
        found = cursor.fetchone()
    thing._prefetched_objects_cache = getattr(thing, "_prefetched_objects_cache", {})  # type: ignore[attr-defined]
    for name, text in zip(names, found, strict=True):
        _remember(thing, name, [_row(_target(type(thing), name)[0], data) for data in json.loads(text or "[]")])


def _remember(thing: Model, name: str, rows: list[Model]) -> None:
    model, key = _target(type(thing), name)
    for row in rows:
        setattr(row, key.name, thing)
    known = getattr(thing, name).get_queryset()
    known._result_cache, known._prefetch_done = rows, True
    thing._prefetched_objects_cache[name] = known  # type: ignore[attr-defined]


@cache
def _query(model: type[Model], names: tuple[str, ...]) -> str:
    quote = connection.ops.quote_name
    parts = []
    for name in names:
        target, key = _target(model, name)
        order = ", ".join(_ordered(field) for field in target._meta.ordering)
        rows = f"json_agg(t ORDER BY {order})" if order else "json_agg(t)"
        table = quote(target._meta.db_table)
        parts.append(f"(SELECT {rows} FROM {table} t WHERE t.{quote(key.column)} = %s)::text")  # noqa: S608
    return f"SELECT {', '.join(parts)}"


def _ordered(field: str) -> str:
    return f"t.{connection.ops.quote_name(field.lstrip('-'))}{' DESC' if field.startswith('-') else ''}"


@cache
def _target(model: type[Model], name: str) -> tuple[type[Model], ForeignKey]:
    relation = model._meta.get_field(name)
    return relation.related_model, relation.field  # type: ignore[union-attr, return-value]


def _row(model: type[Model], data: dict[str, Any]) -> Model:
    fields = model._meta.concrete_fields
    values = [field.to_python(data[field.column]) for field in fields]
    return model.from_db(connection.alias, [field.attname for field in fields], values)
