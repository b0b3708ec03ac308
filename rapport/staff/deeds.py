"""What the audit keeps of who works here and what they may: its kinds of deeds, beside those of signing in."""

from collections.abc import Callable

from allauth.account import signals as account
from django.conf import settings
from django.dispatch import receiver
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rapport.core.audit import DeedKind, deed_kinds, record
from rapport.core.audit.lines import Line


def _role(name: str) -> str:
    return str(settings.ROLES.get(name, "–"))


def _role_changed(line: Line) -> str:
    names = {"name": line.whom, "before": _role(line.facts["before"]), "after": _role(line.facts["after"])}
    return _g("Changed the role of %(name)s from %(before)s to %(after)s") % names


def _teams_changed(line: Line) -> str:
    names = {"name": line.whom, "teams": ", ".join(line.facts["teams"]) or "–"}
    return _g("Changed the teams of %(name)s to: %(teams)s") % names


def _team(line: Line) -> str:
    count = line.facts["people"]
    return ngettext(
        "Changed who is in the team “%(name)s”: %(count)s colleague",
        "Changed who is in the team “%(name)s”: %(count)s colleagues",
        count,
    ) % {"name": line.facts["name"], "count": count}


def _visibility(line: Line) -> str:
    if line.facts["on"]:
        return _g("Let agents and readers see only customers of their teams, and those without a team")
    return _g("Let everybody see every customer")


def _about(sentence) -> Callable[[Line], str]:
    """The sentence with the names of the colleagues it was about, and the role if there is one."""
    return lambda line: str(sentence) % {"name": line.whom, "role": _role(line.facts.get("role", ""))}


def _plain(sentence) -> Callable[[Line], str]:
    return lambda line: str(sentence) % {"name": line.facts.get("name", "")}


for _order, (_name, _label, _icon, _say) in enumerate(
    (
        ("person.invited", _("Invited"), "mail", _about(_("Invited someone to the role %(role)s"))),
        ("person.invitation_withdrawn", _("Invitation withdrawn"), "mail", _plain(_("Withdrew an invitation"))),
        ("person.joined", _("Joined"), "user-check", _plain(_("Joined by invitation"))),
        ("person.added", _("Added"), "user-plus", _about(_("Let %(name)s in with the role %(role)s"))),
        ("person.role_changed", _("Role changed"), "lock", _role_changed),
        ("person.teams_changed", _("Teams changed"), "users-group", _teams_changed),
        ("person.let_go", _("Let go"), "user-off", _about(_("Let %(name)s go"))),
        ("person.let_back", _("Let back in"), "user-check", _about(_("Let %(name)s back in"))),
        ("team.changed", _("Team changed"), "users-group", _team),
        ("team.removed", _("Team removed"), "users-group", _plain(_("Removed the team “%(name)s”"))),
        ("visibility.changed", _("Who sees which customers"), "eye", _visibility),
    )
):
    deed_kinds.add(DeedKind(_name, _label, _icon, _say, "people", 30 + _order))
deed_kinds.add(
    DeedKind(
        "password.changed",
        _("Password changed"),
        "lock",
        _about(_("Changed the password of %(name)s")),
        order=20,
    )
)


@receiver((account.password_changed, account.password_set, account.password_reset))
def note_new_password(sender, user, **others) -> None:
    record("password.changed", by=user, about=user)
