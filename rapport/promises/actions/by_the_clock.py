"""What time alone does to promises. Each verb works in batches and may run twice, or in two workers, at once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When

from rapport.promises.locking import facts_of
from rapport.promises.models import Promise, Reminder, Telling
from rapport.timeline.actions import record_all

SILENT_FOR = timedelta(days=30)
NO_OUTCOME = "no_outcome"
BATCH = 500


def mark_overdue(at: datetime) -> int:
    """Mark every open promise that was due before `at`; answers how many.

    A promise that someone is just changing is left to the next run.
    """
    due = Promise.objects.filter(state=Promise.State.OPEN, due_at__lt=at).order_by("due_at")
    return _in_batches(due, lambda promises: _mark_overdue(promises, at))


def mark_broken(at: datetime) -> int:
    """Give up promises that have been late for 30 days while nobody said a word; imported history is left alone."""
    words = Telling.objects.filter(promise=OuterRef("pk"), at__gte=at - SILENT_FOR)
    silent = Promise.objects.filter(
        ~Exists(words), state=Promise.State.OVERDUE, due_at__lt=at - SILENT_FOR, imported=False
    )
    return _in_batches(silent.order_by("due_at"), lambda promises: _mark_broken(promises, at))


def remind(at: datetime) -> int:
    """Remind owners of what has come near: once per promise, level and owner, of the nearest level only."""
    near = Promise.objects.open().living().filter(owner__is_active=True).annotate(level=_level(at))
    near = near.exclude(level="").exclude(
        Exists(Reminder.objects.filter(promise=OuterRef("pk"), level=OuterRef("level"), owner=OuterRef("owner")))
    )
    rows = [
        Reminder(promise_id=pk, owner_id=owner_id, level=level, at=at)
        for pk, owner_id, level in near.values_list("pk", "owner_id", "level")
    ]
    Reminder.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)
    return len(rows)


def _in_batches(rows: QuerySet, mark) -> int:
    marked = 0
    while True:
        with transaction.atomic():
            promises = list(rows.select_for_update(skip_locked=True, of=("self",))[:BATCH])
            if promises:
                mark(promises)
        marked += len(promises)
        if len(promises) < BATCH:
            return marked


def _mark_overdue(promises: list[Promise], at: datetime) -> None:
    Promise.objects.filter(pk__in=[p.pk for p in promises]).update(state=Promise.State.OVERDUE)
    living = [p for p in promises if not p.imported]
    record_all("promise.overdue", [(p, facts_of(p)) for p in living], at=at)
    old = [p for p in promises if p.imported]
    record_all("promise.overdue", [(p, facts_of(p)) for p in old], at=at, imported=True)


def _mark_broken(promises: list[Promise], at: datetime) -> None:
    Promise.objects.filter(pk__in=[p.pk for p in promises]).update(
        state=Promise.State.BROKEN, closed_at=at, closed_by=None, reason=NO_OUTCOME
    )
    record_all("promise.broken", [(p, facts_of(p, reason=NO_OUTCOME)) for p in promises], at=at)


def _level(at: datetime) -> Case:
    return Case(
        When(due_at__lt=at, then=Value(Reminder.Level.OVERDUE)),
        When(urgent_at__lte=at, then=Value(Reminder.Level.URGENT)),
        When(at_risk_at__lte=at, then=Value(Reminder.Level.AT_RISK)),
        When(ask_at__lte=at, then=Value(Reminder.Level.HALFWAY)),
        default=Value(""),
    )
