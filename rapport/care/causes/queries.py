"""What pages need to know about causes and what is done against them; each answer takes a fixed number of queries."""

from datetime import date, datetime

from django.db.models import Count, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from rapport.care.causes.eight import OFTEN
from rapport.care.models import EFFECT_AFTER, Action, Case, CaseKind, Severity

SHOWN_AT_MOST = 50
WITH = ("owner", "case__customer", "cause__parent", "product", "promise")
SHOWN = {
    "open": Q(state__in=Action.OPEN_STATES),
    "check": Q(state=Action.State.DONE, check_at__isnull=False),
    "done": Q(state__in=Action.DONE_STATES),
    "dropped": Q(state=Action.State.DROPPED),
}
ORDERS = {"open": ("due_on",), "check": ("check_at",), "done": ("-done_at",), "dropped": ("-made_at",)}


def in_sight(user) -> QuerySet[Action]:
    """Actions of cases that `user` may see, and those of none."""
    return Action.objects.filter(Q(case=None) | Q(case__in=Case.objects.visible_to(user).values("pk")))


def listed(user, *, show: str, whose: str) -> QuerySet[Action]:
    rows = in_sight(user).filter(SHOWN[show]).select_related(*WITH)
    return rows.filter(owner=user) if whose == "mine" else rows


def to_do(user, *, until: date) -> list[Action]:
    """What `user` has in hand until that day and was not promised: promises stand on Today themselves. One query."""
    rows = in_sight(user).filter(SHOWN["open"], owner=user, due_on__lte=until)
    rows = rows.exclude(promise__state__in=("open", "overdue")).select_related(*WITH)
    return list(rows.order_by("due_on", "pk")[:SHOWN_AT_MOST])


def to_check(user, at: datetime) -> list[Action]:
    """What `user` did 90 days ago and more, and nobody has looked whether it helped. One query."""
    rows = in_sight(user).filter(state=Action.State.DONE, check_at__lte=at, owner=user).select_related(*WITH)
    return list(rows.order_by("check_at", "pk")[:SHOWN_AT_MOST])


def times_by_cause() -> dict:
    """How many cases have each cause, retired ones included. One query."""
    rows = Case.objects.filter(cause__isnull=False).order_by()
    return dict(rows.values_list("cause").annotate(count=Count("pk")))


def without_report(user, at: datetime) -> list[Case]:
    """Complaints of the last 90 days that need a report of eight disciplines and have none that is closed.

    Critical ones, and of each cause that came up three times the latest. Two queries.
    """
    lately = Case.objects.visible_to(user).filter(
        kind=CaseKind.COMPLAINT, opened_at__gt=at - EFFECT_AFTER, opened_at__lte=at
    )
    alike = {"partition_by": ["cause"]}
    often = lately.filter(cause__isnull=False).annotate(
        times=Window(Count("pk"), **alike), nth=Window(RowNumber(), order_by="-opened_at", **alike)
    )
    latest = [case.pk for case in often.filter(times__gte=OFTEN, nth=1).only("pk")]
    needed = lately.filter(Q(complaint__severity=Severity.CRITICAL) | Q(pk__in=latest))
    needed = needed.exclude(eight_d__closed_at__isnull=False).select_related("customer")
    return list(needed.order_by("opened_at", "pk")[:SHOWN_AT_MOST])
