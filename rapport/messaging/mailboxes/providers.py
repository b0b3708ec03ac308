"""The providers that call us, and how each proves that it was them. anymail reads what they say.

Amazon and Resend would bring large libraries for one small thing each; that thing is here.
"""

import base64
import hmac
import time
import warnings
from hashlib import sha256
from typing import Any
from urllib.parse import quote, urlsplit

from anymail.exceptions import (
    AnymailInsecureWebhookWarning,
    AnymailNotSupportedWarning,
    AnymailWebhookValidationFailure,
)
from anymail.inbound import AnymailInboundMessage
from anymail.webhooks import amazon_ses, brevo, resend
from anymail.webhooks.base import AnymailBaseWebhookView
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from rapport.messaging.accounts import secrets_of
from rapport.messaging.channels import wire
from rapport.messaging.models import Channel

PROVIDERS = {  # as anymail calls them
    "amazon_ses": "Amazon SES",
    "brevo": "Brevo",
    "mailersend": "MailerSend",
    "mailgun": "Mailgun",
    "mailjet": "Mailjet",
    "postmark": "Postmark",
    "resend": "Resend",
    "sendgrid": "SendGrid",
    "sparkpost": "SparkPost",
}
BY_SMTP_ONLY = {"amazon_ses"}  # its interface wants a library of 100 MB; its SMTP server does the same
SIGNED_BY = {  # what each calls the key of its signatures, for mails that arrived and for what became of ours
    ("mailgun", "Inbound"): "webhook_signing_key",
    ("mailgun", "Tracking"): "webhook_signing_key",
    ("mailersend", "Inbound"): "inbound_secret",
    ("mailersend", "Tracking"): "signing_secret",
    ("resend", "Inbound"): "standard_secret",
    ("resend", "Tracking"): "standard_secret",
    ("sendgrid", "Tracking"): "tracking_webhook_verification_key",
}
SIGNS_OR_KNOWS_PASSWORD = {"sendgrid"}  # the others that can sign always do
FETCHED = {("resend", "Inbound"), ("brevo", "Inbound")}  # the call names what is fetched with the API key
AMAZON = (".amazonaws.com", ".amazonaws.com.cn")
STALE_SECONDS = 5 * 60
warnings.filterwarnings("ignore", category=AnymailInsecureWebhookWarning)  # `view_of` lets nobody in without proof
warnings.filterwarnings("ignore", category=AnymailNotSupportedWarning)  # SendGrid: its forms have not changed in years


def view_of(channel: Channel, about: str) -> Any:
    """anymail's view of such calls, with the secrets of the channel; None where nothing proves them genuine."""
    provider, secrets = channel.settings["provider"], secrets_of(channel)
    given: dict[str, Any] = {"webhook_secret": secrets.get("webhook_secret", "")}
    key, name = secrets.get("webhook_signing_key", ""), SIGNED_BY.get((provider, about))
    if name and (key or provider not in SIGNS_OR_KNOWS_PASSWORD):
        if not key:
            return None
        given[name] = key
    elif not given["webhook_secret"]:
        return None
    if (provider, about) in FETCHED:
        given["api_key"] = secrets.get("api_key", "")
        if base := channel.settings.get("api_url"):
            given["api_url"] = base
    try:
        return _class_of(provider, about)(**given)
    except (ValueError, ImproperlyConfigured):  # a key that is none
        return None


def _class_of(provider: str, about: str) -> Any:
    if own := OWN.get((provider, about)):
        return own
    return import_string(f"anymail.webhooks.{provider}.{PROVIDERS[provider]}{about}WebhookView")


class Signed:
    """Standard Webhooks 1.0, as Resend signs (it calls the headers svix-…)."""

    standard_secret = ""

    def validate_request(self, request: Any) -> None:
        name, stamp = request.headers.get("svix-id", ""), request.headers.get("svix-timestamp", "")
        key = base64.b64decode(self.standard_secret.removeprefix("whsec_"))
        signed = hmac.new(key, b".".join([name.encode(), stamp.encode(), request.body]), sha256).digest()
        wanted = "v1," + base64.b64encode(signed).decode()
        told = request.headers.get("svix-signature", "").split(" ")
        if not any(hmac.compare_digest(wanted.encode(), one.encode()) for one in told):
            raise AnymailWebhookValidationFailure("The signature is wrong")
        if not stamp.isdigit() or abs(time.time() - int(stamp)) > STALE_SECONDS:
            raise AnymailWebhookValidationFailure("It was signed too long ago")


class ResendTracking(Signed, resend.ResendTrackingWebhookView):
    pass


class ResendInbound(Signed, resend.ResendInboundWebhookView):
    """The call only says that there is a mail; it is fetched as it came, within a time. Raises what `wire` raises."""

    def _fetch_inbound_email(self, email_id: str) -> AnymailInboundMessage:
        key = wire.bearer(self.api_key)
        kept = wire.ask("GET", f"{self.api_url}emails/receiving/{email_id}", headers=key).data
        raw_url = (kept.get("raw") or {}).get("download_url")
        if not raw_url:
            return super()._fetch_inbound_email(email_id)
        return AnymailInboundMessage.parse_raw_mime_bytes(wire.fetch(raw_url))


class BrevoInbound(brevo.BrevoInboundWebhookView):
    """Files are fetched one by one, within a time. Raises what `wire` raises."""

    def _fetch_attachment(self, attachment: dict) -> AnymailInboundMessage:
        token = quote(attachment["DownloadToken"], safe="")
        content = wire.fetch(f"{self.api_url}inbound/attachments/{token}", {"api-key": self.api_key})
        return AnymailInboundMessage.construct_attachment(
            content_type=attachment.get("ContentType") or "application/octet-stream",
            content=content,
            filename=attachment.get("Name"),
            content_id=attachment.get("ContentID"),
        )


class Ses:
    """Amazon's calls without its library. They are proved by name and password, as anymail does."""

    def __init__(self, **given: Any) -> None:
        self.auto_confirm_enabled = True
        AnymailBaseWebhookView.__init__(self, **given)  # type: ignore[arg-type]

    def auto_confirm_sns_subscription(self, sns_message: dict) -> None:
        """The first call asks whether we want more; whoever knew the password may send us on, to Amazon only."""
        where = urlsplit(str(sns_message.get("SubscribeURL", "")))
        host = where.hostname or ""
        if where.scheme == "https" and host.startswith("sns.") and host.endswith(AMAZON):
            wire.fetch(where.geturl())


class SesTracking(Ses, amazon_ses.AmazonSESTrackingWebhookView):
    pass


class SesInbound(Ses, amazon_ses.AmazonSESInboundWebhookView):
    pass


OWN = {
    ("brevo", "Inbound"): BrevoInbound,
    ("amazon_ses", "Inbound"): SesInbound,
    ("amazon_ses", "Tracking"): SesTracking,
    ("resend", "Inbound"): ResendInbound,
    ("resend", "Tracking"): ResendTracking,
}
