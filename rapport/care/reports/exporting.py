"""Complaints in the form a regulator asks for: one line each, without the customer's name.

What, when and where, how bad, each step with its day and whether it was in time, how it ended, what was given, and what
was done against the cause. The number leads an auditor in the house back to the case.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rapport.care.causes.tree import all_causes
from rapport.care.models import Action, Case, ComplaintStep, Remedy, RemedyKind, Severity, Stage
from rapport.core import keyset
from rapport.core.tabular.results import Progress, silent
from rapport.core.tabular.writing import open_writer
from rapport.timeline.models import Channel

PAGE = 1_000
FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
STEPS = (Stage.ACKNOWLEDGED, Stage.ASSESSED, Stage.RESPONDED)
NEEDED = (
    *("number", "opened_at", "channel", "language", "cause_id", "at_first_contact", "closed_at", "reopenings", "state"),
    *("product__name", "location__name", "team__name", "complaint__stage", "complaint__severity"),
    *("complaint__is_safety", "complaint__is_legal", "complaint__statutory_due_on", "complaint__outside_at"),
    *("complaint__reported_at", "complaint__outside__name"),
)
OUTCOMES = (Stage.ACCEPTED, Stage.NOT_ACCEPTED, Stage.WITHDRAWN, Stage.MONITORING)


def headings() -> list[str]:
    return [
        *(_("Number"), _("Received"), _("How it came"), _("Language"), _("Product"), _("Location"), _("Department")),
        *(_("Kind of cause"), _("Cause"), _("Severity"), _("Safety"), _("Law"), _("By law until")),
        *(_("Acknowledged"), _("Acknowledged in time"), _("Assessed"), _("Answered"), _("Answered in time")),
        *(_("Days to the answer"), _("Settled at first contact"), _("Closed"), _("Outcome"), _("Times reopened")),
        *(_("Outside body"), _("Taken outside"), _("Reported to an authority")),
        *(_("Remedies"), _("Given"), _("Currency"), _("Actions against the cause"), _("Actions done"), _("State")),
    ]


def write(path: Path, rows: QuerySet[Case], *, watch: Progress = silent) -> int:
    """Write the complaints `rows` to `path`, oldest first; answers how many. The ending says in which format."""
    causes, written, whole = all_causes(), 0, rows.count()
    rows = rows.select_related("product", "location", "team", "complaint__outside").only(*NEEDED)
    with open_writer(path, headings()) as writer:
        for page in keyset.pages(rows, order=("opened_at", "id"), size=PAGE):
            for cells in _cells(page, causes):
                writer.row(cells)
            written += len(page)
            watch(written / max(whole, 1), _("Writing the table"))
    return written


def _cells(page: list[Case], causes: dict) -> Iterator[list]:
    """The lines of a page, with three queries for what hangs off its complaints."""
    keys = [case.pk for case in page]
    steps, remedies, actions = _steps(keys), _given(keys), _actions(keys)
    for case in page:
        yield _line(case, causes, steps[case.pk], remedies[case.pk], actions[case.pk])


def _line(case: Case, causes: dict, steps: dict, given: list, actions: list) -> list:
    complaint = getattr(case, "complaint", None)
    cause = causes.get(case.cause_id)
    answered = steps.get(Stage.RESPONDED)
    measured = [state for kind, state in actions if kind in Action.MEASURED]
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    for _kind, amount, currency in given:
        if amount:
            amounts[currency] += amount
    return [
        case.number, _local(case.opened_at), _label(Channel, case.channel), case.language,
        str(case.product or ""), str(case.location or ""), str(case.team or ""),
        str((cause.upper or cause).label) if cause else "", str(cause.label) if cause and cause.upper else "",
        _label(Severity, complaint.severity) if complaint else "",
        _yes(complaint and complaint.is_safety), _yes(complaint and complaint.is_legal),
        complaint.statutory_due_on if complaint else None,
        *_when(steps.get(Stage.ACKNOWLEDGED)), _when(steps.get(Stage.ASSESSED))[0], *_when(answered),
        (answered[0] - case.opened_at).days if answered else None, _yes(case.at_first_contact),
        _local(case.closed_at), _outcome(complaint), case.reopenings,
        str(complaint.outside or "") if complaint else "", _local(complaint and complaint.outside_at),
        _local(complaint and complaint.reported_at),
        "; ".join(dict.fromkeys(_label(RemedyKind, kind) for kind, _amount, _currency in given)),
        _sum(amounts),
        "; ".join(amounts), len(measured), sum(state in Action.DONE_STATES for state in measured),
        _label(Case.State, case.state),
    ]  # fmt: skip


def _sum(amounts: dict[str, Decimal]) -> Decimal | str | None:
    """A number where there is one currency; of several, which are not added up, each."""
    if len(amounts) > 1:
        return "; ".join(f"{amount:.2f}" for amount in amounts.values())
    return next(iter(amounts.values()), None)


def _steps(keys: list[UUID]) -> dict[UUID, dict[str, tuple[datetime, bool | None]]]:
    """The first time that each step was done: when, and whether that was in time."""
    found: dict[UUID, dict] = defaultdict(dict)
    rows = ComplaintStep.objects.filter(complaint__in=keys, stage__in=STEPS, done_at__isnull=False)
    for case, stage, *when in rows.order_by("done_at", "pk").values_list("complaint", "stage", "done_at", "in_time"):
        found[case].setdefault(stage, tuple(when))
    return found


def _given(keys: list[UUID]) -> dict[UUID, list[tuple[str, Decimal, str]]]:
    """What was given: its kind, amount and currency."""
    found = defaultdict(list)
    rows = Remedy.objects.filter(case__in=keys, state=Remedy.State.GIVEN).order_by("given_at", "pk")
    for case, *what in rows.values_list("case", "kind", "amount", "currency"):
        found[case].append(tuple(what))
    return found


def _actions(keys: list[UUID]) -> dict[UUID, list[tuple[str, str]]]:
    found = defaultdict(list)
    rows = Action.objects.filter(case__in=keys).exclude(state=Action.State.DROPPED)
    for case, kind, state in rows.values_list("case", "kind", "state"):
        found[case].append((kind, state))
    return found


def _when(step: tuple[datetime, bool | None] | None) -> tuple:
    """The day of a step, and whether it was in time where that was promised."""
    if step is None:
        return None, ""
    done_at, in_time = step
    return _local(done_at), "" if in_time is None else _yes(in_time)


def _outcome(complaint) -> str:
    return _label(Stage, complaint.stage) if complaint and complaint.stage in OUTCOMES else ""


def _local(moment):
    return timezone.localtime(moment) if moment else None


def _yes(value) -> str:
    return _word("yes" if value else "no", get_language())


def _label(choices: type, value: str) -> str:
    return _labels(choices, get_language()).get(value, "")


@cache
def _labels(choices: type, language: str | None) -> dict[str, str]:
    """Said once for a table, not for each of a hundred thousand lines."""
    return {value: str(label) for value, label in choices.choices}


@cache
def _word(word: str, language: str | None) -> str:
    return {"yes": _("yes"), "no": _("no")}[word]
