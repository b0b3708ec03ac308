"""One import of customers, from file to result, in one transaction."""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from rapport.core import folding, postal
from rapport.core.refusals import Refusal
from rapport.core.tabular.ahead import ahead
from rapport.core.tabular.columns import Columns, recognise
from rapport.core.tabular.reading import Table, open_table
from rapport.core.tabular.rejects import Rejects
from rapport.core.tabular.results import ImportResult, Progress, silent
from rapport.core.tabular.sampling import Observer, unobserved
from rapport.core.tabular.staging import Staging, staging
from rapport.customers.importing import matching, points, saving, stages, words
from rapport.customers.importing.cleaning import Cleaner
from rapport.customers.importing.details import Details
from rapport.customers.importing.fields import NAMED_BY, known_fields
from rapport.customers.importing.reach import Reach
from rapport.customers.importing.showing import read
from rapport.customers.importing.subjects import BadRow, CleanRow
from rapport.customers.models import CustomField
from rapport.staff.models import Business, User

BATCH = 10_000
MANY = 5_000  # changed rows after which the planner's knowledge is out of date
TABLES = ("customer", "email", "phone", "address", "externalcode", "importedrow", "affiliation")


# A row may be about an organisation and a person in it.
FATES = """
SELECT line, CASE WHEN bool_or(status = 'new') THEN 'new'
                  WHEN bool_or(status = 'changed' OR (status = 'linked' AND NOT is_employer)) THEN 'changed'
                  ELSE 'same' END
  FROM {stage} WHERE line = ANY(%s) AND status <> 'waiting' GROUP BY line
"""


class NothingRecognised(Refusal):
    code = "nothing_recognised"


class SourceTooLong(Refusal):
    code = "source_too_long"
    message = _lazy("Choose a shorter name for the source: at most 60 characters.")


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
    dry_run: bool = False,
    progress: Progress = silent,
    observer: Observer = unobserved,
    import_id: UUID | None = None,
    called: str = "",
) -> ImportResult:
    """Take the customers in the file at `path` into the house.

    `source` names the system they come from; a later file of the same source changes what it says differently and
    nothing else. `columns` say by heading which field a column is. All or nothing is saved; rows that can't be taken
    are in the rejects file. `import_id` is remembered with what it brought, and the file by the name that it was
    `called` where it came from. Raises a `Refusal` when the file can't be
    used at all.
    """
    if len(source) > 60:
        raise SourceTooLong
    business = Business.objects.current()
    with open_table(path, encoding=encoding, delimiter=delimiter, sheet=sheet) as table:
        found = recognise(table.headings, known_fields(), columns)
        _refuse_without_names(found)
        cleaner = _cleaner(found, business, _language(language), _country(country) or business.country)
        result = ImportResult(dry_run=dry_run, ignored_columns=found.ignored)
        with Rejects(path, table, observer=observer) as rejects, _no_garbage(), transaction.atomic():
            rows = _clean_rows(table, cleaner, rejects, path, observer)
            _save_all(rows, table, source, called or path.name, business, result, progress, import_id, observer, path)
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


def _language(text: str | None) -> str:
    if text and not words.language(text):
        raise UnknownLanguage(_("There is no language named “%(name)s”.") % {"name": text})
    return words.language(text) if text else ""


def _country(text: str | None) -> str:
    if text and not postal.recognise_country(text):
        raise UnknownCountry(_("There is no country named “%(name)s”.") % {"name": text})
    return postal.recognise_country(text) if text else ""


def _cleaner(found: Columns, business: Business, language: str, country: str) -> Cleaner:
    users = list(User.objects.working_here()) if found.has("account_manager") else []
    managers = {user.email.lower(): str(user.pk) for user in users}
    managers |= {folding.search_key(user.name): str(user.pk) for user in users}
    own_fields = {field.key: field for field in CustomField.objects.filter(retired_at=None)}
    return Cleaner(
        found,
        reach=Reach(found, country),
        details=Details(found, country=country, language=language, managers=managers, own_fields=own_fields),
        sort_language=business.language,
        language=language,
    )


def _clean_rows(table: Table, cleaner: Cleaner, rejects: Rejects, path: Path, observer: Observer) -> Iterator[CleanRow]:
    for line, cells in table.rows(rejects):
        try:
            row = cleaner.clean(line, cells)
        except BadRow as problem:
            rejects.add(line, cells, str(problem))
        else:
            if observer is not unobserved:
                observer.taken(path, line, cells, partial(read, row))
            yield row


def _save_all(
    rows: Iterator[CleanRow],
    table: Table,
    source: str,
    file: str,
    business: Business,
    result: ImportResult,
    progress: Progress,
    import_id: UUID | None,
    observer: Observer,
    path: Path,
) -> None:
    with (
        staging("subjects", stages.SUBJECTS) as subjects,
        staging("points", stages.POINTS) as staged_points,
        staging("affiliations", stages.AFFILIATIONS) as affiliations,
        staging("seen", stages.SEEN) as seen,
    ):
        progress(0.0, _("Waiting for another import to end"))
        _prepare(subjects, source)
        progress(0.0, _("Reading and saving"))
        saver = _Saver(subjects, staged_points, affiliations, seen, source, file, business.language, result, import_id)
        saver.observer, saver.path = observer, path
        for batch in ahead(_batches(rows)):
            saver.save(batch, is_last=False)
            progress(0.99 * table.progress(), _("Reading and saving"))
        for batch in _batches(iter(saver.waiting)):
            saver.save(batch, is_last=True)


def _prepare(subjects: Staging, source: str) -> None:
    """Two imports of one source wait for each other: rows of the second may be the first's."""
    subjects.execute("SET LOCAL work_mem = '64MB'")
    subjects.execute("SET LOCAL jit = off")
    subjects.rows("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"rapport.import.{source}"])


class _Saver:
    def __init__(
        self,
        subjects: Staging,
        staged_points: Staging,
        affiliations: Staging,
        seen: Staging,
        source: str,
        file: str,
        sort_language: str,
        result: ImportResult,
        import_id: UUID | None,
    ):
        self.waiting: list[CleanRow] = []
        self._subjects, self._points, self._affiliations, self._seen = subjects, staged_points, affiliations, seen
        self._source, self._file, self._sort_language = source, file, sort_language
        self._result, self._import_id = result, import_id
        self._at = timezone.now()
        self.observer, self.path = unobserved, Path()

    def save(self, batch: stages.Batch, *, is_last: bool) -> None:
        subjects = self._subjects
        stages.fill(batch, subjects, self._points, self._affiliations)
        matching.match(subjects, self._source, is_last=is_last)
        self._put_aside(batch.rows)
        statuses = self._count()
        self._tell_fates()
        if statuses == {matching.UNCHANGED}:
            return
        subjects.analyse("owner", "key", "status")  # the planner still thinks that nobody has a status
        saving.create(subjects, self._at)
        has_known = not statuses.isdisjoint({matching.CHANGED, matching.LINKED})
        if has_known:
            saving.change(subjects, self._at, self._sort_language)
            saving.complete(subjects, self._at)
        points.save_points(self._points, has_known=has_known)
        saving.remember(subjects, self._source, self._import_id)
        if any(row.affiliation for row in batch.rows):
            saving.affiliate(self._affiliations, self._source, timezone.localdate())
        saving.tell(subjects, source=self._source, file=self._file, at=self._at)

    def _put_aside(self, batch: list[CleanRow]) -> None:
        waiting = {line for (line,) in self._subjects.rows("SELECT line FROM {stage} WHERE status = 'waiting'")}
        if waiting:
            for row in batch:
                if row.line in waiting:
                    employer = row.affiliation.organisation if row.affiliation and not row.affiliation.is_key else None
                    row.subjects = [subject for subject in row.subjects if subject.key != employer]
                    self.waiting.append(row)
            self._affiliations.execute("DELETE FROM {stage} WHERE line = ANY(%s)", [list(waiting)])
        self._seen.execute(
            "INSERT INTO {stage} SELECT key FROM staged_subjects WHERE status <> 'waiting' AND mail_key IS NOT NULL"
        )

    def _tell_fates(self) -> None:
        """Say what becomes of the rows that somebody looks at."""
        if lines := self.observer.curious_about(self.path):
            self.observer.fated(self.path, dict(self._subjects.rows(FATES, [lines])))

    def _count(self) -> set[str]:
        """Add up what is being done; answers which statuses there are."""
        counted = self._subjects.rows("SELECT status, is_employer, count(*) FROM {stage} GROUP BY 1, 2")
        for status, is_employer, number in counted:
            if status == matching.NEW:
                self._result.created += number
            elif status == matching.CHANGED or (status == matching.LINKED and not is_employer):
                self._result.updated += number
            elif status != matching.WAITING:
                self._result.unchanged += number
        return {status for status, _is_employer, _number in counted}


def _batches(rows: Iterator[CleanRow]) -> Iterator[stages.Batch]:
    while batch := list(islice(rows, BATCH)):
        yield stages.Batch.of(batch)


def _tell_the_planner() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE " + ", ".join(f"customers_{table}" for table in TABLES))
