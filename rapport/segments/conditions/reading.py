"""From the line that people write to a tree.

line := either;  either := together (or together)*;  together := one (and one)*
one := not one | "(" either ")" | fact how-it-is-asked
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rapport.core.facts import Book, Field, Slot
from rapport.core.facts.operators import slot_of
from rapport.segments.conditions import values_in_words as in_words
from rapport.segments.conditions.tokens import Unreadable, tokens
from rapport.segments.conditions.trees import DEEPEST, MOST_CONDITIONS, Condition, Group, Node, tidy
from rapport.segments.conditions.values import Unfit, understood
from rapport.segments.conditions.wanting import Expected, Wanting
from rapport.segments.conditions.words import Gap, Pattern, joints, patterns, vocabulary_of

MOST_SIGNS = 4_000
LONGEST_NUMBER, LONGEST_DAY = 3, 5  # words


@dataclass
class Reader(Wanting):
    """Reads one line for one person, in the language that is active."""

    line: str
    book: Book
    user: Any = None
    upto: int | None = None  # only so many tokens, to see what may follow
    count: int = 0

    def __post_init__(self) -> None:
        self.user = self.user or self.book.user
        if len(self.line) > MOST_SIGNS:
            text = _("This is too long: at most %(most)s signs are read.") % {"most": MOST_SIGNS}
            raise Unreadable(text, MOST_SIGNS, len(self.line))
        found = tokens(self.line)
        self.tokens = found if self.upto is None else found[: self.upto]
        self.vocabulary = self.vocabulary or vocabulary_of(self.book)
        self.folded = tuple(token.folded for token in self.tokens)
        self.joints = joints()
        self.patterns = patterns()

    def read(self) -> Group:
        """The tree of the whole line; everybody for an empty one. Raises `Unreadable`."""
        if not self.tokens:
            self._want_a_condition(0)
            return Group("all", ())
        node, here = self._either(0, 1)
        if here < len(self.tokens):
            self._fail()
        return tidy(node if isinstance(node, Group) else Group("all", (node,)))

    def _either(self, here: int, depth: int) -> tuple[Node, int]:
        return self._joined(here, depth, "any", self.joints.either, "or", self._together)

    def _together(self, here: int, depth: int) -> tuple[Node, int]:
        return self._joined(here, depth, "all", self.joints.together, "and", self._one)

    def _joined(
        self, here: int, depth: int, kind: str, words: frozenset[str], shown: str, part: Callable
    ) -> tuple[Node, int]:
        node, here = part(here, depth)
        members = [node]
        while self._is(here, words, self.joints.shown[shown]):
            node, here = part(here + 1, depth)
            members.append(node)
        return (Group(kind, tuple(members)) if len(members) > 1 else members[0]), here

    def _one(self, here: int, depth: int) -> tuple[Node, int]:
        if depth > DEEPEST:
            self._fail(here, _("Groups stand at most %(most)s deep in each other.") % {"most": DEEPEST})
        if self._is(here, self.joints.denied, self.joints.shown["not"]):
            node, here = self._one(here + 1, depth + 1)
            return Group("none", (node,)), here
        if self._kind(here) == "(":
            node, here = self._either(here + 1, depth + 1)
            if self._kind(here) != ")":
                self._want(here, Expected(")", "joint"))
                self._fail()
            return node, here + 1
        return self._condition(here)

    def _condition(self, here: int) -> tuple[Node, int]:
        self.count += 1
        if self.count > MOST_CONDITIONS:
            self._fail(here, _("There are at most %(most)s conditions.") % {"most": MOST_CONDITIONS})
        assert self.vocabulary is not None
        for length, known in self.vocabulary.beginning(self._words_from(here)):
            if found := self._asked(known, here + length):
                return found
        self._want_a_condition(here)
        self._fail()
        raise AssertionError

    def _asked(self, known: Field, here: int) -> tuple[Node, int] | None:
        """The condition on that fact, whose label ends before `here`."""
        for pattern in self.patterns:
            if pattern.operator in known.asked_by:
                slot = slot_of(pattern.operator, known.type)
                if slot == Slot.NONE and not pattern.parts:
                    continue
                if found := self._match(pattern, slot, known, here):
                    value, after = found
                    node: Node = Condition(known, pattern.operator, value)
                    return (Group("none", (node,)) if pattern.is_denied else node), after
        if "yes" in known.asked_by:  # the label says it all
            self._want_joints(here)
            return Condition(known, "yes"), here
        return None

    def _match(self, pattern: Pattern, slot: Slot, known: Field, here: int) -> tuple[Any, int] | None:
        values: list[Any] = []
        start = here
        if not pattern.words and known.choices is None and self._kind(here) != "text":
            return None  # tag "wholesale": only in quotes it is clear that no other word was meant
        for place, part in enumerate(pattern.parts):
            if isinstance(part, Gap):
                following = pattern.parts[place + 1] if place + 1 < len(pattern.parts) else None
                found = self._gap(part, slot, known, here, following if isinstance(following, str) else "")
                if found is None:
                    return None
                start, (value, here) = here, found
                values.append(value)
            elif self._kind(here) == "word" and self.folded[here] == part:
                here += 1
            else:
                if place or not pattern.is_wordy:
                    rest = " ".join(str(word) if isinstance(word, str) else "…" for word in pattern.parts[place:])
                    self._want(here, Expected(rest, "operator", known))
                return None
        try:
            value = self._understood(values, pattern, slot, known)
        except Unfit as unfit:
            self._note(start, str(unfit), here)
            return None
        self._want_joints(here)
        return value, here

    def _understood(self, values: list[Any], pattern: Pattern, slot: Slot, known: Field) -> Any:
        match slot:
            case Slot.NONE:
                return None
            case Slot.SPAN:
                return understood({pattern.unit: values[0]}, slot, known)
            case Slot.NUMBERS | Slot.DAYS:
                return understood(values, slot, known)
        return understood(values[0], slot, known)

    def _gap(self, gap: Gap, slot: Slot, known: Field, here: int, following: str) -> tuple[Any, int] | None:
        """The value that begins at `here`, and where it ends."""
        self._want(here, Expected("", "value", known, slot))
        if self._kind(here) not in ("word", "text"):
            return None
        if slot in (Slot.TEXTS, Slot.KEYS):
            return self._several(slot, known, here, following)
        if slot in (Slot.TEXT, Slot.KEY):
            return self._named(slot, known, here, following)
        return self._longest(slot, here)

    def _several(self, slot: Slot, known: Field, here: int, following: str) -> tuple[list[str], int] | None:
        one = Slot.TEXT if slot == Slot.TEXTS else Slot.KEY
        found: list[str] = []
        while value := self._named(one, known, here, following):
            found.append(value[0])
            here = value[1]
            if self._kind(here) != ",":
                return found, here
            here += 1
            self._want(here, Expected("", "value", known, one))
        return None

    def _named(self, slot: Slot, known: Field, here: int, following: str) -> tuple[str, int] | None:
        """Something in quotes, or words up to the next joint."""
        end = here
        if self._kind(here) == "text":
            text, end = self.tokens[here].value, here + 1
        else:
            while self._kind(end) == "word" and self.folded[end] not in self.joints and self.folded[end] != following:
                end += 1
            if end == here:
                return None
            text = self._text(here, end)
        if slot == Slot.TEXT:
            return text, end
        try:
            return in_words.read_key(text, known, self.user), end
        except Unfit as unfit:
            self._note(here, str(unfit))
            return None

    def _longest(self, slot: Slot, here: int) -> tuple[Any, int] | None:
        """The most words that make sense together: 22. 11. 2026, or 1 234,5."""
        read, most = READ[slot]
        if self._kind(here) == "text":
            tries: Iterable[tuple[str, int]] = [(self.tokens[here].value, here + 1)]
        else:
            last = here
            while last - here < most and self._kind(last) == "word" and self.folded[last] not in self.joints:
                last += 1
            tries = [
                (self.line[self.tokens[here].start : self.tokens[end - 1].end], end) for end in range(last, here, -1)
            ]
        problem = ""
        for text, end in tries:
            try:
                return read(text), end
            except Unfit as unfit:
                problem = problem or str(unfit)
        self._note(here, problem)
        return None

    # What stands where

    def _kind(self, here: int) -> str:
        return self.tokens[here].kind if here < len(self.tokens) else ""

    def _text(self, here: int, end: int) -> str:
        return self.line[self.tokens[here].start : self.tokens[end - 1].end]

    def _words_from(self, here: int) -> tuple[str, ...]:
        assert self.vocabulary is not None
        end = here
        while self._kind(end) == "word" and end - here < self.vocabulary.longest:
            end += 1
        return self.folded[here:end]

    def _is(self, here: int, words: frozenset[str], shown: str) -> bool:
        self._want(here, Expected(shown, "joint"))
        return self._kind(here) == "word" and self.folded[here] in words


READ: dict[Slot, tuple[Callable[[str], Any], int]] = {
    Slot.NUMBER: (in_words.read_number, LONGEST_NUMBER),
    Slot.NUMBERS: (in_words.read_number, LONGEST_NUMBER),
    Slot.DAY: (in_words.read_day, LONGEST_DAY),
    Slot.DAYS: (in_words.read_day, LONGEST_DAY),
    Slot.SPAN: (in_words.read_count, 1),
    Slot.MONTH_DAY: (in_words.read_month_day, LONGEST_DAY),
    Slot.MONTH: (in_words.read_month, 1),
}


def tree_in(line: str, book: Book) -> Group:
    """The tree of the line, in the language that is active or in English. Raises `Unreadable`."""
    return Reader(line, book).read()
