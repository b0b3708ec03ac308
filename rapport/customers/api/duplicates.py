"""Records that may be one and the same customer, for programs. `POST /customers/{id}/merge` makes two one."""

from typing import Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Schema
from pydantic import Field

from rapport.core import keyset
from rapport.core.api.routing import Router, Routes, answer, answer_page, routers
from rapport.core.api.schemas import ListQuery, Moment, PageOut
from rapport.customers.duplicates import actions
from rapport.customers.models import Customer, DuplicatePair, NotDuplicates

SEE, DECIDE = "customers.view_duplicatepair", "customers.change_duplicatepair"
STRONGEST_FIRST, LATEST_FIRST = ("-weight", "-id"), ("-id",)

router = Router(tags=["Customers"])
routers.add(Routes("duplicates", router, order=12))


class DuplicateQuery(ListQuery):
    """`open` ones wait for a decision; of `dismissed` ones somebody said that they are two."""

    state: Literal["open", "dismissed"] = "open"
    strength: DuplicatePair.Strength | None = Field(None, description="Of open ones only")


class SideOut(Schema):
    id: UUID
    kind: Customer.Kind
    name: str


class EvidenceOut(Schema):
    fact: str = Field(examples=["email"])
    outcome: str = Field(examples=["same"], description="How the fact of one compares with that of the other")
    bits: float = Field(description="What that speaks for their being one; less than nothing speaks against it")


class DuplicateOut(Schema):
    """Two records that may be one customer. Without decision it has a probability, with one the day of it."""

    id: UUID
    state: Literal["open", "dismissed"]
    first: SideOut
    second: SideOut
    strength: DuplicatePair.Strength | None
    probability: float | None
    evidence: list[EvidenceOut] = Field(description="Empty of dismissed ones")
    found_at: Moment | None
    dismissed_at: Moment | None
    dismissed_by: UUID | None


class ReopenedOut(Schema):
    proposed: DuplicateOut | None = Field(description="Null if nothing speaks for their being one any more")


@router.get("", permission=SEE, answers=PageOut[DuplicateOut])
def list_duplicates(request: HttpRequest, asked: Query[DuplicateQuery]):
    """Pairs that may be the same customer, the most certain first; dismissed ones from the latest on."""
    if asked.state == "dismissed":
        page = keyset.page(_dismissed(request), order=LATEST_FIRST, after=asked.cursor, size=asked.limit)
        return answer_page(page, _show_dismissed, DuplicateOut)
    pairs = _open(request).filter(**{"strength": asked.strength} if asked.strength else {})
    page = keyset.page(pairs, order=STRONGEST_FIRST, after=asked.cursor, size=asked.limit)
    return answer_page(page, _show, DuplicateOut)


@router.get("/{uuid:duplicate_id}", permission=SEE, answers=DuplicateOut)
def get_duplicate(request: HttpRequest, duplicate_id: UUID):
    """One pair, decided or not. What became of a merged pair is told by the merge."""
    if pair := _open(request).filter(pk=duplicate_id).first():
        return answer(_show(pair))
    return answer(_show_dismissed(_dismissed_one(request, duplicate_id)))


@router.post("/{uuid:duplicate_id}/dismiss", permission=DECIDE, answers=DuplicateOut)
def dismiss_duplicate(request: HttpRequest, duplicate_id: UUID):
    """Say that the two are two: not proposed again until what they are compared by changes. Twice is harmless."""
    if pair := _open(request).filter(pk=duplicate_id).first():
        actions.tell_apart(pair.first, pair.second, by=request.user, at=timezone.now())
    return answer(_show_dismissed(_dismissed_one(request, duplicate_id)))


@router.post("/{uuid:duplicate_id}/reopen", permission=DECIDE, answers=ReopenedOut)
def reopen_duplicate(request: HttpRequest, duplicate_id: UUID):
    """Take back that two are two. They are proposed again, under a new id, if anything speaks for it."""
    proposed = actions.ask_again(_dismissed_one(request, duplicate_id), at=timezone.now())
    pair = proposed and _open(request).filter(pk=proposed.pk).first()
    return answer(ReopenedOut(proposed=_show(pair) if pair else None))


def _open(request: HttpRequest) -> QuerySet[DuplicatePair]:
    return DuplicatePair.objects.visible_to(request.user).open().select_related("first", "second")


def _dismissed(request: HttpRequest) -> QuerySet[NotDuplicates]:
    """Of two that are still records of their own."""
    rows = NotDuplicates.objects.visible_to(request.user).select_related("first", "second")
    return rows.filter(first__merged_into=None, second__merged_into=None)


def _dismissed_one(request: HttpRequest, duplicate_id: UUID) -> NotDuplicates:
    if said := _dismissed(request).filter(pk=duplicate_id).first():
        return said
    raise Http404


def _show(pair: DuplicatePair) -> DuplicateOut:
    return DuplicateOut(
        id=pair.pk,
        state="open",
        first=_side(pair.first),
        second=_side(pair.second),
        strength=pair.strength,
        probability=min(round(pair.probability, 6), 0.999999),  # nothing here is known for certain
        evidence=[EvidenceOut(fact=fact, outcome=outcome, bits=bits) for fact, outcome, bits in pair.evidence],
        found_at=pair.found_at,
        dismissed_at=None,
        dismissed_by=None,
    )


def _show_dismissed(said: NotDuplicates) -> DuplicateOut:
    return DuplicateOut(
        id=said.pk,
        state="dismissed",
        first=_side(said.first),
        second=_side(said.second),
        strength=None,
        probability=None,
        evidence=[],
        found_at=None,
        dismissed_at=said.at,
        dismissed_by=said.by_id,
    )


def _side(customer: Customer) -> SideOut:
    return SideOut(id=customer.pk, kind=customer.kind, name=customer.name)
