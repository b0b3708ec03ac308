from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query

from rapport.core import audit, keyset
from rapport.core.api.problems import bad_field
from rapport.core.api.routing import Router, Routes, answer_one, answer_page, routers
from rapport.core.api.schemas import PageOut
from rapport.customers.models import Customer
from rapport.messaging.api.schemas import (
    MessageIn,
    MessageOut,
    MessageQuery,
    QuarantinedOut,
    QuarantinedWholeOut,
    QuarantineQuery,
    SettlingIn,
    show_message,
    show_quarantined,
    show_quarantined_whole,
)
from rapport.messaging.incoming import quarantine
from rapport.messaging.models import Channel, Message, RawMail
from rapport.messaging.outgoing.actions import send

router = Router(tags=["Conversations"])
routers.add(Routes("messages", router, order=26))

SEE, MEND = "messaging.view_message", "messaging.change_rawmail"


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
def list_quarantine(request: HttpRequest, asked: Query[QuarantineQuery]):
    """Mails that were accepted and could not be read, or were left out by a rule, the latest first."""
    rows = quarantine.not_filed(request.user).filter(state=asked.state).defer("content")
    page = keyset.page(rows, order=("-received_at", "-id"), after=asked.cursor, size=asked.limit)
    return answer_page(page, show_quarantined, QuarantinedOut)


@router.get("/quarantine/{uuid:mail_id}", permission="messaging.view_rawmail", answers=QuarantinedWholeOut)
def get_quarantined(request: HttpRequest, mail_id: UUID):
    """One of them with its bytes, as they came. That they were taken out is noted."""
    raw = _quarantined(request, mail_id)
    audit.record("mail.taken_out", by=request.user, about=raw)
    return answer_one(request, show_quarantined_whole(raw))


@router.post("/quarantine/{uuid:mail_id}/read", permission=MEND, answers=QuarantinedOut)
def read_quarantined_again(request: HttpRequest, mail_id: UUID):
    """Have it read once more, as if it had just come. It is among the messages then, or here again."""
    raw = quarantine.read_again(_quarantined(request, mail_id), by=request.user)
    raw.refresh_from_db(fields=["state", "rule", "reason"])
    return answer_one(request, show_quarantined(raw))


@router.post("/quarantine/{uuid:mail_id}/settle", permission=MEND, answers=QuarantinedOut)
def settle_quarantined(request: HttpRequest, mail_id: UUID, sent: SettlingIn):
    """Nothing more is to be done about it. Its bytes stay. Sending it twice keeps the first reason."""
    raw = _quarantined(request, mail_id)
    return answer_one(
        request, show_quarantined(quarantine.settle(raw, by=request.user, at=timezone.now(), reason=sent.reason))
    )


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


def _quarantined(request: HttpRequest, mail_id: UUID) -> RawMail:
    return get_object_or_404(quarantine.not_filed(request.user), pk=mail_id)
