"""The decision: what we admit, for what we apologise, what we decided and why, what is given and by when."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from rapport.care.cases import clocks, finding
from rapport.care.cases.telling import tell
from rapport.care.cases.working import DayHasPassed
from rapport.care.complaints import deciders, lint, outside, remedies, words
from rapport.care.complaints.changing import already, in_turn, locked, may_handle, reached
from rapport.care.complaints.refusals import (
    NeedsDate,
    NeedsRemedy,
    NotUnderstoodYet,
    WaitsForApproval,
    WaitsForThem,
    WasCorrected,
    WordedBadly,
    WrittenBefore,
)
from rapport.care.models import Case, Complaint, ComplaintStep, Remedy, RemedyKind, Restatement, Stage
from rapport.core.names import clean_lines
from rapport.promises import actions as promises

SAID_IN_THE_ANSWER = (RemedyKind.APOLOGY, RemedyKind.INFORMATION, RemedyKind.NONE)
State = Case.State


@dataclass(frozen=True)
class Answer:
    """What the customer reads, in their language; `put_right_on` is when what is given will be there."""

    admission: str
    apology: str
    decision: str
    put_right_on: date | None = None

    @property
    def text(self) -> str:
        parts = map(clean_lines, (self.admission, self.apology, self.decision))
        return "\n\n".join(part for part in parts if part)


@transaction.atomic
def respond(case: Case, answer: Answer, *, by, at: datetime, how: str = "", seen: int | None = None) -> ComplaintStep:
    """Tell them the decision. It needs everything before it: understood, assessed, looked into, a remedy approved."""
    complaint = locked(case, seen=seen)
    if twin := already(complaint, Stage.RESPONDED, by):
        return twin
    if complaint.stage == Stage.RECEIVED:  # only `settle_at_once` goes that way
        raise NotUnderstoodYet
    in_turn(complaint, Stage.RESPONDED)
    may_handle(complaint, by)
    if by in deciders.before(complaint):
        raise WrittenBefore
    _understood(complaint)
    return answered(complaint, answer, by=by, at=at, how=how)


def answered(
    complaint: Complaint, answer: Answer, *, by, at: datetime, how: str = "", at_once: bool = False
) -> ComplaintStep:
    """What an answer does to a locked complaint that may be answered."""
    case = complaint.case
    if findings := lint.answer(answer.text, words.spoken_language(case)):
        raise WordedBadly(findings)
    given = _given(complaint, answer, at)
    letter = words.answered(
        complaint,
        answer.text,
        given=[in_words(one, answer.put_right_on, words.spoken_language(case)) for one in given],
        next_person=deciders.next_name(complaint, by),
        bodies=outside.bodies_for(case),
    )
    said = tell(case, letter, by=by, how=how, key=f"complaint-answer:{case.version}")
    complaint.decision, complaint.decided_by = answer.text, by
    case.solution, case.resolved_at, case.waits_until, case.level = answer.text, at, None, 0
    case.at_first_contact = at_once
    if at_once:
        reached(complaint, Stage.ACKNOWLEDGED, "acknowledged", at=at, by=by, said=said, opens=False)
    step = reached(
        complaint, Stage.RESPONDED, "responded", at=at, by=by, said=said, state=State.RESOLVED,
        round=complaint.round, at_once=at_once,
    )  # fmt: skip
    clocks.solved(case, at=at, by=by, entry=step.entry)
    case.save()
    finding.index(case)
    for remedy in given:
        _promise(remedy, answer.put_right_on, by=by, at=at, entry=step.entry)
    return step


def decided_by(complaint: Complaint) -> datetime | None:
    """By when they have the decision: as promised, and never later than the law says."""
    step = complaint.steps.filter(stage=Stage.RESPONDED, done_at=None).select_related("promise").first()
    due = step.promise.latest().due_at if step and step.promise_id else None
    if complaint.statutory_due_on:
        by_law = clocks.ends_on(complaint.case, complaint.statutory_due_on)
        due = min(due, by_law) if due else by_law
    return due


def in_words(remedy: Remedy, on: date | None, language: str) -> str:
    """What is given, as the answer says it."""
    said = remedies.in_words(remedy, language)
    if on is None or remedy.kind in SAID_IN_THE_ANSWER or remedy.state == Remedy.State.GIVEN:
        return said
    with translation.override(language):
        return _("%(what)s, by %(day)s") % {"what": said, "day": words.day(on, language)}


def _understood(complaint: Complaint) -> None:
    latest = complaint.case.restatements.order_by("-at").first()
    if latest is None:
        raise NotUnderstoodYet
    if latest.answer == "":
        raise WaitsForThem
    if latest.answer == Restatement.Answer.CORRECTED:
        raise WasCorrected


def _given(complaint: Complaint, answer: Answer, at: datetime) -> list[Remedy]:
    """What this answer promises. Nothing is promised that waits for approval, and nothing without a day."""
    case = complaint.case
    standing = list(
        case.remedies.exclude(state__in=(Remedy.State.REFUSED, Remedy.State.TAKEN_BACK)).order_by("proposed_at")
    )
    if any(one.state == Remedy.State.PROPOSED for one in standing):
        raise WaitsForApproval
    if not standing:
        raise NeedsRemedy
    owed = [one for one in standing if one.state != Remedy.State.GIVEN and one.kind not in SAID_IN_THE_ANSWER]
    if owed and answer.put_right_on is None and not all(one.promise_id for one in owed):
        raise NeedsDate
    if answer.put_right_on and clocks.ends_on(case, answer.put_right_on) <= at:
        raise DayHasPassed
    return standing


def _promise(remedy: Remedy, on: date | None, *, by, at: datetime, entry) -> None:
    """What was said in the answer is given with it; the rest is promised for the day that the answer names."""
    if remedy.state == Remedy.State.GIVEN:
        return
    case = remedy.case
    if remedy.kind in SAID_IN_THE_ANSWER:
        remedies.given(remedy, by=by, at=at, evidence=words.in_the_answer(case))
    elif remedy.promise_id is None:
        remedy.promise = promises.promise(
            case.customer,
            words.put_right(case, remedies.in_words(remedy, words.of_the_house())),
            at=at,
            kind="fix",
            by=by,
            owner=words.in_hand(case) or by,
            due_on=on,
            location=case.location,
            about=words.about(case),
            source=entry,
        )
        remedy.save(update_fields=["promise"])
