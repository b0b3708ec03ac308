"""Where somebody is named in what is held about others: found for a person to look at, replaced by a mark."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func, Value
from django.db.models.functions import Cast, Left, Lower
from django.utils.translation import gettext as _

from rapport.core.personal.erasing import free_texts
from rapport.core.personal.kinds import ERASED, record_kinds
from rapport.core.personal.people import Person

MOST = 100  # of a table; who has more of them erases in several goes
NOTHING = (None, "", "{}", "[]")  # as a column of JSON says it, too
AROUND = 60  # characters of an excerpt before and after the name


@dataclass(frozen=True)
class Mention:
    """A row of somebody else's that names them. `is_sure`: by their whole name, address or number."""

    table: str
    row: str
    label: str
    excerpt: str
    is_sure: bool
    customer: UUID | None = None

    @property
    def key(self) -> str:
        return f"{self.table}:{self.row}"


class Redacted(Func):
    """A text with every occurrence of a pattern, in any case, replaced by the mark."""

    function = "regexp_replace"

    def __init__(self, column: str, pattern: str):
        text = Cast(column, models.TextField())
        super().__init__(text, Value(pattern), Value(ERASED), Value("gi"), output_field=models.TextField())


def find(person: Person) -> list[Mention]:
    """Everything that others' records say of them: the sure ones first. One query per table with free text."""
    pattern = _either(person)
    found = list(_find(person, pattern)) if pattern else []
    return sorted(found, key=lambda mention: not mention.is_sure)


def _either(person: Person) -> str:
    return "|".join(filter(None, (person.sql(), person.sql(faint=True))))


def _find(person: Person, pattern: str) -> Iterator[Mention]:
    for model, columns, held in free_texts():
        rows = _naming(model._base_manager.all(), columns, person, pattern)
        if held:
            rows = rows.exclude(pk__in=held.rows([person.id], model).values("pk"))
            owner = models.F(held.to_customer)
        else:
            owner = Value(None, output_field=models.UUIDField())
        texts = {f"text_{n}": Cast(column, models.TextField()) for n, column in enumerate(columns)}
        wanted = ["pk", "whose_row", *texts, *([held.veiled] if held and held.veiled not in ("", "*") else [])]
        for row in islice(rows.annotate(whose_row=owner, **texts).values(*wanted), MOST):
            text = " · ".join(row[name] for name in texts if row[name] not in NOTHING)
            is_sure = bool(person.expression and person.expression.search(text))
            is_veiled = bool(held and held.veiled and row.get(held.veiled, True))
            words = _("What a colleague wrote for themselves") if is_veiled else excerpt(text, person, is_sure)
            label = str(model._meta.verbose_name)
            yield Mention(model._meta.label, str(row["pk"]), label, words, is_sure, row["whose_row"])


def _naming(rows: models.QuerySet, columns: Collection[str], person: Person, pattern: str) -> models.QuerySet:
    """Those of `rows` in which the pattern occurs. Hints come first: regular expressions take far longer."""
    text = Together(*(Cast(column, models.TextField()) for column in columns))
    return rows.filter(First(Like(Lower(text), person.hints), Matches(text, Value(pattern))))


class Together(Func):
    """Several columns as one text; empty ones leave nothing."""

    function = "concat_ws"
    output_field = models.TextField()

    def __init__(self, *texts: Any):
        super().__init__(Value(" · "), *texts)


class First(Func):
    """Two conditions, the second only where the first holds; PostgreSQL would turn an AND round as it likes."""

    arg_joiner = " THEN "
    template = "(CASE WHEN %(expressions)s ELSE FALSE END)"
    output_field = models.BooleanField()
    conditional = True


class Matches(Func):
    """Whether a pattern occurs in a text, in any case."""

    arg_joiner = " ~* "
    template = "(%(expressions)s)"
    output_field = models.BooleanField()


class Like(Func):
    """Whether a text is like one of several patterns."""

    arg_joiner = " LIKE ANY "
    template = "(%(expressions)s)"
    output_field = models.BooleanField()
    conditional = True

    def __init__(self, text: Any, patterns: list[str]):
        array = Func(Value(patterns, ArrayField(models.TextField())), template="(%(expressions)s::text[])")
        super().__init__(text, array)


def excerpt(text: str, person: Person, is_sure: bool) -> str:
    """The words around the first place."""
    patterns = person.patterns if is_sure else person.faint_patterns
    found = re.search("|".join(patterns), text, re.IGNORECASE)
    start, end = (found.start(), found.end()) if found else (0, 0)
    first, last = max(0, start - AROUND), min(len(text), end + AROUND)
    return ("… " if first else "") + " ".join(text[first:last].split()) + (" …" if last < len(text) else "")


def replace(person: Person, keys: Collection[str]) -> int:
    """Put the mark into these rows in place of the name. Answers how many rows changed. Within `guarded.opened()`."""
    by_table: dict[str, list[str]] = {}
    for key in keys:
        table, _colon, row = key.partition(":")
        by_table.setdefault(table, []).append(row)
    done = 0
    for model, columns, _held in free_texts():
        if rows := by_table.get(model._meta.label):
            done += _mark(model._base_manager.filter(pk__in=rows), columns, _either(person))
    return done


def replace_sure(person: Person) -> int:
    """The same for every row that surely names them, whoever it is about: after a restore nobody looks at each."""
    pattern, done = person.sql(), 0
    for model, columns, _held in free_texts() if pattern else ():
        named = list(_naming(model._base_manager.all(), columns, person, pattern).values_list("pk", flat=True))
        done += _mark(model._base_manager.filter(pk__in=named), columns, pattern)
    return done


def replace_in_own(person: Person) -> None:
    """What of their own rows stays for the books may have been given their name by somebody."""
    pattern = person.sql()
    for held in (held for kind in record_kinds for held in kind.holds if pattern and not held.is_deleted):
        for model in filter(None, (held.of, held.history)):
            if columns := held.free_texts(model):
                _mark(held.rows([person.id], model), columns, pattern)


def _mark(rows: models.QuerySet, columns: Collection[str], pattern: str) -> int:
    changed: set[Any] = set()
    for column in columns:
        field = rows.model._meta.get_field(column)
        named = list(rows.filter(**{f"{column}__iregex": pattern}).values_list("pk", flat=True))
        if named:
            found = rows.model._base_manager.filter(pk__in=named)
            found.update(**{column: _as_kept(field, Redacted(column, pattern))})
            changed.update(named)
    return len(changed)


def _as_kept(field: models.Field, text: Redacted) -> Any:
    if isinstance(field, models.JSONField):
        return Cast(text, models.JSONField())
    return Left(text, field.max_length) if isinstance(field, models.CharField) and field.max_length else text
