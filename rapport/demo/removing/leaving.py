"""What goes when the demo business is removed, and what that does to the rest. Looking changes nothing."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db import connection, models

from rapport.core.registry import demo_parts
from rapport.customers.models import Customer
from rapport.demo.making import tables
from rapport.demo.models import Made
from rapport.demo.removing.relations import Fate, fate, relations

Model = type[models.Model]


@dataclass
class Leaving:
    """Read once per removal: `rows` that go, and `changed` rows that stay without what they pointed to."""

    made: dict[Model, set] = field(default_factory=lambda: defaultdict(set))
    rows: dict[Model, set] = field(default_factory=lambda: defaultdict(set))
    held: dict[Model, set] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def now(cls) -> "Leaving":
        leaving = cls()
        by_table = {model._meta.db_table: model for model in tables()}
        for table, row in Made.objects.values_list("table", "row"):
            if model := by_table.get(table):  # None: the slice was taken out since, with its tables
                leaving.made[model].add(model._meta.pk.to_python(row))
        for model, keys in leaving.made.items():
            leaving.rows[model] = set(model._base_manager.filter(pk__in=keys).values_list("pk", flat=True))
        leaving._follow()
        leaving._hold_back()
        return leaving

    def of(self, model: Model) -> set:
        return self.rows.get(model, set())

    def _follow(self) -> None:
        """Whatever belongs to what goes, goes too; and so on, until nothing is added."""
        news = {model: set(keys) for model, keys in self.rows.items()}
        while news:
            found: dict[Model, set] = defaultdict(set)
            for model, key in relations():
                if fate(model, key) is Fate.GOES and (gone := news.get(key.related_model)):
                    found[model] |= pointing(model, key, gone) - self.rows[model]
            for model, keys in found.items():
                self.rows[model] |= keys
            news = {model: keys for model, keys in found.items() if keys}

    def _hold_back(self) -> None:
        """What real rows can't do without stays, and is real from now on."""
        for model, key in relations():
            if fate(model, key) is Fate.HOLDS and (gone := self.of(key.related_model)):
                stay = set(model._base_manager.filter(**{f"{key.name}__in": gone}).values_list("pk", flat=True))
                stay -= self.of(model)
                self._hold(key.related_model, values(model, key, stay))
        for part in demo_parts:
            for row in part.needed(self.of):
                self._hold(type(row), {row.pk})

    def _hold(self, model: Model, keys: set) -> None:
        self.held[model] |= keys & self.of(model)
        self.rows[model] -= keys

    # ---- what is said beforehand

    @cached_property
    def ids(self) -> set[str]:
        """Of everything that goes, save what is only numbered."""
        return {str(key) for keys in self.rows.values() for key in keys if not isinstance(key, int)}

    @property
    def customers(self) -> int:
        return len(self.of(Customer) & self.made[Customer])

    def counts(self) -> list[str]:
        """ "61 made-up customers", "88 promises" …, in the words of each slice."""
        return self._in_words(lambda model: len(self.of(model)))

    def own_counts(self) -> list[str]:
        """What people added since and what goes too, because it belongs to a made-up customer."""
        return self._in_words(lambda model: len(self.of(model) - self.made[model]))

    def held_counts(self) -> list[str]:
        """What stays although the demo brought it, because real rows use it; by name."""
        return sorted(str(model._base_manager.get(pk=key)) for model, keys in self.held.items() for key in keys)

    @staticmethod
    def _in_words(count) -> list[str]:
        said = []
        for part in demo_parts:
            for label, words in part.counted.items():
                if number := count(apps.get_model(label)):
                    said.append(words % {"count": number})
        return said


def pointing(model: Model, key: models.ForeignKey, targets: set) -> set:
    """Ids of the rows whose `key` is one of `targets`."""
    return _ask(model, model._meta.pk.column, key, targets)


def values(model: Model, key: models.ForeignKey, rows: set) -> set[Any]:
    found = model._base_manager.filter(pk__in=rows).values_list(key.attname, flat=True)
    return {value for value in found if value is not None}


def _ask(model: Model, wanted: str, key: models.ForeignKey, targets: set) -> set:
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {quote(wanted)} FROM {table} WHERE {quote(key.column)} = ANY(%s)",  # noqa: S608
            [list(targets)],
        )
        return {row[0] for row in cursor.fetchall()}
