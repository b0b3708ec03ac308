"""The words of conditions in a language: how people call facts, and how they ask. English is always understood too."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from django.utils import translation
from django.utils.translation import pgettext

from rapport.core.facts import OPERATORS, Book, Field, fields
from rapport.core.facts.operators import UNITS
from rapport.segments.conditions.tokens import Unreadable, fold, tokens

GAP = re.compile(r"%\((\w+)\)s")
# Behind "is" people say these as well: "birthday is within …". Not those of texts, which could be a value.
BEHIND_IS = {
    *("over", "under", "at_least", "at_most", "between", "on", "before", "after", "from_to"),
    *("over_ago", "within_last", "within_next"),
}
COUNTS = (*range(32), 100, 101, 102, 105, 1000)  # among them every plural form of every language
Words = tuple[str, ...]


@dataclass(frozen=True)
class Gap:
    name: str  # value, first, last, count


@dataclass(frozen=True)
class Pattern:
    """How an operator is said: words, as they are folded, and gaps."""

    operator: str
    parts: tuple[str | Gap, ...]
    unit: str = ""
    is_denied: bool = False  # "is not": the same turned round
    said: str = ""
    is_wordy: bool = False  # "is within the next 60 days": read, not written

    @property
    def words(self) -> int:
        return sum(isinstance(part, str) for part in self.parts)


@dataclass(frozen=True)
class Joints:
    """The words between conditions."""

    together: frozenset[str]  # and
    either: frozenset[str]  # or
    denied: frozenset[str]  # not
    shown: dict[str, str]  # as this language says them

    def __contains__(self, word: str) -> bool:
        return word in self.together or word in self.either or word in self.denied

    def __hash__(self) -> int:
        return id(self)


def joints() -> Joints:
    return _joints(translation.get_language() or "en")


def patterns() -> tuple[Pattern, ...]:
    """Those with the most words of their own first, so that "is one of" is not read as "is"."""
    return _patterns(translation.get_language() or "en")


def said_by(operator: str, unit: str = "", count: int = 0) -> str:
    """The operator's words in this language, with gaps."""
    known = OPERATORS[operator]
    return known.spans(unit, count) if known.spans else str(known.words)


@lru_cache(4_000)  # of which most are what facts are called
def words_of(text: str) -> Words:
    """The words of a text, folded; none when it is more than words."""
    try:
        found = tokens(text)
    except Unreadable:
        return ()
    return tuple(token.folded for token in found) if all(token.kind == "word" for token in found) else ()


def vocabulary_of(book: Book) -> "Vocabulary":
    """That of the active language, put together once for each book."""
    language = translation.get_language() or "en"
    if (language, Vocabulary) not in book.kept:
        book.kept[language, Vocabulary] = Vocabulary(book)
    return book.kept[language, Vocabulary]


class Vocabulary:
    """What facts are called: in this language, in English, and by their stable names."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.fields: dict[Words, Field] = {}
        self._shown: dict[str, str] = {}
        registered = [field for field in book.all if field.name in fields]
        own = [field for field in book.all if field.name not in fields]
        self.add((field, str(field.label)) for field in registered)
        with translation.override("en"):
            self.add([(field, str(field.label)) for field in registered])
        self.add((field, field.name) for field in book.all)
        self.add((field, str(field.label)) for field in own)
        asking = {pattern.parts[0] for pattern in patterns() if pattern.parts}
        for words in [words for words in self.fields if self._is_a_question(words, asking)]:
            del self.fields[words]
        self.longest = max(map(len, self.fields), default=0)

    def add(self, called: Iterable[tuple[Field, str]]) -> None:
        """Whoever was called so first stays so."""
        for field, text in called:
            if words := words_of(text):
                self.fields.setdefault(words, field)

    def beginning(self, words: Words) -> Iterator[tuple[int, Field]]:
        """The facts that `words` may begin with, the longest name first: how many words it takes, and which."""
        for length in range(min(self.longest, len(words)), 0, -1):
            if field := self.fields.get(words[:length]):
                yield length, field

    def label(self, field: Field) -> str:
        """What it is called in a line: its label, where that can mean nothing else, otherwise its name."""
        if field.name not in self._shown:
            text = _with_small_letter(str(field.label))
            self._shown[field.name] = text if self._is_plain(words_of(text), field) else field.name
        return self._shown[field.name]

    def _is_plain(self, words: Words, field: Field) -> bool:
        return bool(words) and self.fields.get(words) is field and words[0] not in joints()

    def _is_a_question(self, words: Words, asking: set) -> bool:
        """Called "tag is" where there is a tag: that is how one begins to ask for tags."""
        return any(words[:length] in self.fields and words[length] in asking for length in range(1, len(words)))


def _with_small_letter(text: str) -> str:
    """ "City" within a line is "city"; "VIP" stays."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == "-" else text


@lru_cache(16)
def _joints(language: str) -> Joints:
    here, english = _joint_words(language), _joint_words("en")
    both = {name: frozenset({fold(here[name]), fold(english[name])}) for name in here}
    return Joints(both["and"], both["or"], both["not"], here)


def _joint_words(language: str) -> dict[str, str]:
    with translation.override(language):
        return {
            "and": pgettext("between conditions", "and"),
            "or": pgettext("between conditions", "or"),
            "not": pgettext("before a condition", "not"),
        }


@lru_cache(16)
def _patterns(language: str) -> tuple[Pattern, ...]:
    found: dict[tuple, Pattern] = {}
    for tongue in dict.fromkeys((language, "en")):
        with translation.override(tongue):
            for pattern in _said():
                found.setdefault((pattern.operator, pattern.parts, pattern.is_denied), pattern)
    return tuple(sorted(found.values(), key=lambda pattern: -pattern.words))


def _said() -> Iterator[Pattern]:
    before, after = (_parts(part) for part in str(OPERATORS["is"].words).split("%(value)s"))
    for pattern in _said_plainly():
        yield pattern
        if pattern.operator in BEHIND_IS:
            yield replace(pattern, parts=(*before, *pattern.parts, *after), is_wordy=True)


def _said_plainly() -> Iterator[Pattern]:
    for name, operator in OPERATORS.items():
        if operator.spans:
            for unit in UNITS:
                for said in dict.fromkeys(operator.spans(unit, count) for count in COUNTS):
                    yield Pattern(name, _parts(said), unit, said=said)
        else:
            yield Pattern(name, _parts(str(operator.words)), said=str(operator.words))
    denied = pgettext("condition", "is not %(value)s")
    yield Pattern("is", _parts(denied), is_denied=True, said=denied)
    yield Pattern("is", (Gap("value"),))  # tag "wholesale"


def _parts(said: str) -> tuple[str | Gap, ...]:
    found: list[str | Gap] = []
    for word in said.split():
        gap = GAP.fullmatch(word)
        found.append(Gap(gap[1]) if gap else fold(word))
    return tuple(found)
