"""What is usual in a country: its clock, its money, its weekend, its phone numbers; and which one a browser is in."""

from functools import cache
from zoneinfo import available_timezones

import phonenumbers
from babel import Locale
from babel.core import get_global
from babel.languages import get_official_languages
from babel.numbers import get_territory_currencies

# Where a country has several zones: the one in which most of its people live.
MAIN_ZONES = {
    "AR": "America/Argentina/Buenos_Aires",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CD": "Africa/Kinshasa",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "GL": "America/Nuuk",
    "ID": "Asia/Jakarta",
    "KZ": "Asia/Almaty",
    "MN": "Asia/Ulaanbaatar",
    "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PG": "Pacific/Port_Moresby",
    "PS": "Asia/Hebron",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
    "UZ": "Asia/Tashkent",
}
MONDAY_TO_SUNDAY = range(7)


def country_of_zone(zone: str) -> str:
    """The country in which clocks go by `zone`, also under a name it had once (Asia/Calcutta); "" for none."""
    zone = get_global("zone_aliases").get(zone, zone)
    country = get_global("zone_territories").get(zone, "")
    return country if len(country) == 2 and country != "ZZ" else ""


def country_of_browser(accept_language: str) -> str:
    """The first country that a browser names with its languages: `de-AT,de;q=0.9` is from Austria. "" for none."""
    for wish in accept_language.split(","):
        parts = wish.split(";")[0].strip().split("-")
        region = parts[-1].upper()
        if len(parts) > 1 and len(region) == 2 and region in _countries():
            return region
    return ""


def zone_of(country: str, clock: str = "") -> str:
    """The time zone of `country`; the one that the reader's own `clock` goes by if that is one of its zones."""
    clock = get_global("zone_aliases").get(clock, clock)
    if clock in available_timezones() and country_of_zone(clock) == country:
        return clock
    zones = sorted(zone for zone, where in get_global("zone_territories").items() if where == country)
    return MAIN_ZONES.get(country) or next((zone for zone in zones if zone in available_timezones()), "UTC")


def currency_of(country: str, default: str = "EUR") -> str:
    """The currency of today; where several are legal tender, the one that was introduced first."""
    return next(iter(get_territory_currencies(country)), default) if country in _countries() else default


def language_of(country: str, among: list[str], default: str) -> str:
    """The first official language of `country` that is `among` those we speak."""
    official = get_official_languages(country, regional=True, de_facto=True)
    return default if default in official else next((language for language in official if language in among), default)


def working_days(country: str) -> set[int]:
    """Days of the week, 0 for Monday, that are no weekend there."""
    locale = Locale.parse(f"und_{country}") if country in _countries() else Locale("en")
    first, last = locale.weekend_start, locale.weekend_end
    rest = {first} if first == last else {(first + day) % 7 for day in range((last - first) % 7 + 1)}
    return set(MONDAY_TO_SUNDAY) - rest


def phone_example(country: str) -> str:
    """A number as people dial it inside `country`; "" where nobody knows."""
    number = phonenumbers.example_number(country)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL) if number else ""


@cache
def _countries() -> frozenset[str]:
    return frozenset(code for code in Locale("en").territories if len(code) == 2 and code.isalpha())
