"""The rows that belong to one thing, of many tables in one query: `prefetch_related` asks once for each.

For the page of one thing only. PostgreSQL writes each table's rows as a JSON list, and models are made of them.
"""

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import ForeignKey, Model, QuerySet


def fetch_rows(thing: Model, relations: Iterable[str]) -> None:
    """Let `thing.emails.all()` and the like, named in `relations`, be known, each in the order of its model.

    Relations lead to the rows of another table that has `thing` in a foreign key.
    """
    names = tuple(relations)
    with connection.cursor() as cursor:
        cursor.execute(_query(type(thing), names), [thing.pk] * len(names))
        found = cursor.fetchone()
    for name, text in zip(names, found, strict=True):
        model, key = _target(type(thing), name)
        rows = [_row(model, data) for data in json.loads(text or "[]")]
        for row in rows:
            setattr(row, key.name, thing)
        remember_rows(thing, name, rows)


def remember_rows(thing: Model, name: str, rows: list) -> None:
    """Let `thing.<name>.all()` be `rows`, as `prefetch_related` does."""
    kept = thing.__dict__.setdefault("_prefetched_objects_cache", {})
    if rows:
        kept[name] = getattr(thing, name).get_queryset()
        kept[name]._result_cache, kept[name]._prefetch_done = rows, True
    else:
        kept[name] = _nothing(type(thing)._meta.get_field(name).related_model)


def hand_out(things: Iterable[Model], name: str, rows: Iterable[Model]) -> None:
    """Let `.<name>.all()` of each of `things` be those of `rows` that belong to it, in their order."""
    key = next(iter(things))._meta.get_field(name).field if things else None
    by_thing: dict[Any, list] = {}
    for row in rows:
        by_thing.setdefault(getattr(row, key.attname), []).append(row)
    for thing in things:
        for row in by_thing.get(thing.pk, ()):
            setattr(row, key.name, thing)
        remember_rows(thing, name, by_thing.get(thing.pk, []))


@cache
def _nothing(model: type[Model]) -> QuerySet:
    """Shared by all that have none: what is asked of it further has none either."""
    return model._default_manager.none()


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
