"""The list of causes, and why something happened, for programs."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query

from rapport.care.api.cases import known, now
from rapport.care.api.cases import router as cases
from rapport.care.api.cause_schemas import (
    CauseIn,
    CauseOut,
    NamingIn,
    RootIn,
    WhyIn,
    WhyOut,
    WhysOut,
    show_cause,
    show_why,
)
from rapport.care.causes import whys
from rapport.care.causes.naming import name_cause
from rapport.care.causes.tree import add, all_causes, offer_again, retire
from rapport.care.models import Case, Cause, Why
from rapport.core import keyset
from rapport.core.api.problems import bad_field
from rapport.core.api.routing import Router, Routes, answer_one, answer_page, routers
from rapport.core.api.schemas import ListQuery, PageOut

causes = Router(tags=["Causes"])
answers = Router(tags=["Causes"])
routers.add(Routes("causes", causes, order=37))
routers.add(Routes("whys", answers, order=38))

SEE, ASK, CHANGE = "care.view_complaint", "care.add_why", "care.change_cause"


@causes.get("", permission=SEE, answers=PageOut[CauseOut])
def list_causes(request: HttpRequest, asked: Query[ListQuery]):
    """Every cause of the list, those of the lower level behind the one above them."""
    found, following = keyset.numbered(list(all_causes().values()), after=asked.cursor, size=asked.limit)
    return answer_page(keyset.KeysetPage(found, following), show_cause, CauseOut)


@causes.post("", permission=CHANGE, answers=CauseOut, status=201, fails=(409,))
def add_cause(request: HttpRequest, sent: CauseIn):
    """Add a cause of the house's own, in the upper level or below one of it."""
    made = add(sent.name, below=cause_of(sent.below, "below") if sent.below else None)
    return _answer_cause(request, made.pk, status=201)


@causes.get("/{uuid:cause_id}", permission=SEE, answers=CauseOut)
def get_cause(request: HttpRequest, cause_id: UUID):
    """One cause."""
    return _answer_cause(request, cause_id)


@causes.post("/{uuid:cause_id}/retire", permission=CHANGE, answers=CauseOut, fails=(409,))
def retire_cause(request: HttpRequest, cause_id: UUID):
    """Offer it no longer; cases that have it keep it. Twice is harmless."""
    retire(_one_cause(cause_id), at=timezone.now())
    return _answer_cause(request, cause_id)


@causes.post("/{uuid:cause_id}/offer-again", permission=CHANGE, answers=CauseOut)
def offer_cause_again(request: HttpRequest, cause_id: UUID):
    """Offer it again. Twice is harmless."""
    offer_again(_one_cause(cause_id))
    return _answer_cause(request, cause_id)


@cases.get("/{uuid:case_id}/whys", permission=SEE, answers=WhysOut)
def list_whys(request: HttpRequest, case_id: UUID):
    """Why it happened, as far as somebody asked; of a request that is no complaint, too."""
    return _answer_whys(request, _case(request, case_id))


@cases.post("/{uuid:case_id}/whys", permission=ASK, answers=WhyOut, status=201, fails=(409,))
def ask_why(request: HttpRequest, case_id: UUID, sent: WhyIn):
    """Write down an answer to why. The same sent twice is written once."""
    case = _case(request, case_id)
    said = sent.dict()
    said["after"] = known(case.whys.all(), sent.after, "after")
    why = whys.ask(case, said.pop("question"), said.pop("because"), **said, **now(request))
    return answer_one(request, show_why(why), status=201, location=f"/api/v1/cases/{case_id}/whys")


@cases.post("/{uuid:case_id}/cause", permission=ASK, answers=WhysOut, fails=(409,))
def name_the_cause(request: HttpRequest, case_id: UUID, sent: NamingIn):
    """Say what it came of. What was done against the same cause is looked at again."""
    case = _case(request, case_id)
    name_cause(case, cause_of(sent.cause, "cause"), **now(request))
    return _answer_whys(request, _case(request, case_id))


@answers.post("/{uuid:why_id}/root", permission=ASK, answers=WhyOut, fails=(409,))
def find_root(request: HttpRequest, why_id: UUID, sent: RootIn):
    """This answer is the cause, at the end of three to seven, and never a person's mistake."""
    why = _why(request, why_id)
    found = whys.find_root(why, cause_of(sent.cause, "cause"), in_our_hands=sent.in_our_hands, **now(request))
    return answer_one(request, show_why(found))


@answers.post("/{uuid:why_id}/doubt", permission=ASK, answers=WhyOut)
def doubt_root(request: HttpRequest, why_id: UUID):
    """It does not count as the cause after all. Twice is harmless."""
    return answer_one(request, show_why(whys.doubt_root(_why(request, why_id), **now(request))))


def _case(request: HttpRequest, case_id: UUID) -> Case:
    return get_object_or_404(Case.objects.visible_to(request.user), pk=case_id)


def _why(request: HttpRequest, why_id: UUID) -> Why:
    cases = Case.objects.visible_to(request.user).values("pk")
    return get_object_or_404(Why.objects.filter(case__in=cases).select_related("case"), pk=why_id)


def _answer_whys(request: HttpRequest, case: Case):
    found = [show_why(why) for why in case.whys.order_by("at", "pk")]
    return answer_one(request, WhysOut(cause=case.cause_id, items=found))


def _one_cause(cause_id: UUID) -> Cause:
    found = all_causes().get(cause_id)
    if found is None:
        raise Http404
    return found


def cause_of(key: UUID, field: str) -> Cause:
    found = all_causes().get(key)
    if found is None:
        raise bad_field(field, _("There is nothing with this id."), "not_found")
    return found


def _answer_cause(request: HttpRequest, cause_id: UUID, *, status: int = 200):
    location = f"/api/v1/causes/{cause_id}" if status == 201 else ""  # noqa: PLR2004
    return answer_one(request, show_cause(_one_cause(cause_id)), status=status, location=location)
