"""Complaints as programs see them and take their steps."""

from typing import Literal
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Body, Query
from pydantic import Field

from rapport.care.api.cases import known, made_already, now, refuse_anothers
from rapport.care.api.complaint_schemas import (
    AnsweringIn,
    BodyIn,
    ComplaintIn,
    ComplaintOut,
    EndingIn,
    EvidenceIn,
    FindingsIn,
    ObjectionIn,
    RemedyIn,
    RemedyOut,
    RemedyReasonIn,
    RestatementIn,
    SaidIn,
    TellingIn,
    UnderstoodIn,
    WeightIn,
    show,
    show_remedy,
)
from rapport.care.cases import actions as cases
from rapport.care.complaints import actions
from rapport.care.complaints.actions import Answer, Weight
from rapport.care.models import Case, Complaint, ComplaintStep, DisputeBody, Remedy, Restatement
from rapport.core import keyset
from rapport.core.api.problems import bad_field
from rapport.core.api.routing import Router, Routes, answer_one, answer_page, routers
from rapport.core.api.schemas import ListQuery, PageOut
from rapport.customers.models import Customer
from rapport.messaging.models import Message
from rapport.orders.models import Order, Product
from rapport.staff.models import User

router = Router(tags=["Complaints"])
remedies = Router(tags=["Complaints"])
routers.add(Routes("complaints", router, order=35))
routers.add(Routes("remedies", remedies, order=36))

DO = "care.change_complaint"
ANSWER = ("admission", "apology", "decision", "put_right_on")


class ComplaintQuery(ListQuery):
    state: Literal["", "open", "ended"] = ""
    stage: str = Field("", max_length=20, examples=["received", "responded", "closed_accepted"])
    severity: Literal["", "minor", "moderate", "major", "critical"] = ""
    customer: UUID | None = None
    owner: UUID | None = None


@router.get("", permission="care.view_complaint", answers=PageOut[ComplaintOut])
def list_complaints(request: HttpRequest, asked: Query[ComplaintQuery]):
    """Complaints, the newest first."""
    rows = _complaints(request)
    if asked.state:
        rows = rows.open() if asked.state == "open" else rows.ended()
    chosen = {"complaint__stage": asked.stage, "complaint__severity": asked.severity}
    chosen |= {"customer": asked.customer, "owner": asked.owner}
    rows = rows.filter(**{name: value for name, value in chosen.items() if value})
    page = keyset.page(_shown(rows), order=("-opened_at",), after=asked.cursor, size=asked.limit)
    return answer_page(page, show, ComplaintOut)


@router.post("", permission="care.add_complaint", answers=ComplaintOut, status=201, fails=(409,))
def receive_complaint(request: HttpRequest, sent: ComplaintIn):
    """Take down a complaint, in the customer's words. The same within two minutes is one."""
    said = {"at": timezone.now(), "by": request.user, "kind": "complaint"}
    said["order"] = known(Order.objects.visible_to(request.user), sent.order, "order")
    said["product"] = known(Product.objects.all(), sent.product, "product")
    if sent.message:
        message = known(Message.objects.visible_to(request.user), sent.message, "message")
        refuse_anothers(said["order"], message.customer_id)
        case = only_complaint(request, cases.from_message(message, subject=sent.subject, **said))
    else:
        customer = known(Customer.objects.visible_to(request.user), sent.customer, "customer")
        if customer is None:
            raise bad_field("customer", _("Say whose it is, or out of which message it is made."))
        refuse_anothers(said["order"], customer.pk)
        case = cases.open_case(customer, subject=sent.subject, words=sent.words, channel=sent.channel, **said)
    if sent.remedy_wanted:
        Complaint.objects.filter(pk=case.pk, remedy_wanted="").update(remedy_wanted=sent.remedy_wanted)
    return _answer(request, case.pk, status=201)


@router.get("/{uuid:case_id}", permission="care.view_complaint", answers=ComplaintOut)
def get_complaint(request: HttpRequest, case_id: UUID):
    """One complaint, with its steps, what we understood, and what is given for it."""
    return _answer(request, case_id)


@router.post("/{uuid:case_id}/acknowledge", permission=DO, answers=ComplaintOut, fails=(409,))
def acknowledge_complaint(request: HttpRequest, case_id: UUID, sent: TellingIn):
    """Tell them that we have it; number, name, dates and how to reach us follow by themselves."""
    said = sent.dict()
    actions.acknowledge(_complaint(request, case_id), said.pop("text"), **said, **now(request))
    return _answer(request, case_id)


@router.post("/{uuid:case_id}/restate", permission="care.add_restatement", answers=ComplaintOut, fails=(409,))
def restate_complaint(request: HttpRequest, case_id: UUID, sent: RestatementIn):
    """Send what we understood, and ask whether it is right."""
    actions.restate(_complaint(request, case_id), **sent.dict(), **now(request))
    return _answer(request, case_id)


@router.post("/{uuid:case_id}/understood", permission="care.change_restatement", answers=ComplaintOut, fails=(409,))
def note_understood(request: HttpRequest, case_id: UUID, sent: UnderstoodIn):
    """What they said to it, where they did not say so themselves."""
    latest = Restatement.objects.filter(case=_complaint(request, case_id)).order_by("-at").first()
    if latest is None:
        raise bad_field("answer", _("They were not asked yet."))
    actions.answer_restatement(latest, sent.answer, correction=sent.correction, **now(request))
    return _answer(request, case_id)


@router.post("/{uuid:case_id}/assess", permission=DO, answers=ComplaintOut, fails=(409,))
def assess_complaint(request: HttpRequest, case_id: UUID, sent: WeightIn):
    """How bad it is, as the step after restating it; critical brings a manager within the hour."""
    case = _complaint(request, case_id)
    actions.assess(case, _weight(sent, case), **now(request))
    return _answer(request, case_id)


@router.post("/{uuid:case_id}/weigh", permission=DO, answers=ComplaintOut, fails=(409,))
def weigh_complaint(request: HttpRequest, case_id: UUID, sent: WeightIn):
    """How bad it is, at any time, without taking a step."""
    case = _complaint(request, case_id)
    actions.weigh(case, _weight(sent, case), **now(request))
    return _answer(request, case_id)


@router.post("/{uuid:case_id}/investigate", permission=DO, answers=ComplaintOut, fails=(409,))
def investigate_complaint(request: HttpRequest, case_id: UUID, sent: FindingsIn):
    """What was found out, among us."""
    actions.investigate(_complaint(request, case_id), sent.findings, **now(request))
    return _answer(request, case_id)


@router.post("/{uuid:case_id}/respond", permission=DO, answers=ComplaintOut, fails=(409,))
def respond_to_complaint(request: HttpRequest, case_id: UUID, sent: AnsweringIn):
    """Tell them the decision. An apology has no condition; a remedy, or why none, is entered before."""
    answer = Answer(**{name: getattr(sent, name) for name in ANSWER})
    actions.respond(_complaint(request, case_id), answer, how=sent.how, **now(request))
    return _answer(request, case_id)


@router.post("/{uuid:case_id}/settle-at-once", permission=DO, answers=ComplaintOut, fails=(409,))
def settle_complaint(request: HttpRequest, case_id: UUID, sent: AnsweringIn):
    """Put right in the first contact: acknowledgement and answer are the same words."""
    answer = Answer(**{name: getattr(sent, name) for name in ANSWER})
    more = {"how": sent.how, "severity": sent.severity}
    actions.settle_at_once(_complaint(request, case_id), answer, **more, **now(request))
    return _answer(request, case_id)


@router.post("/{uuid:case_id}/accept", permission=DO, answers=ComplaintOut, fails=(409,))
def accept_answer(request: HttpRequest, case_id: UUID, sent: SaidIn = Body(SaidIn())):  # noqa: B008
    """The customer accepts the answer. Twice is harmless."""
    actions.accept(_complaint(request, case_id), words=sent.words, **now(request))
    return _answer(request, case_id)


@router.post("/{uuid:case_id}/object", permission=DO, answers=ComplaintOut, fails=(409,))
def object_to_answer(request: HttpRequest, case_id: UUID, sent: ObjectionIn):
    """The customer does not accept it: somebody else decides anew, twice at most."""
    to = known(User.objects.working_here(), sent.to, "to")
    actions.object_to(_complaint(request, case_id), sent.words, to=to, **now(request))
    return _answer(request, case_id)


@router.post("/{uuid:case_id}/refer", permission=DO, answers=ComplaintOut, fails=(409,))
def refer_complaint(request: HttpRequest, case_id: UUID, sent: BodyIn):
    """It lies with somebody outside."""
    body = known(DisputeBody.objects.all(), sent.body, "body")
    actions.refer(_complaint(request, case_id), body, note=sent.note, **now(request))
    return _answer(request, case_id)


@router.post("/{uuid:case_id}/close-without-agreement", permission=DO, answers=ComplaintOut, fails=(409,))
def close_without_agreement(request: HttpRequest, case_id: UUID, sent: EndingIn):
    """Everything was offered and is used up."""
    actions.not_accepted(_complaint(request, case_id), why=sent.why, declined=sent.declined, **now(request))
    return _answer(request, case_id)


@router.post("/{uuid:case_id}/reopen", permission=DO, answers=ComplaintOut, fails=(409,))
def reopen_complaint(request: HttpRequest, case_id: UUID, sent: ObjectionIn):
    """Within 60 days of closing. Open already: nothing changes."""
    actions.reopen(_complaint(request, case_id), sent.words, **now(request))
    return _answer(request, case_id)


@router.post("/{uuid:case_id}/withdraw", permission=DO, answers=ComplaintOut, fails=(409,))
def withdraw_complaint(request: HttpRequest, case_id: UUID, sent: SaidIn = Body(SaidIn())):  # noqa: B008
    """The customer no longer pursues it. Twice is harmless."""
    actions.withdraw(_complaint(request, case_id), words=sent.words, **now(request))
    return _answer(request, case_id)


@router.post("/{uuid:case_id}/remedies", permission="care.add_remedy", answers=RemedyOut, status=201, fails=(409,))
def propose_remedy(request: HttpRequest, case_id: UUID, sent: RemedyIn):
    """Enter what is given. Above one's own limit it waits for approval."""
    case, money = _complaint(request, case_id), sent.value
    if money and money.amount != round(money.amount, 2):
        raise bad_field("value", _("Two digits after the point at most."))
    said = sent.dict(exclude={"value", "order"})
    said |= {"amount": money.amount, "currency": money.currency} if money else {}
    said["order"] = known(Order.objects.filter(customer=case.customer_id), sent.order, "order")
    remedy = actions.propose(case, **said, **now(request))
    return answer_one(request, show_remedy(remedy), status=201, location=f"/api/v1/complaints/{case_id}")


@remedies.post("/{uuid:remedy_id}/approve", permission="care.approve_remedy", answers=RemedyOut, fails=(409,))
def approve_remedy(request: HttpRequest, remedy_id: UUID):
    """By a second person, whose limit reaches. Twice is harmless."""
    return _remedy(request, actions.approve, remedy_id)


@remedies.post("/{uuid:remedy_id}/refuse", permission="care.approve_remedy", answers=RemedyOut, fails=(409,))
def refuse_remedy(request: HttpRequest, remedy_id: UUID, sent: RemedyReasonIn):
    """By a second person, who says why. Twice is harmless."""
    return _remedy(request, actions.refuse, remedy_id, reason=sent.reason)


@remedies.post("/{uuid:remedy_id}/give", permission="care.change_remedy", answers=RemedyOut, fails=(409,))
def give_remedy(request: HttpRequest, remedy_id: UUID, sent: EvidenceIn):
    """It was paid, sent or done; its promise is kept with it. Twice is harmless."""
    return _remedy(request, actions.give, remedy_id, evidence=sent.evidence)


@remedies.post("/{uuid:remedy_id}/take-back", permission="care.change_remedy", answers=RemedyOut, fails=(409,))
def take_remedy_back(request: HttpRequest, remedy_id: UUID, sent: RemedyReasonIn):
    """Before it is promised to the customer."""
    return _remedy(request, actions.take_back, remedy_id, reason=sent.reason)


def only_complaint(request: HttpRequest, case: Case) -> Case:
    """A message makes one case; what became of it before may be something else."""
    if not _complaints(request).filter(pk=case.pk).exists():
        raise made_already(request, case)
    return case


def _complaints(request: HttpRequest) -> QuerySet[Case]:
    return Case.objects.visible_to(request.user).filter(kind="complaint", complaint__isnull=False)


def _complaint(request: HttpRequest, case_id: UUID) -> Case:
    return get_object_or_404(_complaints(request).select_related("customer"), pk=case_id)


def _shown(rows: QuerySet[Case]) -> QuerySet[Case]:
    steps = ComplaintStep.objects.select_related("promise").order_by("begun_at", "id")
    parts = (
        Prefetch("complaint__steps", steps),
        Prefetch("restatements", Restatement.objects.order_by("at")),
        Prefetch("remedies", Remedy.objects.order_by("proposed_at", "id")),
    )
    return rows.select_related("complaint", "fairness").defer("words_key", "found_by").prefetch_related(*parts)


def _answer(request: HttpRequest, case_id: UUID, *, status: int = 200):
    case = get_object_or_404(_shown(_complaints(request)), pk=case_id)
    location = f"/api/v1/complaints/{case.pk}" if status == 201 else ""  # noqa: PLR2004
    return answer_one(request, show(case), status=status, location=location)


def _remedy(request: HttpRequest, act, remedy_id: UUID, **said):
    seen = Remedy.objects.filter(case__in=Case.objects.visible_to(request.user)).select_related("case__customer")
    remedy = act(get_object_or_404(seen, pk=remedy_id), **said, **now(request))
    return answer_one(request, show_remedy(remedy))


def _weight(sent: WeightIn, case: Case) -> Weight:
    said = sent.dict()
    said["broken"] = known(case.customer.promises.all(), said["broken"], "broken")
    said["about"] = known(User.objects.all(), said["about"], "about")
    return Weight(**said)
