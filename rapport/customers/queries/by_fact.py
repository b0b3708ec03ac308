"""A few customers in the order of any fact: what no index carries is sorted by hand, once they are few."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from rapport.core.facts import Book, Field, Type
from rapport.core.facts.plain import labels_of, plain
from rapport.core.folding import search_key
from rapport.core.keyset import KeysetPage, numbered
from rapport.customers.queries.rows import rows_of


@dataclass(frozen=True)
class ByFact:
    """Keys in their order; the cursor of a page is how many came before it."""

    keys: list[UUID]

    def page(self, after: str | None, size: int) -> KeysetPage:
        """Raises `BadCursor`. The number of its queries is fixed."""
        keys, more = numbered(self.keys, after=after, size=size)
        return KeysetPage(list(rows_of(keys).values()), more)


def by_fact(user: Any, keys: list[UUID], sort: str) -> ByFact | None:
    """Customers in the order `sort`, a fact by its name, behind "-" downwards; None when there is no such fact.

    Whoever has no value comes last either way; those with the same stand as `keys` do. One query.
    """
    book = Book(user)
    field = book.find(sort.removeprefix("-"))
    if field is None or not field.listing or not field.pick:
        return None
    found, labels = book.columns([field.name], keys), labels_of(field)
    values = {key: _comparable(field, found[key].get(field.name), labels) for key in keys}
    known = [key for key in keys if values[key] is not None]
    known.sort(key=lambda key: values[key], reverse=sort.startswith("-"))
    return ByFact([*known, *(key for key in keys if values[key] is None)])


def _comparable(field: Field, value: Any, labels: Any) -> Any:
    if field.type == Type.YEARLY:
        return (value.month, value.day) if value is not None else None
    said = plain(field, value, labels)
    if isinstance(said, list):
        said = ", ".join(map(str, said))
    return search_key(said) or said if isinstance(said, str) else said
