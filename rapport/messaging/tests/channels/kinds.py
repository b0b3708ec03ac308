"""What the provider of each kind of channel documents: how it is asked, how it answers, what it tells, how it signs."""

import hmac
import json
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha1, sha256
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from rapport.messaging.tests.channels.server import Asked, Reply

TOKEN, SIGNING, VERIFY = "key-of-ours", "signing-secret", "verify-word"


@dataclass(frozen=True)
class Kind:
    name: str
    to: str
    path: str  # of sending
    good: Reply
    provider_id: str
    is_asked_right: Callable[[Asked], None]
    busy: Reply
    busy_seconds: float
    blocked: Reply
    blocked_reason: str
    locked: Reply
    settings: dict = field(default_factory=dict)
    address: str = ""
    is_repeatable: bool = False
    words: Callable[..., Any] | None = None  # a call that brings words: (id, text) -> data
    delivered: Any = None
    opened: Any = None
    failed: Any = None
    failed_reason: str = ""


def bearer(asked: Asked) -> None:
    assert asked.headers["authorization"] == f"Bearer {TOKEN}"
    assert TOKEN not in asked.path and not asked.query, "keys do not belong into addresses"


def sms_asked(asked: Asked) -> None:
    assert asked.headers["authorization"] == "Basic " + b64encode(f"AC1:{TOKEN}".encode()).decode()
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
    assert asked.form == {
        "To": "+995599123456", "From": "+420777000111", "Body": "გამარჯობა, Ana & co",
        "StatusCallback": "https://crm.example/hooks/1/",
    }  # fmt: skip


def whatsapp_asked(asked: Asked) -> None:
    bearer(asked)
    said = asked.json
    assert UUID(said.pop("biz_opaque_callback_data")), "by it we know receipts of what may have been sent"
    assert said == {
        "messaging_product": "whatsapp", "recipient_type": "individual", "to": "995599123456", "type": "text",
        "text": {"preview_url": False, "body": "გამარჯობა, Ana & co"}, "context": {"message_id": "theirs-1"},
    }  # fmt: skip


def page_asked(asked: Asked) -> None:
    bearer(asked)
    assert asked.json == {
        "recipient": {"id": "4711"}, "messaging_type": "RESPONSE", "message": {"text": "გამარჯობა, Ana & co"},
    }  # fmt: skip


def telegram_asked(asked: Asked) -> None:
    assert asked.json == {
        "chat_id": "4711", "text": "გამარჯობა, Ana & co",
        "reply_parameters": {"message_id": 9, "allow_sending_without_reply": True},
    }  # fmt: skip


def mastodon_asked(asked: Asked) -> None:
    bearer(asked)
    assert asked.headers["idempotency-key"].startswith("message-")
    assert asked.json == {
        "status": "@ana@social.example გამარჯობა, Ana & co", "visibility": "direct", "in_reply_to_id": "theirs-1",
    }  # fmt: skip


def graph_error(status: int, code: int, part: int = 0, **more) -> Reply:
    error = {"message": "(#1) +995599123456 said no", "type": "OAuthException", "code": code, "error_subcode": part}
    return Reply(status, {"error": error | more})


def of_page(page: str, name: str, **event) -> dict:
    told = {"sender": {"id": "4711"}, "recipient": {"id": page}, "timestamp": 1760000000000, "new_field": 1}
    return {"object": name, "entry": [{"id": page, "time": 1760000000, "messaging": [told | event]}]}


def of_number(**value) -> dict:
    told = {"messaging_product": "whatsapp", "metadata": {"display_phone_number": "1", "phone_number_id": "555"}}
    changes = [{"field": "messages", "value": told | value}, {"field": "account_update", "value": {}}]
    return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": changes}]}


def whatsapp_words(key: str, text: str) -> dict:
    return of_number(
        contacts=[{"profile": {"name": "Ana"}, "wa_id": "995599123456"}],
        messages=[{"from": "995599123456", "id": key, "timestamp": "1", "type": "text", "text": {"body": text}}],
    )


def whatsapp_status(status: str, **more) -> dict:
    one = {"id": "ours-1", "status": status, "timestamp": "1760000000", "recipient_id": "995599123456"}
    return of_number(statuses=[one | more])


def telegram_words(key: str, text: str) -> dict:
    person = {"id": 4711, "is_bot": False, "first_name": "Ana", "last_name": "Novák", "language_code": "cs"}
    message = {"message_id": int(key), "from": person, "chat": {"id": 4711, "type": "private"}, "date": 1, "text": text}
    return {"update_id": 1000 + int(key), "message": message, "new_field": {}}


def sms_status(status: str, **more) -> dict:
    return {"MessageSid": "ours-1", "SmsSid": "ours-1", "MessageStatus": status, "To": "+995599123456", **more}


def page_kind(name: str) -> Kind:
    of = "page" if name == "messenger" else "instagram"
    seen = {"mid": "ours-1"} if name == "instagram" else {"watermark": 1760000000000}
    return Kind(
        name=name, to="4711", address="@linden", settings={"account": "555"}, path="/555/messages",
        good=Reply(200, {"recipient_id": "4711", "message_id": "ours-1"}), provider_id="ours-1",
        is_asked_right=page_asked,
        busy=graph_error(400, 613), busy_seconds=0,
        blocked=graph_error(400, 10, 2018278), blocked_reason="window_closed",
        locked=graph_error(401, 190),
        words=lambda key, text: of_page("555", of, message={"mid": key, "text": text}),
        delivered=of_page("555", of, delivery={"mids": ["ours-1"], "watermark": 1760000000000}),
        opened=of_page("555", of, read=seen),
    )  # fmt: skip


KINDS = [
    Kind(
        name="sms", to="+995599123456", address="+420777000111",
        settings={"account": "AC1", "hook_url": "https://crm.example/hooks/1/"},
        path="/2010-04-01/Accounts/AC1/Messages.json",
        good=Reply(201, {"sid": "ours-1", "status": "queued"}), provider_id="ours-1",
        is_asked_right=sms_asked,
        busy=Reply(429, {"code": 20429, "message": "Too many"}, headers={"Retry-After": "7"}), busy_seconds=7,
        blocked=Reply(400, {"code": 21610, "message": "+995599123456 has unsubscribed"}), blocked_reason="blocked",
        locked=Reply(401, {"code": 20003, "message": "Authenticate"}),
        words=lambda key, text: {"MessageSid": key, "From": "+995599123456", "To": "+420777000111", "Body": text,
                                 "NumMedia": "0", "NewField": "1"},
        delivered=sms_status("delivered"), opened=sms_status("read"),
        failed=sms_status("undelivered", ErrorCode="30003"), failed_reason="not_reachable",
    ),
    Kind(
        name="whatsapp", to="+995599123456", address="+420777000111", settings={"account": "555"},
        path="/555/messages",
        good=Reply(200, {"messages": [{"id": "ours-1"}]}), provider_id="ours-1",
        is_asked_right=whatsapp_asked,
        busy=graph_error(429, 130429), busy_seconds=0,
        blocked=graph_error(400, 131026), blocked_reason="not_reachable",
        locked=graph_error(401, 190),
        words=whatsapp_words, delivered=whatsapp_status("delivered"), opened=whatsapp_status("read"),
        failed=whatsapp_status("failed", errors=[{"code": 131047, "title": "Re-engagement message"}]),
        failed_reason="window_closed",
    ),
    page_kind("messenger"),
    page_kind("instagram"),
    Kind(
        name="telegram", to="4711", address="@linden_bot", path=f"/bot{TOKEN}/sendMessage",
        good=Reply(200, {"ok": True, "result": {"message_id": 77}}), provider_id="4711:77",
        is_asked_right=telegram_asked,
        busy=Reply(429, {"ok": False, "error_code": 429, "description": "Too Many Requests: retry after 9",
                         "parameters": {"retry_after": 9}}), busy_seconds=9,
        blocked=Reply(403, {"ok": False, "description": "Forbidden: bot was blocked by the user"}),
        blocked_reason="blocked",
        locked=Reply(401, {"ok": False, "description": "Unauthorized"}),
        words=telegram_words,
    ),
    Kind(
        name="mastodon", to="ana@social.example", address="@linden", path="/api/v1/statuses",
        good=Reply(200, {"id": "ours-1", "url": "https://social.example/@linden/1"}), provider_id="ours-1",
        is_asked_right=mastodon_asked, is_repeatable=True,
        busy=Reply(429, {"error": "Too many requests"}, headers={"Retry-After": "30"}), busy_seconds=30,
        blocked=Reply(422, {"error": "Validation failed"}), blocked_reason="provider_refused",
        locked=Reply(401, {"error": "The access token is invalid"}),
    ),
]  # fmt: skip
CALLING = [kind for kind in KINDS if kind.words]
TELLING = [kind for kind in KINDS if kind.delivered]


@dataclass(frozen=True)
class Posted:
    body: bytes
    content_type: str
    headers: dict


def posted(kind: Kind, data: Any, url: str, key: str = "", body: bytes | None = None) -> Posted:
    """A call as its provider makes and signs it."""
    if kind.name == "sms":
        form = urlencode(data).encode() if body is None else body
        content = url + "".join(f"{name}{data[name]}" for name in sorted(data))
        signed = b64encode(hmac.new((key or TOKEN).encode(), content.encode(), sha1).digest()).decode()
        return Posted(form, "application/x-www-form-urlencoded", {"X-Twilio-Signature": signed})
    body = json.dumps(data).encode() if body is None else body
    key = key or SIGNING
    if kind.name == "telegram":
        return Posted(body, "application/json", {"X-Telegram-Bot-Api-Secret-Token": key})
    signed = "sha256=" + hmac.new(key.encode(), body, sha256).hexdigest()
    return Posted(body, "application/json", {"X-Hub-Signature-256": signed})
