"""Words of `bin/rapport`, and what a slice brings to the demo business."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rapport.core.registry.gathering import Registry


@dataclass(frozen=True)
class Command:
    """A word of `bin/rapport`. `arguments(parser)` adds arguments, `run(options)` works and answers an exit code."""

    name: str
    help: str
    run: Callable[[Any], int | None]
    arguments: Callable[[Any], None] = lambda parser: None
    needs_site: bool = True  # False: runs without a database
    look: Callable[[Any], None] = lambda options: None  # refuses what one can refuse before a database is started


@dataclass(frozen=True)
class DemoPart:
    """A slice's part of the demo business. `fill(stage)` runs inside one transaction, lower slices first.

    What it made is known by itself when the demo is removed, and whatever hangs off it by foreign keys. Only what no
    foreign key tells has to be said: `needed(leaving)` answers rows that real ones use, where `leaving(model)` are the
    ids that go; `forget(ids, at)` runs after everything is gone, and drops what mentions one of `ids` (texts).
    """

    name: str
    fill: Callable[[Any], None]
    order: int = 50
    counted: dict[str, Any] = field(default_factory=dict)  # model label: ngettext_lazy("%(count)s order", …, "count")
    needed: Callable[[Callable[[Any], set]], Iterable[Any]] = lambda leaving: ()
    forget: Callable[[set[str], datetime], None] = lambda ids, at: None


commands: Registry[Command] = Registry()
demo_parts: Registry[DemoPart] = Registry()
