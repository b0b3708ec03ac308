"""Whole labelled sets: people once and twice, and those who only look like each other."""

import random
from dataclasses import dataclass, replace

from rapport.customers.duplicates.testing import mishaps
from rapport.customers.duplicates.testing.people import Known, Town


@dataclass(frozen=True)
class Manner:
    """How a set is made. `twice` of the people are there again, with so many mishaps in the name and elsewhere."""

    twice: float = 0.3
    in_name: tuple[int, int] = (0, 1)
    elsewhere: tuple[int, int] = (1, 3)
    companies: float = 0.12
    look_alikes: float = 0.25  # of all: couples, twins, fathers and sons, colleagues, namesakes
    phone: float = 0.8
    email: float = 0.8
    birth: float = 0.6
    address: float = 0.85


SETS = {
    "shop": Manner(),
    "practice": Manner(birth=0.95, email=0.5, phone=0.7, in_name=(0, 2)),
    "register": Manner(birth=0.95, email=0.0, phone=0.6, address=1.0, in_name=(0, 2), elsewhere=(0, 2)),
    "newsletter": Manner(birth=0.1, email=0.97, phone=0.5, address=0.6, elsewhere=(1, 2)),
    "families": Manner(look_alikes=0.6, twice=0.2),
}


def labelled(manner: Manner | str = "shop", *, people: int = 1000, seed: int = 1) -> list[Known]:
    """A set of about `people` people and companies, shuffled; the same for the same seed."""
    manner = SETS[manner] if isinstance(manner, str) else manner
    chance = random.Random(seed)  # noqa: S311 - the same set on every run is the point
    town = Town(chance, phone=manner.phone, email=manner.email, birth=manner.birth, address=manner.address)
    found: list[Known] = []
    while len(found) < people:
        one = town.company() if chance.random() < manner.companies else town.person()
        found.append(one)
        if chance.random() < manner.twice:
            found.append(_again(one, manner, town))
        if chance.random() < manner.look_alikes:  # told apart by birth dates only where all their records have one
            known = [record for record in found[-2:] if record.who == one.who]
            found += _look_alikes(one if all(record.birth for record in known) else replace(one, birth=None), town)
    chance.shuffle(found)
    return found


def _again(one: Known, manner: Manner, town: Town) -> Known:
    """Written down once more. What leaves nothing to know it by is tried anew: nobody could find that."""
    for _try in range(20):
        again = one if one.kind == "person" else mishaps.company_again(one, town)
        if one.kind == "person":
            for name in town.chance.sample(sorted(mishaps.NAMES), town.chance.randint(*manner.in_name)):
                again = mishaps.NAMES[name](again, town)
        for name in town.chance.sample(sorted(mishaps.REST), town.chance.randint(*manner.elsewhere)):
            again = mishaps.REST[name](again, town)
        if mishaps.can_be_known(one, again):
            return again
    return one


def _look_alikes(one: Known, town: Town) -> list[Known]:
    if one.kind != "person":
        city, postal = town.chance.choice([("Jihlava", "58601"), ("Kladno", "27201"), ("Cheb", "35002")])
        return [replace(town.housed(one), who=_new(town), city=city, postal=postal, email="", phone=town.number("cs"))]
    return town.chance.choice((_couple, _twins, _father_and_son, _colleagues, _namesakes, _siblings))(one, town)


def _couple(one: Known, town: Town) -> list[Known]:
    return [town.person(one, is_man=one.family.endswith("á"), email=one.email if town.chance.random() < 0.3 else "")]


def _siblings(one: Known, town: Town) -> list[Known]:
    return [town.person(one, is_man=not one.family.endswith("á"), email="")]


def _twins(one: Known, town: Town) -> list[Known]:
    return [town.person(one, is_man=not one.family.endswith("á"), birth=one.birth)]


def _father_and_son(one: Known, town: Town) -> list[Known]:
    if one.birth is None:  # they are told apart by it alone
        return [town.person(one, family=f"{one.family} st.", given=one.given, email="")]
    year, month, day = town.born()
    return [
        town.person(
            one, family=one.family, given=one.given, birth=(one.birth[0] - town.chance.randint(19, 40), month, day)
        )
    ]


def _colleagues(one: Known, town: Town) -> list[Known]:
    """The telephone and the house are the company's."""
    return [
        replace(
            town.person(), language=one.language, phone=one.phone, city=one.city, postal=one.postal, street=one.street
        )
        for _ in range(town.chance.randint(1, 3))
    ]


def _namesakes(one: Known, town: Town) -> list[Known]:
    """The same name in the same town."""
    other = replace(one, who=_new(town), phone=town.number(one.language), email=town.mailbox(one) if one.email else "")
    return [
        replace(other, street=town.street(one.language) if one.street else "", birth=town.born() if one.birth else None)
    ]


def _new(town: Town) -> int:
    town.next_who += 1
    return town.next_who
