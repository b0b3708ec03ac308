"""Keeping a pass: sealed, renewed before it ends, and called refused when its provider says so."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rapport.messaging.models import Channel, MailPass
from rapport.messaging.passes.asking import NotOpen, Tokens, tokens_anew
from rapport.staff.models import User
from rapport.staff.sealing import seal, unseal

IN_TIME = timedelta(minutes=5)  # before a token ends it is renewed: one has to last until a mail is sent
JUST_NOW = timedelta(minutes=1)


@transaction.atomic
def give(channel: Channel, provider: str, tokens: Tokens, *, by: User) -> MailPass:
    """Somebody signed in for this mailbox; what was given before is forgotten."""
    channel = Channel.objects.select_for_update().get(pk=channel.pk)
    now = timezone.now()
    return MailPass.objects.update_or_create(
        channel=channel,
        defaults={"provider": provider, "given_at": now, "given_by": by, "refused_at": None, **_fields(tokens, now)},
    )[0]


def token_for(channel_id: UUID, provider: str) -> str:
    """With which its mail servers let us in for now; asks the provider when it is about to end. Raises `NotOpen`."""
    kept = MailPass.objects.filter(channel=channel_id, provider=provider).first()
    if kept is None:
        raise NotOpen("never", provider)
    tokens = _unsealed(kept)
    if kept.refused_at or not tokens:
        raise NotOpen("refused", provider)
    if kept.ends_at - IN_TIME > timezone.now():
        return tokens["access"]
    return _renewed(kept, tokens["refresh"])


def is_open(kept: MailPass | None) -> bool:
    return kept is not None and kept.refused_at is None


def put_off(channel_id: UUID) -> bool:
    """A mail server did not take the token, so the next attempt asks for another. False where it was new anyway."""
    now = timezone.now()
    used = MailPass.objects.filter(channel=channel_id, renewed_at__lt=now - JUST_NOW)
    return bool(used.update(ends_at=now))


def _renewed(kept: MailPass, refresh: str) -> str:
    now = timezone.now()
    try:
        tokens = tokens_anew(kept.provider, refresh)
    except NotOpen as problem:
        if problem.why != "refused":
            raise
        return _of_another_process(kept, problem)
    if not tokens.refresh:
        tokens = Tokens(tokens.access, refresh, tokens.seconds)
    MailPass.objects.filter(pk=kept.pk, tokens=kept.tokens).update(**_fields(tokens, now))
    return tokens.access


def _of_another_process(kept: MailPass, problem: NotOpen) -> str:
    """Two asked at once and the second was refused; else nobody opens until somebody signs in again."""
    if MailPass.objects.filter(pk=kept.pk, tokens=kept.tokens).update(refused_at=timezone.now()):
        raise problem
    now = MailPass.objects.filter(pk=kept.pk, refused_at=None, ends_at__gt=timezone.now()).first()
    if now is None:
        raise problem
    return _unsealed(now).get("access", "")


def _fields(tokens: Tokens, now: datetime) -> dict[str, Any]:
    sealed = seal(json.dumps({"access": tokens.access, "refresh": tokens.refresh}))
    return {"tokens": sealed, "renewed_at": now, "ends_at": now + timedelta(seconds=tokens.seconds)}


def _unsealed(kept: MailPass) -> dict[str, str]:
    """Empty when it was sealed under a secret key that is not ours."""
    return json.loads(unseal(kept.tokens) or "{}")
