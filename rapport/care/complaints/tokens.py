"""Signed words in the addresses of pages that a customer opens without an account. They name one thing, for a while."""

from datetime import timedelta
from uuid import UUID

from django.core import signing

VALID_FOR = {"restatement": timedelta(days=60), "fairness": timedelta(days=60)}
SALT = "rapport.care.complaints."


def of(what: str, pk: UUID) -> str:
    return signing.TimestampSigner(salt=SALT + what).sign_object(pk.hex)


def read(what: str, token: str) -> UUID | None:
    """What a token of ours names; None for what is spoiled, somebody else's, or too old."""
    try:
        plain = signing.TimestampSigner(salt=SALT + what).unsign_object(token, max_age=VALID_FOR[what])
        return UUID(hex=plain)
    except (signing.BadSignature, ValueError, TypeError):
        return None
