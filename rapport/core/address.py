"""Forms of address: the words that open a message, and the name on an envelope.

What the person asked for, word by word, comes first; then a first name that they permitted; then the
formal way of the language. Nobody's gender is ever guessed.
"""

from collections.abc import Mapping

from .address_forms import FORMS, Occasion, english_title, other, tamil_title
from .addressee import Addressee, base_language
from .names import clean

__all__ = ["Addressee", "by_voice", "envelope_name", "reference", "salutation"]


def salutation(
    addressee: Addressee,
    language: str,
    *,
    everyday: bool = False,
    letter: bool = False,
    organisation_language: str = "en",
    czech_titles: str = "title_only",
    unconfirmed_vocative: str = "use",
) -> str:
    """The greeting of a message in `language`, with its comma: "Dear Ms Smith,", "Vážený pane Nováku,".

    `everyday` takes the lighter form and `letter` the more formal one, where the language knows them.
    `czech_titles` is "title_only" or "surname"; `unconfirmed_vocative="neutral"` greets without a name
    rather than with a Czech form that nobody confirmed. A salutation given word by word is not touched.
    """
    if verbatim := _verbatim(addressee.salutations, language, addressee.use_in_all_languages):
        return verbatim

    occasion = Occasion(
        tag=(language or "").replace("_", "-").lower(),
        everyday=everyday,
        letter=letter,
        czech_titles=czech_titles,
        unconfirmed_vocative=unconfirmed_vocative,
    )
    person = Addressee(language=addressee.language) if addressee.is_organisation else addressee
    form = FORMS.get(base_language(language))
    return form(person, occasion) if form else other(person, occasion, base_language(organisation_language))


def reference(addressee: Addressee, language: str, **options) -> str:
    """The salutation without its comma, as shown in "Address as …". Takes the options of `salutation`."""
    return salutation(addressee, language, **options).strip().removesuffix(",")


def by_voice(addressee: Addressee, language: str, **options) -> str:
    """The greeting as one says it on the telephone, with its comma. In English nobody says "Dear"."""
    said = salutation(addressee, language, everyday=True, **options)
    if base_language(language) != "en" or _verbatim(addressee.salutations, language, addressee.use_in_all_languages):
        return said
    return f"Hello {said.removeprefix('Dear ')}" if said.startswith("Dear ") else said


def envelope_name(addressee: Addressee, language: str) -> str:
    """The name on an envelope or in a list: titles, name, titles; "" when there is no name.

    Academic titles stand instead of Mr and Ms. Georgian titles are in the nominative here, Tamil ones
    in the dative.
    """
    if verbatim := _verbatim(addressee.envelopes, language, ""):
        return verbatim

    name = clean(addressee.name) or " ".join(filter(None, [addressee.given, addressee.family]))
    if addressee.is_organisation or not name:
        return name

    base = base_language(language)
    titled = _with_titles(addressee, name)
    courtesy = _courtesy(addressee, language, base) if titled == name == (addressee.full_name or name) else ""
    titled = f"{courtesy} {titled}" if courtesy else titled
    return f"{titled} அவர்களுக்கு" if base == "ta" else titled


def _verbatim(wording: Mapping[str, str], language: str, everywhere: str) -> str:
    """Exactly this language first, then its base and its variants, then the one meant for all languages."""
    known = {key.replace("_", "-").lower(): text for key, text in (wording or {}).items() if text and text.strip()}
    tag = (language or "").replace("_", "-").lower()
    if text := known.get(tag) or known.get(base_language(tag)):
        return text
    if text := next((text for key, text in known.items() if tag and base_language(key) == tag), ""):
        return text
    return known.get((everywhere or "").replace("_", "-").lower(), "")


def _with_titles(addressee: Addressee, name: str) -> str:
    before = " ".join(clean(title) for title in addressee.prefix_titles or () if clean(title))
    after = ", ".join(clean(title) for title in addressee.suffix_titles or () if clean(title))
    if before and not name.startswith(before):
        name = f"{before} {name}"
    if after and not name.endswith(after):
        name = f"{name}, {after}"
    return name


def _courtesy(addressee: Addressee, language: str, base: str) -> str:
    if base == "en":
        return english_title(addressee, language.replace("_", "-").lower())
    if base == "ka":
        return {"male": "ბატონი", "female": "ქალბატონი"}.get(addressee.gender, "")
    return tamil_title(addressee) if base == "ta" else ""
