"""Signed words in addresses: whose answer a mail is, who unsubscribes. Lower case, as some servers make it so."""

import hmac
from base64 import b32decode, b32encode
from binascii import Error
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

BITS = 80


def reply_token(number: int) -> str:
    """For the conversation of that number; `conversation_number` reads it back."""
    plain = number.to_bytes(8, "big").lstrip(b"\0")
    return _written(_mac(settings.SECRET_KEY, b"reply", plain) + plain)


def conversation_number(token: str) -> int | None:
    """The number of the conversation that a token was made for; None when we did not make it."""
    plain = _checked(token, b"reply")
    return int.from_bytes(plain, "big") if plain else None


def message_token(message_id: UUID) -> str:
    """For the page on which the receiver of a message unsubscribes."""
    return _written(_mac(settings.SECRET_KEY, b"message", message_id.bytes) + message_id.bytes)


def message_of(token: str) -> UUID | None:
    plain = _checked(token, b"message")
    return UUID(bytes=plain) if plain and len(plain) == 16 else None


def derived_keys(purpose: bytes) -> list[bytes]:
    """Keys that follow from the house's secrets, the present one first; a backup brings the secret along."""
    return [_key(secret, purpose) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _key(secret: str, purpose: bytes) -> bytes:
    return _keys.get((secret, purpose)) or _keys.setdefault((secret, purpose), _derived(secret, purpose))


def _derived(secret: str, purpose: bytes) -> bytes:
    kdf = HKDF(SHA256(), length=32, salt=None, info=b"rapport.messaging." + purpose)
    return kdf.derive(secret.encode())


_keys: dict[tuple[str, bytes], bytes] = {}


def _mac(secret: str, purpose: bytes, plain: bytes) -> bytes:
    return hmac.digest(_key(secret, purpose), plain, "sha256")[: BITS // 8]


def _written(content: bytes) -> str:
    return b32encode(content).decode().rstrip("=").lower()


def _checked(token: str, purpose: bytes) -> bytes | None:
    try:
        content = b32decode(token.upper() + "=" * (-len(token) % 8))
    except (Error, ValueError):
        return None
    mac, plain = content[: BITS // 8], content[BITS // 8 :]
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return plain if any(hmac.compare_digest(mac, _mac(secret, purpose, plain)) for secret in secrets) else None
