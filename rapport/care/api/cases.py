"""Cases as programs see and open them."""

from datetime import date
from typing import Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Schema
from pydantic import Field

from rapport.care.cases import actions, finding
from rapport.care.models import Case
from rapport.core import keyset
from rapport.core.api.problems import Problem, bad_field
from rapport.core.api.routing import Router, Routes, answer_one, answer_page, routers
from rapport.core.api.schemas import In, ListQuery, Moment, PageOut
from rapport.core.api.schemas import text as at_most
from rapport.core.api.schemas import words as some
from rapport.customers.models import Customer
from rapport.messaging.models import Message
from rapport.orders.models import Order, Product
from rapport.staff.models import Team, User

router = Router(tags=["Cases"])
routers.add(Routes("cases", router, order=34))

Kind = Literal["question", "service", "help", "complaint", "suggestion"]
How = Literal["", "phone", "in_person", "letter"]
LETTER = 20_000


class CaseIn(In):
    """A new case. Without `team` and `owner` the routing rules say who gets it."""

    customer: UUID | None = Field(None, description="Left out where it is made of a message")
    kind: Kind = "question"
    subject: at_most(200) = Field("", description="Left out where it is made of a message: its subject")
    words: at_most(LETTER) = Field("", description="What they said, in their own words")
    channel: Literal["phone", "email", "in_person", "letter", "message", "other"] = "other"
    message: UUID | None = Field(None, description="Out of which it is made; one message makes one case")
    order: UUID | None = None
    product: UUID | None = None
    team: UUID | None = None
    owner: UUID | None = None
    priority: Literal["", "low", "normal", "high", "urgent"] = ""
    next_update_on: date | None = Field(None, description="The day by which the customer hears from us")


class NewsIn(In):
    text: some(LETTER) = Field(description="What the customer is told")
    how: How = Field("", description="Empty: it is sent now; else somebody told them so, and it is written down")
    next_update_on: date | None = Field(
        None, description="As many business days as the service level says, if left out"
    )


class QuestionIn(In):
    text: some(LETTER)
    until: date = Field(description="14 days at most")
    how: How = ""
    agreed: bool = Field(False, description="They agreed to this day")


class SolutionIn(In):
    solution: some(LETTER) = Field(description="For whoever meets the like again")
    text: at_most(LETTER) = Field("", description="What the customer is told; the solution itself if left out")
    how: How = ""


class HandoverIn(In):
    team: UUID | None = None
    person: UUID | None = None
    reason: at_most(300) = ""


class ReasonIn(In):
    reason: some(4000)
    by_customer: bool = Field(False, description="The customer says so")


class CaseOut(Schema):
    """One matter of a customer. While it is open, they hear from us by `next_update_at` at the latest."""

    id: UUID
    number: int
    kind: str
    subject: str
    words: str
    customer: UUID
    channel: str
    by_customer: bool
    language: str
    state: str = Field(examples=["new", "understood", "in_work", "waiting", "resolved", "closed", "reopened"])
    priority: str
    team: UUID | None
    owner: UUID | None
    conversation: UUID | None
    message: UUID | None
    order: UUID | None
    product: UUID | None
    opened_at: Moment
    answered_at: Moment | None
    answer_due_at: Moment | None
    next_update_at: Moment | None
    resolution_due_at: Moment | None
    waits_until: Moment | None
    resolved_at: Moment | None
    closed_at: Moment | None
    level: int = Field(description="How far up the ladder it was taken")
    reopenings: int
    solution: str
    rating: int | None
    tags: list[str]
    version: int


class CaseQuery(ListQuery):
    state: Literal["", "open", "ended", "new", "understood", "in_work", "waiting", "resolved", "closed", "reopened"] = (
        ""
    )
    kind: Kind | None = None
    customer: UUID | None = None
    team: UUID | None = None
    owner: UUID | None = None
    search: at_most(200) = Field("", description="Words in it")


@router.get("", permission="care.view_case", answers=PageOut[CaseOut])
def list_cases(request: HttpRequest, asked: Query[CaseQuery]):
    """Cases, the newest first."""
    rows = finding.found(Case.objects.visible_to(request.user), asked.search)
    if asked.state:
        rows = {"open": rows.open, "ended": rows.ended}.get(asked.state, lambda: rows.filter(state=asked.state))()
    for name in ("kind", "customer", "team", "owner"):
        if value := getattr(asked, name):
            rows = rows.filter(**{name: value})
    page = keyset.page(shown(rows), order=("-opened_at",), after=asked.cursor, size=asked.limit)
    return answer_page(page, show_case, CaseOut)


@router.post("", permission="care.add_case", answers=CaseOut, status=201, fails=(409,))
def open_case(request: HttpRequest, sent: CaseIn):
    """Open a case, or make one of a message. The same message, and the same words within two minutes, make one."""
    said = {"at": timezone.now(), "by": request.user, "kind": sent.kind, "next_update_on": sent.next_update_on}
    said |= {
        "order": known(Order.objects.visible_to(request.user), sent.order, "order"),
        "product": known(Product.objects.all(), sent.product, "product"),
        "priority": sent.priority,
    }
    team = known(Team.objects.all(), sent.team, "team")
    owner = known(User.objects.working_here(), sent.owner, "owner")
    said |= {name: value for name, value in (("team", team), ("owner", owner)) if value}
    if sent.message:
        message = known(Message.objects.visible_to(request.user), sent.message, "message")
        refuse_anothers(said["order"], message.customer_id)
        case = actions.from_message(message, subject=sent.subject, **said)
        if not Case.objects.visible_to(request.user).filter(pk=case.pk).exists():
            raise made_already(request, case)
    else:
        customer = known(Customer.objects.visible_to(request.user), sent.customer, "customer")
        if customer is None:
            raise bad_field("customer", _("Say whose it is, or out of which message it is made."))
        refuse_anothers(said["order"], customer.pk)
        case = actions.open_case(customer, subject=sent.subject, words=sent.words, channel=sent.channel, **said)
    return _answer(request, case.pk, status=201)


@router.get("/{uuid:case_id}", permission="care.view_case", answers=CaseOut)
def get_case(request: HttpRequest, case_id: UUID):
    """One case."""
    return _answer(request, case_id)


@router.post("/{uuid:case_id}/take", permission="care.change_case", answers=CaseOut, fails=(409,))
def take_case(request: HttpRequest, case_id: UUID):
    """Take it in one's own hands."""
    actions.take(_visible(request, case_id), by=request.user, at=timezone.now())
    return _answer(request, case_id)


@router.post("/{uuid:case_id}/news", permission="care.change_case", answers=CaseOut, status=201, fails=(409,))
def tell_news(request: HttpRequest, case_id: UUID, sent: NewsIn):
    """Tell the customer how it stands, and promise the next day."""
    actions.give_update(_visible(request, case_id), **sent.dict(), by=request.user, at=timezone.now())
    return _answer(request, case_id, status=201)


@router.post("/{uuid:case_id}/wait", permission="care.change_case", answers=CaseOut, fails=(409,))
def wait_for_customer(request: HttpRequest, case_id: UUID, sent: QuestionIn):
    """Ask them something; the clock of the solution stands still meanwhile."""
    said = sent.dict()
    actions.wait_for_customer(_visible(request, case_id), said.pop("text"), **said, by=request.user, at=timezone.now())
    return _answer(request, case_id)


@router.post("/{uuid:case_id}/hand-over", permission="care.assign_case", answers=CaseOut, fails=(409,))
def hand_over_case(request: HttpRequest, case_id: UUID, sent: HandoverIn):
    """To another team or colleague; the customer is told who has it now."""
    team = known(Team.objects.all(), sent.team, "team")
    person = known(User.objects.working_here(), sent.person, "person")
    actions.hand_over(
        _visible(request, case_id), team=team, person=person, reason=sent.reason, by=request.user, at=timezone.now()
    )
    return _answer(request, case_id)


@router.post("/{uuid:case_id}/resolve", permission="care.change_case", answers=CaseOut, fails=(409,))
def resolve_case(request: HttpRequest, case_id: UUID, sent: SolutionIn):
    """It is solved. Complaints are settled by their own steps."""
    actions.resolve(_visible(request, case_id), **sent.dict(), by=request.user, at=timezone.now())
    return _answer(request, case_id)


@router.post("/{uuid:case_id}/close", permission="care.change_case", answers=CaseOut, fails=(409,))
def close_case(request: HttpRequest, case_id: UUID):
    """Done with. Twice is harmless."""
    actions.close(_visible(request, case_id), by=request.user, at=timezone.now())
    return _answer(request, case_id)


@router.post("/{uuid:case_id}/reopen", permission="care.change_case", answers=CaseOut, fails=(409,))
def reopen_case(request: HttpRequest, case_id: UUID, sent: ReasonIn):
    """Not solved after all. Open already: nothing changes."""
    by = None if sent.by_customer else request.user
    actions.reopen(
        _visible(request, case_id), reason=sent.reason, by=by, by_customer=sent.by_customer, at=timezone.now()
    )
    return _answer(request, case_id)


def shown(rows: QuerySet) -> QuerySet:
    return rows.select_related("answer", "resolution").defer("words_key", "found_by")


def show_case(case: Case) -> CaseOut:
    same = ("number", "subject", "words", "by_customer", "language", "level", "reopenings", "solution", "rating")
    moments = ("opened_at", "answered_at", "next_update_at", "waits_until", "resolved_at", "closed_at")
    keys = ("customer", "team", "owner", "conversation", "message", "order", "product")
    return CaseOut.model_construct(
        id=case.pk,
        kind=str(case.kind),
        channel=str(case.channel),
        state=str(case.state),
        priority=str(case.priority),
        answer_due_at=_due(case.answer),
        resolution_due_at=_due(case.resolution),
        tags=case.tags,
        version=case.version,
        **{name: getattr(case, name) for name in (*same, *moments)},
        **{name: getattr(case, f"{name}_id") for name in keys},
    )


def _due(promise):
    return promise.due_at if promise and promise.is_open else None


def made_already(request: HttpRequest, case: Case) -> Problem:
    """409: this message made a case before, named with its address to those who may see it."""
    said, headers = _("Another request was made of this message before."), {}
    if Case.objects.visible_to(request.user).filter(pk=case.pk).exists():
        about = {"number": case.number, "address": f"/api/v1/cases/{case.pk}"}
        said = _("Request %(number)s was made of this message before: %(address)s") % about
        headers = {"Location": about["address"]}
    return Problem(409, "message_has_its_case", said, headers=headers)


def refuse_anothers(order: Order | None, customer_id: UUID | None) -> None:
    """The customer reads of the order of their case, so it is one of theirs."""
    if order is not None and order.customer_id != customer_id:
        raise bad_field("order", _("There is nothing with this id."), "not_found")


def known(rows: QuerySet, key: UUID | None, field: str):
    if key is None:
        return None
    found = rows.filter(pk=key).first()
    if found is None:
        raise bad_field(field, _("There is nothing with this id."), "not_found")
    return found


def _visible(request: HttpRequest, case_id: UUID) -> Case:
    return get_object_or_404(Case.objects.visible_to(request.user), pk=case_id)


def _answer(request: HttpRequest, case_id: UUID, *, status: int = 200):
    case = get_object_or_404(shown(Case.objects.visible_to(request.user)), pk=case_id)
    location = f"/api/v1/cases/{case.pk}" if status == 201 else ""  # noqa: PLR2004
    return answer_one(request, show_case(case), status=status, location=location)


def now(request: HttpRequest) -> dict:
    """Who does it, and when."""
    return {"by": request.user, "at": timezone.now()}
