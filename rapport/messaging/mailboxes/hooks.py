"""Calls of mail providers: mails that arrived there, and what became of those that they sent for us.

anymail knows their forms and proves them genuine, by the secrets of the channel. Without a secret nobody is let in.
"""

import email.policy
import hashlib
import io
import logging
from collections.abc import Callable
from email.generator import BytesGenerator
from typing import Any
from uuid import UUID

from anymail.exceptions import AnymailWebhookValidationFailure
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from rapport.core.views import PublicPage
from rapport.messaging.channels.adapters import TryLater
from rapport.messaging.incoming import mails
from rapport.messaging.mailboxes import forms_sent, raw_in_calls, tracking
from rapport.messaging.mailboxes.providers import PROVIDERS, Ses, view_of
from rapport.messaging.models import Channel, ChannelKind, RawMail, WebhookEvent

log = logging.getLogger(__name__)
MOST_BYTES = 75 * 2**20  # a mail of 50 MB in base64: larger ones are refused by the providers, too
UNREADABLE = "unreadable_call"  # the rule


@method_decorator(csrf_exempt, name="dispatch")  # their signature proves more than a token of ours would
class MailHook(PublicPage):
    about = ""  # as in the names of anymail's views

    def head(self, request, channel_id: UUID) -> HttpResponse:
        _channel(channel_id)
        return HttpResponse()

    get = head  # some ask whether there is anybody

    def post(self, request, channel_id: UUID) -> HttpResponse:
        channel = _channel(channel_id)
        known = view_of(channel, self.about)
        if known is None:
            return HttpResponse(status=403)
        if not _read_whole(request):
            return HttpResponse(status=413)
        if isinstance(known, Ses) and "Authorization" not in request.headers:  # Amazon wants to be asked
            return HttpResponse(status=401, headers={"WWW-Authenticate": 'Basic realm="Rapport"'})
        fields = forms_sent.take_over(request)
        try:
            known.run_validators(request)
        except AnymailWebhookValidationFailure:
            return HttpResponse(status=403)
        try:
            self.take(channel, request, fields, known.parse_events)
        except TryLater:  # they keep the mail itself, and cannot be asked for it now
            return HttpResponse(status=503)
        return HttpResponse()

    def take(self, channel: Channel, request: HttpRequest, fields: dict[str, bytes], parse: Callable) -> None:
        raise NotImplementedError


class InboundHook(MailHook):
    """A mail arrived at the provider. What cannot be read is kept with the bytes of the call."""

    about = "Inbound"

    def take(self, channel, request, fields, parse):
        event_id = f"inbound {hashlib.sha256(request.body).hexdigest()}"
        if WebhookEvent.objects.filter(channel=channel, event_id=event_id).exists():
            return
        try:
            arrived = raw_in_calls.whole_mails(channel.settings["provider"], request, fields)
            if arrived is None:
                arrived = [_bytes_of(event.message) for event in parse(request)]
        except TryLater:
            raise
        except Exception as error:  # noqa: BLE001 – whatever a provider invents, its call is not lost
            log.warning("a call of a mail provider cannot be read: %s", type(error).__name__)
            arrived = None
        self._keep(channel, event_id, arrived, request.body)

    @transaction.atomic
    def _keep(self, channel: Channel, event_id: str, arrived: list | None, body: bytes) -> None:
        if not _is_new(channel, event_id):
            return
        if arrived is None:
            _quarantine(channel, body)
            return
        for raw, sender, receiver in arrived:
            mails.accept(
                raw if sender is None else mails.returning_to(sender, raw),
                channel=channel,
                source="webhook",
                envelope_from=sender or "",
                envelope_to=[receiver] if receiver else [],
            )


class TrackingHook(MailHook):
    """What became of mails: delivered, opened, came back, called spam."""

    about = "Tracking"

    def take(self, channel, request, fields, parse):
        try:
            told = list(parse(request))
        except Exception as error:  # noqa: BLE001 – called again and again it would say the same
            log.warning("what a mail provider tells of mails cannot be read: %s", type(error).__name__)
            _keep_unread(channel, request)
            return
        for event in told:
            tracking.apply(channel, event)


def _channel(channel_id: UUID) -> Channel:
    channel = Channel.objects.in_use().of(ChannelKind.EMAIL).filter(pk=channel_id).first()
    if channel is None or channel.settings.get("provider") not in PROVIDERS:
        raise Http404
    return channel


def _read_whole(request: HttpRequest) -> bool:
    """Django reads no more than forms need; a mail with its files is larger. False where it is beyond all measure."""
    try:
        length = int(request.headers.get("Content-Length") or 0)
    except ValueError:
        return False
    if length > MOST_BYTES:
        return False
    request._body = request.read(MOST_BYTES)  # type: ignore[attr-defined]
    request._stream = io.BytesIO(request._body)  # type: ignore[attr-defined]
    return True


def _is_new(channel: Channel, event_id: str) -> bool:
    """Providers call again when our answer got lost. The bytes are kept with the mail, not here."""
    nothing_left = {"body": b"", "done_at": timezone.now()}
    return WebhookEvent.objects.get_or_create(channel=channel, event_id=event_id, defaults=nothing_left)[1]


def _keep_unread(channel: Channel, request: HttpRequest) -> None:
    """For whoever looks at the calls of providers."""
    kept = {"body": request.body, "content_type": request.headers.get("Content-Type", "")[:100], "error": "unreadable"}
    event_id = f"tracking {hashlib.sha256(request.body).hexdigest()}"
    WebhookEvent.objects.get_or_create(channel=channel, event_id=event_id, defaults=kept | {"done_at": timezone.now()})


def _bytes_of(message: Any) -> raw_in_calls.Whole:
    written = io.BytesIO()
    policy = email.policy.default.clone(refold_source="none", linesep="\r\n")  # as it was, not as we would write it
    BytesGenerator(written, mangle_from_=False, policy=policy).flatten(message)
    return raw_in_calls.Whole(written.getvalue(), message.envelope_sender, message.envelope_recipient or "")


def _quarantine(channel: Channel, body: bytes) -> None:
    RawMail.objects.create(
        channel=channel,
        source="webhook",
        digest=hashlib.sha256(body).hexdigest(),
        size=len(body),
        content=body,
        state=RawMail.State.QUARANTINED,
        rule=UNREADABLE,
        reason=_("The provider's call has a form that we don't know."),
        settled_at=timezone.now(),
    )
