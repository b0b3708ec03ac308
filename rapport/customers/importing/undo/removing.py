"""Whom an import brought, and whom nobody touched since, is forgotten with all that the import wrote of them."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, transaction

from rapport.core.personal.guarded import opened
from rapport.core.tabular.staging import Staging
from rapport.customers.importing.undo import fates
from rapport.customers.models import Affiliation, Customer, Follow, ImportChange
from rapport.timeline.models import Entry


def remove(ids: Sequence[UUID]) -> None:
    """Delete these customers. A row of a slice that nobody counted with makes the database refuse it."""
    with opened(), transaction.atomic(), connection.cursor() as cursor:
        for table, column in _tables():
            cursor.execute(f"DELETE FROM {table} WHERE {column} = ANY(%s)", [list(ids)])  # noqa: S608


@cache
def _tables() -> tuple[tuple[str, str], ...]:
    """Tables with what an untouched customer has, and the column that leads there; customers last."""
    return (*_found_tables(), ("customers_customerevent", "pgh_obj_id"), ("customers_customer", "id"))


def _found_tables() -> Iterator[tuple[str, str]]:
    written = [apps.get_model("customers", name) for name in fates.WRITTEN]
    for model in (*written, Customer.tags.through, Follow, ImportChange, Entry, *map(apps.get_model, fates.ADDED_UP)):
        yield model._meta.db_table, "customer_id"
    for model in fates.COMPARED:
        yield model._meta.db_table, "first_id"
        yield model._meta.db_table, "second_id"
    yield Affiliation._meta.db_table, "person_id"
    yield Affiliation._meta.db_table, "organisation_id"
    for model in apps.get_app_config("customers").get_models():
        if getattr(model, "pgh_tracked_model", None) in written:
            yield model._meta.db_table, "customer_id"
        if getattr(model, "pgh_tracked_model", None) is Affiliation:
            yield model._meta.db_table, "person_id"
            yield model._meta.db_table, "organisation_id"


def archive(new: Staging, *, by: Any, reason: str, at: datetime) -> None:
    """Into the archive with those who have something by now."""
    archived = new.rows(
        "UPDATE customers_customer c SET archived_at = %s, archived_because = %s, version = version + 1,"
        " updated_at = greatest(updated_at, %s) FROM {stage} n"
        " WHERE c.id = n.id AND n.fate = 'used' AND c.archived_at IS NULL AND c.standing = ''"
        " AND c.merged_into_id IS NULL RETURNING c.id",
        [at, reason, at],
    )
    tell(new, "customer.archived", [key for (key,) in archived], {"reason": reason}, by=by, at=at)


def tell(stage: Staging, kind: str, ids: Sequence[UUID], facts: dict, *, by: Any, at: datetime) -> None:
    """One line on the timeline of each."""
    stage.insert(
        Entry,
        {
            "customer": "id",
            "kind": "told.kind",
            "at": "told.at",
            "recorded_at": "told.at",
            "by": "told.by",
            "facts": "told.facts",
        },
        "FROM unnest(%s::uuid[]) id,"
        " (SELECT %s AS kind, %s::timestamptz AS at, %s::uuid AS by, %s::jsonb AS facts) told",
        [list(ids), kind, at, by.pk if by else None, json.dumps(facts)],
    )
