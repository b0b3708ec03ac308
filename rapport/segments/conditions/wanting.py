"""Where a line stops making sense, and what could stand there: what was tried furthest to the right tells."""

from dataclasses import dataclass, field

from rapport.core.facts import Field, Slot
from rapport.segments.conditions import values_in_words as in_words
from rapport.segments.conditions.tokens import Token, Unreadable, misplaced
from rapport.segments.conditions.words import Joints, Vocabulary


@dataclass(frozen=True)
class Expected:
    """What could stand at a place: these words, or a value of that fact."""

    words: str = ""
    kind: str = "word"  # field, operator, value, joint
    field: Field | None = None
    slot: Slot | None = None

    def __str__(self) -> str:
        return self.words or (in_words.expected(self.slot) if self.slot else "")


@dataclass(kw_only=True)
class Wanting:
    """What a reader of a `line` tried, and how far it came."""

    vocabulary: Vocabulary | None = None
    tokens: list[Token] = field(init=False)
    joints: Joints = field(init=False)
    furthest: int = 0
    wanted: dict[str, Expected] = field(default_factory=dict)
    unfit: tuple[int, str, int] | None = None

    def _want(self, here: int, what: Expected) -> None:
        if here > self.furthest:
            self.furthest, self.wanted = here, {}
        if here == self.furthest:
            self.wanted.setdefault(f"{what.words}:{what.slot}", what)

    def _want_a_condition(self, here: int) -> None:
        assert self.vocabulary is not None
        for known in self.vocabulary.book.all:
            self._want(here, Expected(self.vocabulary.label(known), "field", known))
        self._want(here, Expected("(", "joint"))

    def _want_joints(self, here: int) -> None:
        for word in ("and", "or"):
            self._want(here, Expected(self.joints.shown[word], "joint"))

    def _note(self, here: int, problem: str, reach: int | None = None) -> None:
        """A value at `here` that doesn't fit, in words that make sense up to `reach`."""
        reach = here if reach is None else reach
        if self.unfit is None or reach >= self.unfit[2]:
            self.unfit = (here, problem, reach)

    def _fail(self, here: int | None = None, message: str = "") -> None:
        place = self.furthest if here is None else here
        token = self.tokens[place] if place < len(self.tokens) else None
        start, end = (token.start, token.end) if token else (len(self.line), len(self.line))
        expected = tuple(dict.fromkeys(filter(None, map(str, self.wanted.values()))))
        if not message and self.unfit and self.unfit[2] >= place:
            message, token = self.unfit[1], self.tokens[self.unfit[0]]
            start, end = token.start, token.end
        if not message:
            message = misplaced(token, expected)
        raise Unreadable(message, start, end, expected)
