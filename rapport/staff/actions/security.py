"""Known browsers, and the second step of signing in."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from rapport.core import audit
from rapport.core.refusals import Refusal
from rapport.staff import tasks
from rapport.staff.actions.roles import may_give
from rapport.staff.models import Business, Device, User
from rapport.staff.remembering import forget


class NoSecondStep(Refusal):
    code = "no_second_step"
    message = _("They have no second step that could be taken away.")


@transaction.atomic
def arrive(user: User, *, token: str, user_agent: str, at: datetime) -> Device:
    """Note in which browser `user` signed in. They are told by mail when it is a new one, save the very first."""
    others = Device.objects.filter(user=user).exists()
    device, is_new = Device.objects.get_or_create(
        user=user,
        token_hash=sha256(token.encode()).hexdigest(),
        defaults={"user_agent": user_agent[:200], "first_at": at, "last_at": at},
    )
    if not is_new:
        Device.objects.filter(pk=device.pk).update(last_at=at, user_agent=user_agent[:200])
    elif others:
        tasks.tell_of_device.defer(device_id=str(device.pk))
    return device


@transaction.atomic
def take_second_step_away(person: User, *, by: User | None, at: datetime) -> None:
    """For somebody who lost theirs: app, passkeys and codes are gone, and every session of theirs ends.

    They sign in with their password, and are told by mail who did this; `by` is None on the command line.
    Raises `RoleAboveYourOwn` and `NoSecondStep`.
    """
    may_give(person.role, by=by)
    person = User.objects.select_for_update().get(pk=person.pk)
    if not Authenticator.objects.filter(user=person).delete()[0]:
        raise NoSecondStep
    User.objects.filter(pk=person.pk).update(sign_outs=F("sign_outs") + 1)
    audit.record("second_step.lost", by=by, about=person)
    tell(person, "second_step.lost", by=by, at=at)


@transaction.atomic
def require_second_step(roles: Iterable[str], *, by: User | None) -> Business:
    """Say which roles sign in with a second step. Whoever lacks one sets it up before anything else."""
    business, _created = Business.objects.get_or_create(only=True)
    wanted = [role for role in settings.ROLES if role in set(roles)]
    if wanted != business.second_step_roles:
        business.second_step_roles = wanted
        business.save(update_fields=["second_step_roles"])
        audit.record("second_step.required", by=by, roles=wanted)
        forget("business")
    return business


def tell(user: User, what: str, *, at: datetime, by: User | None = None) -> None:
    """Let `user` know by mail, from a job, that something about their signing in has changed."""
    tasks.tell_of_change.defer(user_id=str(user.pk), what=what, at=at.isoformat(), by_id=str(by.pk) if by else "")
