"""How well a customer's text says what was typed: as the whole name, by words of it, or by what else."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from rapport.customers.finding import Line
from rapport.customers.queries.sighting import Sighting
from rapport.customers.queries.typed import Typed, nearness

WHOLE, NAMES, WORDS, CONTACT, SIMILAR, SOUND = range(6)


@dataclass(frozen=True, order=True)
class Found:
    """How well somebody was found, the least first; `by` which pieces in which lines of their text besides the name."""

    rank: int
    score: float = 0.0
    place: str = ""
    by: tuple[tuple[int, str], ...] = ()


def weighed(
    rows: list[tuple], typed: Typed, meant: dict[str, list[str]], sighting: Sighting
) -> Iterator[tuple[UUID, Found]]:
    """Each of those whose text, as far as the reader sees it, says what was typed or `meant`, and how well."""
    lines = sighting.seen({row[0]: row[2] for row in rows})
    for pk, place, _text, *likeness in rows:
        by, score = _where(lines[pk], typed.parts, meant)
        if by is not None:
            rank = CONTACT if by or meant else _rank_of_name(lines[pk][Line.NAMES], typed)
            yield pk, Found(rank, -likeness[0] if likeness else -score if rank == CONTACT else 0.0, place, by)


def _where(lines: list[str], parts: list[str], meant: dict[str, list[str]]) -> tuple[tuple | None, float]:
    """Where the text says each part best, as far as that is not the name; None when one isn't there."""
    by, score = [], 0
    for part in parts:
        near, line, piece = max(
            (nearness(piece, text), -line, piece)
            for piece in (part, *meant.get(part, ()))
            for line, text in enumerate(lines)
        )
        if not near:
            return None, 0
        score += near
        if line:
            by.append((-line, piece))
    return tuple(by), score


def _rank_of_name(names: str, typed: Typed) -> int:
    """Where all of it is in the name: how it is there. In the midst of words is hardly better than alike."""
    whole = names.strip().split(" | ")
    if typed.key in whole:
        return WHOLE
    if set(typed.words) <= set(" ".join(whole).split()):
        return NAMES
    return WORDS if all(f" {word}" in names for word in typed.words) else SIMILAR
