"""The eight disciplines (8D): asked for where a complaint is critical, or its cause keeps coming back."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rapport.care.cases.changing import ChangedMeanwhile, locked
from rapport.care.models import EFFECT_AFTER, Action, Case, CaseKind, EightD, Severity
from rapport.core.names import clean_lines
from rapport.core.refusals import Refusal
from rapport.core.undo import mark
from rapport.timeline.actions import record

OFTEN = 3  # complaints of one cause within 90 days
PARTS = (
    *("plan", "team", "problem", "containment", "occurrence", "non_detection"),
    *("chosen", "validated", "prevention", "recognition"),
)
BEFORE_CLOSING = PARTS[1:]  # an emergency plan is not always needed


class NotAllSaid(Refusal):
    code = "eight_d_not_all_said"
    message = _("Fill in D1 to D8 first. Why nobody noticed belongs to it, too.")


class ActionsOpen(Refusal):
    code = "eight_d_actions_open"
    message = _("What was decided is not done yet. Finish it, or drop it with a reason.")


class ReportMissing(Refusal):
    code = "eight_d_missing"
    message = _("An 8D report is needed: %(subject)s")


class AlreadyClosed(Refusal):
    code = "eight_d_closed"
    message = _("This report is closed. Open it again to change it.")


def required_because(case: Case) -> str:
    """Why `case` needs a report: it is "critical", or its cause came up "often"."""
    if case.kind != CaseKind.COMPLAINT:
        return ""
    complaint = getattr(case, "complaint", None)
    if complaint is not None and complaint.severity == Severity.CRITICAL:
        return "critical"
    return "often" if case.cause_id and times_of(case) >= OFTEN else ""


def times_of(case: Case) -> int:
    """How many complaints of the cause of `case` came within 90 days until it."""
    alike = Case.objects.filter(kind=CaseKind.COMPLAINT, cause=case.cause_id)
    return alike.filter(opened_at__gt=case.opened_at - EFFECT_AFTER, opened_at__lte=case.opened_at).count()


def is_missing(case: Case) -> bool:
    """Whether a report is required of `case` and not closed. Of what comes often, one for any of its cases will do."""
    because = required_because(case)
    reports = EightD.objects.filter(closed_at__isnull=False)
    if because == "often":
        reports = reports.filter(case__cause=case.cause_id, closed_at__gt=case.opened_at - EFFECT_AFTER)
    else:
        reports = reports.filter(case=case)
    return bool(because) and not reports.exists()


def refuse_missing(case: Case) -> None:
    """Raises `ReportMissing`."""
    if is_missing(case):
        raise ReportMissing(str(ReportMissing.message) % {"subject": case.subject})


@transaction.atomic
def write(case: Case, parts: Mapping[str, str], *, by, at: datetime, seen: str | None = None) -> EightD:
    """Keep what is known so far of the eight disciplines; those not named stay.

    `seen` is the step of its history that was looked at, empty for none. Raises `AlreadyClosed`, `ChangedMeanwhile`.
    """
    case = locked(case)
    report, is_new = EightD.objects.get_or_create(case=case, defaults={"begun_at": at})
    if report.closed_at:
        raise AlreadyClosed
    if seen is not None and seen != ("" if is_new else mark(report)):
        raise ChangedMeanwhile
    for name in PARTS:
        setattr(report, name, clean_lines(parts.get(name, getattr(report, name))))
    report.save()
    if is_new:
        _tell(case, "begun", by=by, at=at, because=required_because(case))
    return report


@transaction.atomic
def close(case: Case, *, by, at: datetime) -> EightD:
    """The report is whole, and what it decided is done. Closing twice changes nothing.

    Raises `NotAllSaid`, `ActionsOpen`.
    """
    case = locked(case)
    report = EightD.objects.filter(case=case).first()
    if report is None or not all(getattr(report, name) for name in BEFORE_CLOSING):
        raise NotAllSaid
    if report.closed_at:
        return report
    if case.actions.filter(state__in=Action.OPEN_STATES).exists():
        raise ActionsOpen
    report.closed_at, report.closed_by = max(at, report.begun_at), by
    report.save(update_fields=["closed_at", "closed_by"])
    _tell(case, "closed", by=by, at=at)
    return report


@transaction.atomic
def open_again(case: Case, *, by, at: datetime) -> EightD:
    """Something was missing after all."""
    case = locked(case)
    report = EightD.objects.get(case=case)
    if report.closed_at:
        report.closed_at, report.closed_by = None, None
        report.save(update_fields=["closed_at", "closed_by"])
        _tell(case, "reopened", by=by, at=at)
    return report


def _tell(case: Case, verb: str, *, by, at: datetime, **facts) -> None:
    facts = {"case_id": str(case.pk), "number": case.number, **facts}
    record(case, f"eight_d.{verb}", by=by, at=at, location=case.location, **facts)
