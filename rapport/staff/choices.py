"""What people choose from when they say where they are."""

from functools import cache
from zoneinfo import available_timezones

from django.conf import settings
from django.utils.translation import gettext_lazy as _

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
