"""What people choose from when they say where they are."""

from functools import cache
from uuid import UUID
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from rapport.staff.models import Business, User
from rapport.staff.sight import onlookers, seeing_everybody

CONTINENTS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")

ROLE_HINTS = {
    "owner": _("Everything, also making and unmaking owners"),
    "manager": _("People, settings, and correcting what others wrote"),
    "agent": _("Writes to customers, promises and keeps"),
    "reader": _("Reads along, changes nothing"),
}


@cache
def time_zones() -> list[tuple[str, str]]:
    """IANA zones named for places, ordered by name; the names are the same in every language."""
    places = sorted(zone for zone in available_timezones() if zone.split("/")[0] in CONTINENTS and "/" in zone)
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ").replace("/", " / ")) for zone in places)]


def languages() -> list[tuple[str, str]]:
    """The languages of Rapport, each in its own words."""
    return list(settings.LANGUAGES)


class ColleagueField(forms.ModelChoiceField):
    """Who takes over what is of customers of any team: of whom some are hidden from, that is said."""

    def __init__(self, queryset=None, **kwargs):
        super().__init__(User.objects.none() if queryset is None else queryset, **kwargs)

    def offer(self, people: QuerySet[User]) -> None:
        """One query more in a house that is divided by team."""
        if Business.objects.current().sees_by_team:
            seeing = set(seeing_everybody().values_list("pk", flat=True))
            some = _g("%(name)s (sees only their teams)")
            self.label_from_instance = lambda one: str(one) if one.pk in seeing else some % {"name": one}
        self.queryset = people


def colleagues_of_all() -> list[tuple[str, str]]:
    """Who works here, as a plain list of such choices."""
    field = ColleagueField(empty_label=None)
    field.offer(User.objects.working_here())
    return [(str(key), label) for key, label in field.choices]


def mark_the_blind(field: forms.ModelChoiceField, team: UUID | None) -> None:
    """Say of the colleagues of `field` which of them do not see a customer of `team`. One query where it matters."""
    if team is None or not Business.objects.current().sees_by_team:
        return
    seeing = set(onlookers(team).values_list("pk", flat=True))
    blind = _g("%(name)s (does not see this customer)")
    field.label_from_instance = lambda one: str(one) if one.pk in seeing else blind % {"name": one}
