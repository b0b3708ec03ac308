"""Columns that somebody chose for a list: what stands in them for a page of customers, in words."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from rapport.core import formats
from rapport.core.facts import Book, Field, Type
from rapport.core.facts.plain import labels_of, plain
from rapport.staff.models import Business


class Columns:
    """Of the facts `names` those that `user` may see and that can be listed. One query for each listing."""

    def __init__(self, user: Any, names: Iterable[str]) -> None:
        self._book = Book(user)
        self.fields = [field for name in names if (field := self._book.find(name)) and field.listing and field.pick]
        self._labels = {field.name: labels_of(field) for field in self.fields}
        self._found: dict[UUID, dict[str, Any]] = {}

    def __bool__(self) -> bool:
        return bool(self.fields)

    def load(self, ids: list[UUID]) -> None:
        self._found = dict(self._book.columns([field.name for field in self.fields], ids))

    def cells(self, customer: UUID) -> list[tuple[Field, str]]:
        values = self._found.get(customer, {})
        return [(field, self._in_words(field, values.get(field.name))) for field in self.fields]

    def _in_words(self, field: Field, value: Any) -> str:
        if field.type == Type.YEARLY and value is not None:
            return formats.month_day(value.month, value.day, value.year)
        said = plain(field, value, self._labels[field.name])
        match said:
            case None:
                return ""
            case bool():
                return _("yes") if said else _("no")
            case int() | Decimal():
                if field.type == Type.MONEY:
                    return formats.money(Decimal(said), Business.objects.current().currency)
                return formats.number(said)
            case datetime():
                return formats.day(said.astimezone().date())
            case date():
                return formats.day(said)
            case list():
                return ", ".join(map(str, said))
        return str(said)
