"""How a complaint ends, is taken up once more, or goes to somebody outside."""

from datetime import datetime

from django.db import transaction

from rapport.care.cases import clocks
from rapport.care.cases.working import NothingSaid
from rapport.care.causes import eight
from rapport.care.complaints import beginning, deciders, escalating, handing, stages
from rapport.care.complaints.changing import already, in_turn, keep, let_go, locked, may_handle, owe, reached, tell
from rapport.care.complaints.refusals import (
    AnswerCameBack,
    IsClosed,
    NoBodyNamed,
    NoReason,
    NoRoundLeft,
    NotNow,
    RoundsLeft,
    TooLateToReopen,
    WrittenBefore,
)
from rapport.care.models import Case, Complaint, ComplaintStep, DisputeBody, Remedy, Stage
from rapport.core.names import clean_lines
from rapport.messaging.models import Message
from rapport.promises import actions as promises
from rapport.promises.actions import Told
from rapport.timeline.models import Channel

State = Case.State
NOT_RECEIVED = (Message.State.BOUNCED, Message.State.FAILED, Message.State.REFUSED, Message.State.CANCELLED)


@transaction.atomic
def accept(
    case: Case, *, at: datetime, by=None, by_customer: bool = False, words: str = "", silent: bool = False, seen=None
) -> ComplaintStep:
    """They accept the answer; or, with `silent`, said nothing against it for two weeks. Twice changes nothing.

    Their own word never waits for our papers. Their silence does: raises `ReportMissing` where an 8D report is needed,
    and `AnswerCameBack` where the answer never reached them.
    """
    complaint = locked(case, seen=seen)
    if complaint.stage == Stage.ACCEPTED:
        return complaint.steps.filter(stage=Stage.ACCEPTED).order_by("-done_at").first()
    in_turn(complaint, Stage.ACCEPTED)
    if silent:
        eight.refuse_missing(complaint.case)
        refuse_unread(complaint)
    return _closed(
        complaint, Stage.ACCEPTED, "accepted", at=at, by=by, by_customer=by_customer, words=words, silent=silent
    )


@transaction.atomic
def not_accepted(
    case: Case, *, by, at: datetime, why: str, declined: bool = False, seen: int | None = None
) -> ComplaintStep:
    """Closed without agreement: everything inside and outside was offered and is used up, or they want none of it.

    `declined`: they do not want anybody else in the house to decide. What they accept is closed by their word alone;
    without it, not before the 8D report where one is needed. Raises `RoundsLeft`, `NoBodyNamed`, `ReportMissing`.
    """
    complaint = locked(case, seen=seen)
    if twin := already(complaint, Stage.NOT_ACCEPTED, by):
        return twin
    in_turn(complaint, Stage.NOT_ACCEPTED)
    why = clean_lines(why)
    if complaint.round <= stages.MOST_OBJECTIONS and not declined:
        raise RoundsLeft
    if not why:
        raise NoBodyNamed if complaint.outside_id is None else NoReason
    eight.refuse_missing(complaint.case)
    return _closed(
        complaint, Stage.NOT_ACCEPTED, "not_accepted", at=at, by=by, note=why, declined=declined,
        outside=str(complaint.outside or ""),
    )  # fmt: skip


@transaction.atomic
def object_to(
    case: Case, words: str, *, at: datetime, by=None, by_customer: bool = False, to=None, seen: int | None = None
) -> Complaint:
    """They do not accept the answer: somebody else decides anew, twice at most; then only somebody outside is left.

    Without `to`: who leads the team, then a manager, never one who decided before. Where nobody is left in the house
    the complaint waits for one. Raises `NoRoundLeft`, `WrittenBefore`.
    """
    complaint = locked(case, seen=seen)
    words = clean_lines(words)
    if complaint.stage == Stage.ASSESSED and complaint.round > 1 and _just_said(complaint, words):
        return complaint
    if complaint.stage != Stage.RESPONDED:
        raise IsClosed if complaint.is_closed else NotNow
    if complaint.round > stages.MOST_OBJECTIONS:
        raise NoRoundLeft
    if not words:
        raise NothingSaid
    complaint.round += 1
    if to is not None and to in deciders.before(complaint):
        raise WrittenBefore
    may_handle(complaint, to)
    person = to or deciders.next_one(complaint)
    _look_again(
        complaint, "objected", words, person, why="not_accepted", at=at, by=by, by_customer=by_customer,
        round=complaint.round,
    )  # fmt: skip
    return complaint


@transaction.atomic
def reopen(
    case: Case, words: str, *, at: datetime, by=None, by_customer: bool = False, seen: int | None = None
) -> Complaint:
    """Not over after all: it is looked into again, within 60 days of closing, by who had it. Open: nothing changes."""
    complaint = locked(case, seen=seen)
    case, words = complaint.case, clean_lines(words)
    if not complaint.is_closed:
        return complaint
    if case.closed_at and at - case.closed_at > stages.REOPENED_WITHIN:
        raise TooLateToReopen
    if not words:
        raise NothingSaid
    case.reopenings += 1
    complaint.steps.filter(stage=Stage.MONITORING, done_at=None).delete()
    beginning.keep_quiet(case, at=at, by=by)
    _look_again(
        complaint, "reopened", words, case.owner, why="reopened", at=at, by=by, by_customer=by_customer,
        times=case.reopenings,
    )  # fmt: skip
    return complaint


@transaction.atomic
def refer(
    case: Case, body: DisputeBody, *, by=None, by_customer: bool = False, at: datetime, note: str = ""
) -> Complaint:
    """It lies with somebody outside now. We go on answering for it, and they decide."""
    complaint = locked(case)
    if complaint.outside_id == body.pk:
        return complaint
    if complaint.stage == Stage.WITHDRAWN:
        raise IsClosed
    complaint.outside, complaint.outside_at = body, at
    entry = tell(complaint, "referred", at=at, by=by, by_customer=by_customer, to=str(body))
    keep(complaint, "referred", entry, at=at, by=by, by_customer=by_customer, note=clean_lines(note), to=str(body))
    return complaint


@transaction.atomic
def report(case: Case, *, by, at: datetime, to: str) -> Complaint:
    """An authority was told of it: a breach of data, something unsafe. Twice keeps the first time."""
    complaint = locked(case)
    if complaint.reported_at:
        return complaint
    if not to.strip():
        raise NoBodyNamed
    complaint.reported_at = at
    entry = tell(complaint, "reported", at=at, by=by, to=to.strip())
    keep(complaint, "reported", entry, at=at, by=by, to=to.strip())
    return complaint


@transaction.atomic
def withdraw(
    case: Case, *, at: datetime, by=None, by_customer: bool = False, words: str = "", seen: int | None = None
) -> ComplaintStep:
    """They no longer want it. What was promised to them ends as no longer wanted; what was given stays given."""
    complaint = locked(case, seen=seen)
    if complaint.stage == Stage.WITHDRAWN:
        return complaint.steps.filter(stage=Stage.WITHDRAWN).order_by("-done_at").first()
    in_turn(complaint, Stage.WITHDRAWN)
    told = Told(Channel.MESSAGE if by_customer else Channel.OTHER, at, clean_lines(words))
    clocks.dropped(complaint.case, told=told, by=by, at=at)
    let_go(complaint, at=at, by=by, because=told)
    for remedy in complaint.case.remedies.filter(state__in=(Remedy.State.PROPOSED, Remedy.State.APPROVED)):
        remedy.state, remedy.reason, remedy.decided_at = Remedy.State.TAKEN_BACK, "withdrawn", at
        if remedy.promise_id and remedy.promise.latest().is_open:
            promises.withdraw(remedy.promise.latest(), at=at, by=by, told=told)
        remedy.save()
    return _closed(complaint, Stage.WITHDRAWN, "withdrawn", at=at, by=by, by_customer=by_customer, words=words)


def refuse_unread(complaint: Complaint) -> None:
    """Who never got our answer did not keep silent about it. Raises `AnswerCameBack`."""
    answers = complaint.steps.filter(stage=Stage.RESPONDED, done_at__isnull=False).select_related("message")
    latest = answers.order_by("-done_at", "-pk").first()
    if latest and latest.message and latest.message.state in NOT_RECEIVED:
        raise AnswerCameBack


def _closed(
    complaint: Complaint, stage: str, verb: str, *, at, by=None, by_customer=False, words="", note="", **facts
) -> ComplaintStep:
    """Closed: nothing more is owed, they may be written to again, and for 90 days we watch whether it comes back."""
    case = complaint.case
    case.closed_at, case.next_update_at, case.waits_until, case.level = at, None, None, 0
    case.resolved_at = case.resolved_at or at
    step = reached(
        complaint, stage, verb, at=at, by=by, by_customer=by_customer, words_of_theirs=clean_lines(words), note=note,
        state=State.CLOSED, **facts,
    )  # fmt: skip
    complaint.case.restatements.filter(answer="").update(answer="no_answer", answered_at=at)
    if stage != Stage.WITHDRAWN:
        ComplaintStep.objects.create(complaint=complaint, stage=Stage.MONITORING, round=complaint.round, begun_at=at)
    beginning.speak_again(case, at=at, by=by)
    return step


def _look_again(
    complaint: Complaint, verb: str, words: str, person, *, why: str, at, by=None, by_customer=False, **facts
) -> None:
    """Back to looking into it, with a new word by when it is decided, and a person whom the customer knows by name."""
    case = complaint.case
    complaint.stage = Stage.ASSESSED
    case.resolved_at = case.closed_at = None
    case.at_first_contact = False
    case.next_update_at = at
    entry = tell(
        complaint, verb, at=at, by=by, by_customer=by_customer, body=words,
        channel=Channel.MESSAGE if by_customer else "", **facts,
    )  # fmt: skip
    owe(complaint, Stage.INVESTIGATING, at=at, source=entry)
    decision = owe(complaint, Stage.RESPONDED, at=at, source=entry)
    case.resolution = decision.promise
    clocks.promise_news(case, at=at, by=None, source=entry)
    keep(
        complaint, verb, entry, at=at, by=by, by_customer=by_customer, state=State.REOPENED,
        note="" if by_customer else words, **facts,
    )  # fmt: skip
    if person is not None:
        if why == "not_accepted":
            level = escalating.LEAD if complaint.round == 2 else escalating.MANAGEMENT
            escalating.up(
                complaint, "not_accepted", at=at, by=by, by_customer=by_customer, level=level, promise=decision.promise
            )
        handing.hand_on(complaint, person, why=why, at=at, by=by, by_customer=by_customer)
    else:
        case.owner = None
        case.save(update_fields=["owner"])
        escalating.up(complaint, "not_accepted", at=at, level=escalating.MANAGEMENT, promise=decision.promise)


def _just_said(complaint: Complaint, words: str) -> bool:
    """The very same objection, sent twice."""
    last = complaint.case.steps.filter(verb="objected").select_related("entry").order_by("-at").first()
    return last is not None and last.entry is not None and last.entry.body == words
