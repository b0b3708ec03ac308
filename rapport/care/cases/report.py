"""How well requests are settled: promises kept, first answer, solution, by business time.

What counts are the cases opened in the window. One that should be answered or solved by now and is not counts against
us from that moment on, so that leaving things open never polishes a number (DOMAIN 5.3).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median, quantiles

from django.db.models import Avg, Count, F, Q, QuerySet
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.care.models import Case, CaseKind
from rapport.core.views import Page
from rapport.promises.calendars import calendars_of_all
from rapport.promises.models import Promise
from rapport.promises.queries import window
from rapport.promises.rates import Rate, Share, rate
from rapport.staff.models import Team, User

WINDOWS = (30, 90, 365)
LATEST = 2_000  # cases of which the time is told
GROUPS = ("kind", "team", "owner")
KINDS = ("case_answer", "case_update", "case_resolution", "complaint")


@dataclass(frozen=True)
class Figures:
    """Of the cases of a group."""

    opened: int = 0
    to_answer: int = 0  # answered, or should be by now
    answered_in_time: int = 0
    to_solve: int = 0
    solved_in_time: int = 0
    solved: int = 0
    at_first_contact: int = 0
    reopened: int = 0
    rated: int = 0
    rating: float | None = None
    until_answer: list[float] = field(default_factory=list)  # minutes of business time, of the latest
    until_solution: list[float] = field(default_factory=list)  # without the time we waited for them

    @property
    def answered(self) -> Share:
        return Share(self.to_answer, self.answered_in_time)

    @property
    def settled(self) -> Share:
        return Share(self.to_solve, self.solved_in_time)

    @property
    def at_once(self) -> Share:
        return Share(self.solved, self.at_first_contact)

    @property
    def typical_answer(self) -> float | None:
        return median(self.until_answer) if self.until_answer else None

    @property
    def slow_answer(self) -> float | None:
        return _ninth_of_ten(self.until_answer)

    @property
    def typical_solution(self) -> float | None:
        return median(self.until_solution) if self.until_solution else None

    @property
    def slow_solution(self) -> float | None:
        return _ninth_of_ten(self.until_solution)


def counts(at: datetime) -> dict:
    answer_due = Q(answer__isnull=True) | Q(answered_at__lte=F("answer__due_at"))
    solution_due = Q(resolved_at__lte=F("resolution__due_at"))
    return {
        "opened": Count("pk"),
        "to_answer": Count("pk", filter=Q(answered_at__isnull=False) | Q(answer__due_at__lt=at)),
        "answered_in_time": Count("pk", filter=Q(answered_at__isnull=False) & answer_due),
        "to_solve": Count(
            "pk", filter=Q(resolved_at__isnull=False) | (Q(state__in=Case.OPEN_STATES) & Q(resolution__due_at__lt=at))
        ),
        "solved_in_time": Count("pk", filter=Q(resolved_at__isnull=False) & solution_due),
        "solved": Count("pk", filter=Q(resolved_at__isnull=False)),
        "at_first_contact": Count("pk", filter=Q(resolved_at__isnull=False, at_first_contact=True)),
        "reopened": Count("pk", filter=Q(reopenings__gt=0)),
        "rated": Count("rating"),
        "rating": Avg("rating"),
    }


def case_report(user, *, start: datetime, end: datetime, at: datetime) -> tuple[Figures, dict[str, list], Rate]:
    """In all, and by each of `GROUPS`, those with most cases first; and how promises about cases were kept.

    Six queries, and the calendars, however many cases.
    """
    rows = Case.objects.visible_to(user).filter(opened_at__gte=start, opened_at__lt=end).order_by()
    took = list(_took(rows))
    whole = Figures(**rows.aggregate(**counts(at)), **_minutes(took))
    by = {name: list(_by(rows, name, took, at)) for name in GROUPS}
    promises = Promise.objects.visible_to(user).filter(kind__in=KINDS)
    return whole, by, rate(promises, start=start, end=end, at=at)


def _by(rows: QuerySet[Case], name: str, took: list[dict], at: datetime) -> Iterator[tuple[object, Figures]]:
    for group in rows.values(name).annotate(**counts(at)).order_by("-opened", name):
        value = group.pop(name)
        yield value, Figures(**group, **_minutes(each for each in took if each[name] == value))


def _took(rows: QuerySet[Case]) -> Iterator[dict]:
    """Minutes of business time until the first answer and the solution, of the latest cases."""
    calendars = calendars_of_all()
    columns = ("opened_at", "answered_at", "resolved_at", "paused_minutes", "location", *GROUPS)
    for row in rows.order_by("-opened_at").values(*columns)[:LATEST]:
        calendar = calendars.get(row["location"]) or calendars[None]
        for what, moment in (("answer", row["answered_at"]), ("solution", row["resolved_at"])):
            row[what] = None if moment is None else calendar.business_minutes(row["opened_at"], moment)
        if row["solution"] is not None:
            row["solution"] = max(0.0, row["solution"] - row["paused_minutes"])
        yield row


def _minutes(took: Iterable[dict]) -> dict[str, list[float]]:
    took = list(took)
    return {f"until_{what}": [each[what] for each in took if each[what] is not None] for what in ("answer", "solution")}


def _ninth_of_ten(minutes: list[float]) -> float | None:
    if len(minutes) < 2:  # noqa: PLR2004
        return minutes[0] if minutes else None
    return quantiles(minutes, n=10, method="inclusive")[-1]


class CaseReport(Page):
    """How well requests are settled, in all and by kind, department and person."""

    permission = "care.view_case"

    def get(self, request):
        now = timezone.now()
        days = next((days for days in WINDOWS if str(days) == request.GET.get("days")), WINDOWS[0])
        start, end = window(days, now)
        whole, by, kept = case_report(request.user, start=start, end=end, at=now)
        context = {
            "whole": whole,
            "kept": kept,
            "tables": [
                (_("By kind"), _named(by["kind"], dict(CaseKind.choices))),
                (_("By department"), _named(by["team"], _names(Team), _("None"))),
                (_("By person"), _named(by["owner"], _names(User), _("Nobody"))),
            ],
            "days": days,
            "windows": WINDOWS,
            "latest": LATEST,
        }
        return render(request, "care/cases/report.html", context)


def _names(model) -> dict:
    return dict(model.objects.values_list("pk", "name"))


def _named(found, names: dict, otherwise: str = "") -> list[tuple]:
    return [(names.get(value) or otherwise or value, figures) for value, figures in found]
