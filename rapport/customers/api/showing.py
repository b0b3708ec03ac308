"""Customers as `CustomerOut`: one query reads all of any number of them, PostgreSQL itself writes the rows inside.

Models would be a dozen objects for each customer, only to take them apart again: of a list of fifty that was two thirds
of its time. A test holds what is written here to `CustomerOut`.
"""
# ruff: noqa: S608 - statements are put together from constants of this file

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from rapport.core.addressee import base_language
from rapport.customers.naming import language_of, salutation

PLAIN = (
    *("id", "kind", "name", "given_name", "family_name", "patronymic", "titles_before", "titles_after", "nickname"),
    *("romanised_name", "pronunciation", "form_gender", "title_wish", "language", "time_zone", "address_style"),
    *("pronoun_level", "source", "how_met", "preference_notes"),
)
COLUMNS = (
    *PLAIN,
    *("first_name_permission", "first_name_permission_at", "vocative_given", "vocative_family"),
    *("account_manager_id", "team_id", "archived_at", "created_at", "updated_at"),
)
POINT = "'label', label, 'preferred', is_preferred, 'verified', verified_at IS NOT NULL, 'note', note"
FIRST = "is_preferred DESC, position, id"


def _list(table: str, shown: str, order: str) -> str:
    """The rows of one customer in a table as a JSON list."""
    row = f"json_build_object({shown})"
    return f"(SELECT coalesce(json_agg({row} ORDER BY {order}), '[]') FROM {table} WHERE customer_id = c.id)"


ROWS = {
    "emails": _list("customers_email", f"'address', address, {POINT}", FIRST),
    "phones": _list(
        "customers_phone",
        f"'number', coalesce(nullif(e164, ''), raw), 'raw', raw, 'extension', extension, 'type', type, {POINT}",
        FIRST,
    ),
    "addresses": _list(
        "customers_address",
        "'purpose', purpose, 'lines', lines, 'city', city, 'area', area, 'postal_code', postal_code,"
        f" 'country', country, 'as_written', as_written, {POINT}",
        FIRST,
    ),
    "handles": _list("customers_handle", f"'network', network, 'handle', handle, {POINT}", FIRST),
    "dates": _list(
        "customers_importantdate",
        "'kind', kind, 'label', label, 'month', month, 'day', day, 'year', year, 'may_greet', may_greet",
        "position, month, day, id",
    ),
    "tags": "(SELECT coalesce(json_agg(t.name ORDER BY t.name), '[]') FROM customers_customer_tags m"
    " JOIN customers_tag t ON t.id = m.tag_id WHERE m.customer_id = c.id)",
    "codes": "(SELECT coalesce(json_object_agg(source, code ORDER BY source), '{}') FROM customers_externalcode"
    " WHERE customer_id = c.id)",
    "custom": "custom",
    "salutations": _list(
        "customers_salutation",
        "'language', language, 'occasion', occasion, 'text', text, 'envelope', envelope,"
        " 'use_in_all_languages', use_in_all_languages",
        "language, occasion",
    ),
}
READ = f"""
SELECT {", ".join(f"c.{name}" for name in COLUMNS)},
  json_build_object({", ".join(f"'{name}', {rows}" for name, rows in ROWS.items())})::text
FROM unnest(%s::uuid[]) WITH ORDINALITY w(id, place) JOIN customers_customer c USING (id) ORDER BY w.place
"""


class _Wish:
    """A greeting someone asked for."""

    def __init__(self, said: dict[str, Any]) -> None:
        self.__dict__ = said


class _Wishes(list):
    def all(self) -> "_Wishes":
        return self


class _Person:
    """What `naming` needs to know of a customer."""

    def __init__(self, columns: Sequence[Any], wishes: list[dict[str, Any]]) -> None:
        self.__dict__ = dict(zip(COLUMNS, columns, strict=True))
        self.salutations = _Wishes(map(_Wish, wishes))
        self.is_organisation = self.kind == "organisation"  # type: ignore[attr-defined]


def show_all(ids: Sequence[UUID]) -> list[dict[str, Any]]:
    """The customers of these ids, in that order, as `CustomerOut` has them. One query."""
    with connection.cursor() as cursor:
        cursor.execute(READ, [list(ids)])
        return [_shown(row[:-1], json.loads(row[-1])) for row in cursor.fetchall()]


def show(customer_id: UUID) -> dict[str, Any]:
    return show_all([customer_id])[0]


def _shown(columns: Sequence[Any], rows: dict[str, Any]) -> dict[str, Any]:
    person = _Person(columns, rows.pop("salutations"))
    shown = dict(zip(PLAIN, columns, strict=False)) | rows
    return shown | {
        "first_name_permission": person.first_name_permission or None,
        "salutation": own_greeting(person),
        "greeting": salutation(person, occasion="letter"),
        "account_manager": person.account_manager_id,
        "team": person.team_id,
        "archived": person.archived_at is not None,
        "created_at": _moment(person.created_at),
        "updated_at": _moment(person.updated_at),
    }


def own_greeting(person: Any) -> str:
    """The greeting that they asked for in their own language, or for every language."""
    language = base_language(language_of(person))
    wishes = [wish for wish in person.salutations.all() if not wish.occasion]
    own = [wish.text for wish in wishes if base_language(wish.language) == language]
    return next(iter(own or [wish.text for wish in wishes if wish.use_in_all_languages]), "")


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
