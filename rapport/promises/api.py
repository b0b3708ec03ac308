"""Promises for programs."""

from datetime import date
from typing import Annotated
from uuid import UUID

from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Body, Query, Schema
from pydantic import Field, model_validator

from rapport.core import keyset
from rapport.core.api.problems import bad_field
from rapport.core.api.routing import Router, Routes, answer_one, answer_page, routers
from rapport.core.api.schemas import In, ListQuery, Moment, PageOut, text, words
from rapport.customers.models import Customer
from rapport.promises import actions
from rapport.promises.actions import Told
from rapport.promises.kinds import offered
from rapport.promises.models import Promise
from rapport.promises.tellings import told_by
from rapport.timeline.models import Channel, Entry

router = Router(tags=["Promises"])
of_customer = Router(tags=["Customers"])
routers.add(Routes("promises", router, order=20))
routers.add(Routes("promises of a customer", of_customer, prefix="customers", order=11))

Day = Annotated[date, Field(examples=["2026-12-01"])]


class ToldIn(In):
    """How the customer was told, or told us."""

    channel: Channel
    words: text(4000) = ""
    at: Moment | None = Field(None, description="Now when left out")

    def as_told(self, at) -> Told:
        return Told(channel=str(self.channel), words=self.words, at=self.at or at)


class DueIn(In):
    due_at: Moment | None = None
    due_on: Day | None = Field(None, description="By the end of business on that day")

    @model_validator(mode="after")
    def _one_of_them(self):
        if self.due_at and self.due_on:
            raise ValueError(_("Say either due_at or due_on."))
        return self


class PromiseIn(DueIn):
    """Without a due time the kind's service level gives one."""

    customer: UUID
    text: words(300)
    kind: text(40) = Field("other", description="A kind of Settings, promises", examples=["callback"])
    owner: UUID | None = Field(None, description="The colleague who has it in hand; you when left out")
    told: ToldIn | None = None


class KeepingIn(In):
    done_at: Moment | None = Field(None, description="When it was truly done; now when left out")
    evidence: text(300) = ""
    confirmed_by_customer: bool = False


class ToldByIn(ToldIn):
    """How they were told of the new date. `entry` is the line of their story that shows it."""

    entry: UUID | None = Field(None, description="A notice, a message, a call, their own agreement")

    def as_told(self, at) -> Told:
        entry = Entry.objects.filter(pk=self.entry).first() if self.entry else None
        if self.entry and entry is None:
            raise bad_field("told.entry", _("There is no such entry."), "not_found")
        return told_by(entry) if entry else super().as_told(at)


class RenegotiationIn(DueIn):
    """The customer has to be told before the old date passes."""

    reason: words(300)
    told: ToldByIn


class WithdrawalIn(In):
    """How and when the customer said that they no longer want it."""

    told: ToldIn


class PromiseOut(Schema):
    id: UUID
    customer: UUID
    kind: str
    text: str
    about: str
    state: str = Field(description="open, overdue, kept, kept_late, broken, renegotiated, withdrawn or void")
    made_at: Moment
    due_at: Moment
    first_due_at: Moment = Field(description="As first promised; survives every renegotiation")
    target_due_at: Moment | None
    made_by: UUID | None
    owner: UUID | None
    done_at: Moment | None
    closed_at: Moment | None
    reason: str
    evidence: str
    confirmed_by_customer: bool
    renegotiated_from: UUID | None
    imported: bool


class PromiseQuery(ListQuery):
    state: Promise.State | None = None
    due_before: Moment | None = None
    owner: UUID | None = None


@router.get("", permission="promises.view_promise", answers=PageOut[PromiseOut])
def list_promises(request: HttpRequest, asked: Query[PromiseQuery]):
    """Promises by their due time, the earliest first."""
    return _page(Promise.objects.visible_to(request.user), asked)


@of_customer.get("/{uuid:customer_id}/promises", permission="promises.view_promise", answers=PageOut[PromiseOut])
def list_promises_of_customer(request: HttpRequest, customer_id: UUID, asked: Query[PromiseQuery]):
    """What was promised to one customer."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=customer_id)
    return _page(Promise.objects.filter(customer=customer), asked)


@router.post("", permission="promises.add_promise", answers=PromiseOut, status=201, fails=(409,))
def make_promise(request: HttpRequest, sent: PromiseIn):
    """Promise something to a customer."""
    at = timezone.now()
    customer = Customer.objects.visible_to(request.user).filter(pk=sent.customer).first()
    if customer is None:
        raise bad_field("customer", _("There is no such customer."), "not_found")
    if sent.kind not in offered():
        raise bad_field("kind", _("There is no such kind of promise."), "not_found")
    promise = actions.promise(
        customer,
        sent.text,
        kind=sent.kind,
        at=at,
        by=request.user,
        owner=_colleague(sent.owner),
        due_at=sent.due_at,
        due_on=sent.due_on,
        told=sent.told and sent.told.as_told(at),
    )
    return _answer(request, promise, status=201)


@router.get("/{uuid:promise_id}", permission="promises.view_promise", answers=PromiseOut)
def get_promise(request: HttpRequest, promise_id: UUID):
    """One promise."""
    return _answer(request, _visible(request, promise_id))


@router.post("/{uuid:promise_id}/keep", permission="promises.change_promise", answers=PromiseOut, fails=(409,))
def keep_promise(request: HttpRequest, promise_id: UUID, sent: KeepingIn = Body(KeepingIn())):  # noqa: B008
    """It was done. In time or late is found out from `done_at`. Twice is harmless."""
    promise = actions.keep(_visible(request, promise_id), at=timezone.now(), by=request.user, **dict(sent))
    return _answer(request, promise)


@router.post("/{uuid:promise_id}/renegotiate", permission="promises.change_promise", answers=PromiseOut, fails=(409,))
def renegotiate_promise(request: HttpRequest, promise_id: UUID, sent: RenegotiationIn):
    """Move it to a date of which the customer was told in time. The answer is the promise that stands now."""
    at = timezone.now()
    moved = actions.renegotiate(
        _visible(request, promise_id),
        at=at,
        by=request.user,
        told=sent.told.as_told(at),
        reason=sent.reason,
        due_at=sent.due_at,
        due_on=sent.due_on,
    )
    return _answer(request, moved)


@router.post("/{uuid:promise_id}/withdraw", permission="promises.change_promise", answers=PromiseOut, fails=(409,))
def withdraw_promise(request: HttpRequest, promise_id: UUID, sent: WithdrawalIn):
    """The customer no longer wants it. Twice is harmless."""
    at = timezone.now()
    promise = actions.withdraw(_visible(request, promise_id), at=at, by=request.user, told=sent.told.as_told(at))
    return _answer(request, promise)


def show(promise: Promise) -> PromiseOut:
    return PromiseOut(
        customer=promise.customer_id,
        made_by=promise.made_by_id,
        owner=promise.owner_id,
        renegotiated_from=promise.renegotiated_from_id,
        **{
            name: getattr(promise, name)
            for name in PromiseOut.model_fields
            if name not in ("customer", "made_by", "owner", "renegotiated_from")
        },
    )


def _page(rows, asked: PromiseQuery):
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.due_before:
        rows = rows.filter(due_at__lt=asked.due_before)
    if asked.owner:
        rows = rows.filter(owner=asked.owner)
    page = keyset.page(rows, order=("due_at", "id"), after=asked.cursor, size=asked.limit)
    return answer_page(page, show, PromiseOut)


def _visible(request: HttpRequest, promise_id: UUID) -> Promise:
    return get_object_or_404(Promise.objects.visible_to(request.user), pk=promise_id)


def _answer(request: HttpRequest, promise: Promise, *, status: int = 200):
    location = f"/api/v1/promises/{promise.pk}" if status == 201 else ""
    return answer_one(request, show(promise), status=status, location=location)


def _colleague(user_id: UUID | None):
    if user_id is None:
        return None
    person = get_user_model().objects.filter(is_active=True, pk=user_id).first()
    if person is None:
        raise bad_field("owner", _("Nobody who works here has this id."), "not_found")
    return person
