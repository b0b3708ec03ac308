"""Pages of a long list without counting or skipping (rule 6)."""

import base64
import binascii
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import OrderBy

T = TypeVar("T")
MOST_DIGITS = 7  # of a cursor that counts


class BadCursor(ValueError):
    """The `after` in the address is not one that this list gave out."""


@dataclass(frozen=True)
class KeysetPage:
    items: list[Any]
    next: str | None  # cursor of the page after this one

    def __iter__(self):
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def page(
    rows: QuerySet,
    *,
    order: tuple[str, ...],
    after: str | None = None,
    size: int = 50,
    among: Callable[[QuerySet, list[OrderBy], int], QuerySet] | None = None,
) -> KeysetPage:
    """The `size` rows of `rows` after the cursor `after`, by the fields `order` (a `-` turns one round).

    `id` is added as the last field. Rows without a value come last in either direction, so the index that carries
    the list is `(field NULLS LAST, id)`. Raises `BadCursor`. Where many lists become one that no index carries,
    `among(rows after the cursor, ordering, how many)` answers enough of each.
    """
    fields = _with_id(order)
    if after:
        rows = behind(rows, values_of(after, order), order=order)
    ordering = [_in_order(name, rows) for name in fields]
    if among:
        rows = among(rows, ordering, size + 1)
    return page_of(list(rows.order_by(*ordering)[: size + 1]), order=order, size=size)


def pages(rows: QuerySet, *, order: tuple[str, ...], size: int) -> Iterator[list[Any]]:
    """All of `rows`, a page at a time: none costs more than the one before."""
    after = None
    while True:
        found = page(rows, order=order, after=after, size=size)
        yield list(found.items)
        after = found.next
        if not after:
            return


def first(rows: QuerySet, *, order: tuple[str, ...], size: int) -> QuerySet:
    """What the first page is made of by `page_of`: one row more than it shows."""
    return rows.order_by(*(_in_order(name, rows) for name in _with_id(order)))[: size + 1]


def values_of(after: str, order: tuple[str, ...]) -> list[Any]:
    """What the row of the cursor `after` had in the fields `order`, as JSON has them. Raises `BadCursor`."""
    return _decode(after, len(_with_id(order)))


def behind(rows: QuerySet, values: list[Any], *, order: tuple[str, ...]) -> QuerySet:
    """Those of `rows` that come after the one with these values."""
    fields = _with_id(order)
    return rows.filter(_beyond(rows, fields, values))


def page_of(found: list, *, order: tuple[str, ...], size: int) -> KeysetPage:
    """`found` has one row more than the page where there is another page."""
    more = len(found) > size
    found = found[:size]
    return KeysetPage(found, _encode(found[-1], _with_id(order)) if more else None)


def numbered(rows: Sequence[T], *, after: str | None, size: int) -> tuple[Sequence[T], str | None]:
    """A page of what is few and in its order already, and the cursor of the next: how many came before it."""
    if after and not (after.isdecimal() and len(after) < MOST_DIGITS):
        raise BadCursor(after)
    end = int(after or 0) + size
    return rows[end - size : end], str(end) if end < len(rows) else None


def _with_id(order: tuple[str, ...]) -> list[str]:
    fields = [f for f in order if f.lstrip("-") != "id"]
    id_field = next((f for f in order if f.lstrip("-") == "id"), "-id" if fields and fields[0][0] == "-" else "id")
    return [*fields, id_field]


def cursor(row: Any, order: tuple[str, ...]) -> str:
    """Where `row` stands in a list by the fields `order`, the last of which is the id."""
    return _encode(row, list(order))


def _in_order(name: str, rows: QuerySet) -> OrderBy:
    """As the index has it: nulls last, which for the key, and for what rises, is how PostgreSQL sorts by itself.

    Of a column that is never null, and that its model names in `READ_BOTH_WAYS`, one index carries both directions.
    """
    plain = name.lstrip("-")
    if plain == "id" or not name.startswith("-") or plain in getattr(rows.model, "READ_BOTH_WAYS", ()):
        return OrderBy(F(plain), descending=name.startswith("-"))
    return F(plain).desc(nulls_last=True)


def _beyond(rows: QuerySet, fields: list[str], values: list[Any]) -> Q:
    """(a, b) > (x, y) spelled out, because columns may be turned round and may be null.

    Where the first column is never null, its bound is said once more by itself: an index can start from there.
    """
    result = Q()
    first = fields[0].lstrip("-")
    bound = (
        Q() if _may_be_null(rows, first) else Q(**{f"{first}__{'lte' if fields[0][0] == '-' else 'gte'}": values[0]})
    )
    for i, (name, value) in enumerate(zip(fields, values, strict=True)):
        if value is None:
            continue  # nothing comes after null in this column
        plain = name.lstrip("-")
        beyond = Q(**{f"{plain}__{'lt' if name.startswith('-') else 'gt'}": value})
        if plain != "id" and _may_be_null(rows, plain):
            beyond |= Q(**{f"{plain}__isnull": True})
        same = Q()
        for j in range(i):
            earlier = fields[j].lstrip("-")
            same &= Q(**{f"{earlier}__isnull": True}) if values[j] is None else Q(**{earlier: values[j]})
        result |= same & beyond
    return bound & result


def _may_be_null(rows: QuerySet, name: str) -> bool:
    model = rows.model
    for part in name.split("__"):
        if part not in {field.name for field in model._meta.get_fields()}:
            return True  # an annotation
        field = model._meta.get_field(part)
        if field.null:
            return True
        model = field.related_model
    return False


def _encode(row: Any, fields: list[str]) -> str:
    values = []
    for name in fields:
        value: Any = row
        for part in name.lstrip("-").split("__"):
            value = getattr(value, part, None)
        values.append(str(value) if isinstance(value, UUID | Decimal) else value)
        if isinstance(value, datetime | date):
            values[-1] = value.isoformat()
    return base64.urlsafe_b64encode(json.dumps(values, ensure_ascii=False).encode()).decode().rstrip("=")


def _decode(cursor: str, length: int) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)))
        UUID(str(values[-1]))
    except (ValueError, binascii.Error, TypeError, KeyError, IndexError) as problem:
        raise BadCursor(cursor) from problem
    if not isinstance(values, list) or len(values) != length:
        raise BadCursor(cursor)
    return values
