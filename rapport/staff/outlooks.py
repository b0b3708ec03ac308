"""What changes of colleagues, teams and locations would mean, in lines for the page."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.core.consequences import Consequence
from rapport.staff import abilities, second_step
from rapport.staff.holdings import Held
from rapport.staff.models import Business, Team, User


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
    if said.get("lead") and said["lead"] != (team.lead if team else None):
        leads = _("%(name)s leads it, and hears of requests in it that get late.") % {"name": said["lead"]}
        lines.append(Consequence(leads, icon="star"))
    if joined := after - before:
        words = ngettext("%(count)s colleague joins:", "%(count)s colleagues join:", len(joined))
        lines.append(Consequence(words % {"count": len(joined)}, icon="user-plus", details=_names(joined)))
    if left := before - after:
        words = ngettext("%(count)s colleague leaves the team:", "%(count)s colleagues leave the team:", len(left))
        lines.append(Consequence(words % {"count": len(left)}, icon="user-off", details=_names(left)))
    return lines or [Consequence(_("Nothing changes: that is how it is already."), icon="check")]


def second_step_change(roles: Iterable[str], *, by: User) -> list[Consequence]:
    """Who has to set up a second step, who need not have one any more, and what stays as it is."""
    before, after = Business.objects.current().second_step_roles, set(roles)
    lines = []
    if asked := [role for role in after if role not in before]:
        lacking = list(second_step.without(asked).order_by("name"))
        words = ngettext(
            "%(count)s colleague has none yet, and sets one up before anything else:",
            "%(count)s colleagues have none yet, and set one up before anything else:",
            len(lacking),
        )
        tone = "risk" if lacking else "kept"
        lines.append(Consequence(words % {"count": len(lacking)}, "shield-lock", tone, _names(lacking)))
        if by in lacking:
            you = _("You are one of them: the next page you see is the one where you set yours up.")
            lines.append(Consequence(you, "user-circle", "risk"))
        untouched = _("Programs with a token of the API go on as before: a token is a key of its own.")
        lines.append(Consequence(untouched, "key"))
    if let_off := second_step.role_labels([role for role in before if role not in after]):
        freed = _("These roles may sign in with one step again; who has a second one keeps it:")
        lines.append(Consequence(freed, "lock", "risk", let_off))
    return lines or [Consequence(_("Nothing changes: that is how it is already."), icon="check")]


def _names(people: Iterable[User]) -> list[str]:
    return sorted(str(person) for person in people)
