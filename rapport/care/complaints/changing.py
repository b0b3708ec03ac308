"""How a complaint takes a step: its row, the step with its promise, the case, and the entry that tells of it, together.

Every verb locks the case first, so that of two people who answer at once the second is told so.
"""

from datetime import datetime
from typing import Any

from rapport.care.cases import changing as cases
from rapport.care.cases import clocks
from rapport.care.cases.telling import Said
from rapport.care.complaints import stages, words
from rapport.care.complaints.refusals import ComplainedAbout, IsClosed, NotAComplaint, NotNow
from rapport.care.models import Case, CaseStep, Complaint, ComplaintStep, Stage
from rapport.promises import actions as promises
from rapport.promises.calendars import calendar_of
from rapport.promises.models import Promise
from rapport.timeline.actions import record
from rapport.timeline.models import Entry


def locked(case: Case, *, seen: int | None = None) -> Complaint:
    """The complaint with its case as they are now, ours until the transaction ends. Raises `NotAComplaint`."""
    row = cases.locked(case, seen=seen)
    complaint = Complaint.objects.select_related("about", "outside").filter(pk=row.pk).first()
    if complaint is None or not row.is_complaint:
        raise NotAComplaint
    complaint.case = row
    return complaint


def in_turn(complaint: Complaint, stage: str) -> None:
    """Raises `NotNow` when `stage` may not follow, `IsClosed` when nothing may."""
    if not stages.may_follow(complaint.stage, stage):
        raise IsClosed if complaint.is_closed else NotNow


def may_handle(complaint: Complaint, person) -> None:
    """Nobody handles a complaint about themselves (ISO 10002, objectivity)."""
    if person is not None and complaint.about_id == person.pk:
        raise ComplainedAbout


def already(complaint: Complaint, stage: str, by) -> ComplaintStep | None:
    """The same step, done by the same person in this round: a button that was pressed twice."""
    done = complaint.steps.filter(stage=stage, round=complaint.round, done_by=by, done_at__isnull=False)
    return done.order_by("-done_at").first() if complaint.stage == stage else None


def tell(
    complaint: Complaint, verb: str, *, at: datetime, by=None, by_customer=False, channel="", body="", **facts
) -> Entry:
    """Record `complaint.<verb>`."""
    case = complaint.case
    told = {"case_id": str(case.pk), "number": case.number, "stage": complaint.stage, **facts}
    told["subject"] = "" if case.is_confidential else case.subject  # everybody reads the story
    return record(
        case,
        f"complaint.{verb}",
        by=by,
        by_customer=by_customer,
        at=at,
        channel=channel,
        body="" if case.is_confidential else body,
        location=case.location,
        **told,
    )


def keep(
    complaint: Complaint,
    verb: str,
    entry: Entry,
    *,
    at: datetime,
    by=None,
    by_customer=False,
    state="",
    note="",
    **facts,
) -> None:
    """Save complaint and case as they stand, with the step of the case that `entry` tells of."""
    case = complaint.case
    complaint.save()
    case.state = state or case.state
    case.version += 1
    case.save()
    CaseStep.objects.create(
        case=case,
        verb=verb,
        state=case.state,
        at=at,
        by=by,
        by_customer=by_customer,
        note=note,
        facts=facts,
        entry=entry,
    )


def reached(
    complaint: Complaint,
    stage: str,
    verb: str,
    *,
    at: datetime,
    by=None,
    by_customer: bool = False,
    said: Said | None = None,
    words_of_theirs: str = "",
    note: str = "",
    state: str = "",
    news_on=None,
    opens: bool = True,
    **facts: Any,
) -> ComplaintStep:
    """`stage` is done: its promise is kept, and what is owed next is promised. With `said` the customer heard of it."""
    complaint.stage = stage
    channel, body = (said.channel, said.body) if said else ("", words_of_theirs)
    entry = tell(complaint, verb, at=at, by=by, by_customer=by_customer, channel=channel, body=body, **facts)
    step = complaint.steps.filter(stage=stage, round=complaint.round, done_at=None).first()
    step = step or ComplaintStep(complaint=complaint, stage=stage, round=complaint.round, begun_at=at)
    step.done_at, step.done_by, step.by_customer = at, by, by_customer
    step.took_minutes = calendar_of(complaint.case.location).business_minutes(complaint.case.opened_at, at)
    step.in_time = at <= step.promise.due_at if step.promise else None
    step.note, step.message, step.entry = note, said and said.message, entry
    step.save()
    settle(step.promise, at=at, by=by, entry=entry)
    if said:
        clocks.heard(complaint.case, at=at, by=by, entry=entry, news_on=news_on, goes_on=stage != Stage.RESPONDED)
    for owed in stages.opened_by(stage) if opens else ():
        owe(complaint, owed, at=at, source=entry)
    keep(complaint, verb, entry, at=at, by=by, by_customer=by_customer, state=state, **facts)
    return step


def owe(
    complaint: Complaint, stage: str, *, at: datetime, source: Entry | None, promise: Promise | None = None, due_at=None
) -> ComplaintStep:
    """Open a step with the promise by when it will be done: `promise`, or a new one by the limit of the stage."""
    case = complaint.case
    standing = complaint.steps.filter(stage=stage, round=complaint.round, done_at=None).first()
    if standing:
        return standing
    if promise is None:
        promise = promises.promise(
            case.customer,
            words.owed(case, stage),
            at=at,
            kind=stages.LIMITS[stage].kind,
            owner=words.in_hand(case),
            due_at=due_at,
            location=case.location,
            about=words.about(case),
            source=source,
        )
    return ComplaintStep.objects.create(
        complaint=complaint, stage=stage, round=complaint.round, begun_at=at, promise=promise
    )


def settle(promise: Promise | None, *, at: datetime, by, entry: Entry) -> None:
    """Keep what was promised, in the form that it has by now."""
    if promise is None:
        return
    latest = promise.latest()
    latest.refresh_from_db()
    if latest.is_open:
        promises.keep(latest, at=at, by=by, evidence_entry=entry)


def let_go(complaint: Complaint, *, at: datetime, by, because: promises.Told) -> None:
    """Nothing is owed any more on steps that are open: the customer wanted no more."""
    for step in complaint.steps.filter(done_at=None).select_related("promise"):
        if step.promise_id:
            latest = step.promise.latest()
            latest.refresh_from_db()
            if latest.is_open:
                promises.withdraw(latest, at=at, by=by, told=because)
        step.delete()
