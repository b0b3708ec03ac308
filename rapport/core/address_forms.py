"""How each language speaks to somebody. Every form returns the whole greeting with its comma.

The tables are those of the domain reference; each keeps one promise: without a stated title it takes
the gender-free form, and without a usable name it greets without one.
"""

from dataclasses import dataclass

from .addressee import Addressee
from .czech import vocative
from .titles import DOCENTS, DOCTORS, ENGINEERS, MASTERS, PROFESSORS, SUFFIX_DOCTORS

GREETINGS = {"en": "Hello", "ka": "გამარჯობა", "cs": "Dobrý den,", "ta": "வணக்கம்"}

CZECH_TITLES = {
    "professor": ("profesore", "profesorko"),
    "docent": ("docente", "docentko"),
    "doctor": ("doktore", "doktorko"),
    "engineer": ("inženýre", "inženýrko"),
    "master": ("magistře", "magistro"),
}


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """What the form of address depends on beyond the person."""

    tag: str = "en"
    everyday: bool = False
    letter: bool = False
    czech_titles: str = "title_only"
    unconfirmed_vocative: str = "use"


def english(person: Addressee, occasion: Occasion) -> str:
    if person.is_on_first_name_terms:
        return f"Dear {person.first_name},"

    title = english_title(person, occasion.tag)
    called = person.family
    if not called and (person.is_tamil or occasion.tag == "en-in"):
        called = person.given
    if not called and person.given == person.full_name and _is_doctor(person):
        called = person.given
    if title and called:
        return f"Dear {title} {called},"
    return f"Dear {person.full_name}," if person.full_name else "Hello,"


def english_title(person: Addressee, tag: str) -> str:
    """Mr, Ms, Dr and their kin; Ms unless another was asked for, with American dots in American English."""
    if _is_doctor(person):
        title = "Professor" if _academic_title(person) == "professor" else "Dr"
    elif person.wish in ("Mrs", "Miss", "Mx"):
        title = person.wish
    elif person.wish == "selvi":
        title = "Miss"
    else:
        title = {"male": "Mr", "female": "Ms"}.get(person.gender, "")
    has_dot = tag == "en-us" and title in ("Mr", "Ms", "Mrs", "Mx", "Dr")
    return f"{title}." if has_dot else title


def georgian(person: Addressee, occasion: Occasion) -> str:
    """Title in the vocative and the first name, which itself never changes."""
    if person.is_on_first_name_terms:
        return f"{person.first_name}," if occasion.everyday else f"ძვირფასო {person.first_name},"

    title = {"male": "ბატონო", "female": "ქალბატონო"}.get(person.gender)
    called = person.given or person.full_name
    if title and called:
        return f"პატივცემულო {title} {called}," if occasion.letter else f"{title} {called},"
    return f"პატივცემულო {person.full_name}," if person.full_name else "გამარჯობა,"


def czech(person: Addressee, occasion: Occasion) -> str:
    """The sentence after it goes on in lower case. A title stands without the surname."""
    woman = {"male": False, "female": True}.get(person.gender)
    if person.is_on_first_name_terms and (form := _czech_first_name(person, woman, occasion)):
        return form
    if woman is None:
        return "Vážená paní, vážený pane," if occasion.letter and person.gender == "unknown" else "Dobrý den,"

    title = CZECH_TITLES.get(_academic_title(person)) if occasion.czech_titles == "title_only" else None
    called = title[woman] if title else _czech_surname(person, woman, occasion)
    if not called:
        return "Dobrý den,"
    if occasion.everyday:
        return f"Dobrý den, {'paní' if woman else 'pane'} {called},"
    return f"{'Vážená paní' if woman else 'Vážený pane'} {called},"


def tamil(person: Addressee, occasion: Occasion) -> str:
    """By the given name: the letters before it are initials, and there is often no family name."""
    called = tamil_name(person)
    if person.is_on_first_name_terms:
        return f"அன்புள்ள {called},"
    if not called:
        return "வணக்கம்,"

    title = tamil_title(person)
    called = f"{title} {called}" if title else called
    return f"வணக்கம் {called}," if occasion.everyday else f"மதிப்பிற்குரிய {called} அவர்களே,"


def tamil_title(person: Addressee) -> str:
    """செல்வி only for who asked for it: it says that a woman is not married."""
    if person.wish in ("selvi", "Miss"):
        return "செல்வி"
    return {"male": "திரு.", "female": "திருமதி"}.get(person.gender, "")


def tamil_name(person: Addressee) -> str:
    if person.given:
        return person.given
    words = [word for word in person.full_name.split() if not _is_short_initial(word)]
    return " ".join(words) or person.full_name


def other(person: Addressee, occasion: Occasion, organisation_language: str) -> str:
    """A language without forms here: the house's greeting and the name as it is written, in its own script."""
    greeting = GREETINGS.get(organisation_language, GREETINGS["en"])
    called = person.first_name if person.is_on_first_name_terms else person.full_name
    return f"{greeting} {called}," if called else f"{greeting.rstrip(',')},"


FORMS = {"en": english, "ka": georgian, "cs": czech, "ta": tamil}


def _academic_title(person: Addressee) -> str:
    """The highest title, wherever it is written; below Ing. and Mgr. none is spoken."""
    before, after = set(person.prefixes), set(person.suffixes)
    if before & PROFESSORS:
        return "professor"
    if before & DOCENTS:
        return "docent"
    if before & DOCTORS or after & SUFFIX_DOCTORS:
        return "doctor"
    if before & ENGINEERS:
        return "engineer"
    return "master" if before & MASTERS else ""


def _is_doctor(person: Addressee) -> bool:
    return _academic_title(person) in ("professor", "docent", "doctor")


def _czech_surname(person: Addressee, woman: bool, occasion: Occasion) -> str:
    """The family name; without one the whole name, of which only a man's can be inflected throughout."""
    name, confirmed = person.family, person.vocative_family
    if not name:
        name, confirmed = person.full_name, "" if " " in person.full_name else person.vocative_given
    if confirmed or not name:
        return confirmed
    if not woman and occasion.unconfirmed_vocative == "neutral":
        return ""
    return vocative(name, woman=woman, family=bool(person.family) or " " in name)


def _czech_first_name(person: Addressee, woman: bool | None, occasion: Occasion) -> str:
    """ "" when the form can't be known: Nikol is Nikol for a woman, and would be Nikole for a man."""
    called = person.vocative_given
    if not called and occasion.unconfirmed_vocative == "neutral":
        return ""
    if not called and woman is not None:
        called = vocative(person.first_name, woman=woman, family=False)
    if not called and person.first_name.endswith("a"):
        called = vocative(person.first_name, woman=True, family=False)
    if not called:
        return ""
    if woman is None or occasion.everyday:
        return f"Dobrý den, {called},"
    return f"{'Milá' if woman else 'Milý'} {called},"


def _is_short_initial(word: str) -> bool:
    return word.endswith(".") or len(word) == 1
