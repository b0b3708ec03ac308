"""Georgian: a title in the vocative and the first name, which itself never changes."""

from collections.abc import Sequence

from rapport.core.address.forms import Forms, Manner, add, together
from rapport.core.addressee import Addressee

VOCATIVE = {"male": "ბატონო", "female": "ქალბატონო"}
NOMINATIVE = {"male": "ბატონი", "female": "ქალბატონი"}  # of people one speaks about, as on an envelope


def one(person: Addressee, manner: Manner) -> str:
    if person.is_on_first_name_terms:
        return f"{person.first_name}," if manner.is_everyday else f"ძვირფასო {person.first_name},"
    if titled := _titled(person, manner):
        return f"პატივცემულო {titled}," if manner.is_letter else f"{titled},"
    return f"პატივცემულო {person.full_name}," if person.full_name else "გამარჯობა,"


def several(people: Sequence[Addressee], manner: Manner) -> str:
    if all(person.is_on_first_name_terms for person in people):
        names = together([person.first_name for person in people], "და")
        return f"{names}," if manner.is_everyday else f"ძვირფასო {names},"
    titled = [_titled(person, manner) for person in people]
    if all(titled) and not manner.is_letter:
        return f"{together(titled, 'და')},"
    named = [said or person.full_name for said, person in zip(titled, people, strict=True)]
    return f"პატივცემულო {together(named, 'და')},"


def _titled(person: Addressee, manner: Manner) -> str:
    title = VOCATIVE.get(person.gender)
    called = (manner.is_official and person.family) or person.given or person.full_name
    return f"{title} {called}" if title and called else ""


def courtesy(person: Addressee, tag: str) -> str:
    return NOMINATIVE.get(person.gender, "")


add(Forms(code="ka", greeting="გამარჯობა", one=one, several=several, courtesy=courtesy))
