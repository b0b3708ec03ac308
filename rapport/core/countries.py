"""Countries: their names in the reader's language, and the country that a typed name means."""

from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.languages import get_official_languages

from .folding import search_key, sort_key
from .formats import locale_of
from .names import clean

LANGUAGES = ["en", "en_GB", "ka", "cs", "ta"]
NOT_COUNTRIES = {"CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "UN", "XA", "XB", "ZZ"}

# Names found in real files that no list of official names has.
ALIASES = {
    "GB": "UK, U.K., Great Britain, Britain, England, Scotland, Wales, Northern Ireland, Anglie, Velká Británie,"
    " Británie, ინგლისი, დიდი ბრიტანეთი, இங்கிலாந்து, பிரிட்டன்",
    "US": "USA, U.S., U.S.A., America, United States of America, Spojené státy americké, Amerika, ამერიკა, აშშ,"
    " அமெரிக்க ஐக்கிய நாடுகள்",
    "CZ": "Czech Republic, Česká republika, ČR, Czechia, ჩეხეთის რესპუბლიკა, செக் குடியரசு",
    "SK": "Slovak Republic, Slovenská republika",
    "GE": "Republic of Georgia, Sakartvelo",
    "IN": "Bharat, Republic of India",
    "DE": "Federal Republic of Germany, BRD, SRN",
    "NL": "Holland, The Netherlands, Holandsko, ჰოლანდია, ஹாலந்து",
    "RU": "Russian Federation, Ruská federace, რუსეთის ფედერაცია",
    "KR": "Korea, Republic of Korea, South Korea",
    "KP": "DPRK, Democratic People's Republic of Korea",
    "CN": "People's Republic of China, PRC, P.R. China, Čínská lidová republika",
    "TW": "Taiwan R.O.C.",
    "VN": "Viet Nam",
    "MM": "Burma, Barma",
    "CI": "Ivory Coast",
    "CD": "DR Congo, Democratic Republic of the Congo",
    "CG": "Congo, Republic of the Congo",
    "MK": "Macedonia, FYROM",
    "SZ": "Swaziland",
    "CV": "Cape Verde",
    "TL": "East Timor",
    "TR": "Turkey, Turkiye",
    "BY": "Byelorussia",
    "MD": "Republic of Moldova",
    "IE": "Eire, Republic of Ireland",
    "AE": "UAE, Emirates, SAE, Emiráty",
    "SA": "KSA",
    "IR": "Islamic Republic of Iran, Persia",
    "SY": "Syrian Arab Republic",
    "LA": "Lao PDR",
    "BN": "Brunei Darussalam",
    "VA": "Holy See",
    "PS": "Palestine",
    "TZ": "United Republic of Tanzania",
    "VE": "Bolivarian Republic of Venezuela",
    "BO": "Plurinational State of Bolivia",
    "ZA": "RSA, JAR, South African Republic",
    "BA": "Bosnia, Bosnia and Herzegovina",
}


def country_name(code: str, language: str = "") -> str:
    """The name of a country in `language`, else in the active one; an unknown code stays a code."""
    return locale_of(language or None).territories.get((code or "").upper(), code or "")


def country_choices(language: str = "") -> list[tuple[str, str]]:
    """(code, name) of every country, sorted as the reader sorts."""
    locale = locale_of(language or None)
    countries = [(code, locale.territories[code]) for code in _codes() if code in locale.territories]
    return sorted(countries, key=lambda country: sort_key(country[1], locale.language))


def is_country(code: str) -> bool:
    """Whether ISO 3166-1 has the two letters."""
    return code in _codes()


def recognise_country(text: str) -> str:
    """The ISO 3166-1 code of a country written as a code or by name; "" when nobody can tell.

    Knows English, Georgian, Czech and Tamil names, the country's own languages, and what people write
    instead: UK, USA, Holland.
    """
    text = clean(text)
    if text.upper() in _codes():
        return text.upper()
    key = search_key(text)
    if code := _short_names().get(text.casefold()) or _alpha_3(text.upper()):
        return code
    return key and (_names().get(key) or _own_names().get(key) or "")


def _alpha_3(code: str) -> str:
    now = get_global("territory_aliases").get(code, []) if len(code) == 3 and code.isascii() and code.isalpha() else []
    return now[0] if len(now) == 1 and now[0] in _codes() else ""


@cache
def _codes() -> frozenset[str]:
    territories = Locale("en").territories
    return frozenset(code for code in territories if len(code) == 2 and code.isalpha()) - NOT_COUNTRIES


@cache
def _short_names() -> dict[str, str]:
    """Abbreviations are compared as written: ČR without its accent is the code of Costa Rica."""
    aliases = ((alias.strip(), code) for code, names in ALIASES.items() for alias in names.split(","))
    return {alias.casefold(): code for alias, code in aliases if len(alias) <= 4}


@cache
def _names() -> dict[str, str]:
    names = {search_key(alias): code for code, aliases in ALIASES.items() for alias in aliases.split(",")}
    for language in LANGUAGES:
        territories = Locale.parse(language).territories
        for code in sorted(_codes()):
            names.setdefault(search_key(territories.get(code, "")), code)
    names.pop("", None)
    return names


@cache
def _own_names() -> dict[str, str]:
    """Deutschland, España, საქართველო: each country in its own languages."""
    names: dict[str, str] = {}
    for code in sorted(_codes()):
        for language in get_official_languages(code, regional=True, de_facto=True):
            try:
                name = Locale.parse(language).territories.get(code, "")
            except (UnknownLocaleError, ValueError):
                continue
            names.setdefault(search_key(name), code)
    names.pop("", None)
    return names
