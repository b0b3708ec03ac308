"""The undo of one import, from its first customer to the report."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.models import Import
from rapport.core.tabular.results import Progress
from rapport.core.tabular.staging import Staging, staging
from rapport.customers import finding
from rapport.customers.importing.undo import fates, removing, restoring
from rapport.customers.models import Customer, ImportChange
from rapport.staff.models import Business

CHUNK = 5_000
LISTED = 100
UNDONE = "customer.import_undone"


def foresee(import_: Import) -> dict[str, int]:
    """How many would be removed, restored, and kept, and why. Changes nothing."""
    with transaction.atomic(), staging("new", fates.NEW) as new:
        fates.settle(new, import_)
        counted = dict(new.rows("SELECT fate, count(*) FROM {stage} GROUP BY 1"))
    changed = ImportChange.objects.filter(import_id=import_.pk, outcome="")
    restored = changed.aggregate(n=Count("customer", distinct=True))["n"]
    return {name: counted.get(name, 0) for name in (fates.REMOVED, fates.EDITED, fates.USED)} | {"restored": restored}


def undo(import_: Import, by: Any, progress: Progress) -> dict[str, Any]:
    """Undo it. Nobody who was here before the import goes; what people changed since stays. Answers the counts."""
    at = timezone.now()
    with transaction.atomic(), finding.gathered_later(), staging("new", fates.NEW) as new:
        progress(0.0, _("Looking what became of them since"))
        new.rows("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"rapport.import.{import_.source}"])
        new.execute("SET LOCAL work_mem = '64MB'")
        fates.settle(new, import_)
        undoing = _Undoing(import_, new, by, at, progress)
        undoing.restore()
        undoing.remove()
        undoing.keep()
        return undoing.report


class _Undoing:
    def __init__(self, import_: Import, new: Staging, by: Any, at: datetime, progress: Progress):
        self.report = {"removed": 0, "restored": 0, "edited": 0, "used": 0, "failed": 0}
        self._import, self._new, self._by, self._at, self._progress = import_, new, by, at, progress
        self._language = Business.objects.current().language
        self._left: list[tuple[UUID, str, str]] = []  # who, outcome, reason
        changed = ImportChange.objects.filter(import_id=import_.pk, outcome="")
        self._changed = list(changed.values_list("customer", flat=True).distinct().order_by("customer"))
        self._gone = [key for (key,) in new.rows("SELECT id FROM {stage} WHERE fate = 'removed' ORDER BY id")]
        self._total = max(1, len(self._changed) + len(self._gone))
        self._done = 0

    def restore(self) -> None:
        for ids in _chunks(self._changed):
            self._each(self._restore, ids)
            self._tell(len(ids), _("Putting back what it changed"))

    def _restore(self, ids: Sequence[UUID]) -> None:
        back, left = restoring.restore(self._import.pk, ids, sort_language=self._language, at=self._at)
        facts = {"source": self._import.source, "file": self._import.files.values_list("name", flat=True).first() or ""}
        removing.tell(self._new, UNDONE, back, facts, by=self._by, at=self._at)
        finding.gather(back)
        self.report["restored"] += len(set(back))
        self.report["edited"] += len(left)
        self._left += [(key, ImportChange.Outcome.EDITED, "") for key in left]

    def remove(self) -> None:
        for ids in _chunks(self._gone):
            self._each(self._remove, ids)
            self._tell(len(ids), _("Removing whom it brought"))

    def _remove(self, ids: Sequence[UUID]) -> None:
        removing.remove(ids)
        self.report["removed"] += len(ids)

    def keep(self) -> None:
        """Who was brought and stays: those edited as they are, those who have something in the archive."""
        removing.archive(self._new, by=self._by, reason=_("The import that brought them was undone."), at=self._at)
        for fate in (fates.EDITED, fates.USED):
            kept = self._new.rows("SELECT id FROM {stage} WHERE fate = %s", [fate])
            self.report[fate] += len(kept)
            self._left += [(key, fate, "") for (key,) in kept]
        ImportChange.objects.filter(import_id=self._import.pk).delete()
        ImportChange.objects.bulk_create(
            (
                ImportChange(
                    import_id=self._import.pk,
                    customer_id=key,
                    table="",
                    row_id=str(key),
                    outcome=outcome,
                    reason=reason[:300],
                    at=self._at,
                )
                for key, outcome, reason in self._left
            ),
            batch_size=2_000,
            ignore_conflicts=True,
        )

    def _each(self, deed: Callable[[Sequence[UUID]], None], ids: Sequence[UUID]) -> None:
        """Do it to all of them; where the database refuses, to halves, until it is clear to whom it can't be done."""
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                deed(ids)
        except (IntegrityError, DataError) as problem:
            if len(ids) == 1:
                self.report["failed"] += 1
                reason = type(problem.__cause__ or problem).__name__
                self._left.append((ids[0], ImportChange.Outcome.FAILED, reason))
                return
            for half in (ids[: len(ids) // 2], ids[len(ids) // 2 :]):
                self._each(deed, half)

    def _tell(self, count: int, doing: str) -> None:
        self._done += count
        self._progress(self._done / self._total, doing)


def left(import_: Import, user: Any) -> list[dict[str, str]]:
    """Who was left as they are, and why: the first hundred."""
    kept = ImportChange.objects.filter(import_id=import_.pk).exclude(outcome="").order_by("outcome", "id")
    seen = Customer.objects.visible_to(user).in_bulk([change.customer_id for change in kept[: 2 * LISTED]])
    return [
        {
            "name": str(seen[change.customer_id]),
            "url": reverse("customers:customer", args=[change.customer_id]),
            "why": change.get_outcome_display(),
            "reason": change.reason,
        }
        for change in kept[: 2 * LISTED]
        if change.customer_id in seen
    ][:LISTED]


def _chunks(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]
