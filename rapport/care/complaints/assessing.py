"""How bad it is, and looking into it: depth in proportion to severity."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from rapport.care.cases import clocks, secrecy
from rapport.care.cases.working import NothingSaid
from rapport.care.complaints import escalating
from rapport.care.complaints.changing import already, in_turn, keep, locked, may_handle, reached, tell
from rapport.care.complaints.refusals import IsClosed, NeedsContainment, NeedsSeverity
from rapport.care.models import Case, Complaint, ComplaintStep, Escalation, Priority, Severity, Stage
from rapport.core.names import clean_lines

State = Case.State


@dataclass(frozen=True)
class Weight:
    """What is known of how bad it is. `about` is the colleague it is about, who then has nothing to do with it."""

    severity: str
    is_safety: bool = False
    is_legal: bool = False
    statutory_due_on: date | None = None
    impact: str = ""
    containment: str = ""
    is_public: bool = False
    about: Any = None
    broken: Any = None  # the promise of ours that it is about


@transaction.atomic
def assess(case: Case, weight: Weight, *, by, at: datetime, seen: int | None = None) -> ComplaintStep:
    """The step: severity, safety, law, what was done at once. Critical: a manager sees it within the hour.

    Raises `NeedsSeverity`, `NeedsContainment`.
    """
    complaint = locked(case, seen=seen)
    if twin := already(complaint, Stage.ASSESSED, by):
        return twin
    in_turn(complaint, Stage.ASSESSED)
    may_handle(complaint, by)
    _weigh(complaint, weight, by=by, at=at)
    return reached(
        complaint,
        Stage.ASSESSED,
        "assessed",
        at=at,
        by=by,
        state=State.IN_WORK,
        severity=complaint.severity,
        is_safety=complaint.is_safety,
        is_legal=complaint.is_legal,
    )


@transaction.atomic
def weigh(case: Case, weight: Weight, *, by, at: datetime, seen: int | None = None) -> Complaint:
    """Say it at once, or otherwise than before, without taking a step: what is critical waits for nothing."""
    complaint = locked(case, seen=seen)
    if complaint.is_closed:
        raise IsClosed
    may_handle(complaint, by)
    was = complaint.severity
    _weigh(complaint, weight, by=by, at=at)
    entry = tell(complaint, "weighed", at=at, by=by, severity=complaint.severity, was=was)
    keep(complaint, "weighed", entry, at=at, by=by, severity=complaint.severity, was=was)
    return complaint


def _weigh(complaint: Complaint, weight: Weight, *, by, at: datetime) -> None:
    if not weight.severity:
        raise NeedsSeverity
    severity = Severity.CRITICAL if weight.is_safety else weight.severity
    containment = clean_lines(weight.containment)
    if severity == Severity.CRITICAL and not containment:
        raise NeedsContainment
    complaint.severity, complaint.containment = severity, containment
    complaint.is_safety, complaint.is_legal = weight.is_safety, weight.is_legal
    complaint.statutory_due_on = weight.statutory_due_on
    complaint.impact = clean_lines(weight.impact)
    complaint.broken = weight.broken
    newly_public, complaint.is_public = weight.is_public and not complaint.is_public, weight.is_public
    case = complaint.case
    if severity == Severity.CRITICAL:
        case.priority = Priority.URGENT
    _keep_away(complaint, weight.about, by=by, at=at)
    complaint.save()
    escalating.critical(complaint, at=at, by=by)
    if newly_public:
        escalating.up(complaint, "public", at=at, by=by)


def _keep_away(complaint: Complaint, about, *, by, at: datetime) -> None:
    """Whom it is about neither handles nor sees it."""
    if about is None or about.pk == complaint.about_id:
        complaint.about = about
        return
    may_handle(Complaint(about=about), by)
    complaint.about = about
    case = complaint.case
    Escalation.objects.filter(case=case, to=about, seen_at=None).update(seen_at=at)
    if not case.is_confidential:
        case.is_confidential = True
        secrecy.take_out_of_the_story(case)
    if case.owner_id == about.pk:
        case.owner = by
        clocks.in_the_hands_of(case, by, by=by, at=at)
    escalating.out_of_the_hands_of(complaint, about, by=by, at=at)


@transaction.atomic
def investigate(case: Case, findings: str, *, by, at: datetime, seen: int | None = None) -> ComplaintStep:
    """What was found out, among us: facts, statements, documents. Then the decision is next."""
    complaint = locked(case, seen=seen)
    if twin := already(complaint, Stage.INVESTIGATING, by):
        return twin
    in_turn(complaint, Stage.INVESTIGATING)
    may_handle(complaint, by)
    findings = clean_lines(findings)
    if not findings:
        raise NothingSaid
    return reached(complaint, Stage.INVESTIGATING, "investigated", at=at, by=by, note=findings, state=State.IN_WORK)
