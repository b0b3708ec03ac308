from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from rapport.core.facts.fields import Field, field_sources, fields


class Book:
    """The facts that `user` may ask for, and what columns of them hold. Made anew for each request."""

    def __init__(self, user: Any) -> None:
        self.user = user
        self.kept: dict[Any, Any] = {}  # what others worked out of it
        self._of_sources: dict[str, dict[str, Field]] = {}

    @cached_property
    def all(self) -> list[Field]:
        """Every field, grouped as they were registered. A query for each source."""
        own = [field for source in field_sources for field in self._of(source).values()]
        return [field for field in [*fields, *own] if self._may(field)]

    def find(self, name: str) -> Field | None:
        """The field of that name; None when its slice is gone, its row was removed, or its role may not ask for it."""
        found = fields.find(name)
        if found is None:
            for source in field_sources:
                if name.startswith(source.prefix):
                    found = self._of(source).get(name)
        return found if found and self._may(found) else None

    def columns(self, names: Iterable[str], ids: Sequence[UUID]) -> Mapping[UUID, dict[str, Any]]:
        """What stands in these columns for these customers; one query for each listing."""
        found: dict[UUID, dict[str, Any]] = {key: {} for key in ids}
        wanted = [field for name in names if (field := self.find(name)) and field.listing and field.pick]
        rows = {listing.name: listing.load(ids) for listing in {f.listing.name: f.listing for f in wanted}.values()}
        for field in wanted:
            for key, row in rows[field.listing.name].items():
                if key in found:
                    found[key][field.name] = field.pick(row)
        return found

    def _of(self, source) -> dict[str, Field]:
        if source.name not in self._of_sources:
            self._of_sources[source.name] = {field.name: field for field in source.all()}
        return self._of_sources[source.name]

    def _may(self, field: Field) -> bool:
        return not field.permission or self.user is None or self.user.has_perm(field.permission)
