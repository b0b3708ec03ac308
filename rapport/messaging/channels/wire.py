"""The only place that asks a provider for something, and says in our words what the answer means."""

import json
import re
import secrets
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.utils import timezone

from rapport.core.outward.guarding import opened_by_setting
from rapport.core.outward.line import Answer, Line
from rapport.messaging.channels.adapters import Refused, TryLater, Unclear

TIME_LIMIT = 20.0  # seconds
MOST_READ = 4 * 2**20  # of an answer
MOST_OF_A_FILE = 25 * 2**20
SOON = 60  # seconds: what was perhaps done is tried again while they still know that it is the same
SAY_AT_MOST = 200
NUMBERS = re.compile(r"\+?\d(?:[\s-]?\d){5,}|[\w.+-]+@[\w.-]+")
NOT_TAKEN = (429, 503)  # they did not even look at it
LOCKED = (401, 403)


@dataclass(frozen=True)
class Part:
    """A part of a multipart form: a file where it has a name, else a value."""

    field: str
    content: bytes
    name: str = ""
    content_type: str = ""


@dataclass(frozen=True)
class Said:
    status: int
    data: Any  # their JSON; {} when it is none
    headers: Mapping[str, str]
    content: bytes


Judge = Callable[[Said], None]  # raises what an answer that is not good means, when the provider documents it


def ask(
    method: str,
    url: str,
    *,
    query: Mapping[str, str] | Iterable[tuple[str, str]] | None = None,
    data: Any = None,
    form: Mapping[str, str] | Iterable[tuple[str, str]] | None = None,
    parts: Iterable[Part] | None = None,
    headers: Mapping[str, str] | None = None,
    judge: Judge | None = None,
    is_repeatable: bool = False,
) -> Said:
    """Ask, once, and return a good answer. Raises `TryLater`, `Refused` or `Unclear`.

    `is_repeatable` where doing it twice has the effect of once: then what is unclear may be tried again.
    """
    body, content_type = _body(data, form, parts)
    sent = {"Accept": "application/json", "User-Agent": "Rapport", **(headers or {})}
    if content_type:
        sent["Content-Type"] = content_type
    answer = _ask(method, url + (f"?{urlencode(query)}" if query else ""), body, sent, MOST_READ)
    is_repeatable = is_repeatable or method == "GET"
    if answer.status is None:
        if answer.was_sent and not is_repeatable:
            raise Unclear(str(answer.problem))
        raise TryLater(SOON if answer.was_sent else None, str(answer.problem))
    said = Said(answer.status, _read(answer), answer.headers, answer.content)
    if not answer.is_good:
        if judge:
            judge(said)
        _judge(said, answer, is_repeatable)
    return said


def fetch(url: str, headers: Mapping[str, str] | None = None) -> bytes:
    """A file that they keep for us. What leads elsewhere is followed once, without our key."""
    answer = _ask("GET", url, None, {"User-Agent": "Rapport", **(headers or {})}, MOST_OF_A_FILE)
    if answer.status in (301, 302, 303, 307, 308) and (elsewhere := answer.headers.get("location")):
        answer = _ask("GET", elsewhere, None, {"User-Agent": "Rapport"}, MOST_OF_A_FILE)
    if answer.status is None or answer.status in NOT_TAKEN or answer.status >= 500:
        raise TryLater(answer.wait_asked(timezone.now()), str(answer.problem))
    if not answer.is_good:
        raise Refused("provider_refused", f"HTTP {answer.status}")
    if len(answer.content) >= MOST_OF_A_FILE:
        raise Refused("file_too_large")
    return answer.content


def as_json(data: Any) -> bytes:
    """As `ask` sends it, for whoever signs it."""
    return json.dumps(data, ensure_ascii=False).encode()


def basic(user: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + b64encode(f"{user}:{password}".encode()).decode()}


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def discreet(text: object) -> str:
    """What a provider said, without the numbers and addresses in it."""
    return " ".join(NUMBERS.sub("…", str(text or "")).split())[:SAY_AT_MOST]


def _ask(method: str, url: str, body: bytes | None, headers: Mapping[str, str], most: int) -> Answer:
    with Line(url, opened_by_setting(), time_limit=TIME_LIMIT, most_read=most, most_kept=most) as line:
        return line.ask(method, body, headers)


def _judge(said: Said, answer: Answer, is_repeatable: bool) -> None:
    words = discreet(f"HTTP {said.status} {_message(said.data)}")
    if said.status in NOT_TAKEN:
        raise TryLater(answer.wait_asked(timezone.now()), words)
    if said.status in LOCKED:
        raise Refused("channel_locked", words)
    if said.status >= 500:
        if is_repeatable:
            raise TryLater(SOON, words)
        raise Unclear(words)
    raise Refused("provider_refused", words)


def _message(data: Any) -> str:
    if not isinstance(data, dict):
        return ""
    error = data.get("error")
    return str(
        (error.get("message") if isinstance(error, dict) else error)
        or data.get("message")
        or data.get("description")
        or ""
    )


def _read(answer: Answer) -> Any:
    try:
        return json.loads(answer.content or b"{}")
    except ValueError:
        return {}


def _body(data: Any, form: Any, parts: Iterable[Part] | None) -> tuple[bytes | None, str]:
    if data is not None:
        return as_json(data), "application/json"
    if form is not None:
        return urlencode(form).encode(), "application/x-www-form-urlencoded"
    if parts is not None:
        return _multipart(parts)
    return None, ""


def _multipart(parts: Iterable[Part]) -> tuple[bytes, str]:
    boundary = secrets.token_hex(16)
    body = b""
    for part in parts:
        head = f'Content-Disposition: form-data; name="{part.field}"'
        if part.name:
            head += f'; filename="{quote(part.name, safe=" ()+,=@")}"'
        if part.content_type:
            head += f"\r\nContent-Type: {part.content_type}"
        body += f"--{boundary}\r\n{head}\r\n\r\n".encode() + part.content + b"\r\n"
    return body + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"
