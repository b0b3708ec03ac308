"""What is sent, and by what its receiver knows that it is from us (Standard Webhooks 1.0)."""

import base64
import hmac
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256

from rapport.api.webhooks.models import Delivery
from rapport.timeline.api import show_entry

TEST = "webhook.test"


def body_of(delivery: Delivery) -> bytes:
    """The same bytes each time it is sent: an entry never changes, but for what the law has erased."""
    if delivery.entry is None:
        return _envelope(TEST, delivery.made_at, json.dumps({"endpoint": str(delivery.endpoint_id)}))
    return _envelope(delivery.entry.kind, delivery.entry.at, show_entry(delivery.entry).model_dump_json())


def headers_of(delivery: Delivery, body: bytes, *, keys: Iterable[bytes], at: datetime) -> dict[str, str]:
    """`keys` of all secrets that are good at the moment `at`: during a rotation the old one signs, too."""
    name, stamp = str(delivery.pk), str(int(at.timestamp()))
    return {
        "Content-Type": "application/json",
        "User-Agent": "Rapport-Webhooks/1",
        "webhook-id": name,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(signature(key, name, stamp, body) for key in keys),
    }


def signature(key: bytes, name: str, stamp: str, body: bytes) -> str:
    signed = hmac.new(key, b".".join([name.encode(), stamp.encode(), body]), sha256)
    return f"v1,{base64.b64encode(signed.digest()).decode()}"


def _envelope(kind: str, at: datetime, shown: str) -> bytes:
    moment = at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return f'{{"type":{json.dumps(kind)},"timestamp":"{moment}","data":{shown}}}'.encode()
