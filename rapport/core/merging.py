"""What becomes of a slice's rows when two customers become one, beyond moving: registered in `merge.py`.

Every row that leads to the customer who is absorbed moves to the one who survives, by itself. A slice says something
here only where both may have the same, where sums are to be worked out again, or where something must not move.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from django.db import models

from rapport.core.registry import Registry

if TYPE_CHECKING:
    from datetime import datetime


@dataclass
class Joining:
    """Two customers who are becoming one, for what a slice does by hand. Both rows are locked.

    `changed(row, before, after)` notes what was done to a row, by the names of its columns, so that an undo can turn
    it back; only in the present transaction, and only for what was really written.
    """

    survivor: UUID
    absorbed: UUID
    at: "datetime"
    changed: Callable[[models.Model, dict[str, Any], dict[str, Any]], None]


@dataclass(frozen=True)
class Rows:
    """A table with rows about customers, and what is special about them when two customers become one.

    `same`: columns (or SQL about the row `{t}`) by which two rows say the same thing: where both customers have it, the
    survivor's counts and the other stays behind, hidden with its record. An empty tuple: one row for each customer.
    `where`: SQL about `{t}`; only such rows can be the same. `alone`: at most one row of a customer has these set, and
    the survivor's own keeps it. `joined` runs before anything moves: the stricter of two wishes wins there, and words
    that would be lost are kept. `after(ids)` works sums out again, after a merge and after an undo. `words(n)` tells
    people how many there are. `stays` says why rows are never moved.
    """

    name: str  # of the model: "orders.Order"
    same: tuple[str, ...] | None = None
    where: str = ""
    alone: tuple[str, ...] = ()
    stays: str = ""
    joined: Callable[[Joining], None] | None = None
    after: Callable[[Sequence[UUID]], None] | None = None
    words: Callable[[int], str] | None = None
    order: int = 50

    @cached_property
    def of(self) -> type[models.Model]:
        return apps.get_model(self.name)


rows_rules: Registry[Rows] = Registry()
