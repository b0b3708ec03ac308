"""Segments for programs."""

import json
from typing import Annotated, Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from ninja import Query, Schema
from pydantic import Field

from rapport.core import keyset
from rapport.core.api.etags import check_match
from rapport.core.api.problems import bad_field
from rapport.core.api.routing import Router, Routes, answer, answer_one, answer_page, routers
from rapport.core.api.schemas import In, ListQuery, Moment, PageOut, text, words
from rapport.core.facts import Book
from rapport.customers.api.schemas import CustomerOut
from rapport.customers.api.showing import show_all
from rapport.customers.models import Customer
from rapport.customers.queries.counting import count
from rapport.segments import actions
from rapport.segments.conditions import Misread, Unreadable, condition_of, line_of, tree_in, tree_of
from rapport.segments.models import Segment
from rapport.segments.queries import asked, members, question_of

router = Router(tags=["Segments"])
routers.add(Routes("segments", router, order=40))

Condition = Annotated[
    dict[str, Any],
    Field(
        description="The JSON form: docs/segments.md",
        examples=[{"version": 1, "all": [{"field": "city", "op": "is", "value": "Brno"}]}],
    ),
]
Line = Annotated[text(4000), Field(description="The same as a line of text", examples=["city is Brno and not tag oak"])]


class WhoIn(In):
    """One of the two. Without either, a segment is a list that is picked by hand."""

    condition: Condition | None = None
    where: Line = ""


class SegmentIn(WhoIn):
    name: words(80)
    shared: bool = False
    columns: list[text(80)] = Field(default_factory=list, max_length=20, description="Names of fields, in order")
    sort: text(80) = ""


class SegmentPatch(In):
    """What is left out stays as it is."""

    name: words(80) | None = None
    condition: Condition | None = None
    where: Line | None = None
    shared: bool | None = None
    columns: list[text(80)] | None = Field(None, max_length=20)
    sort: text(80) | None = None


class MembersIn(In):
    customers: list[UUID] = Field(max_length=10_000)


class ChangedOut(Schema):
    changed: int = Field(description="How many were not in it before, or not out of it")


class SegmentOut(Schema):
    id: UUID
    name: str
    kind: str = Field(description="dynamic or static")
    condition: Condition | None
    where: str = Field(description="The condition as a line of English text; empty when it is broken")
    problem: str = Field(description="Why it is broken, so that nobody is in it; otherwise empty")
    shared: bool
    owner: UUID | None
    columns: list[str]
    sort: str
    created_at: Moment
    updated_at: Moment


class CountOut(Schema):
    """How many customers the reader sees who are like that."""

    count: int
    exact: bool = Field(description="false: told from a sample, between `low` and `high` in 95 of 100 cases")
    low: int
    high: int


@router.get("", permission="segments.view_segment", answers=PageOut[SegmentOut])
def list_segments(request: HttpRequest, asked_for: Query[ListQuery]):
    """Your own and those that are shared, in the order in which they were made."""
    rows = Segment.objects.visible_to(request.user)
    page = keyset.page(rows, order=("id",), after=asked_for.cursor, size=asked_for.limit)
    book = Book(request.user)
    return answer_page(page, lambda segment: show(segment, book), SegmentOut)


@router.post("", permission="segments.add_segment", answers=SegmentOut, status=201, fails=(409,))
def add_segment(request: HttpRequest, sent: SegmentIn):
    """Save a segment: by a condition or a line, or a list to put customers on."""
    condition = _condition(request, sent.condition, sent.where)
    segment = _refused_as_field(
        lambda: actions.save(
            sent.name,
            by=request.user,
            condition=condition,
            is_shared=sent.shared,
            columns=sent.columns,
            sort=sent.sort,
            at=timezone.now(),
        )
    )
    return _answer(request, segment, status=201)


@router.post("/count", permission="segments.view_segment", answers=CountOut)
def count_customers(request: HttpRequest, sent: WhoIn):
    """How many customers are like that, without saving anything."""
    condition = _condition(request, sent.condition, sent.where) or {"version": 1, "all": []}
    question = _refused_as_field(lambda: asked(condition, user=request.user))
    return _counted(question.of(Customer.objects.visible_to(request.user).in_use()))


@router.get("/{uuid:segment_id}", permission="segments.view_segment", answers=SegmentOut)
def get_segment(request: HttpRequest, segment_id: UUID):
    """One segment."""
    return _answer(request, _visible(request, segment_id))


@router.patch("/{uuid:segment_id}", permission="segments.change_segment", answers=SegmentOut, fails=(409, 412))
def change_segment(request: HttpRequest, segment_id: UUID, sent: SegmentPatch):
    """Change what is sent and nothing else."""
    given = sent.model_dump(exclude_unset=True)
    changes = {name: given[name] for name in ("name", "columns", "sort") if given.get(name) is not None}
    if given.get("shared") is not None:
        changes["is_shared"] = given["shared"]
    if condition := _condition(request, given.get("condition"), given.get("where") or ""):
        changes["condition"] = condition
    with transaction.atomic():
        rows = Segment.objects.visible_to(request.user).select_for_update(of=("self",))
        segment = get_object_or_404(rows, pk=segment_id)
        check_match(request, show(segment, Book(request.user)))
        changed = _refused_as_field(lambda: actions.change(segment, by=request.user, changes=changes))
        return _answer(request, changed)


@router.delete("/{uuid:segment_id}", permission="segments.delete_segment", answers=None, status=204, fails=(409,))
def delete_segment(request: HttpRequest, segment_id: UUID):
    """Take it away; refused with 409 while something uses it."""
    actions.delete(_visible(request, segment_id), by=request.user)
    return HttpResponse(status=204)


@router.get(
    "/{uuid:segment_id}/customers", permission="segments.view_segment", answers=PageOut[CustomerOut], fails=(409,)
)
def list_members(request: HttpRequest, segment_id: UUID, asked_for: Query[ListQuery]):
    """Who is in it now, in the order in which they were added. A broken segment answers 409, never everybody."""
    rows = members(_visible(request, segment_id), request.user)
    page = keyset.page(rows.only("pk"), order=("id",), after=asked_for.cursor, size=asked_for.limit)
    return answer({"items": show_all([customer.pk for customer in page]), "next": page.next})


@router.get("/{uuid:segment_id}/count", permission="segments.view_segment", answers=CountOut, fails=(409,))
def count_members(request: HttpRequest, segment_id: UUID):
    """How many are in it now."""
    question = question_of(_visible(request, segment_id), user=request.user)
    return _counted(question.of(Customer.objects.visible_to(request.user).in_use()))


@router.post("/{uuid:segment_id}/customers", permission="segments.change_segment", answers=ChangedOut, fails=(409,))
def put_in(request: HttpRequest, segment_id: UUID, sent: MembersIn):
    """Put customers on a list that is picked by hand. Twice is harmless."""
    segment = _visible(request, segment_id)
    return answer(ChangedOut(changed=actions.put_in(segment, sent.customers, by=request.user, at=timezone.now())))


@router.post("/{uuid:segment_id}/removals", permission="segments.change_segment", answers=ChangedOut, fails=(409,))
def take_out(request: HttpRequest, segment_id: UUID, sent: MembersIn):
    """Take customers off a list that is picked by hand."""
    segment = _visible(request, segment_id)
    return answer(ChangedOut(changed=actions.take_out(segment, sent.customers, by=request.user)))


def show(segment: Segment, book: Book) -> SegmentOut:
    where = problem = ""
    if segment.condition is not None:
        try:
            with translation.override("en"):
                where = line_of(tree_of(segment.condition, book), book)
        except Misread as broken:
            problem = str(broken.message)
    same = ("id", "name", "kind", "columns", "sort", "created_at", "updated_at")
    return SegmentOut(
        **{name: getattr(segment, name) for name in same},
        condition=_in_order(segment.condition),
        where=where,
        problem=problem,
        shared=segment.is_shared,
        owner=segment.owner_id,
    )


def _in_order(condition: dict | None) -> dict | None:
    """Always the same order, as the database keeps none and the version mark needs one."""
    return condition and json.loads(json.dumps(condition, sort_keys=True))


def _condition(request: HttpRequest, condition: dict | None, where: str) -> dict | None:
    """What was sent, as JSON. A line that makes no sense is a bad field, and says where it stops making sense."""
    if condition is not None and where:
        raise bad_field("where", _("Send either a condition or a line."))
    if not where.strip():
        return condition
    try:
        return condition_of(tree_in(where, Book(request.user)))
    except Unreadable as unreadable:
        text = _("At sign %(place)s: %(problem)s") % {"place": unreadable.start + 1, "problem": unreadable.message}
        raise bad_field("where", text) from unreadable


def _refused_as_field(act):
    """What is wrong with a condition is wrong with what was sent (422), not with the state of the house (409)."""
    try:
        return act()
    except Misread as misread:
        problem = misread.problems[0]
        field = f"condition.{problem.path}" if problem.path else "condition"
        raise bad_field(field, problem.message, problem.code) from misread


def _counted(customers):
    found = count(customers)
    low, high = (found.number, found.number) if found.is_exact else (found.low, found.high)
    return answer(CountOut(count=found.number, exact=found.is_exact, low=low, high=high))


def _visible(request: HttpRequest, segment_id: UUID) -> Segment:
    return get_object_or_404(Segment.objects.visible_to(request.user), pk=segment_id)


def _answer(request: HttpRequest, segment: Segment, *, status: int = 200):
    location = f"/api/v1/segments/{segment.pk}" if status == 201 else ""
    return answer_one(request, show(segment, Book(request.user)), status=status, location=location)
