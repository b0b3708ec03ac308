"""Czech: names in the vocative, titles without the surname; the sentence after it goes on in lower case."""

from collections.abc import Sequence

from rapport.core.address.forms import Forms, Manner, academic_title, add
from rapport.core.addressee import Addressee
from rapport.core.czech import vocative

TITLES = {
    "professor": ("profesore", "profesorko"),
    "docent": ("docente", "docentko"),
    "doctor": ("doktore", "doktorko"),
    "engineer": ("inženýre", "inženýrko"),
    "master": ("magistře", "magistro"),
}
WOMAN = {"male": False, "female": True}


def one(person: Addressee, manner: Manner) -> str:
    woman = WOMAN.get(person.gender)
    if person.is_on_first_name_terms and (form := _by_first_name(person, woman, manner)):
        return form
    if woman is None:
        return "Vážená paní, vážený pane," if manner.is_letter and person.gender == "unknown" else "Dobrý den,"
    called = _called(person, woman, manner)
    if not called:
        return "Dobrý den,"
    if manner.is_everyday:
        return f"Dobrý den, {'paní' if woman else 'pane'} {called},"
    return f"{'Vážená paní' if woman else 'Vážený pane'} {called},"


def several(people: Sequence[Addressee], manner: Manner) -> str:
    """Each by themselves, women first: "Vážená paní Nováková, vážený pane Nováku,"."""
    forms = [one(person, manner).removeprefix("Dobrý den").strip(", ") for person in women_first(people)]
    if not all(forms) or any(WOMAN.get(person.gender) is None for person in people):
        return "Dobrý den,"
    first, *others = forms
    said = ", ".join([first, *(form[:1].lower() + form[1:] for form in others if not manner.is_everyday)])
    if not manner.is_everyday:
        return f"{said},"
    return f"Dobrý den, {', '.join(forms)},"


def women_first(people: Sequence[Addressee]) -> list[Addressee]:
    return sorted(people, key=lambda person: person.gender != "female")


def _called(person: Addressee, woman: bool, manner: Manner) -> str:
    is_by_title = manner.house.czech_titles == "title_only" and not manner.is_official
    title = TITLES.get(academic_title(person)) if is_by_title else None
    return title[woman] if title else _surname(person, woman, manner)


def _surname(person: Addressee, woman: bool, manner: Manner) -> str:
    """The family name; without one the whole name, of which only a man's can be inflected throughout."""
    name, confirmed = person.family, person.vocative_family
    if not name:
        name, confirmed = person.full_name, "" if " " in person.full_name else person.vocative_given
    if confirmed or not name:
        return confirmed
    if not woman and manner.house.unconfirmed_vocative == "neutral":
        return ""
    return vocative(name, woman=woman, family=bool(person.family) or " " in name)


def _by_first_name(person: Addressee, woman: bool | None, manner: Manner) -> str:
    """ "" when the form can't be known: Nikol is Nikol for a woman, and would be Nikole for a man."""
    called = person.vocative_given
    if not called and manner.house.unconfirmed_vocative == "neutral":
        return ""
    if not called and woman is not None:
        called = vocative(person.first_name, woman=woman, family=False)
    if not called and person.first_name.endswith("a"):
        called = vocative(person.first_name, woman=True, family=False)
    if not called:
        return ""
    if woman is None or manner.is_everyday:
        return f"Dobrý den, {called},"
    return f"{'Milá' if woman else 'Milý'} {called},"


add(Forms(code="cs", greeting="Dobrý den,", one=one, several=several))
