"""Batch after batch into the database: who each subject is, what becomes of them, and what is not taken."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.utils import timezone

from rapport.core.tabular.results import ImportResult
from rapport.core.tabular.sampling import Observer
from rapport.core.tabular.unwatched import may_be_unwatched, unwatched
from rapport.customers.importing import matching, points, saving
from rapport.customers.importing.rules import Rule
from rapport.customers.importing.stages import Batch, Stages
from rapport.customers.importing.undo import tracing

EVERY_KIND = frozenset(section.kind for section in points.SECTIONS) | {"tag"}

# A row may be about an organisation and a person in it.
FATES = """
SELECT line, CASE WHEN bool_or(status = 'new') THEN 'new'
                  WHEN bool_or(status = 'changed' OR (status = 'linked' AND NOT is_employer)) THEN 'changed'
                  ELSE 'same' END
  FROM {stage} WHERE line = ANY(%s) GROUP BY line
"""


class Saver:
    """Counts in `result` what it does; `not_taken` says of lines that matching left to a person why."""

    def __init__(
        self,
        stages: Stages,
        *,
        source: str,
        file: str,
        sort_language: str,
        rule: Rule,
        at: datetime,
        result: ImportResult,
        import_id: UUID | None,
        observer: Observer,
        path: Path,
    ):
        self.not_taken: dict[int, tuple[str, int]] = {}
        self._stages, self._source, self._file, self._sort_language = stages, source, file, sort_language
        self._rule, self._at, self._result, self._import_id = rule, at, result, import_id
        self._observer, self._path = observer, path
        self._is_known = matching.is_known(stages, source)
        self._may_be_unwatched = may_be_unwatched()

    def save(self, batch: Batch) -> None:
        self._stages.fill(batch)
        self._save(batch.kinds, is_last=False, has_affiliations=batch.has_affiliations)

    def save_held(self, count: int) -> Iterable[int]:
        """Those who had to wait for the end of the file, `count` lines at a time."""
        last = 0
        while last := self._stages.fill_with_held(last, count):
            self._save(EVERY_KIND, is_last=True, has_affiliations=True)
            yield last

    def _save(self, kinds: frozenset[str], *, is_last: bool, has_affiliations: bool) -> None:
        stages, subjects = self._stages, self._stages.subjects
        matching.match(stages, self._source, self._rule, is_known=self._is_known, is_last=is_last)
        for line, why, number in stages.not_taken.rows("SELECT line, why, other FROM {stage}"):
            self.not_taken.setdefault(line, (why, number))
        statuses = self._count()
        self._tell_fates()
        if statuses <= {matching.UNCHANGED}:
            return
        has_known = not statuses.isdisjoint({matching.CHANGED, matching.LINKED})
        is_traced = has_known and self._import_id
        if is_traced:
            tracing.note(stages.before, tracing.KNOWN)
        # Who is new has no past that a trigger would keep, and nobody's key but their own.
        with unwatched(self._may_be_unwatched and not has_known):
            saving.create(subjects, self._at)
            if has_known:
                saving.change(subjects, self._at, self._sort_language)
                saving.complete(subjects, self._at)
            points.save_points(stages.points, kinds, has_known=has_known)
            saving.remember(subjects, self._source, self._import_id, has_known=has_known)
            saving.tell(subjects, source=self._source, file=self._file, at=self._at, has_known=has_known)
        if has_affiliations:
            saving.affiliate(stages.affiliations, self._source, timezone.localdate())
        if is_traced:
            tracing.note(stages.after, tracing.KNOWN)
            tracing.keep(stages.before, stages.after, self._import_id)
        saving.find_anew(subjects, self._rule)

    def _tell_fates(self) -> None:
        """Say what becomes of the rows that somebody looks at."""
        if lines := self._observer.curious_about(self._path):
            self._observer.fated(self._path, dict(self._stages.subjects.rows(FATES, [lines])))

    def _count(self) -> set[str]:
        """Add up what is being done; answers which statuses there are."""
        counted = self._stages.subjects.rows("SELECT status, is_employer, count(*) FROM {stage} GROUP BY 1, 2")
        for status, is_employer, number in counted:
            if status == matching.NEW:
                self._result.created += number
            elif status == matching.CHANGED or (status == matching.LINKED and not is_employer):
                self._result.updated += number
            else:
                self._result.unchanged += number
        return {status for status, _is_employer, _number in counted}
