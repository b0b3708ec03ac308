"""Signed links to the customer's own site: whoever holds one sees one page of it, without signing in.

A link is made of what it opens, whose that is and until when, and signed with the secret of the house; nothing is
kept. It stops when its time is over, when what it opens is no longer that customer's, or when the customer signs out
everywhere. Slices make links without knowing the portal: `passes.address("order", order.pk, customer.pk, at=now)`.
"""

import hmac
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.conf import settings

PLACE = "/portal/l/"
DAYS = 30
LONGEST_DAYS = 400
BODY = struct.Struct(">16s16sII")  # what, whose, made at, good until
MAC = 16  # bytes


@dataclass(frozen=True)
class Signed:
    """What a link says that was not tampered with; whether it still holds is another question."""

    kind: str
    pk: UUID
    customer_id: UUID
    made_at: datetime
    until: datetime


def address(kind: str, pk: UUID, customer_id: UUID, *, at: datetime, days: int = DAYS) -> str:
    """The whole address of a link to that page, for a message. The same within one second."""
    return f"{settings.PORTAL_ADDRESS}{PLACE}{token(kind, pk, customer_id, at=at, days=days)}/"


def token(kind: str, pk: UUID, customer_id: UUID, *, at: datetime, days: int = DAYS) -> str:
    until = at + timedelta(days=min(days, LONGEST_DAYS))
    body = BODY.pack(pk.bytes, customer_id.bytes, int(at.timestamp()), int(until.timestamp())) + kind.encode()
    return urlsafe_b64encode(_mac(settings.SECRET_KEY, body) + body).decode().rstrip("=")


def read(token: str) -> Signed | None:
    """What `token` says; None unless we made it, to the letter."""
    try:
        content = urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
    except (Error, ValueError):
        return None
    mac, body = content[:MAC], content[MAC:]
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    if len(body) <= BODY.size or not any(hmac.compare_digest(mac, _mac(secret, body)) for secret in secrets):
        return None
    if urlsafe_b64encode(content).decode().rstrip("=") != token:
        return None  # other spellings of the same bits
    pk, customer, made, until = BODY.unpack_from(body)
    return Signed(
        kind=body[BODY.size :].decode(),
        pk=UUID(bytes=pk),
        customer_id=UUID(bytes=customer),
        made_at=datetime.fromtimestamp(made, UTC),
        until=datetime.fromtimestamp(until, UTC),
    )


def _mac(secret: str, body: bytes) -> bytes:
    key = sha256(b"rapport.core.passes" + secret.encode()).digest()
    return hmac.digest(key, body, "sha256")[:MAC]
