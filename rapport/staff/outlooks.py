"""What changes of colleagues, teams and locations would mean, in lines for the page."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.core.consequences import Consequence
from rapport.staff import abilities
from rapport.staff.holdings import Held
from rapport.staff.models import Team, User


def leaving(held: Iterable[Held], whereto: str) -> list[Consequence]:
    """What is left behind: what goes `whereto`, and what stays."""
    lines = []
    for one in held:
        if one.holding.hand_over and whereto:
            lines.append(Consequence(f"{one.words}: {whereto}", one.holding.icon))
        else:
            lines.append(Consequence(f"{one.words}: {one.holding.stays}", one.holding.icon))
    return lines


def role_change(person: User, role: str) -> list[Consequence]:
    """What somebody may do more and less in another role."""
    gains, loses = abilities.difference(person.role, role)
    lines = []
    if gains:
        lines.append(Consequence(_("%(name)s may from now on:") % {"name": person}, "circle-check", "kept", gains))
    if loses:
        lines.append(Consequence(_("%(name)s may no longer:") % {"name": person}, "alert-triangle", "risk", loses))
    return lines


def team_change(team: Team | None, said: dict) -> list[Consequence]:
    """Who joins and who leaves, and a new name."""
    before = set(team.people.all()) if team else set()
    after = set(said["people"])
    lines = []
    if team and team.name != said["name"]:
        renamed = _("“%(old)s” is called “%(new)s” everywhere at once.")
        lines.append(Consequence(renamed % {"old": team.name, "new": said["name"]}, icon="tag"))
    if joined := after - before:
        words = ngettext("%(count)s colleague joins:", "%(count)s colleagues join:", len(joined))
        lines.append(Consequence(words % {"count": len(joined)}, icon="user-plus", details=_names(joined)))
    if left := before - after:
        words = ngettext("%(count)s colleague leaves the team:", "%(count)s colleagues leave the team:", len(left))
        lines.append(Consequence(words % {"count": len(left)}, icon="user-off", details=_names(left)))
    return lines or [Consequence(_("Nothing changes: that is how it is already."), icon="check")]


def _names(people: Iterable[User]) -> list[str]:
    return sorted(str(person) for person in people)
