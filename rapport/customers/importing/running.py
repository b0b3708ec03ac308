"""One import of customers, from file to result, in one transaction."""

import gc
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from rapport.core import folding, postal
from rapport.core.refusals import Refusal
from rapport.core.tabular.ahead import ahead, apart
from rapport.core.tabular.columns import Columns, recognise
from rapport.core.tabular.dates import order_of_file
from rapport.core.tabular.reading import Table, open_table
from rapport.core.tabular.rejects import Rejects
from rapport.core.tabular.results import ImportResult, Progress, silent
from rapport.core.tabular.sampling import Observer, unobserved
from rapport.core.tabular.staging import Staging
from rapport.customers import finding
from rapport.customers.importing import rules, stages, words
from rapport.customers.importing.cleaning import Cleaner
from rapport.customers.importing.details import Details
from rapport.customers.importing.fields import NAMED_BY, known_fields
from rapport.customers.importing.reach import ADDRESS_PARTS, Reach
from rapport.customers.importing.rules import AUTO, Rule
from rapport.customers.importing.saver import Saver
from rapport.customers.importing.showing import read
from rapport.customers.importing.subjects import BadRow, CleanRow
from rapport.customers.models import CustomField, Tag
from rapport.staff.models import Business, User

BATCH = 10_000
MANY = 5_000  # changed rows after which the planner's knowledge is out of date
TABLES = ("customer", "email", "phone", "address", "externalcode", "importedrow", "affiliation")


class NothingRecognised(Refusal):
    code = "nothing_recognised"


class SourceTooLong(Refusal):
    code = "source_too_long"
    message = _lazy("Choose a shorter name for the source: at most 60 characters.")


class UnknownRule(Refusal):
    code = "unknown_rule"


class UnknownLanguage(Refusal):
    code = "unknown_language"


class UnknownCountry(Refusal):
    code = "unknown_country"


def import_customers(
    path: Path,
    *,
    source: str,
    columns: Mapping[str | int, str] | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    language: str | None = None,
    country: str | None = None,
    dates: str | None = None,
    dry_run: bool = False,
    progress: Progress = silent,
    observer: Observer = unobserved,
    import_id: UUID | None = None,
    called: str = "",
    match: str = AUTO,
    at: datetime | None = None,
) -> ImportResult:
    """Take the customers in the file at `path` into the house.

    `source` names the system they come from; a later file of the same source changes what it says differently and
    nothing else. `match` is the rule by which rows are taken for customers who are here already. `columns` say by
    heading which field a column is, `dates` whether the day or the month comes first. All or nothing is saved; rows
    that can't be taken are in the rejects file. `import_id` is remembered with what it brought, and the file by the
    name that it was `called` where it came from. What it makes is noted as of the moment `at`. Raises a `Refusal`
    when the file can't be used at all.
    """
    if len(source) > 60:
        raise SourceTooLong
    business = Business.objects.current()
    rule = _rule(match)
    with _no_garbage(), transaction.atomic(), ExitStack() as stack:
        reading = partial(open_table, path, encoding=encoding, delimiter=delimiter, sheet=sheet)
        table = stack.enter_context(reading())
        found = recognise(table.headings, known_fields(), columns)
        _refuse_without_names(found)
        home = _country(country) or business.country
        order, remark = order_of_file(reading, found, known_fields(), given=dates, country=home)
        cleaner = _cleaner(found, business, rule, _language(language), home, order)
        result = ImportResult(dry_run=dry_run, ignored_columns=found.ignored, remarks=[remark] if remark else [])
        rejects = stack.enter_context(Rejects(path, table, observer=observer))
        left = _save_all(
            _Cleaning(table, cleaner, path, observer), rejects, source, progress, observer,
            says={part for part in ADDRESS_PARTS if found.has(part)},
            file=called or path.name, sort_language=business.language, rule=rule, at=at or timezone.now(),
            result=result, import_id=import_id, path=path,
        )  # fmt: skip
        if left:
            _reject(left, stack.enter_context(reading()), rejects)
        if dry_run:
            transaction.set_rollback(True)
        result.rejected = rejects.count
        result.rejects_file = str(rejects.path) if rejects.path else None
    if not dry_run and result.created + result.updated > MANY:
        _tell_the_planner()
    progress(1.0, _("Done"))
    return result


@contextmanager
def _no_garbage() -> Iterator[None]:
    """Rows make no cycles, but so many objects that the search for cycles would take a third of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _refuse_without_names(found: Columns) -> None:
    if not found.has(*NAMED_BY):
        raise NothingRecognised(
            _("No column holds names, e-mail addresses or phones. Say which one does with --map: %(headings)s.")
            % {"headings": ", ".join(filter(None, found.headings))}
        )


def _rule(name: str) -> Rule:
    if name not in rules.RULES:
        raise UnknownRule(
            _("There is no rule named “%(name)s”. The rules are: %(names)s.")
            % {"name": name, "names": ", ".join(filter(None, rules.RULES))}
        )
    return rules.RULES[name]


def _language(text: str | None) -> str:
    if text and not words.language(text):
        raise UnknownLanguage(_("There is no language named “%(name)s”.") % {"name": text})
    return words.language(text) if text else ""


def _country(text: str | None) -> str:
    if text and not postal.recognise_country(text):
        raise UnknownCountry(_("There is no country named “%(name)s”.") % {"name": text})
    return postal.recognise_country(text) if text else ""


def _cleaner(found: Columns, business: Business, rule: Rule, language: str, country: str, dates: str) -> Cleaner:
    users = list(User.objects.working_here()) if found.has("account_manager") else []
    managers = {user.email.lower(): str(user.pk) for user in users}
    managers |= {folding.search_key(user.name): str(user.pk) for user in users}
    tags = Tag.objects.values_list("name", flat=True) if found.has("tags") else ()
    own_fields = {field.key: field for field in CustomField.objects.filter(retired_at=None)}
    return Cleaner(
        found,
        reach=Reach(found, country),
        details=Details(found, dates=dates, language=language, managers=managers, own_fields=own_fields, tags=tags),
        sort_language=business.language,
        language=language,
        rule=rule.name,
    )


class _Cleaning:
    """The rows of a table, cleaned batch by batch, perhaps in another process: what it finds out goes with them."""

    def __init__(self, table: Table, cleaner: Cleaner, path: Path, observer: Observer):
        self._table, self._cleaner, self._path, self._observer = table, cleaner, path, observer
        self._rejected: list[tuple[int, list[str], str]] = []

    def batches(self) -> Iterator[stages.Batch]:
        rows = self._rows()
        while (batch := list(islice(rows, BATCH))) or self._rejected:
            rejected, self._rejected = self._rejected, []
            yield stages.Batch.of(batch, rejected, self._table.progress())

    def add(self, line: int, cells: list[str], reason: str) -> None:
        """What `Table.rows` tells of rows that don't fit under the headings."""
        self._rejected.append((line, cells, reason))

    def _rows(self) -> Iterator[CleanRow]:
        for line, cells in self._table.rows(self):
            try:
                row = self._cleaner.clean(line, cells)
            except BadRow as problem:
                self.add(line, cells, str(problem))
            else:
                if self._observer is not unobserved:
                    self._observer.taken(self._path, line, cells, partial(read, row))
                yield row


def _save_all(
    cleaning: _Cleaning,
    rejects: Rejects,
    source: str,
    progress: Progress,
    observer: Observer,
    *,
    says: set[str],
    **facts: Any,
) -> dict[int, tuple[str, int]]:
    """Answers which lines matching left to a person, and why."""
    with finding.gathered_later(), ExitStack() as stack:
        staged = stages.Stages(stack, says)
        progress(0.0, _("Waiting for another import to end"))
        _prepare(staged.rows, source)
        progress(0.0, _("Reading and saving"))
        saver = Saver(staged, source=source, observer=observer, **facts)
        made = apart(cleaning.batches()) if observer is unobserved else ahead(cleaning.batches())
        with closing(made):
            for batch in made:
                for line, cells, reason in batch.rejected:
                    rejects.add(line, cells, reason)
                saver.save(batch)
                progress(0.98 * batch.progress, _("Reading and saving"))
        for _line in saver.save_held(BATCH):
            progress(0.99, _("Reading and saving"))
        return saver.not_taken


def _reject(not_taken: dict[int, tuple[str, int]], table: Table, rejects: Rejects) -> None:
    """Look the rows up once more that matching left to a person."""
    for line, cells in table:
        if line in not_taken:
            rejects.add(line, cells, rules.reason(*not_taken[line]))


def _prepare(stage: Staging, source: str) -> None:
    """Two imports of one source wait for each other: rows of the second may be the first's."""
    stage.execute("SET LOCAL work_mem = '64MB'")
    stage.execute("SET CONSTRAINTS ALL IMMEDIATE")  # checks of a million rows at the end would fill the memory
    stage.execute("SET LOCAL jit = off")
    stage.rows("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"rapport.import.{source}"])


def _tell_the_planner() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE " + ", ".join(f"customers_{table}" for table in TABLES))
