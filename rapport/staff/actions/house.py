"""The business, its locations and its teams."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from secrets import token_hex

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core import audit
from rapport.core.names import clean
from rapport.core.refusals import Refusal
from rapport.core.transactions import this_transaction
from rapport.staff import tasks
from rapport.staff.holdings import hand_back_all, hand_over_all
from rapport.staff.models import Business, Location, Team, User
from rapport.staff.remembering import forget

KEPT_DAYS = 30  # a logo that was replaced can be put back as long


class LogoGone(Refusal):
    code = "logo_gone"
    message = _("That logo is no longer kept. Bring its file once more.")


class LastLocation(Refusal):
    code = "last_location"
    message = _("A business needs a main location. Make another one the main location first.")


@dataclass(frozen=True)
class Moved:
    """What went to another branch when one was closed: the transaction of it, and the keys of its people."""

    transaction: int
    people: list[str]
    to: str


@transaction.atomic
def change_business(**fields) -> Business:
    """Change the profile of the one business.

    A new `logo` is the bytes of a PNG made by `pictures.as_png`, None for none, or the name of the file of one that was
    replaced less than `KEPT_DAYS` ago. Raises `LogoGone`.
    """
    business, _created = Business.objects.select_for_update().get_or_create(only=True)
    if "name" in fields:
        fields["name"] = clean(fields["name"])
    if "logo" in fields:
        fields["logo"] = _logo(business, fields["logo"])
    for name, value in fields.items():
        setattr(business, name, value)
    business.save(update_fields=list(fields))
    forget("business")
    return business


def set_logo(picture: bytes | None) -> Business:
    """Show `picture`, a PNG made by `pictures.as_png`, as the logo; None takes it away."""
    return change_business(logo=picture)


def forget_logo(name: str) -> None:
    """Delete the file of a logo that was replaced, unless it was put back meanwhile. Twice is harmless."""
    if not Business.objects.filter(logo=name).exists():
        Business._meta.get_field("logo").storage.delete(name)


def _logo(business: Business, wanted: bytes | str | None) -> ContentFile | str:
    """What the column is to hold. The file of the one before goes later, so that it can be put back."""
    if isinstance(wanted, str) and wanted and not business.logo.storage.exists(wanted):
        raise LogoGone
    if (old := business.logo.name) and old != wanted:
        tasks.forget_logo.configure(schedule_in={"days": KEPT_DAYS}).defer(name=old)
    return ContentFile(wanted, name=f"{token_hex(16)}.png") if isinstance(wanted, bytes) else wanted or ""


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
def close_location(
    location: Location, *, on: date | None, by: User | None = None, to: Location | None = None
) -> Moved | None:
    """Close a branch for good from that day on; None opens it again. Raises `LastLocation` for the main one.

    Its people and customers go to the branch `to`, and the answer says what went; without one they stay with the
    closed one.
    """
    location = Location.objects.select_for_update().get(pk=location.pk)
    if location.is_main and on:
        raise LastLocation
    location.closed_for_good_on = on
    location.save(update_fields=["closed_for_good_on"])
    if not (on and to and by):
        return None
    people = [str(pk) for pk in location.people.values_list("pk", flat=True)]
    hand_over_all(location, to=to, by=by, at=timezone.now())
    return Moved(this_transaction(), people, str(to.pk))


@transaction.atomic
def reopen_location(location: Location, moved: Moved, *, by: User) -> None:
    """Open a branch that was closed by mistake: what `by` moved away comes back, unless it went on since."""
    close_location(location, on=None)
    User.objects.filter(pk__in=moved.people, location=moved.to).update(location=location)
    hand_back_all(Location, transaction=moved.transaction, by=by, at=timezone.now())


@transaction.atomic
def add_team(
    name: str, *, people: Iterable[User] = (), lead: User | None = None, pk: str | None = None, by: User | None = None
) -> Team:
    """A new team; `pk` when it is one that was removed."""
    team = Team.objects.create(name=clean(name), lead=lead, **({"pk": pk} if pk else {}))
    _put_into(team, people, by=by)
    return team


@transaction.atomic
def change_team(
    team: Team, *, name: str, people: Iterable[User], lead: User | None = None, by: User | None = None
) -> Team:
    """Say what the team is called, who is in it, and who leads it."""
    team.name, team.lead = clean(name), lead
    team.save(update_fields=["name", "lead"])
    _put_into(team, people, by=by)
    return team


def _put_into(team: Team, people: Iterable[User], *, by: User | None) -> None:
    """Who is in a team may decide which customers they see, so the audit keeps it."""
    before, after = set(team.people.all()), set(people)
    team.people.set(after)
    if before != after:
        audit.record("team.changed", by=by, about=[team, *(before ^ after)], name=team.name, people=len(after))


@transaction.atomic
def remove_team(team: Team, *, by: User | None = None) -> int:
    """The team is gone; its people and customers stay. Answers the number of the transaction, to find them again."""
    hand_over_all(team, to=None, by=by, at=timezone.now())
    audit.record("team.removed", by=by, about=[team], name=team.name)
    team.delete()
    return this_transaction()


@transaction.atomic
def bring_team_back(
    pk: str, *, name: str, people: Iterable[User], removed: int | None, by: User, lead: User | None = None
) -> Team:
    """A team that was removed in the transaction `removed`, with its customers, unless they went on since."""
    team = add_team(name, people=people, lead=lead, by=by, pk=pk)
    if removed:
        hand_back_all(Team, transaction=removed, by=by, at=timezone.now())
    return team


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
