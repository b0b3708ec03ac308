"""What is done against causes, and to put single cases right, for programs."""

from datetime import date
from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Body, Query

from rapport.care.api.cases import known, now
from rapport.care.api.cause_schemas import (
    ActionIn,
    ActionOut,
    AnotherDayIn,
    EvidenceOfDoneIn,
    LookIn,
    OtherHandsIn,
    WhyNotIn,
    show_action,
)
from rapport.care.api.causes import cause_of
from rapport.care.causes import checking, doing, queries
from rapport.care.models import Action, Case
from rapport.core import keyset
from rapport.core.api.problems import bad_field
from rapport.core.api.routing import Router, Routes, answer_one, answer_page, routers
from rapport.core.api.schemas import ListQuery, PageOut
from rapport.orders.models import Product
from rapport.promises.actions import Told
from rapport.staff.models import User

router = Router(tags=["Causes"])
routers.add(Routes("actions", router, order=39))
DO = "care.change_action"


class ActionQuery(ListQuery):
    state: Literal["", "open", "check", "done", "dropped"] = ""
    kind: Literal["", "correction", "corrective", "preventive"] = ""
    owner: UUID | None = None
    case: UUID | None = None
    cause: UUID | None = None
    due_before: date | None = None


@router.get("", permission="care.view_action", answers=PageOut[ActionOut])
def list_actions(request: HttpRequest, asked: Query[ActionQuery]):
    """What is done, the latest planned first."""
    rows = queries.in_sight(request.user)
    if asked.state:
        rows = rows.filter(queries.SHOWN[asked.state])
    chosen = {"kind": asked.kind, "owner": asked.owner, "case": asked.case, "cause": asked.cause}
    rows = rows.filter(**{name: value for name, value in chosen.items() if value})
    if asked.due_before:
        rows = rows.filter(due_on__lt=asked.due_before)
    rows = rows.prefetch_related("checks")
    return answer_page(
        keyset.page(rows, order=("-made_at",), after=asked.cursor, size=asked.limit), show_action, ActionOut
    )


@router.post("", permission="care.add_action", answers=ActionOut, status=201, fails=(409,))
def plan_action(request: HttpRequest, sent: ActionIn):
    """Plan to do something by a day. The same planned twice is planned once."""
    _refuse_past(sent.due_on)
    moment = now(request)
    planned = doing.plan(
        kind=sent.kind,
        text=sent.text,
        owner=known(User.objects.working_here(), sent.owner, "owner") or request.user,
        due_on=sent.due_on,
        case=known(Case.objects.visible_to(request.user), sent.case, "case"),
        cause=cause_of(sent.cause, "cause") if sent.cause else None,
        product=known(Product.objects.all(), sent.product, "product"),
        promised=sent.promised,
        told=Told(channel=sent.told_by, at=moment["at"]) if sent.told_by else None,
        **moment,
    )
    return _answer_action(request, planned.pk, status=201)


@router.get("/{uuid:action_id}", permission="care.view_action", answers=ActionOut)
def get_action(request: HttpRequest, action_id: UUID):
    """One of them, with how it turned out."""
    return _answer_action(request, action_id)


@router.post("/{uuid:action_id}/finish", permission=DO, answers=ActionOut, fails=(409,))
def finish_action(request: HttpRequest, action_id: UUID, sent: EvidenceOfDoneIn):
    """It is done; what was promised of it is kept. Twice is harmless."""
    return _done(request, doing.finish, action_id, evidence=sent.evidence)


@router.post("/{uuid:action_id}/not-done", permission=DO, answers=ActionOut, fails=(409,))
def take_action_back(request: HttpRequest, action_id: UUID):
    """It was called done by mistake: it is in hand again, and owed again where it was promised."""
    return _done(request, doing.take_back, action_id)


@router.post("/{uuid:action_id}/postpone", permission=DO, answers=ActionOut, fails=(409,))
def postpone_action(request: HttpRequest, action_id: UUID, sent: AnotherDayIn):
    """Another day. A promised one is moved at its promise, by telling the customer."""
    _refuse_past(sent.due_on)
    return _done(request, doing.postpone, action_id, due_on=sent.due_on, reason=sent.reason)


@router.post("/{uuid:action_id}/hand-over", permission=DO, answers=ActionOut, fails=(409,))
def hand_action_over(request: HttpRequest, action_id: UUID, sent: OtherHandsIn):
    """Put it, and what was promised of it, into the hands of a colleague."""
    return _done(request, doing.hand_over, action_id, to=known(User.objects.working_here(), sent.to, "to"))


@router.post("/{uuid:action_id}/drop", permission=DO, answers=ActionOut, fails=(409,))
def drop_action(request: HttpRequest, action_id: UUID, sent: WhyNotIn):
    """It will not be done after all. Twice is harmless."""
    return _done(request, doing.drop, action_id, reason=sent.reason)


@router.post("/{uuid:action_id}/take-up", permission=DO, answers=ActionOut, fails=(409,))
def take_action_up(request: HttpRequest, action_id: UUID):
    """It was not to be dropped."""
    return _done(request, doing.take_up_again, action_id)


@router.post("/{uuid:action_id}/check", permission=DO, answers=ActionOut, fails=(409,))
def check_action(request: HttpRequest, action_id: UUID, sent: LookIn = Body(LookIn())):  # noqa: B008
    """Ninety days later: whether it helped. The counts decide, and it is in hand again where that cannot be shown."""
    return _done(request, checking.check, action_id, note=sent.note)


def _done(request: HttpRequest, act, action_id: UUID, **said):
    act(_action(request, action_id), **said, **now(request))
    return _answer_action(request, action_id)


def _action(request: HttpRequest, action_id: UUID) -> Action:
    return get_object_or_404(queries.in_sight(request.user), pk=action_id)


def _answer_action(request: HttpRequest, action_id: UUID, *, status: int = 200):
    location = f"/api/v1/actions/{action_id}" if status == 201 else ""  # noqa: PLR2004
    rows = queries.in_sight(request.user).prefetch_related("checks")
    return answer_one(request, show_action(get_object_or_404(rows, pk=action_id)), status=status, location=location)


def _refuse_past(day: date) -> None:
    if day < timezone.localdate():
        raise bad_field("due_on", _("That day has passed. Name one that is still to come."))
