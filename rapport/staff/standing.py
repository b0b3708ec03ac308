"""How the house stands, in a few words for each row of the settings."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.core import formats
from rapport.staff import abilities, second_step
from rapport.staff.models import Business, Invitation, Location, Team, User


def business(user) -> str:
    business = Business.objects.current()
    return " · ".join([business.name, formats.language_name(business.language), business.currency])


def locations(user) -> str:
    names = [location.name for location in Location.objects.open()]
    if not names:
        return _("none yet")
    return names[0] if len(names) == 1 else _("%(count)s, mainly %(name)s") % {"count": len(names), "name": names[0]}


def people(user) -> str:
    count = User.objects.working_here().count()
    waiting = Invitation.objects.waiting(timezone.now()).count()
    said = ngettext("%(count)s colleague", "%(count)s colleagues", count) % {"count": count}
    invited = ngettext("%(count)s invited", "%(count)s invited", waiting) % {"count": waiting}
    return f"{said} · {invited}" if waiting else said


def roles(user) -> str:
    return " · ".join(f"{role.label} {role.people}" for role in abilities.roles() if role.people)


def teams(user) -> str:
    return ", ".join(Team.objects.values_list("name", flat=True)[:3]) or _("none yet")


def second_step_roles(user) -> str:
    return " · ".join(second_step.role_labels(Business.objects.current().second_step_roles)) or _("asked of nobody")
