"""From a tree to the line that people read and write, in the language that is active."""

from rapport.core.facts import Book, Slot, Span
from rapport.core.facts.operators import slot_of
from rapport.segments.conditions import values_in_words as in_words
from rapport.segments.conditions.tokens import quoted
from rapport.segments.conditions.trees import Condition, Group, Node
from rapport.segments.conditions.words import GAP, joints, patterns, said_by, vocabulary_of, words_of


class Writer:
    def __init__(self, book: Book) -> None:
        self.book = book
        self.vocabulary = vocabulary_of(book)
        self.joints = joints()
        self.taken = {part for pattern in patterns() for part in pattern.parts if isinstance(part, str)}

    def line(self, tree: Group) -> str:
        """The whole tree as one line; an empty one is everybody."""
        return self._group(tree) if tree.members else ""

    def condition(self, one: Condition) -> str:
        slot = slot_of(one.operator, one.field.type)
        label = self.vocabulary.label(one.field)
        if slot == Slot.NONE and one.operator == "yes":
            return label
        if slot in (Slot.KEY, Slot.KEYS):
            keys = one.value if slot == Slot.KEYS else (one.value,)
            values = [", ".join(in_words.written_key(key, one.field, self.book.user, self.value) for key in keys)]
        else:
            values = list(in_words.written(one.value, slot, self.value))
        span = one.value if isinstance(one.value, Span) else None
        said = said_by(one.operator, span.unit if span else "", span.count if span else 0)
        return f"{label} {GAP.sub(lambda gap: values.pop(0), said)}"

    def value(self, text: str) -> str:
        """A text as it may stand in a line: in quotes, unless it is one plain word that means nothing else."""
        words = words_of(text)
        is_plain = len(words) == 1 and not words[0].startswith(in_words.KEY_SIGN) and all(map(_is_plain, text))
        is_free = is_plain and words[0] not in self.taken and words[0] not in self.joints
        return text if is_free else quoted(text)

    def _group(self, group: Group) -> str:
        if group.kind == "none":
            several = len(group.members) > 1 or isinstance(group.members[0], Group)
            inner = self._joined(group.members, "or")
            return f"{self.joints.shown['not']} ({inner})" if several else f"{self.joints.shown['not']} {inner}"
        return self._joined(group.members, "and" if group.kind == "all" else "or")

    def _joined(self, members: tuple[Node, ...], joint: str) -> str:
        between = f" {self.joints.shown[joint]} "
        alone = len(members) == 1
        return between.join(self._member(member, alone) for member in members)

    def _member(self, node: Node, alone: bool) -> str:
        if isinstance(node, Condition):
            return self.condition(node)
        inner = self._group(node)
        return inner if alone or node.kind == "none" else f"({inner})"


def _is_plain(sign: str) -> bool:
    return sign.isalnum() or sign in "-_." or not sign.isascii() and sign.isprintable() and not sign.isspace()


def line_of(tree: Group, book: Book) -> str:
    """The line that is read as this tree again."""
    return Writer(book).line(tree)
