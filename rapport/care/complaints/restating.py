"""What we understood, in the customer's terms, and what they say to it (DOMAIN 7.2). It is kept apart from the inside
view, so that a disputed fact is never put into anybody's mouth."""

from datetime import datetime

from django.db import transaction

from rapport.care.cases import clocks
from rapport.care.cases.telling import SPOKEN, tell
from rapport.care.complaints import links, lint, stages, words
from rapport.care.complaints.changing import in_turn, keep, locked, may_handle, owe, reached
from rapport.care.complaints.changing import tell as tell_story
from rapport.care.complaints.refusals import AlreadyRestated, AnsweredOtherwise, NoReason, WordedBadly
from rapport.care.models import Case, Complaint, Restatement, Stage
from rapport.core.names import clean_lines

Answer = Restatement.Answer


@transaction.atomic
def restate(
    case: Case, *, happened: str, meant: str, wanted: str, by, at: datetime, how: str = "", seen: int | None = None
) -> Restatement:
    """Send them what we understood, with the question whether it is right. Once at a time.

    Raises `WordedBadly` for excuses and for what they asked for left out, `AlreadyRestated` while they were asked.
    """
    complaint = locked(case, seen=seen)
    parts = {"happened": clean_lines(happened), "meant": clean_lines(meant), "wanted": clean_lines(wanted)}
    waiting = complaint.case.restatements.filter(answer="").first()
    if waiting:
        if waiting.by_id == by.pk and {name: getattr(waiting, name) for name in parts} == parts:
            return waiting
        raise AlreadyRestated
    in_turn(complaint, Stage.RESTATED)
    may_handle(complaint, by)
    if findings := lint.restatement(**parts, language=words.spoken_language(complaint.case)):
        raise WordedBadly(findings)

    restatement = Restatement(case=complaint.case, by=by, at=at, **parts)
    letter = words.restated(restatement, "" if how in SPOKEN else links.sealed_link("complaint_understood"))
    said = tell(complaint.case, letter, by=by, how=how, key=f"{links.RESTATED}:{restatement.pk}")
    restatement.message = said.message
    restatement.save(force_insert=True)
    complaint.remedy_wanted = restatement.wanted
    _step(complaint, by=by, at=at, said=said)
    return restatement


def _step(complaint: Complaint, *, by, at: datetime, said) -> None:
    """The first time it is a step forward; later ones put the understanding right and leave the stage as it is."""
    stage = complaint.stage
    forward = stage == Stage.ACKNOWLEDGED
    reached(complaint, Stage.RESTATED, "restated", at=at, by=by, said=said, opens=forward, again=not forward)
    if not forward:
        complaint.stage = stage
        complaint.save(update_fields=["stage"])


@transaction.atomic
def answer(
    restatement: Restatement, said: str, *, at: datetime, correction: str = "", by=None, by_customer: bool = False
) -> Restatement:
    """They confirm it, or put it right in their words; noted by `by` where they said so elsewhere.

    The same answer twice changes nothing. Raises `AnsweredOtherwise` for another one later.
    """
    complaint = locked(restatement.case)
    restatement = Restatement.objects.get(pk=restatement.pk)
    restatement.case, correction = complaint.case, clean_lines(correction)
    if restatement.answer == Answer.NONE and by_customer:
        pass  # late, and still worth more than our reading of their silence
    elif restatement.answer:
        if (restatement.answer, restatement.correction) == (said, correction):
            return restatement
        raise AnsweredOtherwise
    if said == Answer.CORRECTED and not correction:
        raise NoReason
    restatement.answer, restatement.correction, restatement.answered_at = said, correction, at
    restatement.by_customer = by_customer
    restatement.save()
    entry = tell_story(
        complaint, _VERBS[said], at=at, by=by, by_customer=by_customer, body=correction if by_customer else ""
    )
    if said == Answer.CORRECTED and not complaint.is_closed:
        owe(complaint, Stage.RESTATED, at=at, source=entry)
    clocks.show(complaint.case)
    keep(complaint, _VERBS[said], entry, at=at, by=by, by_customer=by_customer)
    return restatement


_VERBS = {Answer.CONFIRMED: "confirmed", Answer.CORRECTED: "corrected", Answer.NONE: "not_confirmed"}


def close_unanswered(at: datetime) -> int:
    """Silence of two business days is no answer: the complaint goes on. Answers how many."""
    count = 0
    for restatement in Restatement.objects.filter(answer="", at__lt=at).select_related("case").order_by("at")[:500]:
        if silent_at(restatement) <= at:
            try:
                answer(restatement, Answer.NONE, at=at)
            except AnsweredOtherwise:
                continue
            count += 1
    return count


def silent_at(restatement: Restatement) -> datetime:
    """When their silence begins to count."""
    hours = clocks.calendar(restatement.case)
    day = hours.local_date(restatement.at)
    for _day in range(stages.CONFIRMED_WITHIN_DAYS):
        day = hours.next_open_day(day)
    return hours.close_of(day)
