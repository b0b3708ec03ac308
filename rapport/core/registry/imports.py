"""What can be imported."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from rapport.core.registry.gathering import Registry


@dataclass(frozen=True)
class ImportPart:
    """One of the files that an import takes. `groups()` answers what its columns may hold: (heading, fields).

    `problem(columns)` says in one sentence which column is missing, when without it nothing can be taken in.
    `presets()` are the exports of other systems, by the headings that tell them (`tabular.presets.Preset`).
    """

    name: str
    label: str
    groups: Callable[[], Iterable[tuple[str, Iterable[Any]]]]
    hint: str = ""
    is_required: bool = True
    problem: Callable[[Any], str] = lambda columns: ""
    presets: Callable[[], Iterable[Any]] = tuple

    @property
    def fields(self) -> list[Any]:
        return [known for _label, group in self.groups() for known in group]


@dataclass(frozen=True)
class Undoing:
    """How a whole import is undone, in one transaction.

    `foresee(import_)` counts what would be `removed`, `restored`, and left because it was `edited` since or is `used`
    by something; `undo(import_, by, progress)` does it and answers those counts and how many `failed`. `left(import_,
    user)` lists whom it left as they are: name, url, why, reason. `says` are the sentences that tell people beforehand,
    `used` what becomes of those that something belongs to.
    """

    foresee: Callable[[Any], dict[str, int]]
    undo: Callable[[Any, Any, Callable[[float, str], None]], dict[str, int]]
    left: Callable[[Any, Any], list[dict[str, str]]]
    says: tuple[str, ...] = ()
    used: str = _("Kept: in use by now")


@dataclass(frozen=True)
class ImportKind:
    """Something that can be imported: `customers`, `orders`.

    `bin/rapport import` calls `run(options)`, and so do the import pages, for kinds that name their `parts`, the main
    file first. `permission` is needed beside that to import at all; `asks` says which of language, country and currency
    the rows may need. `told(n)` is the sentence about n things brought in, `url(import_id)` where they can be seen.
    `matches()` are the rules, (name, label), by which rows can be taken for what is here; the first is the usual one.
    `usual_dates(country)` says how dates are written there, "dmy" or "mdy"; "" is the country of the business.
    `undoing` is there where an import of this kind can be undone.
    """

    name: str
    help: str
    run: Callable[[Any], Any]
    arguments: Callable[[Any], None] = lambda parser: None
    order: int = 50
    label: str = ""
    icon: str = "file-import"
    parts: tuple[ImportPart, ...] = ()
    permission: str = ""
    asks: tuple[str, ...] = ()
    told: Callable[[int], str] = str
    url: Callable[[Any], str] = lambda import_id: ""
    matches: Callable[[], Iterable[tuple[str, str]]] = lambda: ()
    undoing: "Undoing | None" = None
    usual_dates: Callable[[str], str] = lambda country: "dmy"


import_kinds: Registry[ImportKind] = Registry()
