"""Entries for programs: the firehose of all that happened, and shapes that slices above share."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Schema
from pydantic import Field

from rapport.core import keyset
from rapport.core.api.routing import Router, Routes, answer, answer_page, routers
from rapport.core.api.schemas import In, ListQuery, Moment, text, words
from rapport.core.transactions import settled_below
from rapport.timeline.models import Entry

router = Router(tags=["Entries"])
routers.add(Routes("entries", router, order=40))
LONGEST_BODY = 20_000


class NoteIn(In):
    body: words(LONGEST_BODY)
    at: Moment | None = Field(None, description="When it happened; now when left out")
    follow_up_on: date | None = Field(None, description="A day on which whoever wrote this is reminded")


class PersonOut(Schema):
    id: UUID
    name: str


class EntryOut(Schema):
    """One line on a customer's timeline. Its content never changes; a correction is another entry."""

    id: UUID
    customer: UUID
    kind: str = Field(examples=["order.delivered"])
    at: Moment = Field(description="When it happened")
    recorded_at: Moment
    channel: str
    by: PersonOut | None = Field(description="Who did it; null: Rapport alone, or the customer")
    by_customer: bool
    imported: bool
    subject_type: str
    subject_id: UUID | None
    body: str
    facts: dict[str, Any]
    corrects: UUID | None = Field(description="The entry that this one corrects")


class FeedOut(Schema):
    """`next` is null when there is nothing newer yet; `cursor` is where to go on later."""

    items: list[EntryOut]
    next: str | None
    cursor: str


class FeedQuery(ListQuery):
    after: text(600) = Field("", description="The cursor up to which you have read; the same as `cursor`")
    kind: text(60) = Field("", description="Only entries of this kind")


@router.get("", permission="timeline.view_entry", answers=FeedOut)
def list_entries(request: HttpRequest, asked: Query[FeedQuery]):
    """Every entry in the order in which it was committed, so that none is skipped: read on from the last `cursor`."""
    begin = asked.after or asked.cursor
    rows = Entry.objects.visible_to(request.user).filter(transaction__lt=settled_below()).select_related("by")
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    page = keyset.page(rows, order=("transaction", "id"), after=begin, size=asked.limit)
    end = keyset.cursor(page.items[-1], ("transaction", "id")) if page.items else begin
    return answer(FeedOut.model_construct(items=[show_entry(entry) for entry in page], next=page.next, cursor=end))


def entry_page(customer, *, reader, after: str, size: int) -> HttpResponse:
    """A page of one customer's timeline as `reader` may see it, newest first."""
    rows = Entry.objects.in_sight_of(reader).filter(customer=customer).select_related("by")
    page = keyset.page(rows, order=("-at", "-id"), after=after, size=size)
    return answer_page(page, show_entry, EntryOut)


def show_entry(entry: Entry) -> EntryOut:
    return EntryOut(
        id=entry.pk,
        customer=entry.customer_id,
        kind=entry.kind,
        at=entry.at,
        recorded_at=entry.recorded_at,
        channel=str(entry.channel),
        by=PersonOut(id=entry.by_id, name=str(entry.by)) if entry.by else None,
        by_customer=entry.by_customer,
        imported=entry.imported,
        subject_type=entry.subject_type,
        subject_id=entry.subject_id,
        body=entry.body,
        facts=entry.facts,
        corrects=entry.corrects_id,
    )
