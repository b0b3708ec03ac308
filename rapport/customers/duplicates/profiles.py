"""What a customer is compared by."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import blake2b
from typing import Any
from uuid import UUID

from rapport.core.folding import search_key
from rapport.customers.duplicates.words_of_names import GENERATIONS, LEGAL_FORMS, LEGAL_LETTERS, SHORT_WORDS
from rapport.customers.naming import BETWEEN

FIELD = "\x1f"  # between the parts of an address


@dataclass(frozen=True, eq=False)
class Profile:
    """The facts of one customer that can agree or differ with those of another, as they stand in the tables."""

    id: UUID
    kind: str
    name: str
    key: str  # `Customer.search_key`
    given_name: str = ""
    family_name: str = ""
    titles_after: str = ""
    gender: str = "unknown"
    emails: frozenset[str] = frozenset()  # mailboxes (`alias_key`)
    exact_emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    births: frozenset[tuple[int, int, int]] = frozenset()  # year (0: not known), month, day
    addresses: tuple[tuple[str, str, str], ...] = ()  # city, postal code, street
    codes: frozenset[tuple[str, str]] = frozenset()
    crowded: Mapping[str, int] = field(default_factory=dict)  # how many have a mailbox or phone that many share

    @property
    def is_person(self) -> bool:
        return self.kind == "person"

    @cached_property
    def variants(self) -> tuple[tuple[str, ...], ...]:
        """The words of each way to write the name, without titles, generations and legal forms.

        What is only a part of another way is left out: the parts of "J. Smith" are "Smith".
        """
        found = list(dict.fromkeys(filter(None, map(self._essence, self.key.split(BETWEEN)))))
        return tuple(words for words in found if not any(set(words) < set(others) for others in found))

    @cached_property
    def sorted_variants(self) -> frozenset[tuple[str, ...]]:
        return frozenset(tuple(sorted(words)) for words in self.variants)

    @cached_property
    def given(self) -> frozenset[str]:
        return frozenset(folded(self.given_name).split())

    @cached_property
    def family(self) -> frozenset[str]:
        return frozenset(folded(self.family_name).split())

    @cached_property
    def generation(self) -> str:
        """ "younger", "elder", or "" when nothing is said."""
        words = f"{folded(self.name)} {folded(self.titles_after)}".split()
        return next((GENERATIONS[word] for word in words[1:] if word in GENERATIONS), "")

    @cached_property
    def is_own_script(self) -> bool:
        """Written in letters that a Latin name has to be transliterated into."""
        return any(letter >= "\u0370" for letter in self.name)

    def _essence(self, variant: str) -> tuple[str, ...]:
        words = variant.split()
        if self.is_person:
            kept = [word for word in words if word not in GENERATIONS and word not in TITLES]
            return tuple(kept or words)
        return _company(variant)

    @cached_property
    def digest(self) -> str:
        """Changes when something they are compared by does, and says nothing of what it is."""
        facts = (
            self.kind,
            "|".join(sorted(" ".join(words) for words in self.sorted_variants)),
            *(",".join(sorted(map(str, some))) for some in (self.emails, self.phones, self.births, self.codes)),
            ";".join(sorted(FIELD.join(map(folded, address)) for address in self.addresses)),
        )
        return blake2b("\x1e".join(facts).encode(), digest_size=16).hexdigest()


TITLES = frozenset(
    "ing mgr bc bca mga judr mudr mvdr phdr rndr pharmdr paeddr thdr doc prof dr phd csc drsc mba dis mr mrs ms miss "
    "mx pan pani slecna thiru tirumati thirumathi tiru".split()
)


@lru_cache(50_000)
def folded(text: str) -> str:
    return search_key(text)


@lru_cache(50_000)
def _company(variant: str) -> tuple[str, ...]:
    text = f" {variant} "
    for letters in LEGAL_LETTERS:
        text = text.replace(f" {letters} ", " ")
    words = [SHORT_WORDS.get(word, word) for word in text.split()]
    return tuple(word for word in words if word not in LEGAL_FORMS) or tuple(variant.split())


def profile(row: Iterable[Any], crowded: Mapping[str, int]) -> Profile:
    """From the row that `blocks.PROFILES` answers."""
    pk, kind, name, key, given, family, after, gender, emails, keys, phones, births, addresses, codes = row
    return Profile(
        id=pk,
        kind=kind,
        name=name,
        key=key,
        given_name=given,
        family_name=family,
        titles_after=after,
        gender=gender,
        emails=frozenset(emails or ()),
        exact_emails=frozenset(keys or ()),
        phones=frozenset(phones or ()),
        births=frozenset((year, month, day) for year, month, day in (map(int, b.split("-")) for b in births or ())),
        addresses=tuple(tuple(address.split(FIELD)) for address in addresses or ()),
        codes=frozenset(tuple(code.split(FIELD)) for code in codes or ()),
        crowded=crowded,
    )
