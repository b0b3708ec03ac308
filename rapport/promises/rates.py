"""How often we keep our word, and how sure that number is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from math import sqrt

from django.db.models import Count, F, Q, QuerySet

from rapport.promises.models import Promise

Z = 1.959964  # 95 %
TOO_FEW, FEW = 5, 30


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """The 95 % score interval of Wilson (1927) for a share; (0, 1) when there were no trials."""
    if not trials:
        return 0.0, 1.0
    share, spread = successes / trials, Z * Z / trials
    centre = (share + spread / 2) / (1 + spread)
    half = Z / (1 + spread) * sqrt(share * (1 - share) / trials + spread / (4 * trials))
    return max(0.0, centre - half), min(1.0, centre + half)


@dataclass(frozen=True)
class Share:
    """So many of so many, with its interval; fewer than five say nothing."""

    of: int
    count: int

    @property
    def ratio(self) -> float | None:
        return self.count / self.of if self.of >= TOO_FEW else None

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.count, self.of)

    @property
    def is_few(self) -> bool:
        return TOO_FEW <= self.of < FEW


@dataclass(frozen=True)
class Rate:
    """The promise-keeping rate and, beside it always, the first-date rate, so that moving dates can't polish it."""

    counted: int = 0
    kept: int = 0
    kept_late: int = 0
    broken: int = 0
    late: int = 0  # still owed
    kept_by_first_date: int = 0
    moved: int = 0

    @property
    def all_late(self) -> int:
        return self.kept_late + self.late

    @property
    def keeping(self) -> Share:
        return Share(self.counted, self.kept)

    @property
    def first_date(self) -> Share:
        return Share(self.counted, self.kept_by_first_date)


def due_between(promises: QuerySet, start: datetime, end: datetime, at: datetime) -> QuerySet:
    """The promises that count: due in the window and due by `at`; not withdrawn, void, moved or only among us.

    A promise that was moved counts once, at its last date. One still owed counts against us from its due time on.
    """
    late = Q(state__in=Promise.OPEN_STATES, due_at__lt=at)
    ended = Q(state__in=["kept", "kept_late", "broken"], due_at__lte=at)
    return promises.filter(late | ended, due_at__gte=start, due_at__lt=end, is_internal=False)


COUNTS = {
    "counted": Count("pk"),
    "kept": Count("pk", filter=Q(state="kept")),
    "kept_late": Count("pk", filter=Q(state="kept_late")),
    "broken": Count("pk", filter=Q(state="broken")),
    "late": Count("pk", filter=Q(state__in=Promise.OPEN_STATES)),
    "kept_by_first_date": Count("pk", filter=Q(state__in=Promise.KEPT_STATES, done_at__lte=F("first_due_at"))),
    "moved": Count("pk", filter=Q(renegotiations__gt=0)),
}


def rate(promises: QuerySet, *, start: datetime, end: datetime, at: datetime) -> Rate:
    """How `promises` due from `start` until before `end` went, as known at `at`. One query."""
    return Rate(**due_between(promises, start, end, at).order_by().aggregate(**COUNTS))


def rates_by(
    promises: QuerySet, field: str, *, start: datetime, end: datetime, at: datetime
) -> Iterator[tuple[object, Rate]]:
    """`rate` for each value of `field` (kind, owner, location), those with most promises first. One query."""
    groups = due_between(promises, start, end, at).order_by().values(field).annotate(**COUNTS)
    for group in groups.order_by("-counted", field):
        value = group.pop(field)
        yield value, Rate(**group)
