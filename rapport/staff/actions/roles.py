"""What roles may do, and who has which."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rapport.core import audit
from rapport.core.refusals import Refusal
from rapport.core.registry import grants
from rapport.staff.models import User


class LastOwner(Refusal):
    code = "last_owner"
    message = _("This is the only owner. Make someone else an owner first.")


class RoleAboveYourOwn(Refusal):
    code = "role_above_your_own"
    message = _("Only an owner can do that for owners. Ask one of them.")


LADDER = ("reader", "agent", "manager", "owner")  # each role may also do what the ones before it may


@transaction.atomic
def sync_roles() -> None:
    """Write the roles as Django groups with what the slices grant them. Runs after every migration; twice is safe."""
    for rung, role in enumerate(LADDER):
        names = {p for g in grants if g.role in LADDER[: rung + 1] for p in g.permissions}
        group, _ = Group.objects.get_or_create(name=role)
        wanted = Q(pk__in=[])
        for name in names:
            app, codename = name.split(".")
            wanted |= Q(content_type__app_label=app, codename=codename)
        found = list(Permission.objects.filter(wanted).select_related("content_type"))
        missing = names - {f"{p.content_type.app_label}.{p.codename}" for p in found}
        if missing:
            raise LookupError(f"Granted to {role}, but no slice defines: {', '.join(sorted(missing))}")
        group.permissions.set(found)


@transaction.atomic
def change_role(user: User, role: str, *, by: User | None) -> None:
    """Give `user` the one role `role`; `by` is None on the command line and in the demo.

    Raises `RoleAboveYourOwn`, and `LastOwner` when nobody would be left to decide.
    """
    may_give(role, by=by)
    if user.role and user.role != role:
        may_give(user.role, by=by)
        keep_an_owner(user)
    before = user.role
    user.groups.set([Group.objects.get(name=role)])
    if before and before != role:
        audit.record("person.role_changed", by=by, about=[user], before=before, after=role)
    user.__dict__.pop("_prefetched_objects_cache", None)


def may_give(role: str, *, by: User | None) -> None:
    """Owners are made and unmade by owners; everyone else by whoever may change people."""
    if by is not None and role == "owner" and not by.has_perm("staff.change_owner"):
        raise RoleAboveYourOwn


def keep_an_owner(leaving: User) -> None:
    """Raises `LastOwner` if `leaving` is the only one. Two owners who unmake each other wait for one another here."""
    owners = Group.objects.select_for_update().filter(name="owner").first()
    if owners is None or leaving.role != "owner":
        return
    if not owners.user_set.filter(is_active=True).exclude(pk=leaving.pk).exists():
        raise LastOwner
