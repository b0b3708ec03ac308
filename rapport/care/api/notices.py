"""Notices for programs: drafted, read, sent, followed."""

from datetime import date
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Schema
from pydantic import Field, model_validator

from rapport.care.models import Certainty, Notice, NoticeKind, NoticeText
from rapport.care.notices import actions, queries
from rapport.care.notices.actions.approving import findings
from rapport.care.notices.actions.drafting import WRITTEN
from rapport.care.notices.whom import Orders, Picked, Segment, Whom
from rapport.care.notices.wording import LANGUAGES
from rapport.core import keyset
from rapport.core.api.problems import bad_field
from rapport.core.api.routing import Router, Routes, answer_one, answer_page, routers
from rapport.core.api.schemas import In, ListQuery, Moment, PageOut, text, words
from rapport.orders.models import Product
from rapport.segments import models as segments
from rapport.staff.models import Location

router = Router(tags=["Notices"])
routers.add(Routes("notices", router, order=36))
MOST_NAMED = 1_000


class OrdersIn(In):
    """Open orders that hold a product, travel with a shipment, are handled at a location, or were promised for certain
    days."""

    product: UUID | None = None
    shipment: text(200) = Field("", description="Its number, or any other part of the tracking link")
    location: UUID | None = None
    promised_from: date | None = None
    promised_until: date | None = None
    came_since: date | None = Field(None, description="Also orders that came since that day, as for a recall")


class WhomIn(In):
    """One of the three."""

    segment: UUID | None = None
    orders: OrdersIn | None = None
    customers: list[UUID] | None = Field(None, max_length=MOST_NAMED)

    @model_validator(mode="after")
    def _one_of_them(self):
        if sum(each is not None for each in (self.segment, self.orders, self.customers)) != 1:
            raise ValueError(_("Say one of segment, orders and customers."))
        return self


class WordsIn(In):
    """The parts that are words, in one language. What is left out stays as it is."""

    subject: text(200) | None = None
    happened: text(4000) | None = Field(None, description="The true cause in plain words, or that it is not known yet")
    meaning: text(4000) | None = Field(None, description="What it means for this customer")
    doing: text(4000) | None = None
    choices: text(4000) | None = Field(None, description="What they can do, and what they get for the trouble")
    apology: text(4000) | None = None


class NoticeIn(In):
    kind: NoticeKind
    title: text(160) = Field("", description="Among colleagues; customers do not see it")
    whom: WhomIn
    certainty: Certainty = Certainty.CONFIRMED
    cause: text(300) = Field("", description="A ready cause (supplier, material, machine, carrier …) or a sentence")
    what: text(200) = Field("", description="The product or service it is about")
    new_on: date | None = None
    latest_on: date | None = None
    next_news_at: Moment | None = None
    known_at: Moment | None = Field(None, description="Now when left out")
    texts: dict[str, WordsIn] = Field({}, description="By language: en, ka, cs, ta")


class NewsWords(In):
    subject: words(200)
    text: words(4000)


class NoticeNewsIn(In):
    """By language, in every language that the affected need."""

    texts: dict[str, NewsWords]
    new_on: date | None = None
    latest_on: date | None = None
    next_news_at: Moment | None = None


class SolvedIn(In):
    texts: dict[str, NewsWords]


class FindingOut(Schema):
    part: str
    language: str
    message: str
    found: str
    blocks: bool = Field(description="It has to be put right before the notice can go")


class ProgressOut(Schema):
    total: int
    told: int
    spoken: int = Field(description="By phone or in person")
    held: int = Field(description="Not reached")
    on_the_way: int
    waiting: int
    unclear: int


class NoticeOut(Schema):
    id: UUID
    number: int
    kind: str
    title: str
    state: str
    certainty: str
    new_on: date | None
    latest_on: date | None
    next_news_at: Moment | None
    known_at: Moment
    tell_by: Moment
    promised_at: Moment | None
    told_at: Moment | None
    notice_lead_hours: float | None = Field(description="Before the promised date; negative when after")
    telling_delay_hours: float | None = Field(description="Business hours in which we knew and they did not")
    recipients: int
    owner: UUID | None
    order: UUID | None
    is_automatic: bool
    resolved_at: Moment | None


class NoticeDetail(NoticeOut):
    progress: ProgressOut
    findings: list[FindingOut]
    texts: dict[str, dict[str, str]]


class NoticeQuery(ListQuery):
    state: Annotated[str, Field(max_length=8)] = ""


@router.get("", permission="care.view_notice", answers=PageOut[NoticeOut])
def list_notices(request: HttpRequest, asked: Query[NoticeQuery]):
    """Notices, the newest first."""
    rows = queries.visible(request.user)
    if asked.state:
        rows = rows.filter(state=asked.state)
    page = keyset.page(rows, order=queries.LATEST, after=asked.cursor, size=asked.limit)
    return answer_page(page, lambda notice: NoticeOut(**_facts(notice)), NoticeOut)


@router.post("", permission="care.add_notice", answers=NoticeDetail, status=201, fails=(409,))
def draft_notice(request: HttpRequest, sent: NoticeIn):
    """Begin a notice from the templates of its kind; words that are sent along stand in their place."""
    at = timezone.now()
    if sent.known_at and sent.known_at > at:
        raise bad_field("known_at", _("You cannot know it since a moment that is still to come."))
    named = {"product": sent.what, "service": sent.what} if sent.what else {}
    dates = {"new_on": sent.new_on, "latest_on": sent.latest_on, "next_news_at": sent.next_news_at}
    if sent.latest_on and not (sent.new_on and sent.new_on <= sent.latest_on):
        raise bad_field("latest_on", _("The latest day lies before the first."))
    notice = actions.draft(
        sent.kind, at=at, by=request.user, whom=_whom(request, sent.whom), title=sent.title, cause=sent.cause,
        certainty=sent.certainty, known_at=sent.known_at, facts=named, **dates,
    )  # fmt: skip
    if sent.texts:
        actions.edit(notice, at=at, by=request.user, changes={}, texts=_texts(sent.texts))
    return _answer(request, notice.pk, status=201)


@router.get("/{uuid:notice_id}", permission="care.view_notice", answers=NoticeDetail)
def get_notice(request: HttpRequest, notice_id: UUID):
    """One notice: how far it is, and what stands against sending it."""
    return _answer(request, notice_id)


@router.post("/{uuid:notice_id}/send", permission="care.change_notice", answers=NoticeDetail, fails=(409,))
def send_notice(request: HttpRequest, notice_id: UUID):
    """Tell everybody. From twenty on somebody who may approve notices, and did not write it, has to ask for it.
    Twice is harmless."""
    actions.send_out(_visible(request, notice_id), at=timezone.now(), by=request.user)
    return _answer(request, notice_id)


@router.post("/{uuid:notice_id}/news", permission="care.change_notice", answers=NoticeDetail, fails=(409,))
def tell_news(request: HttpRequest, notice_id: UUID, sent: NoticeNewsIn):
    """News for the same people. A new date moves what was promised to them, once they know it."""
    said = {language: dict(each) for language, each in sent.texts.items()}
    dates = {"new_on": sent.new_on, "latest_on": sent.latest_on, "next_news_at": sent.next_news_at}
    if sent.new_on and sent.new_on < timezone.localdate():
        raise bad_field("new_on", _("That day has passed. Promise one that is still to come."))
    actions.update(_visible(request, notice_id), said, at=timezone.now(), by=request.user, **dates)
    return _answer(request, notice_id)


@router.post("/{uuid:notice_id}/solve", permission="care.change_notice", answers=NoticeDetail, fails=(409,))
def solve_notice(request: HttpRequest, notice_id: UUID, sent: SolvedIn):
    """Tell the same people that it is done."""
    said = {language: dict(each) for language, each in sent.texts.items()}
    actions.resolve(_visible(request, notice_id), said, at=timezone.now(), by=request.user)
    return _answer(request, notice_id)


def _visible(request: HttpRequest, notice_id: UUID) -> Notice:
    return get_object_or_404(queries.visible(request.user), pk=notice_id)


def _answer(request: HttpRequest, notice_id: UUID, *, status: int = 200):
    notice = _visible(request, notice_id)
    far = queries.progress(notice)
    texts = notice.texts.filter(about=NoticeText.About.NOTICE)
    found = findings(notice, at=timezone.now()) if notice.state in ("draft", "approved") else []
    shown = NoticeDetail(
        **_facts(notice),
        progress=ProgressOut(**{name: getattr(far, name) for name in ProgressOut.model_fields}),
        findings=[FindingOut(**{name: getattr(one, name) for name in FindingOut.model_fields}) for one in found],
        texts={each.language: {name: getattr(each, name) for name in WRITTEN} for each in texts},
    )
    return answer_one(request, shown, status=status, location=f"/api/v1/notices/{notice.pk}" if status == 201 else "")


def _facts(notice: Notice) -> dict:
    early = queries.how_early(notice)
    same = (
        *("id", "number", "kind", "title", "state", "certainty", "new_on", "latest_on", "next_news_at", "known_at"),
        *("tell_by", "promised_at", "told_at", "is_automatic", "resolved_at"),
    )
    return {name: getattr(notice, name) for name in same} | {
        "notice_lead_hours": round(early.lead.total_seconds() / 3600, 2) if early.lead is not None else None,
        "telling_delay_hours": round(early.delay_minutes / 60, 2) if early.delay_minutes is not None else None,
        "recipients": notice.recipient_count,
        "owner": notice.owner_id,
        "order": notice.order_id,
    }


def _texts(sent: dict[str, WordsIn]) -> dict[str, dict[str, str]]:
    for language in sent:
        if language not in LANGUAGES:
            raise bad_field("texts", _("Notices are written in en, ka, cs and ta."))
    return {language: {n: v for n, v in dict(each).items() if v is not None} for language, each in sent.items()}


def _whom(request: HttpRequest, sent: WhomIn) -> Whom:
    if sent.customers is not None:
        return Picked(sent.customers)
    if sent.segment:
        found = segments.Segment.objects.visible_to(request.user).filter(pk=sent.segment).first()
        if found is None:
            raise bad_field("whom.segment", _("There is no such segment."), "not_found")
        return Segment(found)
    asked = sent.orders or OrdersIn()
    product = Product.objects.filter(pk=asked.product).first() if asked.product else None
    if asked.product and product is None:
        raise bad_field("whom.orders.product", _("There is no such product."), "not_found")
    location = Location.objects.filter(pk=asked.location).first() if asked.location else None
    if asked.location and location is None:
        raise bad_field("whom.orders.location", _("There is no such location."), "not_found")
    if not (product or location or asked.shipment or asked.promised_from or asked.promised_until):
        said = _("Name a product, a shipment, a location or days; otherwise everybody with an order is meant.")
        raise bad_field("whom.orders", said)
    days = {name: getattr(asked, name) for name in ("promised_from", "promised_until", "came_since")}
    return Orders(product, location, shipment=asked.shipment, **days)
