"""Names: the keys by which they are found and sorted, and the words by which a customer is addressed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from rapport.core import address, folding
from rapport.core.address import Addressee, House
from rapport.core.addressee import base_language
from rapport.core.names import split_person_name
from rapport.staff.models import Business
from rapport.timeline.spoken import Spoken

if TYPE_CHECKING:
    from rapport.customers.models import Customer

BETWEEN = " | "  # what never occurs within a search key, so that a whole name can be told from a part of one
ENVELOPE = "envelope"  # beside the occasions of `core.address`: where a name stands, not a greeting
OWN_SCRIPTS = ("ka", "ta")  # languages that are not written in Latin letters
MAX_KEY = 1000  # characters; names that other systems glue together can be longer than an index likes


@dataclass(frozen=True)
class Keys:
    search: str
    sound: str
    sort: str
    version: int = folding.KEY_VERSION


def keys(
    name: str,
    *,
    given_name: str = "",
    family_name: str = "",
    patronymic: str = "",
    nickname: str = "",
    romanised_name: str = "",
    language: str = "",
) -> Keys:
    """The derived columns of a customer called that. `language` is the business's: one alphabet sorts the whole list.

    The search key holds every way to write the name, whole ones divided by `BETWEEN`; the sound key each word once.
    """
    parts = " ".join(filter(None, (given_name, patronymic, family_name)))
    variants = dict.fromkeys((name, romanised_name, parts, nickname))
    searches = list(dict.fromkeys(filter(None, map(folding.search_key, variants))))
    sounds = dict.fromkeys(" ".join(map(folding.sound_key, searches)).split())
    return Keys(
        search=BETWEEN.join(searches)[:MAX_KEY],
        sound=" ".join(sounds)[:MAX_KEY],
        sort=folding.sort_key(name, language)[:MAX_KEY],
    )


def refresh_keys(customer: "Customer", language: str | None = None) -> None:
    """Derive the keys again after a name was written. Sets them on the row and does not save it."""
    if language is None:
        language = Business.objects.current().language
    found = keys(
        customer.name,
        given_name=customer.given_name,
        family_name=customer.family_name,
        patronymic=customer.patronymic,
        nickname=customer.nickname,
        romanised_name=customer.romanised_name,
        language=language,
    )
    customer.search_key, customer.sound_key = found.search, found.sound
    customer.sort_key, customer.key_version = found.sort, found.version


KEY_FIELDS = ("search_key", "sound_key", "sort_key", "key_version")
NAME_FIELDS = ("name", "given_name", "family_name", "patronymic", "nickname", "romanised_name")


def addressee(customer: "Customer", language: str = "") -> Addressee:
    """What `core.address` needs to know of `customer`. Reads their salutations; prefetch them for a list.

    In a `language` of Latin letters a name of another script stands as they spell it themselves, if they told us.
    """
    salutations = list(customer.salutations.all())
    name, given_name, family_name = _spelled(customer, language)
    return Addressee(
        name=name,
        given_name=given_name,
        family_name=family_name,
        prefix_titles=_titles(customer.titles_before),
        suffix_titles=_titles(customer.titles_after),
        language=customer.language,
        form_gender=customer.form_gender,
        title_wish=customer.title_wish,
        style=customer.address_style,
        first_name_permission=customer.first_name_permission_at is not None,
        vocative_given=customer.vocative_given,
        vocative_family=customer.vocative_family,
        is_organisation=customer.is_organisation,
        **said_to_the_letter(salutations),
    )


def said_to_the_letter(rows: Iterable[Any]) -> dict[str, Any]:
    """What greetings that somebody asked for, or that were corrected, mean for an `Addressee`."""
    everywhere = [row for row in rows if not row.occasion]
    return {
        "salutations": {row.language: row.text for row in everywhere if row.text},
        "use_in_all_languages": next((row.language for row in everywhere if row.use_in_all_languages), ""),
        "envelopes": {row.language: row.envelope for row in everywhere if row.envelope}
        | {row.language: row.text for row in rows if row.occasion == ENVELOPE},
        "wordings": {(row.language, row.occasion): row.text for row in rows if row.occasion},
    }


def salutation(
    whom: "Customer | Iterable[Customer]",
    language: str | None = None,
    register: str = "",
    occasion: str = "email",
    *,
    business: Business | None = None,
) -> str:
    """The words that open a letter, an e-mail, a call or a page of the portal: "Dear Ms Smith,".

    Without a language: in theirs, of several people in that of the first. `register` "formal" passes over a first name
    that was permitted.
    """
    customers = [whom] if hasattr(whom, "form_gender") else list(whom)
    business = business or Business.objects.current()
    language = language or language_of(customers[0], business)
    people = [addressee(customer, language) for customer in customers]
    return address.salutation(people, language, register=register, occasion=occasion, house=house_of(business))


def form_of_address(customer: "Customer", language: str | None = None, *, business: Business | None = None) -> str:
    """The greeting without its comma, for "Address as …"."""
    business = business or Business.objects.current()
    language = language or language_of(customer, business)
    return address.reference(addressee(customer, language), language, house=house_of(business))


def spoken(customer: "Customer", *, by, business: Business | None = None) -> Spoken:
    """How `by` speaks to `customer`: the beginning of a letter, and the first sentence on the telephone."""
    business = business or Business.objects.current()
    language = language_of(customer, business)
    person, house = addressee(customer, language), house_of(business)
    with translation.override(language if base_language(language) in dict(settings.LANGUAGES) else business.language):
        first_sentence = _("%(greeting)s this is %(colleague)s from %(business)s.") % {
            "greeting": address.salutation(person, language, occasion="phone", house=house),
            "colleague": by.get_full_name(),
            "business": business.name,
        }
    return Spoken(
        language=language,
        letter=address.salutation(person, language, occasion="letter", house=house),
        phone=first_sentence,
        name_said=customer.pronunciation,
    )


def house_of(business: Business) -> House:
    """What of the business the form of address depends on."""
    return House(language=business.language, czech_titles=business.czech_titles)


def language_of(customer: "Customer", business: Business | None = None) -> str:
    """The language in which `customer` is written to."""
    return customer.language or (business or Business.objects.current()).language or settings.LANGUAGE_CODE


def zone_of(customer: "Customer", business: Business | None = None) -> ZoneInfo:
    """The time zone `customer` lives in, as far as we know: theirs, else that of the business."""
    return ZoneInfo(customer.time_zone or (business or Business.objects.current()).time_zone)


def _spelled(customer: "Customer", language: str) -> tuple[str, str, str]:
    """Name, given and family name as they are written in a letter in `language`."""
    own = customer.name, customer.given_name, customer.family_name
    is_foreign = language and base_language(language) not in OWN_SCRIPTS and folding.romanise(customer.name)
    if not is_foreign or not customer.romanised_name:
        return own
    split = split_person_name(customer.romanised_name, customer.language)
    # Someone without a family name in their own script has none in Latin letters either.
    return customer.romanised_name, split.given_name, split.family_name if customer.family_name else ""


def _titles(text: str) -> tuple[str, ...]:
    """Titles as they stand in one field: those before a name by spaces, those after it by commas."""
    return tuple(part for part in text.replace(",", " ").split() if part)
