"""What programs send and get about complaints."""

from datetime import date
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from rapport.care.models import Case, Remedy
from rapport.core.api.schemas import In, Moment, Money
from rapport.core.api.schemas import text as at_most
from rapport.core.api.schemas import words as some

How = Literal["", "phone", "in_person", "letter"]
Severity = Literal["minor", "moderate", "major", "critical"]
LONG = 5000
HOW = Field("", description="Empty: it is sent now; else somebody told them so, and it is written down")


class ComplaintIn(In):
    """A new complaint: no form is asked for, and what they want may be left open."""

    customer: UUID | None = Field(None, description="Left out where it is made of a message")
    subject: at_most(200) = ""
    words: at_most(20_000) = Field("", description="What they said, in their own words")
    remedy_wanted: at_most(2000) = ""
    channel: Literal["phone", "email", "in_person", "letter", "message", "other"] = "other"
    message: UUID | None = Field(None, description="Out of which it is made")
    order: UUID | None = None
    product: UUID | None = None


class TellingIn(In):
    text: some(LONG)
    how: How = HOW
    news_on: date | None = Field(None, description="They hear again by then; five business days if left out")


class RestatementIn(In):
    happened: some(LONG) = Field(description="In their terms, without our view")
    meant: some(LONG) = Field(description="What it meant for them")
    wanted: some(LONG) = Field(description="What they asked for")
    how: How = HOW


class UnderstoodIn(In):
    answer: Literal["confirmed", "corrected"]
    correction: at_most(LONG) = ""


class WeightIn(In):
    severity: Severity
    is_safety: bool = Field(False, description="Always critical")
    is_legal: bool = False
    statutory_due_on: date | None = None
    impact: at_most(LONG) = ""
    containment: at_most(LONG) = Field("", description="What was done at once; must be said of what is critical")
    is_public: bool = False
    about: UUID | None = Field(None, description="The colleague it is about, who neither handles nor sees it")
    broken: UUID | None = Field(None, description="The promise to this customer that it is about")


class FindingsIn(In):
    findings: some(LONG)


class AnsweringIn(In):
    """Read by the customer, in their language."""

    admission: some(LONG) = Field(description="What went wrong on our side")
    apology: some(LONG) = Field(description="Without a condition")
    decision: some(LONG)
    put_right_on: date | None = Field(None, description="By when they have what is given: a promise")
    how: How = HOW
    severity: Literal["minor", "moderate"] = Field("minor", description="Of what is put right on the spot")


class SaidIn(In):
    words: at_most(LONG) = Field("", description="What the customer said")


class ObjectionIn(In):
    words: some(LONG) = Field(description="What the customer said")
    to: UUID | None = Field(None, description="Who decides anew; the next one up if left out")


class BodyIn(In):
    body: UUID
    note: at_most(2000) = ""


class EndingIn(In):
    why: some(2000)
    declined: bool = Field(False, description="They do not want anybody else in the house to decide")


class RemedyIn(In):
    kind: Literal[
        "apology", "repair", "replacement", "refund", "reduction", "credit", "voucher", "points", "gift",
        "information", "none",
    ]  # fmt: skip
    text: at_most(300) = ""
    value: Money | None = None
    points: int = Field(0, ge=0, le=10_000_000)
    account: at_most(60) = Field("", description="The cost account; must be said where there is a value")
    is_statutory: bool = Field(False, description="Owed by law, no goodwill")
    tax_note: at_most(120) = ""
    reason: at_most(300) = Field("", description="Why nothing is given")
    order: UUID | None = Field(None, description="Of the customer; that of the complaint if left out")


class RemedyReasonIn(In):
    reason: some(300)


class EvidenceIn(In):
    evidence: some(300) = Field(description="How one can see that they have it")


class ComplaintStepOut(Schema):
    stage: str
    round: int
    begun_at: Moment
    due_at: Moment | None
    done_at: Moment | None
    by_customer: bool


class RestatementOut(Schema):
    at: Moment
    happened: str
    meant: str
    wanted: str
    answer: str = Field(description="confirmed, corrected or no_answer; empty while they are asked")
    correction: str
    answered_at: Moment | None


class RemedyOut(Schema):
    id: UUID
    kind: str
    text: str
    value: Money
    points: int
    account: str
    is_statutory: bool
    state: str = Field(description="proposed, approved, refused, given or taken_back")
    reason: str
    evidence: str
    order: UUID | None
    proposed_by: UUID | None
    proposed_at: Moment
    decided_by: UUID | None
    decided_at: Moment | None
    given_at: Moment | None


class FairnessOut(Schema):
    """From 1 to 5 each."""

    result: int | None
    way: int | None
    respect: int | None
    words: str
    answered_at: Moment | None


class ComplaintOut(Schema):
    """`stage` is the step that was done last. Its id is that of its case."""

    id: UUID
    number: int
    subject: str
    words: str
    customer: UUID
    owner: UUID | None
    team: UUID | None
    order: UUID | None
    product: UUID | None
    state: str
    stage: str
    round: int = Field(description="Grows when an answer is not accepted")
    severity: str
    is_safety: bool
    is_legal: bool
    is_public: bool
    statutory_due_on: date | None
    remedy_wanted: str
    impact: str
    containment: str
    broken: UUID | None = Field(description="The promise that it is about")
    decision: str
    decided_by: UUID | None
    outside: UUID | None
    outside_at: Moment | None
    reported_at: Moment | None
    opened_at: Moment
    next_update_at: Moment | None
    resolved_at: Moment | None
    closed_at: Moment | None
    reopenings: int
    at_first_contact: bool
    version: int
    steps: list[ComplaintStepOut]
    restatements: list[RestatementOut]
    remedies: list[RemedyOut]
    fairness: FairnessOut | None


OF_CASE = (
    *("number", "subject", "words", "reopenings", "at_first_contact", "version"),
    *("opened_at", "next_update_at", "resolved_at", "closed_at"),
)
OF_COMPLAINT = (
    *("round", "is_safety", "is_legal", "is_public", "statutory_due_on", "remedy_wanted", "impact", "containment"),
    *("decision", "outside_at", "reported_at"),
)


def show(case: Case) -> ComplaintOut:
    complaint = case.complaint
    return ComplaintOut(
        id=case.pk,
        state=str(case.state),
        stage=str(complaint.stage),
        severity=str(complaint.severity),
        **{name: getattr(case, name) for name in OF_CASE},
        **{name: getattr(case, f"{name}_id") for name in ("customer", "owner", "team", "order", "product")},
        **{name: getattr(complaint, name) for name in OF_COMPLAINT},
        **{name: getattr(complaint, f"{name}_id") for name in ("broken", "decided_by", "outside")},
        steps=[_step(step) for step in complaint.steps.all()],
        restatements=[_same(RestatementOut, one) for one in case.restatements.all()],
        remedies=[show_remedy(one) for one in case.remedies.all()],
        fairness=_same(FairnessOut, case.fairness) if hasattr(case, "fairness") else None,
    )


def show_remedy(remedy: Remedy) -> RemedyOut:
    same = ("text", "points", "account", "is_statutory", "reason", "evidence", "proposed_at", "decided_at", "given_at")
    return RemedyOut(
        id=remedy.pk,
        kind=str(remedy.kind),
        state=str(remedy.state),
        value=Money.of(remedy.amount, remedy.currency),
        **{name: getattr(remedy, name) for name in same},
        **{name: getattr(remedy, f"{name}_id") for name in ("order", "proposed_by", "decided_by")},
    )


def _step(step) -> ComplaintStepOut:
    due = step.promise.due_at if step.promise_id else None
    return ComplaintStepOut(
        stage=str(step.stage),
        round=step.round,
        begun_at=step.begun_at,
        due_at=due,
        done_at=step.done_at,
        by_customer=step.by_customer,
    )


def _same(schema, row):
    return schema(**{name: getattr(row, name) for name in schema.model_fields})
