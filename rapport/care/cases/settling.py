"""How a case ends, and how it begins again."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rapport.care.cases import clocks, finding
from rapport.care.cases.changing import StillOpen, locked, locked_open, step
from rapport.care.cases.telling import tell
from rapport.care.cases.working import NothingSaid
from rapport.care.models import Case, CaseStep
from rapport.core.names import clean_lines
from rapport.core.refusals import Refusal
from rapport.promises.actions import Told

State = Case.State
SILENT_FOR = timedelta(days=14)  # then what was solved is closed by itself


class SettledByItsSteps(Refusal):
    code = "complaint_settled_by_its_steps"
    message = _("A complaint is settled by its own steps: understood, answered, accepted.")


class NotSolvedYet(Refusal):
    code = "case_not_solved"
    message = _("Nothing was solved yet that could be rated.")


@transaction.atomic
def resolve(
    case: Case, solution: str, *, by, at: datetime, text: str = "", how: str = "", seen: int | None = None
) -> CaseStep:
    """Solved: how, for whoever meets the like again, and what the customer is told of it (`text`; else the same words).

    Raises `SettledByItsSteps` for complaints and `CouldNotBeTold`.
    """
    case = locked_open(case, seen=seen)
    if case.is_complaint:
        raise SettledByItsSteps
    solution = clean_lines(solution)
    if not solution:
        raise NothingSaid
    said = tell(case, clean_lines(text) or solution, by=by, how=how, key=f"solved:{case.version}")
    about = {"message_id": str(said.message.pk)} if said.message else {}
    return solved(case, solution, by=by, at=at, channel=said.channel, body=said.body, **about)


def solved(case: Case, solution: str, *, by, at: datetime, channel: str = "", body: str = "", **facts) -> CaseStep:
    """What a solution does to a locked, open case of whose solution the customer was told just now."""
    at_once = case.answered_at is None or not case.steps.filter(verb__in=("answered", "updated", "waiting")).exists()
    case.at_first_contact = at_once and case.reopenings == 0
    case.solution, case.resolved_at, case.waits_until, case.level = solution, at, None, 0
    case.next_update_at = None
    told = step(case, "resolved", at=at, by=by, state=State.RESOLVED, channel=channel, body=body, **facts)
    clocks.solved(case, at=at, by=by, entry=told.entry)
    case.save()
    finding.index(case)
    return told


@transaction.atomic
def confirm(case: Case, *, at: datetime, by=None, by_customer: bool = False) -> CaseStep | None:
    """They say that it is solved: closed. Twice changes nothing."""
    case = locked(case)
    if case.state == State.CLOSED:
        return None
    if case.state != State.RESOLVED:
        raise StillOpen
    return closed(case, "confirmed", at=at, by=by, by_customer=by_customer)


@transaction.atomic
def close(case: Case, *, at: datetime, by=None, seen: int | None = None) -> CaseStep | None:
    """Done with. Only what was solved is closed. Twice changes nothing."""
    case = locked(case, seen=seen)
    if case.state == State.CLOSED:
        return None
    if case.state != State.RESOLVED:
        raise StillOpen
    return closed(case, "closed", at=at, by=by)


def closed(case: Case, verb: str, *, at: datetime, by=None, by_customer: bool = False, **facts) -> CaseStep:
    """What closing does to a locked case."""
    case.closed_at, case.next_update_at, case.waits_until, case.level = at, None, None, 0
    return step(case, verb, at=at, by=by, by_customer=by_customer, state=State.CLOSED, **facts)


@transaction.atomic
def reopen(
    case: Case, *, at: datetime, by=None, by_customer: bool = False, reason: str, seen: int | None = None
) -> CaseStep | None:
    """Not solved after all, and why. It goes on where it was: with whom had it, within 7 days by the same clock.

    Open already: nothing changes. Raises `SettledByItsSteps` for complaints, which know how they begin again.
    """
    case = locked(case, seen=seen)
    if case.is_open:
        return None
    if case.is_complaint:
        raise SettledByItsSteps
    reason = clean_lines(reason)
    if not reason:
        raise NothingSaid
    return reopened(case, at=at, by=by, by_customer=by_customer, reason=reason)


def reopened(case: Case, *, at: datetime, by=None, by_customer: bool = False, reason: str = "", **facts) -> CaseStep:
    """What reopening does to a locked case that had ended."""
    case.reopenings += 1
    case.at_first_contact = False
    case.state, case.next_update_at, case.closed_at = State.REOPENED, at, None
    told = step(
        case, "reopened", at=at, by=by, by_customer=by_customer, state=State.REOPENED,
        note="" if by_customer else reason, body=reason if by_customer else "", **facts,
    )  # fmt: skip
    clocks.run_again(case, at=at, by=by, entry=told.entry)
    case.resolved_at = None
    case.save()
    return told


@transaction.atomic
def withdraw(
    case: Case, *, at: datetime, by=None, by_customer: bool = False, words: str = "", seen: int | None = None
) -> CaseStep:
    """The customer no longer wants it. Raises `SettledByItsSteps` for complaints, which know how they are withdrawn."""
    case = locked_open(case, seen=seen)
    if case.is_complaint:
        raise SettledByItsSteps
    return withdrawn(case, at=at, by=by, by_customer=by_customer, words=words)


def withdrawn(case: Case, *, at: datetime, by=None, by_customer: bool = False, words: str = "", **facts) -> CaseStep:
    """What it does to a locked, open case that the customer no longer wants it."""
    words = clean_lines(words)
    told = Told("message" if by_customer else "other", at, words)
    clocks.dropped(case, told=told, by=by, at=at)
    case.closed_at = at
    return step(case, "withdrawn", at=at, by=by, by_customer=by_customer, state=State.CLOSED, body=words, **facts)


@transaction.atomic
def rate(case: Case, stars: int, *, at: datetime, words: str = "") -> CaseStep:
    """The customer says how well it was solved, from 1 to 5. The last word counts."""
    case = locked(case)
    if case.is_open:
        raise NotSolvedYet
    case.rating, case.rating_words, case.rated_at = stars, clean_lines(words), at
    return step(case, "rated", at=at, by_customer=True, body=case.rating_words, stars=stars)


def close_silent(at: datetime) -> int:
    """Close what was solved and of which nobody said a word for 14 days; complaints close by their own steps."""
    rows = Case.objects.filter(state=State.RESOLVED, resolved_at__lt=at - SILENT_FOR).exclude(kind="complaint")
    count = 0
    for case in rows.order_by("resolved_at")[:500]:
        count += close(case, at=at) is not None
    return count
