"""Which words are said to whom: their own first, then what the language does, then the neutral greeting."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from rapport.core.address import languages  # noqa: F401 - each adds its forms
from rapport.core.address.forms import FORMS, House, Manner, Occasion, Register
from rapport.core.addressee import Addressee, base_language
from rapport.core.names import clean


def salutation(
    whom: Addressee | Iterable[Addressee],
    language: str,
    *,
    register: Register | str = Register.OWN,
    occasion: Occasion | str = Occasion.EMAIL,
    house: House | None = None,
) -> str:
    """The greeting of a message in `language`, with its comma: "Dear Ms Smith,", "Vážený pane Nováku,".

    Of several people all are greeted, by first name only when each of them permitted it. Words that somebody asked for
    are not touched. A language without forms takes the greeting of the house's and the names as they are written.
    """
    people = [whom] if isinstance(whom, Addressee) else list(whom)
    manner = Manner(
        tag=_tag(language), occasion=Occasion(occasion), register=Register(register), house=house or House()
    )
    if any(own_words(person, language, manner.occasion) for person in people):
        return " ".join(_to_one(person, language, manner) for person in people)
    if len(people) == 1:
        return _to_one(people[0], language, manner)
    return _to_several(_on_equal_terms(people), language, manner)


def reference(addressee: Addressee, language: str, **options) -> str:
    """The salutation without its comma, as shown in "Address as …". Takes the options of `salutation`."""
    return salutation(addressee, language, **options).strip().removesuffix(",")


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

    forms = FORMS.get(base_language(language))
    titled = _with_titles(addressee, name)
    if forms is None:
        return titled
    if titled == name == (addressee.full_name or name) and (courtesy := forms.courtesy(addressee, _tag(language))):
        titled = f"{courtesy} {titled}"
    return forms.to(titled)


def own_words(person: Addressee, language: str, occasion: Occasion) -> str:
    """What this person is greeted with to the letter: on this occasion, else on all; "" for nothing special."""
    on_this = {tag: text for (tag, when), text in (person.wordings or {}).items() if when == occasion}
    return _verbatim(on_this, language, "") or _verbatim(person.salutations, language, person.use_in_all_languages)


def _to_one(person: Addressee, language: str, manner: Manner) -> str:
    if words := own_words(person, language, manner.occasion):
        return words
    if person.is_organisation:
        person = Addressee(language=person.language)
    if manner.register is not Register.OWN:
        person = replace(person, style="formal")
    forms = FORMS.get(base_language(language))
    return forms.one(person, manner) if forms else _neutral([person], manner)


def _to_several(people: Sequence[Addressee], language: str, manner: Manner) -> str:
    """Whoever has no usable name would be left out of a list of names: then nobody is named."""
    people = [person for person in people if not person.is_organisation]
    if manner.register is not Register.OWN:
        people = [replace(person, style="formal") for person in people]
    if len(people) < 2 or not all(person.full_name for person in people):
        return _to_one(people[0] if len(people) == 1 else Addressee(), language, manner)
    forms = FORMS.get(base_language(language))
    return (forms.several(people, manner) if forms else "") or _neutral(people, manner)


def _on_equal_terms(people: Sequence[Addressee]) -> list[Addressee]:
    """One by first name beside one by surname would slight either."""
    if all(person.is_on_first_name_terms for person in people):
        return list(people)
    return [replace(person, style="formal") for person in people]


def _neutral(people: Sequence[Addressee], manner: Manner) -> str:
    """The house's greeting and the names as they are written, in their own script."""
    forms = FORMS.get(base_language(manner.house.language)) or FORMS["en"]
    called = [person.first_name if person.is_on_first_name_terms else person.full_name for person in people]
    names = ", ".join(filter(None, called))
    return f"{forms.greeting} {names}," if names else f"{forms.greeting.rstrip(',')},"


def _tag(language: str | None) -> str:
    return (language or "").replace("_", "-").lower()


def _verbatim(wording: Mapping[str, str], language: str, everywhere: str) -> str:
    """Exactly this language first, then its base and its variants, then the one meant for all languages."""
    known = {_tag(key): text for key, text in (wording or {}).items() if text and text.strip()}
    tag = _tag(language)
    if text := known.get(tag) or known.get(base_language(tag)):
        return text
    if text := next((text for key, text in known.items() if tag and base_language(key) == tag), ""):
        return text
    return known.get(_tag(everywhere), "")


def _with_titles(addressee: Addressee, name: str) -> str:
    before = " ".join(clean(title) for title in addressee.prefix_titles or () if clean(title))
    after = ", ".join(clean(title) for title in addressee.suffix_titles or () if clean(title))
    if before and not name.startswith(before):
        name = f"{before} {name}"
    if after and not name.endswith(after):
        name = f"{name}, {after}"
    return name
