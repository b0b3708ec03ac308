"""Where somebody is signed in. A session is a row of Django's; beside it allauth keeps from which browser it came."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils.crypto import constant_time_compare

from rapport.core import audit
from rapport.core.circumstances import address_of
from rapport.staff import browsers
from rapport.staff.models import Device, User

NOTED_EVERY = timedelta(minutes=5)
BROWSERS_KEPT_FOR = timedelta(days=730)
NOTED = "noted_at"  # when this session was last noted, kept in itself
NOWHERE = "::"


@dataclass(frozen=True)
class SignedIn:
    """A browser that is signed in now."""

    pk: int
    device: str
    is_handheld: bool
    ip: str
    since: datetime
    last_seen_at: datetime
    is_this: bool


def of(user: User, *, this: str | None, at: datetime) -> list[SignedIn]:
    """Every session in which `user` is signed in, the one with the key `this` first. Two queries."""
    kept = UserSession.objects.filter(user=user).order_by("-last_seen_at")
    alive = _alive(user, [one.session_key for one in kept], at)
    found = [_signed_in(one, this) for one in kept if one.session_key in alive]
    return sorted(found, key=lambda one: not one.is_this)


def keep_noted(request, *, at: datetime) -> None:
    """Remember from where and when this session was last used, to about five minutes. One query when it is time."""
    if at.timestamp() - request.session.get(NOTED, 0) < NOTED_EVERY.total_seconds():
        return
    request.session[NOTED] = int(at.timestamp())
    note(request, at=at)


def note(request, *, at: datetime) -> None:
    row = UserSession(
        session_key=request.session.session_key,
        user=request.user,
        ip=address_of(request) or NOWHERE,
        user_agent=request.headers.get("User-Agent", "")[:200],
        created_at=at,
        last_seen_at=at,
    )
    told = ["user", "ip", "user_agent", "last_seen_at"]
    UserSession.objects.bulk_create([row], update_conflicts=True, unique_fields=["session_key"], update_fields=told)


@transaction.atomic
def end(user: User, pk: int) -> None:
    """Sign `user` out there, at once. Twice is harmless; a session of somebody else is left alone."""
    for one in UserSession.objects.select_for_update().filter(user=user, pk=pk):
        _end([one.session_key])
        audit.record("session.ended", by=user)


@transaction.atomic
def end_others(user: User, *, this: str | None) -> None:
    """Sign `user` out everywhere but in the session `this`, known or not. The caller gives that one its new hash."""
    User.objects.filter(pk=user.pk).update(sign_outs=F("sign_outs") + 1)
    user.refresh_from_db(fields=["sign_outs"])
    _end(UserSession.objects.filter(user=user).exclude(session_key=this or "").values_list("session_key", flat=True))
    audit.record("sessions.ended", by=user)


def forget_ended(at: datetime) -> None:
    """Take away what was noted of sessions that are over. A browser unused for two years is a new one again."""
    alive = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.filter(~Exists(alive)).delete()
    Device.objects.filter(last_at__lt=at - BROWSERS_KEPT_FOR).delete()


def _end(keys: Iterable[str]) -> None:
    keys = list(keys)
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()


def _alive(user: User, keys: list[str], at: datetime) -> set[str]:
    """Those that let `user` in now: not expired, and from before neither a new password nor a sign-out."""
    mark = user.get_session_auth_hash()
    rows = Session.objects.filter(session_key__in=keys, expire_date__gt=at)
    return {row.session_key for row in rows if constant_time_compare(row.get_decoded().get(HASH_SESSION_KEY, ""), mark)}


def _signed_in(one: UserSession, this: str | None) -> SignedIn:
    return SignedIn(
        pk=one.pk,
        device=browsers.in_words(one.user_agent),
        is_handheld=browsers.is_handheld(one.user_agent),
        ip="" if one.ip == NOWHERE else one.ip,
        since=one.created_at,
        last_seen_at=one.last_seen_at,
        is_this=one.session_key == this,
    )
