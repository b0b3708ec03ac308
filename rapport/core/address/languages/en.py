"""English: "Dear Ms Smith,"; on the telephone nobody says "Dear"."""

from collections.abc import Sequence

from rapport.core.address.forms import Forms, Manner, Occasion, academic_title, add, is_doctor, together
from rapport.core.addressee import Addressee


def one(person: Addressee, manner: Manner) -> str:
    called = _called(person, manner.tag)
    return f"{_greeting(manner)} {called}," if called else "Hello,"


def several(people: Sequence[Addressee], manner: Manner) -> str:
    return f"{_greeting(manner)} {together([_called(person, manner.tag) for person in people], 'and')},"


def title(person: Addressee, tag: str) -> str:
    """Mr, Ms, Dr and their kin; Ms unless another was asked for, with American dots in American English."""
    if is_doctor(person):
        said = "Professor" if academic_title(person) == "professor" else "Dr"
    elif person.wish in ("Mrs", "Miss", "Mx"):
        said = person.wish
    elif person.wish == "selvi":
        said = "Miss"
    else:
        said = {"male": "Mr", "female": "Ms"}.get(person.gender, "")
    has_dot = tag == "en-us" and said in ("Mr", "Ms", "Mrs", "Mx", "Dr")
    return f"{said}." if has_dot else said


def _greeting(manner: Manner) -> str:
    return "Hello" if manner.occasion is Occasion.PHONE else "Dear"


def _called(person: Addressee, tag: str) -> str:
    if person.is_on_first_name_terms:
        return person.first_name
    called = person.family
    if not called and (person.is_tamil or tag == "en-in"):
        called = person.given
    if not called and person.given == person.full_name and is_doctor(person):
        called = person.given
    said = title(person, tag)
    return f"{said} {called}" if said and called else person.full_name


add(Forms(code="en", greeting="Hello", one=one, several=several, courtesy=title))
