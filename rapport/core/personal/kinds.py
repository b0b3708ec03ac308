"""What a slice registers in `privacy.py`: kinds of records, and tables in which nothing is held about a customer."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.core.registry import Registry

if TYPE_CHECKING:
    from rapport.core.personal.people import Person

ERASED = "⟦…⟧"  # stands where words were; `core.personal.words` tells it in the reader's language


@dataclass(frozen=True)
class Doomed:
    """A file that has to go, or rows of it; `path` is below the home of Rapport."""

    path: str
    lines: tuple[int, ...] | None = None
    size: int = 0


@dataclass(frozen=True)
class Beside:
    """What was found about somebody outside the tables: how much of it is cleaned, and which files have to go."""

    count: int = 0
    files: tuple[Doomed, ...] = ()


class Basis(models.TextChoices):
    """Why it may be held at all (GDPR Art. 6)."""

    CONTRACT = "contract", _("A contract with them")
    LEGAL_OBLIGATION = "legal_obligation", _("The law demands it")
    LEGITIMATE_INTEREST = "legitimate_interest", _("Our legitimate interest")
    CONSENT = "consent", _("Their consent")


class Fate(models.TextChoices):
    """What an erasure does to it."""

    DELETE = "delete", _("Deleted")
    PSEUDONYMISE = "pseudonymise", _("Kept under a pseudonym, without words")
    KEEP = "keep", _("Kept as it is")


@dataclass(frozen=True)
class Held:
    """A table with rows about customers. `to_customer` leads from a row to them, by foreign keys.

    An erasure deletes the rows, unless `erased` says what their columns become; the rest of the row then stays. The
    table's history follows the table. `rewrite(rows)` does what SQL alone can't, and answers how many. `texts` are the
    columns in which somebody else may be named: by default those that hold free text.
    """

    model: str  # "promises.Telling"
    to_customer: str = "customer"
    erased: Mapping[str, Any] | None = None
    hidden: tuple[str, ...] = ()  # what an export leaves out: derived, or about others
    texts: tuple[str, ...] | None = None
    rewrite: Callable[[models.QuerySet], int] | None = None
    sentence: Callable[[Any], str] | None = None  # a row in words, when its columns don't speak for themselves
    is_told: bool = True  # False: what it says is in an export already
    to_others: tuple[str, ...] = ()  # other ways from a row to customers; their rows go too
    drops_history: bool = False  # the history is deleted although the rows stay
    veiled: str = ""  # its rows are their writer's alone: always ("*"), or where this column is true
    makes_a_customer: bool = False  # who has such a row bought, or agreed to

    @cached_property
    def of(self) -> type[models.Model]:
        return apps.get_model(self.model)

    @property
    def history(self) -> type[models.Model] | None:
        return getattr(self.of, "pgh_event_model", None)

    @property
    def is_deleted(self) -> bool:
        return self.erased is None and self.rewrite is None

    def rows(self, ids: Iterable[Any], model: type[models.Model] | None = None) -> models.QuerySet:
        """The rows, or the history, of these customers."""
        ids = list(ids)
        to_customer = "pgh_obj" if self.to_customer == "pk" and model is not None and model is not self.of else ""
        about = models.Q(**{f"{to_customer or self.to_customer}__in": ids})
        for way in self.to_others:
            about |= models.Q(**{f"{way}__in": ids})
        return (model or self.of)._base_manager.filter(about)

    def free_texts(self, model: type[models.Model]) -> list[str]:
        """Names of the columns in which somebody may be named in passing."""
        fields = [field for field in model._meta.concrete_fields if not field.name.startswith("pgh_")]
        if self.texts is not None:
            return [field.name for field in fields if field.name in self.texts]
        return [field.name for field in fields if is_free_text(field)]


def marked(*names: str) -> dict[str, Any]:
    """Columns of words that become the mark of an erasure, unless they are empty: constraints may ask which are."""
    return {
        name: models.Case(models.When(**{name: ""}, then=models.Value("")), default=models.Value(ERASED))
        for name in names
    }


def is_free_text(field: models.Field) -> bool:
    if isinstance(field, (models.FileField, models.URLField, models.SlugField)) or field.choices:
        return False
    long = isinstance(field, models.CharField) and (field.max_length or 0) >= 80
    return long or isinstance(field, (models.TextField, models.JSONField))


@dataclass(frozen=True)
class Retention:
    """How long a kind is kept when nobody asks for anything. `due(before)` are the rows that are older.

    `act(keys, at, before)` does to some of them what an erasure would; those of customers under a hold never get there.
    """

    months: int
    says: str  # what would happen, in one sentence: "Calls and notes lose their words; that they were stays."
    due: Callable[[datetime], models.QuerySet]
    act: Callable[[Sequence[Any], datetime, datetime], int]
    customer: str = "customer_id"  # from a row to its customer
    moment: str = "at"  # what is shown of an example, and by what it is ordered; "": there is no one moment
    why: str = ""


@dataclass(frozen=True)
class RecordKind:
    """Something that is held about a customer, as one would tell them: "Orders and what was in them"."""

    name: str  # the slice's name, with the kind: "orders.orders"
    label: str
    basis: Basis
    why: str  # for what it is held, in a few words
    holds: tuple[Held, ...] = ()
    stays: str = ""  # what an erasure leaves, and why (law)
    warns: Callable[[Sequence[UUID]], str] | None = None  # what is still going on, before an erasure
    before: Callable[[Sequence[UUID], datetime], None] | None = None  # what an erasure ends first
    beside: Callable[["Person"], Beside] | None = None  # what lies beside the tables; cleans it in the transaction
    keeps_facts: tuple[str, ...] = ()  # facts of its entries that say nothing about anybody: "number", "currency"
    after: Callable[[Sequence[UUID]], None] | None = None  # sums to work out again
    retention: Retention | None = None
    order: int = 50

    @property
    def fate(self) -> Fate:
        is_deleted = all(held.is_deleted for held in self.holds) if self.holds else self.beside is not None
        return Fate.DELETE if is_deleted else Fate.PSEUDONYMISE


@dataclass(frozen=True)
class Unrelated:
    """A table in which nothing is held about a customer. `texts`: somebody might be named in it all the same."""

    name: str  # "orders.Product", or the name of a table that has no model
    because: str
    texts: tuple[str, ...] = ()

    @property
    def of(self) -> type[models.Model]:
        return apps.get_model(self.name)


record_kinds: Registry[RecordKind] = Registry()
unrelated: Registry[Unrelated] = Registry()


def nothing_in(*names: str, because: str, texts: tuple[str, ...] = ()) -> None:
    """Say that no customer is in these tables."""
    for name in names:
        unrelated.add(Unrelated(name, because, texts))
