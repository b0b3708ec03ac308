from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query

from rapport.core import keyset
from rapport.core.api.problems import bad_field
from rapport.core.api.routing import Router, Routes, answer_one, answer_page, routers
from rapport.core.api.schemas import ListQuery, PageOut
from rapport.customers.models import Customer
from rapport.messaging.api.schemas import (
    MessageIn,
    MessageOut,
    MessageQuery,
    QuarantinedOut,
    show_message,
    show_quarantined,
)
from rapport.messaging.models import Channel, Message, RawMail
from rapport.messaging.outgoing.actions import send

router = Router(tags=["Conversations"])
routers.add(Routes("messages", router, order=26))

SEE = "messaging.view_message"


@router.get("", permission=SEE, answers=PageOut[MessageOut])
def list_messages(request: HttpRequest, asked: Query[MessageQuery]):
    """Every message, the newest first; bounces, spam reports and automatic replies among them, with their kind."""
    rows = Message.objects.visible_to(request.user).prefetch_related("files")
    for name in ("direction", "conversation", "customer"):
        if value := getattr(asked, name):
            rows = rows.filter(**{name: value})
    page = keyset.page(rows, order=("-id",), after=asked.cursor, size=asked.limit)
    return answer_page(page, show_message, MessageOut)


@router.get("/quarantine", permission="messaging.view_rawmail", answers=PageOut[QuarantinedOut])
def list_quarantine(request: HttpRequest, asked: Query[ListQuery]):
    """Mails that were accepted and could not be read, the latest first."""
    rows = RawMail.objects.filter(state=RawMail.State.QUARANTINED).defer("content")
    page = keyset.page(rows, order=("-received_at", "-id"), after=asked.cursor, size=asked.limit)
    return answer_page(page, show_quarantined, QuarantinedOut)


@router.get("/{uuid:message_id}", permission=SEE, answers=MessageOut)
def get_message(request: HttpRequest, message_id: UUID):
    """One message."""
    rows = Message.objects.visible_to(request.user).prefetch_related("files")
    return answer_one(request, show_message(get_object_or_404(rows, pk=message_id)))


@router.post("", permission="messaging.add_message", answers=MessageOut, status=201, fails=(409,))
def write_message(request: HttpRequest, sent: MessageIn):
    """Write to a customer. What may not be sent is kept with the state `refused` and its reason."""
    customer = Customer.objects.visible_to(request.user).filter(pk=sent.customer).first()
    if customer is None:
        raise bad_field("customer", _("There is no such customer."), "not_found")
    message = send(
        customer,
        sent.text,
        by=request.user,
        channel=_channel(sent.channel),
        purpose=sent.purpose,
        subject=sent.subject,
        send_after=sent.send_after,
    )
    return answer_one(request, show_message(message), status=201, location=f"/api/v1/messages/{message.pk}")


def _channel(channel_id: UUID | None) -> Channel | None:
    if channel_id is None:
        return None
    channel = Channel.objects.in_use().filter(pk=channel_id).first()
    if channel is None:
        raise bad_field("channel", _("There is no such channel in use."), "not_found")
    return channel
