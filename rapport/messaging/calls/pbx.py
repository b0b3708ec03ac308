"""Any switchboard that can post JSON: docs/calls.md says what it sends, and how it is signed."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime

from rapport.messaging.calls.line import SIGNATURE, Line, base_of, secret, signature
from rapport.messaging.channels import wire
from rapport.messaging.channels.events import (
    ANSWERED,
    ENDED,
    LEFT_MESSAGE,
    MISSED,
    RINGING,
    TRANSFERRED,
    FileThere,
    Rang,
)
from rapport.messaging.models import Channel

KNOWN = {RINGING, ANSWERED, TRANSFERRED, ENDED, MISSED, LEFT_MESSAGE}


class Pbx(Line):
    name = "pbx"

    def read(self, channel: Channel, body: bytes) -> Iterator[Rang]:
        said = json.loads(body)
        for one in said if isinstance(said, list) else [said]:
            if not isinstance(one, dict):
                continue
            call_id, what = str(one.get("call") or ""), str(one.get("event") or "").lower()
            if not call_id or what not in KNOWN:
                continue
            way = "out" if one.get("direction") == "out" else "in"
            where = str(one.get("recording") or "")
            yield Rang(
                call_id, what, a_moment(one.get("at")), str(one.get("to" if way == "out" else "from") or ""), way,
                str(one.get("agent") or ""), FileThere(where) if where.startswith(("https://", "http://")) else None,
            )  # fmt: skip

    def call(self, channel: Channel, extension: str, number: str, key: str) -> str:
        body = {"event": "call", "call": key, "agent": extension, "to": number}
        signed = signature(secret(channel, "signing"), wire.as_json(body))
        said = wire.ask("POST", base_of(channel), data=body, headers={SIGNATURE: signed})
        return str(said.data.get("call") or key) if isinstance(said.data, dict) else key


def a_moment(text: Any) -> datetime | None:
    """A moment with its zone, in ISO 8601; None when it says nothing sensible."""
    try:
        found = parse_datetime(str(text or ""))
    except ValueError:
        return None
    return found if found and found.tzinfo else None
