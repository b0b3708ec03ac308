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
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from rapport.core.views import PublicPage
from rapport.messaging.accounts import secrets_of
from rapport.messaging.incoming import mails
from rapport.messaging.mailboxes import tracking
from rapport.messaging.models import Channel, ChannelKind, RawMail, WebhookEvent

log = logging.getLogger(__name__)
PROVIDERS = {  # as anymail calls them
    "brevo": "Brevo",
    "mailersend": "MailerSend",
    "mailgun": "Mailgun",
    "mailjet": "Mailjet",
    "postmark": "Postmark",
    "sparkpost": "SparkPost",
}
SIGNED_BY = {  # what each calls the key of its signatures, for mails that arrived and for what became of ours
    ("mailgun", "Inbound"): "webhook_signing_key",
    ("mailgun", "Tracking"): "webhook_signing_key",
    ("mailersend", "Inbound"): "inbound_secret",
    ("mailersend", "Tracking"): "signing_secret",
}
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
        known = _known_form(channel, self.about)
        if known is None:
            return HttpResponse(status=403)
        try:
            known.run_validators(request)
        except AnymailWebhookValidationFailure:
            return HttpResponse(status=403)
        self.take(channel, request, known.parse_events)
        return HttpResponse()

    def take(self, channel: Channel, request: HttpRequest, parse: Callable) -> None:
        raise NotImplementedError


class InboundHook(MailHook):
    """A mail arrived at the provider. What cannot be read is kept with the bytes of the call."""

    about = "Inbound"

    @transaction.atomic
    def take(self, channel, request, parse):
        if not _is_new(channel, f"inbound {hashlib.sha256(request.body).hexdigest()}"):
            return
        try:
            arrived = [_bytes_of(event.message) for event in parse(request)]
        except Exception as error:  # noqa: BLE001 – whatever a provider invents, its call is not lost
            log.warning("a call of a mail provider cannot be read: %s", type(error).__name__)
            _quarantine(channel, request.body)
            return
        for raw, sender, receiver in arrived:
            mails.accept(
                raw,
                channel=channel,
                source="webhook",
                envelope_from=sender or "",
                envelope_to=[receiver] if receiver else [],
            )


class TrackingHook(MailHook):
    """What became of mails: delivered, opened, came back, called spam."""

    about = "Tracking"

    def take(self, channel, request, parse):
        for event in parse(request):
            tracking.apply(channel, event)


def _channel(channel_id: UUID) -> Channel:
    channel = Channel.objects.in_use().of(ChannelKind.EMAIL).filter(pk=channel_id).first()
    if channel is None or channel.settings.get("provider") not in PROVIDERS:
        raise Http404
    return channel


def _known_form(channel: Channel, about: str) -> Any:
    """anymail's view of such calls, with the secrets of the channel; None where nothing proves them genuine."""
    provider = channel.settings["provider"]
    secrets = secrets_of(channel)
    view = import_string(f"anymail.webhooks.{provider}.{PROVIDERS[provider]}{about}WebhookView")
    given: dict[str, Any] = {"webhook_secret": secrets.get("webhook_secret", "")}
    if name := SIGNED_BY.get((provider, about)):
        if not secrets.get("webhook_signing_key"):
            return None
        given[name] = secrets["webhook_signing_key"]
    elif not given["webhook_secret"]:
        return None
    return view(**given)


def _is_new(channel: Channel, event_id: str) -> bool:
    """Providers call again when our answer got lost. The bytes are kept with the mail, not here."""
    nothing_left = {"body": b"", "done_at": timezone.now()}
    return WebhookEvent.objects.get_or_create(channel=channel, event_id=event_id, defaults=nothing_left)[1]


def _bytes_of(message: Any) -> tuple[bytes, str, str]:
    written = io.BytesIO()
    policy = email.policy.default.clone(refold_source="none", linesep="\r\n")  # as it was, not as we would write it
    BytesGenerator(written, mangle_from_=False, policy=policy).flatten(message)
    return written.getvalue(), message.envelope_sender or "", message.envelope_recipient or ""


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
