"""What a language has to say to speak to somebody, and on what it depends.

A file in `languages` adds one `Forms`. Each form returns the whole greeting with its comma and keeps one promise:
without a stated title it takes the gender-free form, and without a usable name it greets without one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from rapport.core.addressee import Addressee
from rapport.core.titles import DOCENTS, DOCTORS, ENGINEERS, MASTERS, PROFESSORS, SUFFIX_DOCTORS


class Occasion(StrEnum):
    """Where the words are said: the more is at stake, the more formal."""

    LETTER = "letter"
    EMAIL = "email"
    PHONE = "phone"
    PORTAL = "portal"


class Register(StrEnum):
    """How close one speaks. `OWN` is as the person permitted; `FORMAL` even so; `OFFICIAL` by the surname."""

    OWN = ""
    FORMAL = "formal"
    OFFICIAL = "official"


@dataclass(frozen=True)
class House:
    """What a business decided. `czech_titles`: "title_only" or "surname"; `unconfirmed_vocative`: "use" or "neutral",
    which greets without a name rather than with a Czech form that nobody confirmed."""

    language: str = "en"
    czech_titles: str = "title_only"
    unconfirmed_vocative: str = "use"


@dataclass(frozen=True, kw_only=True)
class Manner:
    """What the form of address depends on beyond the person. `tag` is the whole language tag, "en-us"."""

    tag: str = "en"
    occasion: Occasion = Occasion.EMAIL
    register: Register = Register.OWN
    house: House = field(default_factory=House)

    @property
    def is_letter(self) -> bool:
        return self.occasion is Occasion.LETTER

    @property
    def is_everyday(self) -> bool:
        return self.occasion in (Occasion.PHONE, Occasion.PORTAL)

    @property
    def is_official(self) -> bool:
        return self.register is Register.OFFICIAL


@dataclass(frozen=True, kw_only=True)
class Forms:
    """How one language speaks to people. Only `greeting` and `one` must be; what is missing is said neutrally.

    `several` answers "" where the language cannot greet these people together. `courtesy` is the title on an envelope,
    `to` what the whole name becomes there.
    """

    code: str
    greeting: str  # with which the house greets in a language without forms: "Hello", and a name follows
    one: Callable[[Addressee, Manner], str]
    several: Callable[[Sequence[Addressee], Manner], str] = lambda people, manner: ""
    courtesy: Callable[[Addressee, str], str] = lambda person, tag: ""
    to: Callable[[str], str] = lambda name: name


FORMS: dict[str, Forms] = {}


def add(forms: Forms) -> None:
    if forms.code in FORMS:
        raise ValueError(f"{forms.code!r} has forms already")
    FORMS[forms.code] = forms


def together(names: Sequence[str], conjunction: str) -> str:
    """ "A", "A and B", "A, B and C"."""
    *first, last = names
    return f"{', '.join(first)} {conjunction} {last}" if first else last


def academic_title(person: Addressee) -> str:
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


def is_doctor(person: Addressee) -> bool:
    return academic_title(person) in ("professor", "docent", "doctor")
