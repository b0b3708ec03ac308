"""Personal tokens: who a program speaks for."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction
from django.db.models import Model

from rapport.core import audit
from rapport.core.api.limits import WINDOW, Rate
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


# Every request needs all of this, so it is one statement: whose token it is, what they may do, and one request more.
ADMIT = """
WITH bearer AS (
  SELECT t.id FROM {token} t JOIN {user} u ON u.id = t.user_id
  WHERE t.hash = %(hash)s AND t.revoked_at IS NULL AND u.is_active
), counted AS (
  INSERT INTO core_api_rate AS rate (token_id, window_start, requests)
  SELECT id, floor(extract(epoch FROM clock_timestamp()) / %(window)s)::bigint, 1 FROM bearer
  ON CONFLICT (token_id) DO UPDATE SET
    requests = CASE WHEN rate.window_start = excluded.window_start THEN rate.requests + 1 ELSE 1 END,
    window_start = excluded.window_start
  RETURNING token_id, requests, %(window)s - floor(extract(epoch FROM clock_timestamp()))::bigint %% %(window)s AS left
)
SELECT counted.requests, counted.left, ARRAY(
  SELECT c.app_label || '.' || p.codename FROM {roles} r JOIN {rights} g ON g.group_id = r.group_id
  JOIN {permission} p ON p.id = g.permission_id JOIN django_content_type c ON c.id = p.content_type_id
  WHERE r.user_id = u.id
), {columns}
FROM counted JOIN {token} t ON t.id = counted.token_id JOIN {user} u ON u.id = t.user_id
"""


def bearer_of(header: str, *, at: datetime) -> tuple[Token, Rate] | None:
    """The living token that an Authorization header carries, with its user and their rights, counted as one request.

    One query, one more every five minutes.
    """
    scheme, _, secret = header.partition(" ")
    secret = secret.strip()
    if scheme.lower() != "bearer" or not secret or len(secret) > 200:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_admit(), {"hash": hash_of(secret), "window": WINDOW})
        row = cursor.fetchone()
    if row is None:
        return None
    used, seconds_left, rights, *values = row
    token = _made(Token, values)
    token.user = _made(get_user_model(), values[len(_fields(Token)) :])
    if not token.user.is_superuser:
        token.user._group_perm_cache = set(rights)  # where Django keeps what it has asked for
    if token.used_at is None or at - token.used_at > NOTE_USE_EVERY:
        Token.objects.filter(pk=token.pk).update(used_at=at)
    return token, Rate(used, int(seconds_left))


@cache
def _admit() -> str:
    user = get_user_model()
    columns = [f"{name}.{field.column}" for name, model in (("t", Token), ("u", user)) for field in _fields(model)]
    return ADMIT.format(
        token=Token._meta.db_table,
        user=user._meta.db_table,
        roles=user.groups.through._meta.db_table,
        rights=Group.permissions.through._meta.db_table,
        permission=Permission._meta.db_table,
        columns=", ".join(columns),
    )


def _fields(model: type[Model]) -> list:
    return list(model._meta.concrete_fields)


def _made(model: type[Model], values: Sequence[Any]) -> Any:
    """A row of `model` from the first of `values`."""
    names = [field.attname for field in _fields(model)]
    return model.from_db(connection.alias, names, values[: len(names)])
