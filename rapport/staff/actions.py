"""Verbs about the people who work here."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

from rapport.core.registry import grants
from rapport.staff.models import User

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
    """Give `user` the one role `role`."""
    user.groups.set([Group.objects.get(name=role)])
