"""Personal tokens: who a program speaks for."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from rapport.core import audit
from rapport.core.models import Token

PREFIX = "rap_"  # so that a token is recognised where it should not be: in a log, in a repository
NOTE_USE_EVERY = timedelta(minutes=5)


def hash_of(secret: str) -> str:
    """Tokens have 256 random bits, so a quick hash is enough."""
    return sha256(secret.encode()).hexdigest()


@transaction.atomic
def make(user, *, name: str, at: datetime, read_only: bool = False, by=None) -> tuple[Token, str]:
    """A new token of `user` and its secret, which is shown once and not kept. `by` is None on the command line."""
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        user=user, name=name, read_only=read_only, hash=hash_of(secret), ending=secret[-4:], made_at=at
    )
    audit.record("token.made", by=by, about=[token, user], name=name, read_only=read_only)
    return token, secret


@transaction.atomic
def revoke(token: Token, *, at: datetime, by=None) -> Token:
    """End `token`. Twice keeps the first end."""
    if Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
        audit.record("token.revoked", by=by, about=[token, token.user], name=token.name)
    token.refresh_from_db()
    return token


def bearer_of(header: str, *, at: datetime) -> Token | None:
    """The living token that an Authorization header carries, with its user; one query, one more every five minutes."""
    scheme, _, secret = header.partition(" ")
    secret = secret.strip()
    if scheme.lower() != "bearer" or not secret or len(secret) > 200:
        return None
    token = Token.objects.select_related("user").filter(hash=hash_of(secret), revoked_at=None).first()
    if token is None or not token.user.is_active:
        return None
    if token.used_at is None or at - token.used_at > NOTE_USE_EVERY:
        Token.objects.filter(pk=token.pk).update(used_at=at)
    return token
