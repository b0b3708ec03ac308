"""People and companies of a labelled set, before anything goes wrong with what is written of them."""

import random
from dataclasses import dataclass, field, replace

from rapport.core.folding import romanise, search_key
from rapport.customers.duplicates.testing import words

LANGUAGES = ("cs", "cs", "cs", "ka", "ka", "ta", "en", "en")
MEN = {"cs": words.CZECH_MEN, "ka": words.GEORGIAN_MEN, "ta": words.TAMIL_MEN, "en": words.ENGLISH_MEN}
WOMEN = {"cs": words.CZECH_WOMEN, "ka": words.GEORGIAN_WOMEN, "ta": words.TAMIL_WOMEN, "en": words.ENGLISH_WOMEN}
FAMILIES = {
    "cs": words.CZECH_FAMILIES,
    "ka": words.GEORGIAN_FAMILIES,
    "ta": words.TAMIL_FAMILIES,
    "en": words.ENGLISH_FAMILIES,
}
PREFIX = {"cs": "+420", "ka": "+995", "ta": "+91", "en": "+44"}
DIGITS = {"cs": 9, "ka": 9, "ta": 10, "en": 10}
DOMAINS = ("gmail.com", "seznam.cz", "centrum.cz", "yahoo.com", "mail.example", "post.example")


@dataclass(frozen=True)
class Known:
    """One record, and whose it is. Records of the same `who` are duplicates of each other."""

    who: int
    kind: str = "person"
    language: str = "cs"
    given: str = ""
    family: str = ""
    name: str = ""  # of a company, or as it was written; else given and family name
    city: str = ""
    postal: str = ""
    street: str = ""
    email: str = ""
    phone: str = ""
    birth: tuple[int, int, int] | None = None
    gender: str = "unknown"

    @property
    def written(self) -> str:
        return self.name or f"{self.given} {self.family}".strip()


@dataclass
class Town:
    """Makes people, each with a number of their own. `rates` say how often something is known of them."""

    chance: random.Random
    phone: float = 0.8
    email: float = 0.8
    birth: float = 0.6
    address: float = 0.85
    next_who: int = field(default=0)

    def person(self, like: Known | None = None, **facts) -> Known:
        """Somebody; or somebody of the family of `like`, who lives with them."""
        self.next_who += 1
        language = like.language if like else self.chance.choice(LANGUAGES)
        is_man = facts.pop("is_man", self.chance.random() < 0.5)
        family = facts.pop("family", None) or (like.family if like else self.family(language))
        given = facts.pop("given", None) or self.given(language, is_man, like)
        someone = Known(
            who=self.next_who,
            language=language,
            given=given,
            family=in_gender(family, language, is_man),
            birth=self.born() if self.chance.random() < self.birth else None,
        )
        if like:
            someone = replace(someone, city=like.city, postal=like.postal, street=like.street, phone=like.phone)
        else:
            someone = self.housed(someone)
        if self.chance.random() < self.email:
            someone = replace(someone, email=self.mailbox(someone))
        return replace(someone, **facts)

    def company(self, **facts) -> Known:
        self.next_who += 1
        language = self.chance.choice(("cs", "cs", "en", "ka"))
        form = self.chance.choice(words.COMPANY_FORMS[language])
        stem = self.chance.choice(words.COMPANY_WORDS) + self.chance.choice(words.COMPANY_ENDINGS)
        name = f"{stem} {self.chance.choice(words.COMPANY_TRADES)}"
        one = self.housed(
            Known(who=self.next_who, kind="organisation", language=language, name=f"{name} {form}".strip())
        )
        site = search_key(name).replace(" ", "") + str(self.next_who) + ".example"
        return replace(one, email=f"info@{site}" if self.chance.random() < self.email else "", **facts)

    def housed(self, one: Known) -> Known:
        if self.chance.random() < self.phone:
            one = replace(one, phone=self.number(one.language))
        if self.chance.random() < self.address:
            city, postal = self.chance.choice(words.CITIES[one.language])
            one = replace(one, city=city, postal=postal, street=self.street(one.language))
        return one

    def given(self, language: str, is_man: bool, like: Known | None = None) -> str:
        names = [name for name in (MEN if is_man else WOMEN)[language] if not like or name != like.given]
        return names[int(len(names) * self.chance.random() ** 1.5)]

    def family(self, language: str) -> str:
        names = FAMILIES[language]
        return names[int(len(names) * self.chance.random() ** 1.7)]

    def street(self, language: str) -> str:
        number = self.chance.randint(1, 180)
        street = self.chance.choice(words.STREETS[language])
        return f"{number} {street}" if language == "en" else f"{street} {number}"

    def number(self, language: str) -> str:
        return PREFIX[language] + "".join(self.chance.choice("123456789") for _ in range(DIGITS[language]))

    def born(self) -> tuple[int, int, int]:
        return self.chance.randint(1940, 2004), self.chance.randint(1, 12), self.chance.randint(1, 28)

    def mailbox(self, one: Known) -> str:
        given, family = (search_key(romanise(part) or part).replace(" ", "") for part in (one.given, one.family))
        style = self.chance.choice(("{g}.{f}", "{g}{f}", "{i}{f}", "{f}.{g}", "{f}{n}", "{g}{n}", "{g}.{f}{n}"))
        local = style.format(g=given, f=family, i=given[:1], n=self.chance.randint(1, 9999))
        return f"{local}{self.next_who if self.chance.random() < 0.6 else ''}@{self.chance.choice(DOMAINS)}"


def in_gender(family: str, language: str, is_man: bool) -> str:
    if language != "cs" or is_man or family.endswith("á"):
        return family
    if family.endswith("ý"):
        return f"{family[:-1]}á"
    return f"{family[:-2] + family[-1] if family.endswith('ek') else family.rstrip('a')}ová"
