"""The tokens of sign-in links: the key of the row and a signature by the secret of the house. Nothing of it is kept."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from hashlib import sha256
from uuid import UUID

from django.conf import settings

MAC = 24  # bytes


def token_of(link_id: UUID) -> str:
    return _written(_mac(settings.SECRET_KEY, link_id) + link_id.bytes)


def link_of(token: str) -> UUID | None:
    """The key of the link that `token` belongs to; None unless we made it."""
    try:
        content = urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
    except (Error, ValueError):
        return None
    if len(content) != MAC + 16 or _written(content) != token:
        return None
    link_id = UUID(bytes=content[MAC:])
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return link_id if any(hmac.compare_digest(content[:MAC], _mac(one, link_id)) for one in secrets) else None


def digest(kind: str, text: str) -> str:
    """By which askings of one address or one client are counted, without keeping either."""
    return hmac.digest(_key(settings.SECRET_KEY), f"{kind}:{text}".encode(), "sha256").hex()


def _written(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


def _mac(secret: str, link_id: UUID) -> bytes:
    return hmac.digest(_key(secret), link_id.bytes, "sha256")[:MAC]


def _key(secret: str) -> bytes:
    return sha256(b"rapport.portal.tokens" + secret.encode()).digest()
