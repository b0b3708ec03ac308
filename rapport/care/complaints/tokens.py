"""Signed words in the addresses of pages that a customer opens without an account. They name one thing, for a while."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta
from uuid import UUID

from django.core import signing

VALID_FOR = {"restatement": timedelta(days=60), "fairness": timedelta(days=60)}
SALT = "rapport.care.complaints."


def of(what: str, pk: UUID) -> str:
    """Short, so that it stays on one line of a mail."""
    return _signer(what).sign(urlsafe_b64encode(pk.bytes).decode().rstrip("="))


def read(what: str, token: str) -> UUID | None:
    """What a token of ours names; None for what is spoiled, somebody else's, or too old."""
    try:
        plain = _signer(what).unsign(token, max_age=VALID_FOR[what])
        return UUID(bytes=urlsafe_b64decode(plain + "=="))
    except (signing.BadSignature, ValueError):
        return None


def _signer(what: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(sep=".", salt=SALT + what)
