"""The person a message speaks to, as far as the words of the address depend on them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from .emails import ROLES
from .names import clean, is_tamil, split_person_name, without_titles
from .titles import COURTESIES, title_key

# What forms and imports hold where a name should be.
PLACEHOLDERS = {
    "test",
    "test test",
    "tester",
    "asdf",
    "qwerty",
    "xxx",
    "n/a",
    "lnu",
    "fnu",
    "unknown",
    "undefined",
    "no name",
}
PLACEHOLDERS |= {"none", "null", "noname"}
NOT_IN_A_NAME = re.compile(r"[@{}<>_\\/|=\[\]]")
LOCAL_PART = re.compile(r"[a-z]+(?:[.+][a-z]+)+")


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """How somebody wants to be addressed, as they said it.

    `form_gender` is the title that was asked for ("male", "female", "none", "unknown"), never a guess
    from the name. `use_in_all_languages` names the language whose salutation counts everywhere.
    """

    name: str = ""
    given_name: str = ""
    family_name: str = ""
    prefix_titles: tuple[str, ...] = ()
    suffix_titles: tuple[str, ...] = ()
    language: str = ""
    form_gender: str = "unknown"
    title_wish: str = ""
    style: str = "formal"
    first_name_permission: bool = False
    salutations: Mapping[str, str] = field(default_factory=dict)
    use_in_all_languages: str = ""
    envelopes: Mapping[str, str] = field(default_factory=dict)
    wordings: Mapping[tuple[str, str], str] = field(default_factory=dict)  # by language and occasion
    vocative_given: str = ""
    vocative_family: str = ""
    is_organisation: bool = False

    @property
    def full_name(self) -> str:
        """The name without titles, in the order its bearer writes it; "" when nobody is called that."""
        if name := usable(without_titles(self.name or "", self.language or "")):
            return name
        return " ".join(filter(None, [self.given, self.family]))

    @property
    def given(self) -> str:
        return usable(self.given_name)

    @property
    def family(self) -> str:
        family = usable(self.family_name)
        return "" if len(family.strip(".")) < 2 and family.isascii() else family

    @property
    def first_name(self) -> str:
        """The name between friends; of "Gabriel García Márquez", unsplit, nobody knows it."""
        return self.given or ("" if self.family or " " in self.full_name else self.full_name)

    @property
    def is_on_first_name_terms(self) -> bool:
        return self.style == "first_name" and bool(self.first_name_permission) and bool(self.first_name)

    @property
    def is_tamil(self) -> bool:
        return base_language(self.language) == "ta" or is_tamil(self.full_name)

    @property
    def prefixes(self) -> list[str]:
        """Keys of the titles before the name, also of those that were only typed into the name."""
        return _keys(self.prefix_titles or self._split.prefix_titles)

    @property
    def suffixes(self) -> list[str]:
        return _keys(self.suffix_titles or self._split.suffix_titles)

    @property
    def gender(self) -> str:
        return self._courtesy[0]

    @property
    def wish(self) -> str:
        return self._courtesy[1]

    @property
    def _courtesy(self) -> tuple[str, str]:
        """A recorded "Mrs" is a wish like any other; what was said expressly beats it."""
        stated, wish = next((COURTESIES[key] for key in self.prefixes if key in COURTESIES), ("unknown", ""))
        gender = self.form_gender if self.form_gender in ("male", "female", "none") else stated
        return gender, self.title_wish or (wish if gender == stated else "")

    @property
    def _split(self):
        return split_person_name(self.name or "", self.language or "")


def usable(text: str | None) -> str:
    """`text` if somebody can be called that, else "": no addresses, digits, placeholders or template leftovers."""
    name = clean(text)
    ordinary = re.sub(r"\b(2nd|3rd|4th)\b", "", name)
    if NOT_IN_A_NAME.search(name) or any(map(str.isnumeric, ordinary)) or not any(map(str.isalpha, name)):
        return ""
    if name.casefold() in PLACEHOLDERS or name in ROLES or LOCAL_PART.fullmatch(name):
        return ""
    return clean(name.replace(",", " ")).strip(" ;:")


def base_language(language: str | None) -> str:
    return (language or "").replace("_", "-").split("-")[0].lower()


def _keys(titles: tuple[str, ...] | None) -> list[str]:
    keys: list[str] = []
    for title in titles or ():
        words = [title_key(word) for word in re.split(r"[\s,]+", title or "")]
        keys += [*words, "".join(words)]  # "Ph. D." is written with and without a space
    return [key for key in keys if key]
