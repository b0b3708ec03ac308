"""Every way in which a row leads to a customer, found by walking the foreign keys: no slice can be forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.db import models
from pghistory.models import Event

from rapport.core.merging import Rows, rows_rules
from rapport.customers.models import Customer


@dataclass(frozen=True)
class Link:
    """A column that leads from a table to a customer, with what is special about the table."""

    model: type[models.Model]
    column: str
    others: tuple[str, ...]  # further columns of the table that lead to customers
    rule: Rows

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def key(self) -> str:
        return self.model._meta.pk.column

    @property
    def key_type(self) -> str:
        return self.model._meta.pk.rel_db_type(_connection()).split(" ")[0]

    @property
    def is_moved(self) -> bool:
        return not self.rule.stays

    def same(self, one: str, other: str, column: str | None = None) -> str:
        """SQL: whether two rows, by their aliases, say the same thing. "false" when that makes no difference."""
        if self.rule.same is None:
            return "false"
        parts = [f"{_of(name, one)} IS NOT DISTINCT FROM {_of(name, other)}" for name in self._compared()]
        if self.rule.where:
            parts += [self.rule.where.format(t=one), self.rule.where.format(t=other)]
        return " AND ".join(parts) or "true"

    def _compared(self) -> Iterator[str]:
        """The columns of `same`; this very column is compared by whose it is."""
        for name in self.rule.same or ():
            column = name if "{t}" in name else self.model._meta.get_field(name).column
            if column != self.column:
                yield column


def _of(name: str, alias: str) -> str:
    return name.format(t=alias) if "{t}" in name else f'{alias}."{name}"'


def _connection():
    from django.db import connection

    return connection


@cache
def links() -> tuple[Link, ...]:
    """In the order of the rules, then of the tables: the same for every merge, so that none waits crosswise."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.managed or model._meta.proxy or issubclass(model, Event) or model is Customer:
            continue
        columns = [f.column for f in model._meta.concrete_fields if f.is_relation and f.related_model is Customer]
        rule = rows_rules.find(model._meta.label) or Rows(model._meta.label)
        for column in columns:
            found.append(Link(model, column, tuple(c for c in columns if c != column), rule))
    return tuple(sorted(found, key=lambda link: (link.rule.order, link.table, link.column)))


def moved_links() -> tuple[Link, ...]:
    return tuple(link for link in links() if link.is_moved)
