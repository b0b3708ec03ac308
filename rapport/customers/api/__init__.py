"""Customers for programs."""

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Body, Query

from rapport.core import keyset
from rapport.core.api.etags import check_match
from rapport.core.api.routing import Router, Routes, answer, answer_one, routers
from rapport.core.api.schemas import ListQuery, PageOut, text
from rapport.customers import actions
from rapport.customers.api import batch, merges, writing
from rapport.customers.api import duplicates as duplicates
from rapport.customers.api.merges import MergeIn, MergeOut
from rapport.customers.api.schemas import ArchiveIn, BatchIn, BatchOut, CustomerIn, CustomerOut, CustomerPatch
from rapport.customers.api.showing import show, show_all
from rapport.customers.models import Customer
from rapport.customers.queries.search import search_on
from rapport.timeline import actions as timeline
from rapport.timeline.api import EntryOut, NoteIn, entry_page, show_entry

router = Router(tags=["Customers"])
routers.add(Routes("customers", router, order=10))


class CustomerQuery(ListQuery):
    search: text(200) = ""
    archived: bool = False
    kind: Customer.Kind | None = None
    tag: text(60) = ""


@router.get("", permission="customers.view_customer", answers=PageOut[CustomerOut])
def list_customers(request: HttpRequest, asked: Query[CustomerQuery]):
    """Customers in the order in which they were added; with `search` those that match, the best first."""
    rows = Customer.objects.visible_to(request.user).filter(archived_at__isnull=not asked.archived)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.tag:
        rows = rows.filter(tags__name=asked.tag)
    if asked.search.strip():
        found, after = search_on(rows, asked.search, after=asked.cursor, size=asked.limit, reader=request.user)
        return answer({"items": show_all(found), "next": after})
    page = keyset.page(rows.only("pk"), order=("id",), after=asked.cursor, size=asked.limit)
    return answer({"items": show_all([customer.pk for customer in page]), "next": page.next})


@router.post("", permission="customers.add_customer", answers=CustomerOut, status=201, fails=(409,))
def add_customer(request: HttpRequest, sent: CustomerIn):
    """Add a customer."""
    customer = writing.add(sent, by=request.user, at=timezone.now())
    return answer_one(request, show(customer.pk), status=201, location=f"/api/v1/customers/{customer.pk}")


@router.post("/batch", permission="customers.change_customer", answers=BatchOut)
def upsert_customers(request: HttpRequest, sent: BatchIn):
    """Add or change up to 1,000 customers by their codes. Good rows are saved, the others reported by their place."""
    customers = Customer.objects.visible_to(request.user)
    return answer(BatchOut(results=batch.upsert_all(sent.items, customers, by=request.user, at=timezone.now())))


@router.get("/{uuid:customer_id}", permission="customers.view_customer", answers=CustomerOut)
def get_customer(request: HttpRequest, customer_id: UUID):
    """One customer."""
    return _answer(request, customer_id)


@router.patch("/{uuid:customer_id}", permission="customers.change_customer", answers=CustomerOut, fails=(409, 412))
def change_customer(request: HttpRequest, customer_id: UUID, sent: CustomerPatch):
    """Change what is sent and nothing else."""
    with transaction.atomic():
        customer = _locked(request, customer_id)
        check_match(request, show(customer_id))
        writing.change(customer, sent, by=request.user, at=timezone.now())
        return _answer(request, customer_id)


@router.post("/{uuid:customer_id}/archive", permission="customers.change_customer", answers=CustomerOut, fails=(409,))
def archive_customer(request: HttpRequest, customer_id: UUID, sent: ArchiveIn = Body(ArchiveIn())):  # noqa: B008
    """Put a customer away: off the lists, found when asked for. Twice is harmless."""
    customer = _visible(request, customer_id)
    actions.archive(customer, by=request.user, reason=sent.reason, at=timezone.now())
    return _answer(request, customer_id)


@router.post("/{uuid:customer_id}/restore", permission="customers.change_customer", answers=CustomerOut, fails=(409,))
def restore_customer(request: HttpRequest, customer_id: UUID):
    """Take a customer out of the archive."""
    actions.restore(_visible(request, customer_id), by=request.user, at=timezone.now())
    return _answer(request, customer_id)


@router.post(
    "/{uuid:customer_id}/merge", permission="customers.merge_customer", answers=MergeOut, status=201, fails=(409,)
)
def merge_customer(request: HttpRequest, customer_id: UUID, sent: MergeIn):
    """Make the customer named in `absorbed` part of this one. `POST /merges/{id}/undo` makes them two again."""
    return merges.merge(request, _visible(request, customer_id), sent)


@router.get("/{uuid:customer_id}/timeline", permission="timeline.view_entry", answers=PageOut[EntryOut])
def get_timeline(request: HttpRequest, customer_id: UUID, asked: Query[ListQuery]):
    """What happened with a customer, the newest first."""
    return entry_page(_visible(request, customer_id), reader=request.user, after=asked.cursor, size=asked.limit)


@router.post("/{uuid:customer_id}/notes", permission="timeline.add_entry", answers=EntryOut, status=201, fails=(409,))
def add_note(request: HttpRequest, customer_id: UUID, sent: NoteIn):
    """Write a note on a customer's timeline."""
    customer, at = _visible(request, customer_id), timezone.now()
    entry = timeline.note(customer, sent.body, by=request.user, at=sent.at or at, follow_up_on=sent.follow_up_on)
    return answer(show_entry(entry), status=201, location=f"/api/v1/customers/{customer.pk}/timeline")


def _visible(request: HttpRequest, customer_id: UUID) -> Customer:
    return get_object_or_404(Customer.objects.visible_to(request.user), pk=customer_id)


def _locked(request: HttpRequest, customer_id: UUID) -> Customer:
    rows = Customer.objects.visible_to(request.user)
    return get_object_or_404(rows.select_for_update(of=("self",)), pk=customer_id)


def _answer(request: HttpRequest, customer_id: UUID):
    return answer_one(request, show(_visible(request, customer_id).pk))
