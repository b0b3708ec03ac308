"""What may come next while somebody writes a line."""

from collections.abc import Iterator
from dataclasses import dataclass

from rapport.core.facts import Book, Slot
from rapport.segments.conditions.reading import Reader
from rapport.segments.conditions.tokens import Unreadable, fold, tokens
from rapport.segments.conditions.wanting import Expected
from rapport.segments.conditions.words import vocabulary_of
from rapport.segments.conditions.writing import Writer

MOST = 12
LONGEST = 5  # words of a name that is half written
OFFERED = (Slot.TEXT, Slot.TEXTS, Slot.KEY, Slot.KEYS)


@dataclass(frozen=True)
class Completion:
    """`text` takes the place of what stands from `start` to the cursor; `kind` is field, operator, value or joint."""

    text: str
    start: int
    kind: str
    is_example: bool = False  # says what is needed, rather than being it: "a number"


def completions(line: str, position: int, book: Book, *, limit: int = MOST) -> list[Completion]:
    """What could stand at `position`, with what is begun there already; what is behind it is not looked at."""
    line = line[:position]
    try:
        known = tokens(line)
    except Unreadable as unreadable:  # within quotes
        return _next(line[: unreadable.start], unreadable.start, line[unreadable.start + 1 :], book, limit)
    is_begun = bool(known) and known[-1].end == len(line) and known[-1].kind in ("word", "text")
    found: list[Completion] = []
    for words in range(1 if is_begun else 0, min(LONGEST, len(known)) + 1):
        start = known[-words].start if words else len(line)
        if words and known[-words].kind not in ("word", "text"):
            break
        begun = known[-1].value if words == 1 and known[-1].kind == "text" else line[start:]
        found += _next(line[:start], start, begun, book, limit)
    return list({one.text: one for one in found}.values())[:limit]


def _next(before: str, start: int, begun: str, book: Book, limit: int) -> list[Completion]:
    """What may stand behind `before` and begins with `begun`."""
    reader = Reader(before, book, vocabulary=vocabulary_of(book))
    try:
        reader.read()
    except Unreadable:
        if reader.furthest < len(reader.tokens):
            return []  # it makes no sense further to the left
    writer = Writer(book)
    found = []
    for wanted in reader.wanted.values():
        found += [Completion(text, start, wanted.kind) for text in _texts(wanted, begun, writer, limit)]
        if wanted.slot and wanted.slot not in OFFERED and not begun:
            found.append(Completion(str(wanted), start, wanted.kind, is_example=True))
    return found[:limit]


def _texts(wanted: Expected, begun: str, writer: Writer, limit: int) -> Iterator[str]:
    if wanted.kind != "value":
        text = wanted.words.split(" …")[0]
        if text != "…" and fold(text).startswith(fold(begun)):
            yield text
        return
    field = wanted.field
    if field is None or wanted.slot not in OFFERED:
        return
    if field.choices:
        for _key, label in field.choices():
            if fold(str(label)).startswith(fold(begun)):
                yield writer.value(str(label))
    elif field.offers:
        for offer in field.offers(writer.book.user, begun, limit):
            yield writer.value(offer.label)
