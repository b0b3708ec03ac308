"""Secrets of signing in, sealed with a key that follows from the house's own: the database alone does not tell them."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"rapport.staff.sealing"


def seal(text: str) -> str:
    return _seals().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str | None:
    """The text; None where it was sealed with another secret key than those of this house."""
    try:
        return _seals().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def _seals() -> MultiFernet:
    """The present key first; what earlier ones sealed can still be read."""
    return MultiFernet([Fernet(_derived(key)) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _derived(secret: str) -> bytes:
    return urlsafe_b64encode(HKDF(SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode()))
