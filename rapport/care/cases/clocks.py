"""The promises of a case: a first answer, the next news, a solution (DOMAIN 5.3).

The first answer and the next news never pause. The solution does, while we wait for an answer or for a day that the
customer agreed to. A case that was made of a message has the answer clock of its conversation: one matter, one clock.
While it is open, `next_update_at` is the earliest moment by which the customer hears something. Each verb wants the
case locked, and leaves saving it to `changing.step`.
"""

from datetime import date, datetime, timedelta

from rapport.care.cases import words
from rapport.care.models import Case, CaseKind, ComplaintStep, Priority
from rapport.messaging import clocks as answering
from rapport.messaging.models import Conversation
from rapport.promises import actions as promises
from rapport.promises.actions.reopening import can_be_reopened
from rapport.promises.business_time import Calendar, Level, Rule, due_for
from rapport.promises.calendars import calendar_of, end_of
from rapport.promises.kinds import kind_of
from rapport.promises.models import Promise
from rapport.timeline.models import Channel

SPOKEN = (Channel.PHONE, Channel.IN_PERSON)  # whoever speaks with us has their first answer at once
SHARE = {Priority.URGENT: 0.2, Priority.HIGH: 0.5, Priority.NORMAL: 1, Priority.LOW: 2}  # of the days for a solution
SAME_CLOCK_WITHIN = timedelta(days=7)
COMPLAINT_AT_MOST = timedelta(days=30)


def calendar(case: Case) -> Calendar:
    """Whose opening hours count: of the place that serves it."""
    return calendar_of(case.location or getattr(case.owner, "location", None) or case.customer.location)


def begin(case: Case, *, at: datetime, by, source, news_on: date | None = None) -> None:
    """Promise what is owed from now on. `source` is the entry of the opening."""
    conversation = case.conversation
    if conversation and conversation.promise_id and conversation.promise.latest().is_open:
        case.answer = conversation.promise.latest()
    elif case.channel in SPOKEN and not case.by_customer:
        case.answered_at = at
    else:
        kind = "complaint" if case.kind == CaseKind.COMPLAINT else "case_answer"
        case.answer = _promise(case, "answer", kind, at=at, by=None, source=source)
    case.resolution = _promise(
        case, "resolution", _solution_kind(case), at=at, by=None, source=source, due_at=_solved_by(case, at)
    )
    if news_on or case.answered_at:
        promise_news(case, at=at, by=by, on=news_on)
    show(case)


def promise_news(case: Case, *, at: datetime, by, on: date | None = None, source=None) -> None:
    """The next day on which they hear something: `on`, or as many business days from now as the kind says."""
    case.update = _promise(case, "update", "case_update", at=at, by=by, source=source, due_on=on)
    show(case)


def heard(case: Case, *, at: datetime, by, entry, news_on: date | None = None, goes_on: bool = True) -> bool:
    """They heard from a person of ours, as `entry` tells; whether it was for the first time."""
    is_first = case.answered_at is None
    if is_first:
        case.answered_at = at
    if case.conversation_id:
        conversation = Conversation.objects.select_for_update().get(pk=case.conversation_id)
        if conversation.promise_id and entry is not None:
            answering.answered(conversation, at, entry, by)
            case.conversation = conversation
    for owed in (case.answer, case.update):
        _keep(owed, at=at, by=by, entry=entry)
    if goes_on:
        promise_news(case, at=at, by=by, on=news_on, source=entry)
    return is_first


def show(case: Case) -> None:
    """Let `next_update_at` be the earliest moment at which they hear something."""
    moments = [owed.due_at for owed in (_open(case.answer), _open(case.update)) if owed]
    conversation = case.conversation
    if conversation and conversation.state == Conversation.State.OPEN and conversation.due_at:
        moments.append(conversation.due_at)
    case.next_update_at = min(moments) if moments else case.next_update_at


def pause(case: Case, *, until: datetime, told: promises.Told, by, at: datetime) -> dict:
    """The solution is later by as much business time as we wait, at most. What was late already stays late.

    The facts are what `go_on` needs to know.
    """
    owed = _open(case.resolution)
    if owed is None or owed.due_at <= at:
        return {}
    was = owed.due_at
    hours = calendar(case)
    later = hours.add(was, hours.business_minutes(at, until))
    case.resolution = promises.stood_still(owed, due_at=later, told=told, by=by, at=at)
    return {"paused_at": at.isoformat(), "solved_by": was.isoformat()}


def go_on(case: Case, facts: dict, *, told: promises.Told, by, at: datetime) -> int:
    """The waiting is over: the solution is later by what was really waited. Answers the minutes of business time."""
    if not facts.get("paused_at"):
        return 0
    hours = calendar(case)
    waited = hours.business_minutes(datetime.fromisoformat(facts["paused_at"]), at)
    owed = _open(case.resolution)
    due = hours.add(datetime.fromisoformat(facts["solved_by"]), waited)
    if owed and due > at and due != owed.due_at:
        case.resolution = promises.stood_still(owed, due_at=due, told=told, by=by, at=at)
    return round(waited)


def solved(case: Case, *, at: datetime, by, entry) -> None:
    """Everything that was owed is done."""
    heard(case, at=at, by=by, entry=entry, goes_on=False)
    _keep(case.resolution, at=at, by=by, entry=entry)
    case.next_update_at = case.waits_until = None


def run_again(case: Case, *, at: datetime, by, entry) -> None:
    """Reopened: soon after it was solved the same clock goes on, later a new one begins."""
    kept = case.resolution and case.resolution.latest()
    soon = case.resolved_at and at - case.resolved_at <= SAME_CLOCK_WITHIN
    if soon and kept and can_be_reopened(kept):
        case.resolution = promises.reopen(kept, at=at, by=by)
    elif not _open(case.resolution):
        case.resolution = _promise(
            case, "resolution", _solution_kind(case), at=at, by=by, source=entry, due_at=_solved_by(case, at)
        )
    promise_news(case, at=at, by=by, source=entry)


def dropped(case: Case, *, told: promises.Told, by, at: datetime) -> None:
    """They no longer want it: nothing is owed any more."""
    for owed in filter(None, map(_open, (case.answer, case.update, case.resolution))):
        promises.withdraw(owed, at=at, by=by, told=told)
    case.next_update_at = case.waits_until = None


def in_the_hands_of(case: Case, owner, *, by, at: datetime) -> None:
    """Whoever has the case owes what was promised about it."""
    for owed in filter(None, map(_open, (case.answer, case.update, case.resolution, *_of_steps(case)))):
        if owner and owed.owner_id != owner.pk:
            promises.hand_over(owed, at=at, by=by, to=owner)


def _of_steps(case: Case) -> list[Promise]:
    """What each open step of a complaint is owed by."""
    if not case.is_complaint:
        return []
    steps = ComplaintStep.objects.filter(complaint=case.pk, done_at=None, promise__isnull=False)
    known = {one.pk for one in (case.answer, case.resolution) if one}
    return [step.promise for step in steps.select_related("promise") if step.promise_id not in known]


def _promise(case: Case, what: str, kind: str, *, at, by, source, due_on=None, due_at=None) -> Promise:
    return promises.promise(
        case.customer,
        words.owed(case, what),
        at=at,
        kind=kind,
        by=by,
        owner=case.owner or getattr(case.team, "lead", None) or case.customer.account_manager,
        due_on=due_on,
        due_at=due_at,
        location=case.location,
        about=words.about(case),
        source=source,
    )


def _solution_kind(case: Case) -> str:
    return "complaint_answer" if case.is_complaint else "case_resolution"


def _solved_by(case: Case, at: datetime) -> datetime:
    """Days by priority, where the kind counts in days; a complaint at most 30 days after it came (DOMAIN 7.1)."""
    level = kind_of(_solution_kind(case)).level
    if case.is_complaint:
        return min(due_for(level, at, calendar(case)).promise_due_at, at + COMPLAINT_AT_MOST)
    if level.rule == Rule.DAYS:
        days = max(1, round(level.amount * SHARE[Priority(case.priority)]))
        level = Level(Rule.DAYS, days, level.cutoff_minutes)
    return due_for(level, at, calendar(case)).promise_due_at


def news_by(case: Case, at: datetime) -> datetime:
    """When they hear again who are told something now, unless a day is given."""
    return due_for(kind_of("case_update").level, at, calendar(case)).promise_due_at


def at_the_latest(case: Case, at: datetime) -> datetime:
    """When they hear from us who believe that we are silent: as soon as a first answer is promised."""
    return due_for(kind_of("case_answer").level, at, calendar(case)).promise_due_at


def news_after(case: Case, until: datetime) -> date:
    """The day after a wait that ends at `until`: then they hear of us again."""
    hours = calendar(case)
    return hours.next_open_day(hours.local_date(until))


def ends_on(case: Case, day: date) -> datetime:
    """The end of business on `day`."""
    return end_of(day, calendar(case))


def _keep(owed: Promise | None, *, at: datetime, by, entry) -> None:
    owed = _open(owed)
    if owed:
        promises.keep(owed, at=at, by=by, evidence_entry=entry)


def _open(promise: Promise | None) -> Promise | None:
    """The promise as it stands today, if it is still owed."""
    if promise is None:
        return None
    latest = promise.latest()
    if latest.pk == promise.pk:
        latest.refresh_from_db()
    return latest if latest.is_open else None
