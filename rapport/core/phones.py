"""Phone numbers: read as people write them, shown as the reader dials them.

The region is a hint for reading only. It is never taken from a number: +44 7911 may be Guernsey's, and
an Italian number the Vatican's. Equal numbers are the same line, not the same person.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberDesc, PhoneNumberFormat, PhoneNumberType

from .names import clean

TYPES = {
    PhoneNumberType.MOBILE: "mobile",
    PhoneNumberType.FIXED_LINE: "fixed_line",
    PhoneNumberType.FIXED_LINE_OR_MOBILE: "fixed_line_or_mobile",
    PhoneNumberType.TOLL_FREE: "toll_free",
    PhoneNumberType.PREMIUM_RATE: "premium_rate",
    PhoneNumberType.SHARED_COST: "shared_cost",
    PhoneNumberType.VOIP: "voip",
    PhoneNumberType.PERSONAL_NUMBER: "personal_number",
    PhoneNumberType.PAGER: "pager",
    PhoneNumberType.UAN: "uan",
    PhoneNumberType.VOICEMAIL: "voicemail",
}

PLAIN_INTERNATIONAL = re.compile(r"\+[1-9][0-9 -]{6,30}")
FROM_ABROAD = re.compile(r"^\W*00(?=[ (.-]*[1-9])")  # how most of the world dials "+", where no country is known
NOT_A_DIGIT = re.compile("[^0-9]")
LONGEST = 17  # digits that `phonenumbers` takes for one number
Kinds = Sequence[tuple[int, PhoneNumberDesc | None]]


@dataclass(frozen=True)
class Phone:
    """A number in E.164 with its extension, or, where it can't be one, just as it was typed (`raw`)."""

    e164: str = ""
    extension: str = ""
    raw: str = ""
    type: str = ""
    is_possible: bool = False
    is_valid: bool = False
    region: str = ""


def parse(raw: str, region: str = "") -> Phone:
    """Read `raw` as somebody in `region` (ISO 3166) dials it.

    A number that can't be dialled from abroad – a short code such as 112, a typing mistake, a word – keeps
    only its `raw` text. `is_valid` false with `is_possible` true deserves a warning, not a refusal.
    """
    raw = clean(raw)
    region = (region or "").upper()
    dialled = raw if region else FROM_ABROAD.sub("+", raw)
    try:
        written = _written_in_full(dialled)
        number = written or phonenumbers.parse(_without_trunk_zero(dialled), region or None)
    except phonenumbers.NumberParseException:
        return Phone(raw=raw, region=region)
    kind = type_of(number)  # known exactly when the number is valid
    if kind == PhoneNumberType.UNKNOWN and not phonenumbers.is_possible_number(number):
        return Phone(raw=raw, region=region)
    in_full = f"+{number.country_code}{number.national_number}" if written else ""
    return Phone(
        e164=in_full or phonenumbers.format_number(number, PhoneNumberFormat.E164),
        extension=number.extension or "",
        raw=raw,
        type=TYPES.get(kind, ""),
        is_possible=True,
        is_valid=kind != PhoneNumberType.UNKNOWN,
        region=region,
    )


def type_of(number: PhoneNumber) -> int:
    """What `phonenumbers.number_type` answers, four times as fast where a country code is one country's.

    The library looks each pattern up again for each number, and files have many of the same country.
    """
    plan = _plan_of(number.country_code)
    if plan is None:
        return phonenumbers.number_type(number)
    national = phonenumbers.national_significant_number(number)
    if not plan.is_number(national):
        return PhoneNumberType.UNKNOWN
    for kind, matches in plan.special.get(len(national), ()):
        if matches(national):
            return kind
    if plan.is_fixed(national):
        is_either = plan.is_one_pattern or plan.is_mobile(national)
        return PhoneNumberType.FIXED_LINE_OR_MOBILE if is_either else PhoneNumberType.FIXED_LINE
    is_mobile = not plan.is_one_pattern and plan.is_mobile(national)
    return PhoneNumberType.MOBILE if is_mobile else PhoneNumberType.UNKNOWN


@dataclass(frozen=True)
class _Plan:
    """How the numbers of one country are told apart."""

    is_number: Callable[[str], bool]
    special: dict[int, list[tuple[int, Callable[[str], object]]]]  # by how many digits it has
    is_fixed: Callable[[str], bool]
    is_mobile: Callable[[str], bool]
    is_one_pattern: bool


@cache
def _plan_of(country_code: int) -> _Plan | None:
    """None where several countries share the code, so that it takes more to find the country."""
    regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(country_code, ())
    if len(regions) != 1:
        return None
    known = phonenumbers.PhoneMetadata.metadata_for_region_or_calling_code(country_code, regions[0])
    if known is None:
        return None
    special = (
        (PhoneNumberType.PREMIUM_RATE, known.premium_rate),
        (PhoneNumberType.TOLL_FREE, known.toll_free),
        (PhoneNumberType.SHARED_COST, known.shared_cost),
        (PhoneNumberType.VOIP, known.voip),
        (PhoneNumberType.PERSONAL_NUMBER, known.personal_number),
        (PhoneNumberType.PAGER, known.pager),
        (PhoneNumberType.UAN, known.uan),
        (PhoneNumberType.VOICEMAIL, known.voicemail),
    )
    return _Plan(
        is_number=_matcher(known.general_desc),
        special={length: _of_length(length, special) for length in range(1, LONGEST + 1)},
        is_fixed=_matcher(known.fixed_line),
        is_mobile=_matcher(known.mobile),
        is_one_pattern=known.same_mobile_and_fixed_line_pattern,
    )


def _of_length(length: int, special: Kinds) -> list[tuple[int, Callable[[str], object]]]:
    """What a number of so many digits may be, in the order in which it is looked at."""
    return [
        (kind, re.compile(described.national_number_pattern).fullmatch)
        for kind, described in special
        if described and described.national_number_pattern
        if not described.possible_length or length in described.possible_length
    ]


def _matcher(described: PhoneNumberDesc | None) -> Callable[[str], bool]:
    if described is None or not described.national_number_pattern:
        return lambda national: False
    lengths, matches = frozenset(described.possible_length), re.compile(described.national_number_pattern).fullmatch
    return lambda national: (not lengths or len(national) in lengths) and matches(national) is not None


def display(phone: Phone, viewer_region: str = "") -> str:
    """The national form for a reader in the same country, the international one otherwise."""
    number = _number(phone)
    if number is None:
        return phone.raw
    is_at_home = bool(viewer_region) and (
        phonenumbers.country_code_for_region(viewer_region.upper()) == number.country_code
    )
    form = PhoneNumberFormat.NATIONAL if is_at_home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form)


def tel_link(phone: Phone) -> str:
    """The address of a link that dials (RFC 3966); "" for what no telephone can dial."""
    number = _number(phone)
    if number is not None:
        return phonenumbers.format_number(number, PhoneNumberFormat.RFC3966)
    has_words = any(map(str.isalpha, phone.raw))
    return f"tel:{digits(phone.raw)}" if digits(phone.raw) and not has_words else ""


def digits(text: str) -> str:
    """The digits in `text`, of whichever script, as 0–9: for finding a number by a part of it."""
    return "".join(str(unicodedata.digit(letter)) for letter in text or "" if letter.isdecimal())


def _written_in_full(raw: str) -> PhoneNumber | None:
    """What `phonenumbers.parse` makes of +420 777 123 456, found much faster; None where that takes more care."""
    if not PLAIN_INTERNATIONAL.fullmatch(raw):
        return None
    number = NOT_A_DIGIT.sub("", raw)
    for length in (1, 2, 3):
        country_code = int(number[:length])
        if country_code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
            break
    else:
        return None
    national = number[length:]
    has_trunk_prefix = _trunk_prefix(country_code)
    if not 5 <= len(national) <= 14 or national[0] == "0" or not has_trunk_prefix or has_trunk_prefix(national):
        return None
    return PhoneNumber(country_code=country_code, national_number=int(national))


@cache
def _trunk_prefix(country_code: int) -> Callable[[str], object] | None:
    """Tells whether what is dialled before a number at home stands before it. None where the country isn't known."""
    main_region = phonenumbers.region_code_for_country_code(country_code)
    metadata = phonenumbers.PhoneMetadata.metadata_for_region_or_calling_code(country_code, main_region)
    if metadata is None:
        return None
    prefix = metadata.national_prefix_for_parsing
    return re.compile(prefix).match if prefix else lambda national: None


def _without_trunk_zero(raw: str) -> str:
    """+420 (0) 777 …: the bracketed zero is for callers at home and spoils the number with its country code."""
    is_international = re.match(r"\s*(?:tel:)?\s*\(?\s*(?:[+＋]|00)", raw)
    return re.sub(r"\(\s*0\s*\)", "", raw, count=1) if is_international else raw


def _number(phone: Phone) -> PhoneNumber | None:
    if not phone.e164:
        return None
    try:
        number = phonenumbers.parse(phone.e164)
    except phonenumbers.NumberParseException:
        return None
    number.extension = phone.extension or None
    return number
