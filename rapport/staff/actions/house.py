"""The business, its locations and its teams."""

from collections.abc import Iterable
from datetime import date
from secrets import token_hex

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core import audit
from rapport.core.names import clean
from rapport.core.refusals import Refusal
from rapport.staff.holdings import hand_over_all
from rapport.staff.models import Business, Location, Team, User
from rapport.staff.remembering import forget


class LastLocation(Refusal):
    code = "last_location"
    message = _("A business needs a main location. Make another one the main location first.")


@transaction.atomic
def change_business(**fields) -> Business:
    """Change the profile of the one business."""
    business, _created = Business.objects.get_or_create(only=True)
    if "name" in fields:
        fields["name"] = clean(fields["name"])
    for name, value in fields.items():
        setattr(business, name, value)
    business.save(update_fields=list(fields))
    forget("business")
    return business


@transaction.atomic
def set_logo(picture: bytes | None) -> Business:
    """Show `picture`, a PNG made by `pictures.as_png`, as the logo; None takes it away."""
    business, _created = Business.objects.select_for_update().get_or_create(only=True)
    old = business.logo.name
    business.logo = ContentFile(picture, name=f"{token_hex(16)}.png") if picture else ""
    business.save(update_fields=["logo"])
    if old:
        storage = Business._meta.get_field("logo").storage
        transaction.on_commit(lambda: storage.delete(old))
    forget("business")
    return business


@transaction.atomic
def add_location(**fields) -> Location:
    """Open a branch. The first one is the main location."""
    is_main = fields.pop("is_main", False) or not Location.objects.filter(is_main=True).exists()
    location = Location.objects.create(**fields)
    return _make_main(location) if is_main else location


@transaction.atomic
def edit_location(location: Location, **fields) -> Location:
    """Change a branch. Being the main location can only be taken over by another. Raises `LastLocation`."""
    is_main = fields.pop("is_main", location.is_main)
    if location.is_main and not is_main:
        raise LastLocation
    for name, value in fields.items():
        setattr(location, name, value)
    location.save(update_fields=list(fields))
    return _make_main(location) if is_main else location


@transaction.atomic
def close_location(location: Location, *, on: date | None, by: User | None = None, to: Location | None = None) -> None:
    """Close a branch for good from that day on; None opens it again. Raises `LastLocation` for the main one.

    Its people and customers go to the branch `to`; without one they stay with the closed one.
    """
    location = Location.objects.select_for_update().get(pk=location.pk)
    if location.is_main and on:
        raise LastLocation
    location.closed_for_good_on = on
    location.save(update_fields=["closed_for_good_on"])
    if on and to:
        hand_over_all(location, to=to, by=by, at=timezone.now())


@transaction.atomic
def add_team(name: str, *, people: Iterable[User] = (), pk: str | None = None, by: User | None = None) -> Team:
    """A new team; `pk` when it is one that was removed."""
    team = Team.objects.create(name=clean(name), **({"pk": pk} if pk else {}))
    _put_into(team, people, by=by)
    return team


@transaction.atomic
def change_team(team: Team, *, name: str, people: Iterable[User], by: User | None = None) -> Team:
    """Say what the team is called, and who is in it."""
    team.name = clean(name)
    team.save(update_fields=["name"])
    _put_into(team, people, by=by)
    return team


def _put_into(team: Team, people: Iterable[User], *, by: User | None) -> None:
    """Who is in a team may decide which customers they see, so the audit keeps it."""
    before, after = set(team.people.all()), set(people)
    team.people.set(after)
    if before != after:
        audit.record("team.changed", by=by, about=[team, *(before ^ after)], name=team.name, people=len(after))


@transaction.atomic
def remove_team(team: Team, *, by: User | None = None) -> None:
    """The team is gone; its people and customers stay."""
    audit.record("team.removed", by=by, about=[team], name=team.name)
    team.delete()


@transaction.atomic
def see_by_team(on: bool, *, by: User | None) -> Business:
    """Whether agents and readers see only customers of their teams, and those without one. Twice is harmless."""
    business, _created = Business.objects.select_for_update().get_or_create(only=True)
    if business.sees_by_team != on:
        business.sees_by_team = on
        business.save(update_fields=["sees_by_team"])
        audit.record("visibility.changed", by=by, on=on)
    forget("business")
    return business


def _make_main(location: Location) -> Location:
    if not location.is_main:
        for other in Location.objects.select_for_update().filter(is_main=True).exclude(pk=location.pk):
            other.is_main = False
            other.save(update_fields=["is_main"])
        location.is_main = True
        location.closed_for_good_on = None
        location.save(update_fields=["is_main", "closed_for_good_on"])
    return location
