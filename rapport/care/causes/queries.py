"""What pages need to know about causes and what is done against them; each answer takes a fixed number of queries."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from rapport.care.causes.eight import OFTEN
from rapport.care.models import EFFECT_AFTER, Action, Case, CaseKind, Severity
from rapport.core.prepared import prepared

SHOWN_AT_MOST = 50
WITH = ("owner", "case__customer", "cause__parent", "product", "promise")
FOR_TODAY = ("case__customer", "cause__parent")  # each join costs planning, each time
SHOWN = {
    "open": Q(state__in=Action.OPEN_STATES),
    "check": Q(state=Action.State.DONE, check_at__isnull=False),
    "done": Q(state__in=Action.DONE_STATES),
    "dropped": Q(state=Action.State.DROPPED),
}
ORDERS = {"open": ("due_on",), "check": ("check_at",), "done": ("-done_at",), "dropped": ("-made_at",)}


def in_sight(user) -> QuerySet[Action]:
    """Actions of cases that `user` may see, and those of none."""
    return _in_sight(user.pk, **Case.objects.reach(user))


def _in_sight(user: UUID | None, **reach) -> QuerySet[Action]:
    return Action.objects.filter(Q(case=None) | Q(case__in=Case.objects.within(user, **reach).values("pk")))


def listed(user, *, show: str, whose: str) -> QuerySet[Action]:
    rows = in_sight(user).filter(SHOWN[show]).select_related(*WITH)
    return rows.filter(owner=user) if whose == "mine" else rows


def to_do(user, *, until: date) -> list[Action]:
    """What `user` has in hand until that day and was not promised: promises stand on Today themselves. One query."""
    return _to_do(user.pk, until, **Case.objects.reach(user))


@prepared
def _to_do(user: UUID, until: date, *, sight: Q, sees_confidential: bool) -> QuerySet[Action]:
    rows = _in_sight(user, sight=sight, sees_confidential=sees_confidential).filter(
        SHOWN["open"], owner=user, due_on__lte=until
    )
    rows = rows.exclude(promise__state__in=("open", "overdue")).select_related(*FOR_TODAY)
    return rows.order_by("due_on", "pk")[:SHOWN_AT_MOST]


def to_check(user, at: datetime) -> list[Action]:
    """What `user` did 90 days ago and more, and nobody has looked whether it helped. One query."""
    return _to_check(user.pk, at, **Case.objects.reach(user))


@prepared
def _to_check(user: UUID, at: datetime, *, sight: Q, sees_confidential: bool) -> QuerySet[Action]:
    rows = _in_sight(user, sight=sight, sees_confidential=sees_confidential)
    rows = rows.filter(state=Action.State.DONE, check_at__lte=at, owner=user).select_related(*FOR_TODAY)
    return rows.order_by("check_at", "pk")[:SHOWN_AT_MOST]


def times_by_cause() -> dict:
    """How many cases have each cause, retired ones included. One query."""
    rows = Case.objects.filter(cause__isnull=False).order_by()
    return dict(rows.values_list("cause").annotate(count=Count("pk")))


def without_report(user, at: datetime) -> list[Case]:
    """Complaints of the last 90 days that need a report of eight disciplines and have none that is closed.

    Critical ones, and of each cause that came up three times the latest. Two queries.
    """
    reach = Case.objects.reach(user)
    latest = [case.pk for case in _often(user.pk, at, **reach)]
    return _needed(user.pk, at, latest, **reach)


def _lately(user: UUID, at: datetime, **reach) -> QuerySet[Case]:
    rows = Case.objects.within(user, **reach)
    return rows.filter(kind=CaseKind.COMPLAINT, opened_at__gt=at - EFFECT_AFTER, opened_at__lte=at)


@prepared
def _often(user: UUID, at: datetime, *, sight: Q, sees_confidential: bool) -> QuerySet[Case]:
    alike = {"partition_by": ["cause"]}
    rows = _lately(user, at, sight=sight, sees_confidential=sees_confidential).filter(cause__isnull=False)
    rows = rows.annotate(times=Window(Count("pk"), **alike), nth=Window(RowNumber(), order_by="-opened_at", **alike))
    return rows.filter(times__gte=OFTEN, nth=1).only("pk")


@prepared
def _needed(user: UUID, at: datetime, latest: list, *, sight: Q, sees_confidential: bool) -> QuerySet[Case]:
    rows = _lately(user, at, sight=sight, sees_confidential=sees_confidential)
    rows = rows.filter(Q(complaint__severity=Severity.CRITICAL) | Q(pk__among=latest))
    rows = rows.exclude(eight_d__closed_at__isnull=False).select_related("customer")
    return rows.order_by("opened_at", "pk")[:SHOWN_AT_MOST]
