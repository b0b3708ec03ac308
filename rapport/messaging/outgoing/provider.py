"""Mails through a provider's API, by django-anymail, where a channel names one and no SMTP server of its own."""

from email import message_from_bytes, policy
from importlib import import_module
from typing import Any

import requests
from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused, AnymailRequestsAPIError
from anymail.message import AnymailMessage

from rapport.messaging.accounts import secrets_of
from rapport.messaging.channels.adapters import Receipt, Refused, TryLater, Unclear
from rapport.messaging.models import Channel, Message
from rapport.messaging.outgoing import rendering
from rapport.messaging.outgoing.ways import OnWire, OutOfOrder

KEYS = {"postmark": "server_token", "mailersend": "api_token"}  # how anymail calls the key; "api_key" for the others
ITS_OWN = {"from", "to", "cc", "subject", "reply-to", "mime-version", "content-type", "content-transfer-encoding"}
ITS_OWN |= {"dkim-signature"}  # it writes the mail anew, and signs that
BUSY, LOCKED = (408, 425, 429, 502, 503), (401, 403)
NOT_CONNECTED = (requests.exceptions.ConnectTimeout, requests.exceptions.SSLError)


class ByProvider:
    def __init__(self, channel: Channel):
        provider, secrets = channel.settings["provider"], secrets_of(channel)
        said = {KEYS.get(provider, "api_key"): secrets.get("api_key", "")}
        if secret_key := secrets.get("secret_key"):  # Mailjet has two
            said["secret_key"] = secret_key
        if provider == "mailgun":
            said["sender_domain"] = rendering.domain_of(channel)
        if base := channel.settings.get("api_url"):
            said["api_url"] = base
        self.backend = import_module(f"anymail.backends.{provider}").EmailBackend(**said)

    def put(self, message: Message, on_wire: OnWire) -> Receipt:
        """One call to their API; the connection is kept. Noted first, since what it takes it sends."""
        mail = as_anymail(message)
        on_wire()()
        try:
            self.backend.send_messages([mail])
        except AnymailRecipientsRefused as error:
            raise Refused("refused_there", _said(error)) from error
        except AnymailAPIError as error:
            raise _told_apart(error) from error
        except AnymailError as error:  # something that this provider cannot do
            raise Refused("refused_there", _said(error)) from error
        return Receipt(provider_id=_id_of(mail))

    def close(self) -> None:
        self.backend.close()


def as_anymail(message: Message) -> AnymailMessage:
    """The same mail that a mail server would get, in the parts that a provider wants."""
    parsed = message_from_bytes(rendering.mail(message), policy=policy.SMTP)
    plain, rich = parsed.get_body(("plain",)), parsed.get_body(("html",))
    mail = AnymailMessage(
        subject=str(parsed["Subject"]),
        body=plain.get_content() if plain else "",
        from_email=str(parsed["From"]),
        to=[str(address) for address in parsed["To"].addresses],
        cc=[str(address) for address in parsed["Cc"].addresses] if parsed["Cc"] else [],
        reply_to=[str(parsed["Reply-To"])] if parsed["Reply-To"] else [],
        headers={name: str(value) for name, value in parsed.items() if name.lower() not in ITS_OWN},
    )
    if rich:
        mail.attach_alternative(rich.get_content(), "text/html")
    for file in message.files.all():
        with file.file.open("rb") as opened:
            content = opened.read()
        if file.is_inline and rich:
            mail.attach(_picture(file, content))
        else:
            mail.attach(file.name, content, file.content_type)
    return mail


def _picture(file: Any, content: bytes) -> Any:
    from email.mime.base import MIMEBase

    part = MIMEBase(*file.content_type.split("/", 1))
    part.set_payload(content)
    part.add_header("Content-Disposition", "inline", filename=file.name)
    part.add_header("Content-ID", f"<{file.content_id}>")
    return part


def _told_apart(error: AnymailAPIError) -> Exception:
    status = getattr(error, "status_code", None)
    if status in LOCKED:
        return OutOfOrder(detail=_said(error))
    if status in BUSY:
        return TryLater(detail=_said(error))
    if status and 400 <= status < 500:
        return Refused("refused_there", _said(error))
    if isinstance(error, AnymailRequestsAPIError) and isinstance(error.__cause__, NOT_CONNECTED):
        return OutOfOrder(detail=_said(error))
    return Unclear(_said(error))


def _said(error: Exception) -> str:
    """The first line: what follows repeats the mail."""
    return str(error).splitlines()[0][:300] if str(error) else type(error).__name__


def _id_of(mail: AnymailMessage) -> str:
    found = mail.anymail_status.message_id
    return str(next(iter(found), "") if isinstance(found, set) else found or "")[:200]
