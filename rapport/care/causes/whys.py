"""Five whys: asking why until the answer is something that we can change.

The answers form a tree, since one thing may have two reasons. Each stands on evidence or says that it is assumed. A
cause stands at the end of three to seven answers, and is never a person's mistake.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rapport.care.cases.changing import locked
from rapport.care.causes.human_error import blames_a_person
from rapport.care.causes.naming import name_cause
from rapport.care.models import Case, Cause, Why
from rapport.core.names import clean, clean_lines
from rapport.core.refusals import Refusal
from rapport.timeline.actions import record

FEWEST, MOST = 3, 7


class DeepEnough(Refusal):
    code = "whys_deep_enough"
    message = _("These are seven steps. Decide which of them is the cause, or begin another branch.")


class NeedsEvidence(Refusal):
    code = "why_needs_evidence"
    message = _("Say how we know this, or mark it as assumed.")


class AskFurther(Refusal):
    code = "why_ask_further"
    message = _("A cause stands at the end of three to seven answers. Ask why once more.")


class NotAPerson(Refusal):
    code = "why_not_a_person"
    message = _("A person’s mistake is not the cause. Ask why the way we work allowed it.")


class NotTheLast(Refusal):
    code = "why_not_the_last"
    message = _("It goes on below this answer. The cause is the last one.")


class OutOfOurHands(Refusal):
    code = "why_out_of_our_hands"
    message = _("Stop at a cause that we can change ourselves. Ask why we were open to this one.")


class OtherCase(Refusal):
    code = "why_of_another_case"
    message = _("That answer belongs to another case.")


@dataclass
class Branch:
    """An answer and those that follow from it; `depth` counts from 1."""

    why: Why
    depth: int
    further: list["Branch"] = field(default_factory=list)

    @property
    def may_go_on(self) -> bool:
        return self.depth < MOST

    @property
    def may_be_cause(self) -> bool:
        return not self.further and FEWEST <= self.depth <= MOST and not blames_a_person(self.why.because)

    @property
    def is_person(self) -> bool:
        """The analysis ends at somebody's mistake, and must go on."""
        return not self.further and blames_a_person(self.why.because)


def tree(whys: Iterable[Why]) -> list[Branch]:
    """The first answers with what follows from each, oldest first."""
    branches: dict[UUID, Branch] = {}
    first = []
    for why in sorted(whys, key=lambda why: (why.at, why.pk)):
        above = branches.get(why.after_id)
        branch = Branch(why, above.depth + 1 if above else 1)
        branches[why.pk] = branch
        (above.further if above else first).append(branch)
    return first


def in_reading_order(branches: list[Branch]) -> list[Branch]:
    """A branch to its end, then the next."""
    return [each for branch in branches for each in (branch, *in_reading_order(branch.further))]


@transaction.atomic
def ask(
    case: Case,
    question: str,
    because: str,
    *,
    by,
    at: datetime,
    after: Why | None = None,
    evidence: str = "",
    is_assumed: bool = False,
) -> Why:
    """Write down why something happened, in the first place or `after` another answer, and how we know.

    An answer that counted as the cause is none any more once it is asked further. The same sent twice is written once.
    Raises `NeedsEvidence`, `DeepEnough`.
    """
    case = locked(case)
    question, because, evidence = clean(question), clean_lines(because), clean(evidence)
    _needs(evidence, is_assumed)
    whys = list(case.whys.all())
    for why in whys:
        if (why.after_id, why.question, why.because) == (after.pk if after else None, question, because):
            return why
    if after and depth_of(_found(after, whys), whys) >= MOST:
        raise DeepEnough
    if after:
        Why.objects.filter(pk=after.pk, is_root=True).update(is_root=False)
    why = Why.objects.create(
        case=case,
        after=after,
        question=question,
        because=because,
        evidence=evidence,
        is_assumed=is_assumed,
        by=by,
        at=at,
    )
    _tell(why, "asked", case=case, by=by, at=at, question=question, because=because)
    return why


@transaction.atomic
def correct(why: Why, *, question: str, because: str, by, at: datetime, evidence: str = "", is_assumed: bool) -> Why:
    """Say it better, or how we know by now. Raises `NeedsEvidence`, and `NotAPerson` of what counts as the cause."""
    case = locked(why.case)
    why = Why.objects.get(pk=why.pk)
    question, because, evidence = clean(question), clean_lines(because), clean(evidence)
    _needs(evidence, is_assumed)
    if why.is_root and blames_a_person(because):
        raise NotAPerson
    if (why.question, why.because, why.evidence, why.is_assumed) == (question, because, evidence, is_assumed):
        return why
    why.question, why.because, why.evidence, why.is_assumed = question, because, evidence, is_assumed
    why.save(update_fields=["question", "because", "evidence", "is_assumed"])
    _tell(why, "corrected", case=case, by=by, at=at, question=question, because=because)
    return why


@transaction.atomic
def remove(why: Why, *, by, at: datetime) -> None:
    """Take an answer out that nothing follows from. Raises `NotTheLast`."""
    case = locked(why.case)
    if Why.objects.filter(after=why).exists():
        raise NotTheLast(_("Other answers follow from this one. Remove those first."))
    _tell(why, "removed", case=case, by=by, at=at, question=why.question, because=why.because)
    why.delete()


@transaction.atomic
def find_root(why: Why, cause: Cause, *, in_our_hands: bool, by, at: datetime) -> Why:
    """This answer is the cause; in the list of causes it is `cause`, which the case gets, too.

    Every branch may have one. Raises `AskFurther`, `NotTheLast`, `NotAPerson`, `OutOfOurHands`.
    """
    case = locked(why.case)
    whys = list(case.whys.all())
    why = _found(why, whys)
    if any(other.after_id == why.pk for other in whys):
        raise NotTheLast
    if depth_of(why, whys) < FEWEST:
        raise AskFurther
    if blames_a_person(why.because):
        raise NotAPerson
    if not in_our_hands:
        raise OutOfOurHands
    if not why.is_root:
        why.is_root = True
        why.save(update_fields=["is_root"])
        _tell(why, "found", case=case, by=by, at=at, question=why.question, because=why.because)
    name_cause(case, cause, by=by, at=at)
    return why


@transaction.atomic
def doubt_root(why: Why, *, by, at: datetime) -> Why:
    """This answer is not the cause after all."""
    case = locked(why.case)
    why = Why.objects.get(pk=why.pk)
    if why.is_root:
        why.is_root = False
        why.save(update_fields=["is_root"])
        _tell(why, "doubted", case=case, by=by, at=at, question=why.question, because=why.because)
    return why


def depth_of(why: Why, whys: Iterable[Why]) -> int:
    """How many answers lead to `why`, itself included."""
    above = {each.pk: each.after_id for each in whys}
    depth, key = 0, why.pk
    while key:
        depth, key = depth + 1, above.get(key)
    return depth


def _found(why: Why, whys: list[Why]) -> Why:
    found = next((each for each in whys if each.pk == why.pk), None)
    if found is None:
        raise OtherCase
    return found


def _needs(evidence: str, is_assumed: bool) -> None:
    if not (evidence or is_assumed):
        raise NeedsEvidence


def _tell(why: Why, verb: str, *, case: Case, by, at: datetime, question: str, because: str) -> None:
    hidden = case.is_confidential  # everybody reads the story
    words = {"question": "" if hidden else question, "because": "" if hidden else because}
    facts = {"case_id": str(case.pk), "number": case.number, **words}
    record(case, f"cause.{verb}", by=by, at=at, location=case.location, **facts)
