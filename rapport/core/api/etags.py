"""Version marks of single things, so that nobody overwrites what they have not seen."""

from hashlib import sha256
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic_core import to_json

from rapport.core.api.problems import Problem


def etag_of(body: bytes) -> str:
    """The mark of a thing: of all that is shown of it, rows inside it included."""
    return f'"{sha256(body).hexdigest()[:32]}"'


def body_of(shown: Schema | dict[str, Any]) -> bytes:
    """What is sent: of a schema that was checked when it was made, or of plain values."""
    return shown.model_dump_json().encode() if isinstance(shown, Schema) else to_json(shown)


def check_match(request: HttpRequest, shown: Schema | dict[str, Any]) -> None:
    """Refuse with 412 when the request is about an older version than `shown`, which must be read under a lock."""
    wanted = request.headers.get("If-Match", "")
    if wanted and wanted.strip() != "*":
        now = etag_of(body_of(shown))
        if now not in [mark.strip().removeprefix("W/") for mark in wanted.split(",")]:
            raise Problem(
                412, "changed_meanwhile", _("Someone changed this since you read it. Read it again, then send yours.")
            )
