"""Two records that are one customer, for programs."""

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Body, Schema
from pydantic import Field, StringConstraints

from rapport.core.api.problems import bad_field
from rapport.core.api.routing import Router, Routes, answer, routers
from rapport.core.api.schemas import In, Moment, text
from rapport.customers import merges
from rapport.customers.models import Customer, Merge

router = Router(tags=["Customers"])
routers.add(Routes("merges", router, order=11))
ROW = r"^[a-z]+\.[A-Za-z_]+:([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]{1,18})$"
RowName = Annotated[str, StringConstraints(pattern=ROW)]


class MergeIn(In):
    """`take` says whose stays, of facts in which they differ and of codes of one system ("code.shop"); `leave` names
    rows of either that don't belong to them.

    Without `take` the survivor's facts stay, and the other's where the survivor has none.
    """

    absorbed: UUID
    take: dict[text(70), Literal["survivor", "absorbed", "both"]] = {}
    leave: list[RowName] | None = Field(None, max_length=500, examples=[["customers.Email:0198…"]])
    reason: text(200) = ""


class MergeOut(Schema):
    id: UUID
    survivor: UUID
    absorbed: UUID
    at: Moment
    reason: str
    moved: dict[str, int] = Field(description="How many rows moved, by table")
    undone_at: Moment | None


class UndoIn(In):
    """`going` names what came since and belongs to the absorbed one; without it what hangs on theirs does."""

    going: list[text(120)] | None = Field(None, max_length=1000)


class SinceOut(Schema):
    key: str
    what: str
    at: Moment
    rows: int
    belongs_to_absorbed: bool


class MergeShown(MergeOut):
    since: list[SinceOut] = Field(description="What came to the survivor since: whose it is an undo may say")


class UndoneOut(MergeOut):
    back: int
    kept: int = Field(description="Rows that are gone or were changed since and did not go back")
    edited: list[str] = Field(description="Facts that somebody changed since; they stay")
    assigned: int = Field(description="Rows that came since and went to the absorbed one")


def merge(request: HttpRequest, survivor: Customer, sent: MergeIn):
    absorbed = Customer.every.visible_to(request.user).filter(pk=sent.absorbed).first()
    if absorbed is None:
        raise bad_field("absorbed", _("There is no such customer, or they are not for you to see."), "not_found")
    done = merges.merge(
        survivor,
        absorbed,
        by=request.user,
        at=timezone.now(),
        choices=merges.Choices(sent.take, sent.leave),
        reason=sent.reason,
    )
    return answer(MergeOut(**_said(done)), status=201, location=f"/api/v1/merges/{done.pk}")


@router.get("/{uuid:merge_id}", permission="customers.merge_customer", answers=MergeShown)
def get_merge(request: HttpRequest, merge_id: UUID):
    """A merge, with what came since and would have to be told apart."""
    found = _visible(request, merge_id)
    groups = [] if found.undone_at else merges.since(found)
    told = [
        SinceOut(
            key=group.key, what=group.label, at=group.at, rows=len(group.rows), belongs_to_absorbed=group.is_absorbeds
        )
        for group in groups
    ]
    return answer(MergeShown(**_said(found), since=told))


@router.post("/{uuid:merge_id}/undo", permission="customers.merge_customer", answers=UndoneOut, fails=(409,))
def undo_merge(request: HttpRequest, merge_id: UUID, sent: UndoIn = Body(UndoIn())):  # noqa: B008
    """Make two customers of one again. Later merges of the same records have to be undone first."""
    undone = merges.undo_merge(_visible(request, merge_id), by=request.user, at=timezone.now(), going=sent.going)
    counts = {name: getattr(undone, name) for name in ("back", "kept", "edited", "assigned")}
    return answer(UndoneOut(**_said(undone.merge), **counts))


def _visible(request: HttpRequest, merge_id: UUID) -> Merge:
    rows = Merge.objects.visible_to(request.user).select_related("survivor", "absorbed")
    return get_object_or_404(rows, pk=merge_id)


def _said(merge: Merge) -> dict:
    return {
        "id": merge.pk,
        "survivor": merge.survivor_id,
        "absorbed": merge.absorbed_id,
        "at": merge.at,
        "reason": merge.reason,
        "moved": merge.moved,
        "undone_at": merge.undone_at,
    }
