"""Whom one looks for in text: every way in which a person may have been written down."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from rapport.core.folding import romanise, search_key

SHORTEST_NAME, SHORTEST_NUMBER = 4, 6
BETWEEN_DIGITS = r"[\s().\-/]*"


@dataclass(frozen=True)
class Person:
    """One customer, by what identifies them. `sure` names nobody else; `perhaps` are family names and the like."""

    id: UUID
    sure: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()  # in any form

    @cached_property
    def patterns(self) -> list[str]:
        """Regular expressions that PostgreSQL (with `y` for a boundary) and Python read alike."""
        names = [_as_pattern(text) for text in spellings(self.sure)]
        return names + [pattern for phone in self.phones if (pattern := _number_pattern(phone))]

    @cached_property
    def faint_patterns(self) -> list[str]:
        return [_as_pattern(text) for text in spellings(self.perhaps)]

    def sql(self, *, faint: bool = False) -> str:
        """One pattern for `~*`; empty when there is nothing to look for."""
        return "|".join(self.faint_patterns if faint else self.patterns).replace(r"\b", r"\y")

    @cached_property
    def hints(self) -> list[str]:
        """Patterns for `lower(text) LIKE`, one of which every text fits that names them, and few others do.

        They cost a fraction of the regular expressions, which then look at what is left.
        """
        texts = spellings((*self.sure, *self.perhaps))
        words = {max(text.lower().split(), key=len) for text in texts}
        numbers = {"%".join(re.sub(r"\D", "", phone)) for phone in self.phones if _number_pattern(phone)}
        return [f"%{part}%" for part in sorted(words | numbers)]

    @cached_property
    def expression(self) -> re.Pattern | None:
        return re.compile("|".join(self.patterns), re.IGNORECASE) if self.patterns else None

    def occurs_in(self, text: str) -> bool:
        """Whether `text` names them, in any case, in Latin letters or their own."""
        if self.expression is None:
            return False
        return bool(self.expression.search(text)) or bool(self.expression.search(search_key(text)))

    def without(self, text: str, marker: str) -> str:
        return self.expression.sub(marker, text) if self.expression else text


def spellings(texts: Iterable[str]) -> list[str]:
    """Each as it is written, in Latin letters and folded; the longest first, so that none leaves a rest of another."""
    found: dict[str, None] = {}
    for text in texts:
        for spelled in (text, romanise(text), search_key(text) if "@" not in text else ""):
            if len(spelled.strip()) >= SHORTEST_NAME or _has_own_script(spelled):
                found.setdefault(" ".join(spelled.split()))
    return sorted(found, key=len, reverse=True)


def _has_own_script(text: str) -> bool:
    """Names of two or three letters are names in Tamil; in ASCII they are part of everything."""
    return len(text.strip()) >= 2 and not text.isascii()


def _as_pattern(text: str) -> str:
    pattern = r"\s+".join(re.escape(word) for word in text.split())
    before = r"\b" if re.match(r"\w", text) else ""
    after = r"\b" if re.search(r"\w$", text) else ""
    return f"{before}{pattern}{after}"


def _number_pattern(phone: str) -> str:
    digits = re.sub(r"\D", "", phone)
    if len(digits) < SHORTEST_NUMBER:
        return ""
    return rf"\+?{BETWEEN_DIGITS.join(digits)}"
