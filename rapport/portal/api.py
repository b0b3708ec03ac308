"""Links to the customers' site for programs: to one page without signing in, and to come in."""

from typing import Annotated
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field

from rapport.core import passes
from rapport.core.api.problems import bad_field
from rapport.core.api.routing import Router, Routes, answer, routers
from rapport.core.api.schemas import In, Moment, words
from rapport.core.registry import portal_passes
from rapport.customers.models import Customer
from rapport.portal.actions import helping

router = Router(tags=["Customers' own site"])
routers.add(Routes("portal", router, order=90))


class LinkIn(In):
    kind: Annotated[words(40), Field(description="What it opens", examples=["order", "case", "notice"])]
    id: UUID = Field(description="Of the order, the case or the recipient of a notice")
    days: int = Field(passes.DAYS, ge=1, le=passes.LONGEST_DAYS, description="For how many days it holds")


class LinkOut(Schema):
    url: str
    kind: str
    id: UUID
    customer: UUID
    expires_at: Moment


class InvitationIn(In):
    customer: UUID
    address: words(254) = Field(description="One of their e-mail addresses; whoever opens the link verifies it")


class InvitationOut(Schema):
    id: UUID
    customer: UUID
    expires_at: Moment


@router.post("/links", permission="portal.send_link", answers=LinkOut, status=201, fails=(404,))
def make_link(request: HttpRequest, sent: LinkIn):
    """A link to one page, for somebody without an account. It ends when the customer signs out everywhere."""
    kind = portal_passes.find(sent.kind)
    if kind is None:
        known = ", ".join(one.name for one in portal_passes)
        raise bad_field("kind", _("Links lead to one of these: %(kinds)s.") % {"kinds": known})
    if kind.permission and not request.user.has_perm(kind.permission):
        raise PermissionDenied
    customer = kind.of(sent.id)
    if customer is None or not Customer.objects.visible_to(request.user).filter(pk=customer).exists():
        raise Http404
    if kind.may_see and not kind.may_see(request.user, sent.id):
        raise Http404
    now = timezone.now()
    url = passes.address(kind.name, sent.id, customer, at=now, days=sent.days)
    signed = passes.read(url.rstrip("/").rpartition("/")[2])
    shown = LinkOut(url=url, kind=kind.name, id=sent.id, customer=customer, expires_at=signed.until)
    return answer(shown, status=201, location=url)


@router.post("/invitations", permission="portal.send_link", answers=InvitationOut, status=201, fails=(404, 409))
def invite(request: HttpRequest, sent: InvitationIn):
    """Send a customer a mail with a link that lets them in once, within fifteen minutes."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=sent.customer)
    link = helping.invite(customer, sent.address, by=request.user, at=timezone.now())
    return answer(InvitationOut(id=link.pk, customer=customer.pk, expires_at=link.expires_at), status=201)
