from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Schema

from rapport.core import keyset
from rapport.core.api.problems import bad_field
from rapport.core.api.routing import Router, Routes, answer_one, answer_page, routers
from rapport.core.api.schemas import In, ListQuery, Moment, PageOut
from rapport.customers.models import Customer
from rapport.messaging.calls import actions, settling
from rapport.messaging.models import Call

router = Router(tags=["Conversations"])
routers.add(Routes("calls", router, order=28))

SEE, CHANGE = "messaging.view_call", "messaging.change_call"


class CallOut(Schema):
    """One call, as its line told of it."""

    id: UUID
    channel: UUID
    customer: UUID | None = Field(description="Null: nobody knows yet who it was")
    direction: str = Field(description="in: they called; out: we called")
    state: str = Field(description="ringing, answered, ended, missed, voicemail or abandoned (hung up at once)")
    peer: str = Field(description="Their number, E.164; empty: they keep it to themselves", examples=["+420601234567"])
    ringing_at: Moment
    answered_at: Moment | None
    ended_at: Moment | None
    seconds_waited: int | None = Field(description="Until somebody answered, or they gave up")
    transfers: int
    has_voicemail: bool
    by: UUID | None = Field(description="Who spoke with them")
    returned_at: Moment | None = Field(description="Of a missed one: since when nobody owes a call back")
    promise: UUID | None = Field(description="The call back that is owed")


class CallQuery(ListQuery):
    customer: UUID | None = None
    channel: UUID | None = None
    direction: Call.Direction | None = None
    state: Call.State | None = None
    owed: bool = Field(False, description="Only those that nobody has called back yet")


class CallerIn(In):
    customer: UUID


@router.get("", permission=SEE, answers=PageOut[CallOut])
def list_calls(request: HttpRequest, asked: Query[CallQuery]):
    """Calls, the latest first."""
    rows = Call.objects.visible_to(request.user)
    for name in ("customer", "channel", "direction", "state"):
        if value := getattr(asked, name):
            rows = rows.filter(**{name: value})
    page = keyset.page(
        rows.owed() if asked.owed else rows, order=("-ringing_at", "-id"), after=asked.cursor, size=asked.limit
    )
    return answer_page(page, show_call, CallOut)


@router.get("/{uuid:call_id}", permission=SEE, answers=CallOut)
def get_call(request: HttpRequest, call_id: UUID):
    """One call."""
    return answer_one(request, show_call(_visible(request, call_id)))


@router.post("/{uuid:call_id}/customer", permission=CHANGE, answers=CallOut, fails=(409,))
def say_who_called(request: HttpRequest, call_id: UUID, sent: CallerIn):
    """Say whose call it was. It stands in their story then, and who was missed is promised a call back."""
    call = _visible(request, call_id)
    customer = Customer.objects.visible_to(request.user).in_use().filter(pk=sent.customer).first()
    if customer is None:
        raise bad_field("customer", _("There is no such customer."), "not_found")
    return answer_one(request, show_call(actions.decide(call, customer, by=request.user)))


@router.post("/{uuid:call_id}/settle", permission=CHANGE, answers=CallOut)
def need_no_call(request: HttpRequest, call_id: UUID):
    """Nobody need call back. Sending it twice is safe."""
    call = _visible(request, call_id)
    settling.no_call_needed(call, by=request.user, at=timezone.now())
    return answer_one(request, show_call(_visible(request, call_id)))


def show_call(call: Call) -> CallOut:
    keys = ("channel", "customer", "by", "promise")
    plain = set(CallOut.model_fields) - set(keys)
    return CallOut(
        **{name: getattr(call, f"{name}_id") for name in keys}, **{name: getattr(call, name) for name in plain}
    )


def _visible(request: HttpRequest, call_id: UUID) -> Call:
    return get_object_or_404(Call.objects.visible_to(request.user), pk=call_id)
