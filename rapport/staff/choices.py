"""What people choose from when they say where they are."""

from functools import cache
from zoneinfo import available_timezones

from django.conf import settings

CONTINENTS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@cache
def time_zones() -> list[tuple[str, str]]:
    """IANA zones named for places, ordered by name; the names are the same in every language."""
    places = sorted(zone for zone in available_timezones() if zone.split("/")[0] in CONTINENTS and "/" in zone)
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ").replace("/", " / ")) for zone in places)]


def languages() -> list[tuple[str, str]]:
    """The languages of Rapport, each in its own words."""
    return list(settings.LANGUAGES)
