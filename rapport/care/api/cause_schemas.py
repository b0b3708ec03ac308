"""What programs send and get about causes, why something happened, and what is done against it."""

from datetime import date
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from rapport.care.models import Action, Cause, EffectCheck, Why
from rapport.core.api.schemas import In, Moment
from rapport.core.api.schemas import text as at_most
from rapport.core.api.schemas import words as some

LINE = 300
Told = Literal["", "phone", "email", "in_person", "letter", "message", "other"]


class CauseIn(In):
    name: some(120)
    below: UUID | None = Field(None, description="A cause of the upper level; left out, it stands there itself")


class CauseOut(Schema):
    """A cause of complaints. There are two levels; those of every house have a `key`."""

    id: UUID
    key: str = Field(description="Empty for what the house added")
    name: str
    below: UUID | None
    is_offered: bool = Field(description="Whether a case may be given it now")


class NamingIn(In):
    cause: UUID


class WhyIn(In):
    """One answer. Several may follow from one; each stands on evidence or is marked as assumed."""

    question: some(LINE)
    because: some(4000)
    after: UUID | None = Field(None, description="The answer that this one explains; left out, it is a first one")
    evidence: at_most(LINE) = ""
    is_assumed: bool = False


class WhyOut(Schema):
    id: UUID
    after: UUID | None
    question: str
    because: str
    evidence: str
    is_assumed: bool
    is_root: bool = Field(description="It counts as the cause")
    at: Moment
    by: UUID | None


class WhysOut(Schema):
    """Every answer, the oldest first; `after` makes them a tree. `cause` is the one of the list."""

    cause: UUID | None
    items: list[WhyOut]


class RootIn(In):
    cause: UUID = Field(description="What it is in the list of causes")
    in_our_hands: bool = Field(description="A cause is something that the house can change itself")


class ActionIn(In):
    """What will be done. What puts a case right is always promised to its customer."""

    kind: Literal["correction", "corrective", "preventive"]
    text: some(LINE)
    due_on: date
    owner: UUID | None = Field(None, description="Whoever the token belongs to, if left out")
    case: UUID | None = Field(None, description="Must be given for a correction")
    cause: UUID | None = Field(None, description="That of the case, if left out")
    product: UUID | None = None
    promised: at_most(LINE) = Field("", description="The words in which the customer of the case is promised it")
    told_by: Told = Field("", description="How they were told of the promise already")


class EvidenceOfDoneIn(In):
    evidence: some(LINE) = Field(description="How one can see that it was done")


class WhyNotIn(In):
    reason: some(LINE)


class AnotherDayIn(In):
    due_on: date
    reason: some(LINE)


class OtherHandsIn(In):
    to: UUID


class LookIn(In):
    note: at_most(LINE) = Field("", description="What you saw")


class CheckOut(Schema):
    """How often the cause came up in 90 days before and after, as shares of deliveries, or of days."""

    at: Moment
    by: UUID | None
    before: int
    before_of: int
    after: int
    after_of: int
    by_days: bool
    ratio: float | None
    low: float | None = Field(description="Of the exact 95 % interval of the ratio")
    high: float | None
    verdict: str = Field(examples=["early", "effective", "not_shown"])
    note: str


class ActionOut(Schema):
    """Something done to put one case right, against its cause, or elsewhere before it happens there."""

    id: UUID
    kind: str
    state: str = Field(examples=["planned", "done", "effective", "reopened", "dropped"])
    text: str
    owner: UUID
    due_on: date
    case: UUID | None
    cause: UUID | None
    product: UUID | None
    promise: UUID | None = Field(description="What the customer was promised of it")
    made_by: UUID | None
    made_at: Moment
    done_at: Moment | None
    evidence: str
    check_at: Moment | None = Field(description="When somebody looks whether it helped")
    reason: str = Field(description="Why it was dropped")
    checks: list[CheckOut]


def show_cause(cause: Cause) -> CauseOut:
    is_offered = not (cause.retired_at or cause.upper and cause.upper.retired_at)
    return CauseOut(id=cause.pk, key=cause.key, name=str(cause.label), below=cause.parent_id, is_offered=is_offered)


def show_why(why: Why) -> WhyOut:
    same = ("question", "because", "evidence", "is_assumed", "is_root", "at")
    return WhyOut(id=why.pk, after=why.after_id, by=why.by_id, **{name: getattr(why, name) for name in same})


def show_action(action: Action) -> ActionOut:
    same = ("text", "due_on", "made_at", "done_at", "evidence", "check_at", "reason")
    keys = ("owner", "case", "cause", "product", "promise", "made_by")
    return ActionOut(
        id=action.pk,
        kind=str(action.kind),
        state=str(action.state),
        checks=[_check(check) for check in action.checks.all()],
        **{name: getattr(action, name) for name in same},
        **{name: getattr(action, f"{name}_id") for name in keys},
    )


def _check(check: EffectCheck) -> CheckOut:
    same = [name for name in CheckOut.model_fields if name not in ("by", "verdict")]
    return CheckOut(by=check.by_id, verdict=str(check.verdict), **{name: getattr(check, name) for name in same})
