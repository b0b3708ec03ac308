"""The mail as it came, where a provider's call has it whole: then nobody else's parser comes between it and ours."""

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.http import HttpRequest

from rapport.messaging.channels.events import listed, part_of

Fields = Mapping[str, bytes]


class Whole(NamedTuple):
    """`sender` is that of the envelope: "" of automatic mail, None where the provider does not say."""

    raw: bytes
    sender: str | None
    receiver: str


def whole_mails(provider: str, request: HttpRequest, fields: Fields) -> list[Whole] | None:
    """None where the call has them in parts only. Raises on what has no form of theirs."""
    reader = READERS.get(provider)
    return reader(request, fields) if reader else None


def _mailgun(request: HttpRequest, fields: Fields) -> list[Whole] | None:
    if (raw := fields.get("body-mime")) is None:
        return None
    return [Whole(raw, _text(fields, "sender"), _text(fields, "recipient") or "")]


def _sendgrid(request: HttpRequest, fields: Fields) -> list[Whole] | None:
    if (raw := fields.get("email")) is None:
        return None
    envelope = json.loads(fields.get("envelope") or b"{}")
    to = envelope.get("to") or [""]
    return [Whole(raw, envelope.get("from"), str(to[0]))]


def _postmark(request: HttpRequest, fields: Fields) -> list[Whole] | None:
    told = json.loads(request.body)
    if "RawEmail" not in told:
        return None
    path = next((one for one in listed(told, "Headers") if str(one.get("Name", "")).lower() == "return-path"), None)
    sender = str(path.get("Value", "")).strip("<> ") if path else None
    return [Whole(_bytes(told["RawEmail"]), sender, str(told.get("OriginalRecipient") or ""))]


def _mailersend(request: HttpRequest, fields: Fields) -> list[Whole]:
    about = part_of(json.loads(request.body), "data")
    sender = part_of(about, "sender").get("email")
    to = next((str(one.get("email", "")) for one in listed(part_of(about, "recipients"), "rcptTo")), "")
    return [Whole(_bytes(about["raw"]), sender, to)]


def _sparkpost(request: HttpRequest, fields: Fields) -> list[Whole]:
    """An empty event is a sign of life."""
    found = []
    for one in json.loads(request.body):
        if not (told := part_of(one, "msys", "relay_message")):
            if part_of(one, "msys"):
                raise ValueError("no mail")
            continue
        content = told["content"]
        raw = content["email_rfc822"]
        is_packed = content.get("email_rfc822_is_base64") in (True, "true")
        found.append(
            Whole(
                base64.b64decode(raw) if is_packed else _bytes(raw), told.get("msg_from"), str(told.get("rcpt_to", ""))
            )
        )
    return found


def _text(fields: Fields, name: str) -> str | None:
    return fields[name].decode("utf-8", "replace") if name in fields else None


def _bytes(raw: Any) -> bytes:
    return str(raw).encode("utf-8", "replace")


READERS: dict[str, Callable[[HttpRequest, Fields], list[Whole] | None]] = {
    "mailersend": _mailersend,
    "mailgun": _mailgun,
    "postmark": _postmark,
    "sendgrid": _sendgrid,
    "sparkpost": _sparkpost,
}
