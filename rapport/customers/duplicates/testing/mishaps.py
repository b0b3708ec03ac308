"""What goes wrong when somebody is written down a second time."""

import random
from collections.abc import Callable
from dataclasses import replace

from rapport.core.folding import romanise, search_key
from rapport.customers.duplicates.testing import words
from rapport.customers.duplicates.testing.people import Known, Town

NEAR = {"a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "i": "uo", "k": "jl", "l": "k", "m": "n", "n": "bm",
        "o": "ip", "r": "et", "s": "ad", "t": "ry", "u": "yi", "v": "cb", "z": "x"}  # fmt: skip
LOOKS_LIKE = (("m", "rn"), ("l", "1"), ("o", "0"), ("h", "b"), ("cl", "d"), ("e", "c"), ("nn", "m"), ("vv", "w"))
SOUNDS_LIKE = (
    ("ph", "f"),
    ("c", "k"),
    ("y", "i"),
    ("ck", "k"),
    ("ee", "i"),
    ("s", "z"),
    ("w", "v"),
    ("th", "t"),
    ("ks", "x"),
)


def slip(text: str, chance: random.Random) -> str:
    """One letter too many, too few, another, or two in the wrong order."""
    if len(text) < 4:
        return text
    at = chance.randrange(1, len(text) - 1)
    kind = chance.randrange(4)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at] + text[at:]
    if kind == 2:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + chance.choice(NEAR.get(text[at].lower(), text[at])) + text[at + 1 :]


def misread(text: str, chance: random.Random, table=LOOKS_LIKE) -> str:
    hits = [(one, other) for one, other in table if one in text[1:]]
    if not hits:
        return slip(text, chance)
    one, other = chance.choice(hits)
    return text[0] + text[1:].replace(one, other, 1)


def in_latin(text: str, chance: random.Random) -> str:
    written = [
        chance.choice(words.LATIN.get(word) or (romanise(word).replace("'", "") or word,)) for word in text.split()
    ]
    return " ".join(search_key(word).title() if not word.isascii() else word for word in written)


def _name_slip(one: Known, town: Town) -> Known:
    part = town.chance.choice(("given", "family", "family"))
    return replace(one, **{part: slip(getattr(one, part), town.chance)})


def _misread(one: Known, town: Town) -> Known:
    return replace(one, family=misread(one.family, town.chance))


def _misheard(one: Known, town: Town) -> Known:
    return replace(one, family=misread(one.family, town.chance, SOUNDS_LIKE))


def _transliterated(one: Known, town: Town) -> Known:
    latin = {part: in_latin(getattr(one, part), town.chance) for part in ("given", "family", "name")}
    return replace(one, **latin, city=words.CITY_IN_LATIN.get(one.city, one.city))


def _plain(one: Known, town: Town) -> Known:
    """Without accents, as old systems write it."""
    return replace(one, **{part: search_key(getattr(one, part)).title() for part in ("given", "family", "street")})


def _swapped(one: Known, town: Town) -> Known:
    return replace(one, given=one.family, family=one.given)


def _initial(one: Known, town: Town) -> Known:
    return replace(one, given=f"{one.given[0]}.") if one.language != "ta" else one


def _pet_name(one: Known, town: Town) -> Known:
    return replace(one, given=words.PET_NAMES.get(one.given, one.given))


def _second_name(one: Known, town: Town) -> Known:
    return replace(one, given=f"{one.given} {town.given(one.language, True, one)}")


def _married(one: Known, town: Town) -> Known:
    if not one.family.endswith("á") and one.language != "en":
        return one
    return replace(
        one, family=town.person(Known(0, language=one.language, family=town.family(one.language)), is_man=False).family
    )


def _moved(one: Known, town: Town) -> Known:
    if not one.city:
        return one
    city, postal = town.chance.choice(words.CITIES[one.language])
    return replace(one, city=city, postal=postal, street=town.street(one.language))


def _other_mail(one: Known, town: Town) -> Known:
    return replace(one, email=town.mailbox(one)) if one.email else one


def _other_phone(one: Known, town: Town) -> Known:
    return replace(one, phone=town.number(one.language)) if one.phone else one


def _no_mail(one: Known, town: Town) -> Known:
    return replace(one, email="")


def _no_phone(one: Known, town: Town) -> Known:
    return replace(one, phone="")


def _no_address(one: Known, town: Town) -> Known:
    return replace(one, city="", postal="", street="")


def _no_birth(one: Known, town: Town) -> Known:
    return replace(one, birth=None)


def _birth_slip(one: Known, town: Town) -> Known:
    if not one.birth:
        return one
    year, month, day = one.birth
    return replace(one, birth=(year, day, month) if day <= 12 and day != month else (year, month, day % 28 + 1))


def _postal_slip(one: Known, town: Town) -> Known:
    return replace(one, postal=slip(one.postal, town.chance))


def _street_short(one: Known, town: Town) -> Known:
    return replace(one, street=one.street.replace("Street", "St").replace("Road", "Rd").replace("გამზ.", "გამზირი"))


def _tagged(one: Known, town: Town) -> Known:
    local, at, domain = one.email.partition("@")
    if domain == "gmail.com":
        local = local[:2] + "." + local[2:]
    return replace(one, email=f"{local}+shop{at}{domain}" if at else "")


NAMES: dict[str, Callable[[Known, Town], Known]] = {
    "slip": _name_slip, "misread": _misread, "misheard": _misheard, "transliterated": _transliterated, "plain": _plain,
    "swapped": _swapped, "initial": _initial, "pet name": _pet_name, "second name": _second_name, "married": _married,
}  # fmt: skip
REST: dict[str, Callable[[Known, Town], Known]] = {
    "moved": _moved, "other mail": _other_mail, "other phone": _other_phone, "no mail": _no_mail, "no phone": _no_phone,
    "no address": _no_address, "no birth": _no_birth, "birth slip": _birth_slip, "postal slip": _postal_slip,
    "street short": _street_short, "tagged": _tagged,
}  # fmt: skip


def company_again(one: Known, town: Town) -> Known:
    """Another legal form, none at all, a slip, capitals."""
    stem = one.name
    for form in sum(words.COMPANY_FORMS.values(), ()):
        stem = stem.removesuffix(f" {form}") if form else stem
    kind = town.chance.randrange(5)
    name = (
        stem,
        f"{stem} {town.chance.choice(('s.r.o.', 'Ltd', 'a.s.'))}",
        slip(stem, town.chance),
        stem.upper(),
        one.name,
    )[kind]
    return replace(one, name=name)


def can_be_known(one: Known, again: Known) -> bool:
    """Whether anything is left to tell by that it is the same: a mailbox, a phone, a birth date, a house."""
    mail = (
        one.email
        and one.email.replace(".", "").split("@")[0] == again.email.replace(".", "").split("+")[0].split("@")[0]
    )
    phone = one.phone and one.phone == again.phone
    born = one.birth and one.birth == again.birth
    house = (
        one.street
        and again.street
        and search_key(one.city)[:3] == search_key(again.city)[:3]
        and one.postal == again.postal
    )
    return bool(mail or phone or born or house)
