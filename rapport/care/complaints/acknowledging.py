"""Telling the customer that we have their complaint, and putting right at once what can be."""

from datetime import date, datetime

from django.db import transaction

from rapport.care.cases import clocks, finding
from rapport.care.cases.telling import SPOKEN, tell
from rapport.care.cases.working import DayHasPassed, NothingSaid
from rapport.care.complaints import answering, stages, words
from rapport.care.complaints.changing import already, in_turn, locked, may_handle, reached
from rapport.care.complaints.refusals import AnsweredBefore, TooBadForTheSpot
from rapport.care.models import Case, ComplaintStep, Severity, Stage
from rapport.core.names import clean_lines

State = Case.State


@transaction.atomic
def acknowledge(
    case: Case, text: str, *, by, at: datetime, how: str = "", news_on: date | None = None, seen: int | None = None
) -> ComplaintStep:
    """Tell them in person: the number, who has it in hand, when they hear again, how to reach us (DOMAIN 7.1).

    Whoever acknowledges what nobody has in hand takes it. `how` is a spoken channel where they were told already.
    """
    complaint = locked(case, seen=seen)
    if twin := already(complaint, Stage.ACKNOWLEDGED, by):
        return twin
    in_turn(complaint, Stage.ACKNOWLEDGED)
    may_handle(complaint, by)
    case, text = complaint.case, clean_lines(text)
    if not text:
        raise NothingSaid
    if news_on and clocks.ends_on(case, news_on) <= at:
        raise DayHasPassed
    if case.owner is None:
        case.owner = by
        clocks.in_the_hands_of(case, by, by=by, at=at)
    letter = words.acknowledged(
        case,
        text,
        news_at=_news(case, news_on, at),
        decided_by=answering.decided_by(complaint),
        is_sent=how not in SPOKEN,
    )
    said = tell(case, letter, by=by, how=how, key=f"complaint-received:{case.version}")
    return reached(
        complaint,
        Stage.ACKNOWLEDGED,
        "acknowledged",
        at=at,
        by=by,
        said=said,
        news_on=news_on,
        state=State.UNDERSTOOD if case.state == State.NEW else "",
    )


@transaction.atomic
def settle_at_once(
    case: Case,
    answer: answering.Answer,
    *,
    by,
    at: datetime,
    severity: str = Severity.MINOR,
    how: str = "",
    seen: int | None = None,
) -> ComplaintStep:
    """Put right in the first contact: acknowledgement and answer are the same words. The only way past the steps.

    Raises `TooBadForTheSpot` for what is major or critical, `AnsweredBefore` when they heard from us already.
    """
    complaint = locked(case, seen=seen)
    if twin := already(complaint, Stage.RESPONDED, by):
        return twin
    in_turn(complaint, Stage.RESPONDED)
    may_handle(complaint, by)
    if complaint.stage != Stage.RECEIVED or complaint.round > 1:
        raise AnsweredBefore
    if severity not in stages.ON_THE_SPOT or complaint.severity not in stages.ON_THE_SPOT:
        raise TooBadForTheSpot
    case = complaint.case
    if case.owner is None:
        case.owner = by
        clocks.in_the_hands_of(case, by, by=by, at=at)
    complaint.severity = severity
    step = answering.answered(complaint, answer, by=by, at=at, how=how, at_once=True)
    finding.index(case)
    return step


def _news(case: Case, day: date | None, at: datetime) -> datetime:
    return clocks.ends_on(case, day) if day else clocks.news_by(case, at)
