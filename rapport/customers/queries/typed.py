"""What someone typed, as the texts have it by which customers are found."""

import re
from dataclasses import dataclass
from functools import cached_property

from rapport.core.emails import email_key
from rapport.core.folding import search_key
from rapport.core.names import clean
from rapport.core.phones import digits
from rapport.customers.finding import NAME_SIGN, Line

MOST_WORDS = 8  # of what was typed
LONGEST = 200
LEAST_PART = 3  # letters, before a word is looked for within others
AROUND_DIGITS = "+-–()./"


@dataclass(frozen=True)
class Typed:
    text: str

    @classmethod
    def of(cls, text: str) -> "Typed":
        return cls(clean(text)[:LONGEST])

    @cached_property
    def key(self) -> str:
        return search_key(self.text)

    @cached_property
    def words(self) -> list[str]:
        """The words of a name, if it is one."""
        return self.key.split()[:MOST_WORDS]

    @cached_property
    def parts(self) -> list[str]:
        """What has to occur in a customer's text, each somewhere: words, pieces of addresses, digits in one."""
        parts, number = [], ""
        for token in re.sub(r"\(0\)", "", self.text).split():
            if is_number(token):
                number += token
                continue
            parts += [_number(number), *_pieces(token)]
            number = ""
        return [part for part in dict.fromkeys([*parts, _number(number)]) if part][:MOST_WORDS]

    @property
    def is_a_name(self) -> bool:
        """Whether it is nothing but words."""
        return bool(self.words) and all(map(str.isalpha, self.words)) and set(self.words) == set(self.parts)

    @property
    def is_begun(self) -> bool:
        """Whether a word is too short for the index to know its parts."""
        return any(len(word) < LEAST_PART for word in self.words)

    @property
    def is_looked_for_everywhere(self) -> bool:
        """Whether a part is long enough for the index to know it."""
        return any(len(part.strip()) >= LEAST_PART for part in self.parts)


def is_number(token: str) -> bool:
    """Whether `token` may be a piece of a phone number."""
    return bool(digits(token)) and not token.strip(AROUND_DIGITS + "0123456789" + _own_digits(token))


def nearness(part: str, line: str) -> int:
    """How well `part` is in a line of a text: 3 a whole word of it, 2 its beginning, 1 within one, 0 not at all."""
    if part not in line:
        return 0
    wanted, around = part.strip(), f"{line} "
    return 3 if f" {wanted} " in around else 2 if f" {wanted}" in around else 1


def lines_of(text: str) -> list[str]:
    """The lines of a customer's text, without the signs before names."""
    names, *others = text.split("\n", Line.TAGS)
    return [names.replace(f" {NAME_SIGN}", " "), *others]


def _own_digits(token: str) -> str:
    return "".join(letter for letter in token if letter.isdecimal())


def _number(token: str) -> str:
    found = digits(token)
    if token.startswith("+"):
        return f" {found}" if found else ""
    return found.lstrip("0") or found


def _pieces(token: str) -> list[str]:
    if "@" in token:
        return [email_key(token)]
    words = search_key(token).split()
    # "K-17" is in a code or an address as it stands; its pieces are in too much to be looked for.
    return [token.lower()] if len(words) > 1 and all(len(word) < LEAST_PART for word in words) else words
