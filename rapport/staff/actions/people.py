from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from rapport.core import audit
from rapport.core.names import clean
from rapport.core.transactions import this_transaction
from rapport.staff.actions.roles import change_role, keep_an_owner, may_give
from rapport.staff.holdings import hand_back_all, hand_over_all
from rapport.staff.models import Team, User

SEEN_EVERY = timedelta(minutes=5)


@dataclass(frozen=True)
class Departure:
    """How much of each holding was handed over when somebody left, and the number of the transaction."""

    handed: dict[str, int]
    transaction: int


@transaction.atomic
def edit_person(user: User, *, by: User, role: str = "", teams: list[Team] | None = None, **fields) -> User:
    """Change a colleague's name, title, location, teams, role. Raises `RoleAboveYourOwn` and `LastOwner`."""
    may_give(user.role, by=by)
    if role:
        change_role(user, role, by=by)
    if teams is not None and set(teams) != set(user.teams.all()):
        audit.record("person.teams_changed", by=by, about=[user], teams=sorted(team.name for team in teams))
    return _edit(user, teams, fields)


@transaction.atomic
def edit_profile(user: User, **fields) -> User:
    """What everyone may change about themselves: name, language, time zone, shortcuts."""
    return _edit(user, None, fields)


@transaction.atomic
def show_face(user: User, picture: bytes | None) -> User:
    """What customers whom `user` looks after see of them: a JPEG made by `pictures.as_jpeg`, None for nothing."""
    user = User.objects.select_for_update().get(pk=user.pk)
    before = user.photo.name
    user.photo = ContentFile(picture, f"{token_hex(8)}.jpg") if picture else ""
    user.save(update_fields=["photo"])
    if before:
        storage = user.photo.storage
        transaction.on_commit(lambda: storage.delete(before))
    return user


@transaction.atomic
def deactivate(user: User, *, by: User, to: User | None = None, at: datetime | None = None) -> Departure:
    """Let someone go: they can't sign in any more and every session of theirs ends now. Their work stays theirs.

    What they have in hand goes to `to`; without one it stays, and shows up as nobody's. Raises `LastOwner` and
    `RoleAboveYourOwn`. Twice is harmless.
    """
    may_give(user.role, by=by)
    keep_an_owner(user)
    if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False, sign_outs=F("sign_outs") + 1):
        audit.record("person.let_go", by=by, about=[user])
    handed = hand_over_all(user, to=to, by=by, at=at or timezone.now()) if to else {}
    return Departure(handed, this_transaction())


@transaction.atomic
def reactivate(user: User, *, by: User, handed_over: int | None = None, at: datetime | None = None) -> int:
    """Let someone back in, with their old password. Raises `RoleAboveYourOwn`.

    `handed_over` is the number of the transaction in which `by` let them go: what was handed over then comes back.
    Answers how much that was.
    """
    may_give(user.role, by=by)
    if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        audit.record("person.let_back", by=by, about=[user])
    if handed_over is None:
        return 0
    return hand_back_all(User, transaction=handed_over, by=by, at=at or timezone.now())


def see(user: User, *, at: datetime) -> None:
    """Remember that `user` is here, to about five minutes."""
    if user.last_seen_at and at - user.last_seen_at < SEEN_EVERY:
        return
    lately = Q(last_seen_at=None) | Q(last_seen_at__lt=at - SEEN_EVERY)
    User.objects.filter(lately, pk=user.pk).update(last_seen_at=at)


def _edit(user: User, teams: list[Team] | None, fields: dict) -> User:
    if "name" in fields:
        fields["name"] = clean(fields["name"])
    for name, value in fields.items():
        setattr(user, name, value)
    user.save(update_fields=list(fields))
    if teams is not None:
        user.teams.set(teams)
    return user
