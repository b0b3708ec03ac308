"""What it would mean to divide the house by team: for whom how many customers disappear, and what they had in hand."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.core import formats
from rapport.core.consequences import Consequence
from rapport.core.registry import Registry
from rapport.customers.models import Customer
from rapport.staff.models import Business, User
from rapport.staff.sight import seeing_everybody

SHOWN = 30


@dataclass(frozen=True)
class LeftBehind:
    """What stands in the hands of colleagues who would no longer see whose it is; at most one query."""

    name: str  # the slice's name
    look: Callable[[], list[Consequence]]


left_behind: Registry[LeftBehind] = Registry()


def divided() -> list[Consequence]:
    """Five queries and one for each slice that left something, whatever the number of colleagues and customers."""
    if Business.objects.current().sees_by_team:
        return [_nothing()]
    counts = _customers_by_team()
    everybody, of_nobody = sum(counts.values()), counts.get(None, 0)
    fewer, without = [], 0
    for person, teams in _divided_people():
        gone = everybody - of_nobody - sum(counts.get(team, 0) for team in teams)
        without += not teams
        if gone:
            fewer.append((gone, str(person), everybody - gone))
    left = [line for one in left_behind for line in one.look()]
    return [*_who_sees_fewer(fewer), *_without_a_team(without, of_nobody), *left, _seen_by_all(of_nobody)]


def undivided() -> list[Consequence]:
    if not Business.objects.current().sees_by_team:
        return [_nothing()]
    count = Customer.objects.count()
    said = ngettext(
        "Everybody who works here sees %(count)s customer again.",
        "Everybody who works here sees all %(count)s customers again.",
        count,
    )
    return [Consequence(said % {"count": formats.number(count)}, "eye")]


def _customers_by_team() -> dict:
    return dict(Customer.objects.order_by().values_list("team").annotate(Count("pk")))


def _divided_people() -> list[tuple[User, list]]:
    """Colleagues who would see only their teams, with these."""
    people = User.objects.working_here().exclude(pk__in=seeing_everybody().values("pk")).prefetch_related("teams")
    return [(person, [team.pk for team in person.teams.all()]) for person in people]


def _who_sees_fewer(fewer: list[tuple[int, str, int]]) -> list[Consequence]:
    if not fewer:
        return [Consequence(_("For nobody a customer disappears."), "check", "kept")]
    said = ngettext(
        "For %(count)s colleague customers disappear, with all that belongs to them:",
        "For %(count)s colleagues customers disappear, with all that belongs to them:",
        len(fewer),
    )
    lines = [
        _("%(name)s: %(gone)s disappear, %(left)s stay")
        % {"name": name, "gone": formats.number(gone), "left": formats.number(left)}
        for gone, name, left in sorted(fewer, reverse=True)
    ]
    if len(lines) > SHOWN:
        more = len(lines) - SHOWN
        lines = [*lines[:SHOWN], ngettext("and %(n)s more", "and %(n)s more", more) % {"n": more}]
    return [Consequence(said % {"count": len(fewer)}, "eye-off", "risk", lines)]


def _without_a_team(count: int, of_nobody: int) -> list[Consequence]:
    if not count:
        return []
    said = ngettext(
        "%(count)s of them is in no team, and sees only customers without one.",
        "%(count)s of them are in no team, and see only customers without one.",
        count,
    )
    return [Consequence(said % {"count": count}, "alert-triangle", "risk")]


def _seen_by_all(count: int) -> Consequence:
    said = ngettext(
        "%(count)s customer has no team and is seen by everybody.",
        "%(count)s customers have no team and are seen by everybody.",
        count,
    )
    return Consequence(said % {"count": formats.number(count)}, "users")


def _nothing() -> Consequence:
    return Consequence(_("Nothing changes: that is how it is already."), icon="check")
