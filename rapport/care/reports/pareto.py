"""Few causes make most of the trouble: which of them (after Juran's use of Pareto, 1951)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

SHOWN = 10
FEW = 0.8  # the share that the vital few make together


@dataclass(frozen=True)
class Bar:
    label: Any
    count: int
    share: float  # of all
    upto: float  # with all before it
    is_vital: bool  # one of the few that make 80 % together
    is_rest: bool = False

    @property
    def share_of_all(self) -> str:
        """For CSS, the same in every language."""
        return f"{100 * self.share:.2f}%"


@dataclass(frozen=True)
class Pareto:
    bars: list[Bar]
    total: int

    @property
    def vital(self) -> list[Bar]:
        return [bar for bar in self.bars if bar.is_vital]

    @property
    def vital_share(self) -> float:
        """What the vital few make together: 80 % and more, unless too many stand in the last bar."""
        return self.vital[-1].upto if self.vital else 0.0

    @property
    def line(self) -> str:
        """The rising line for an SVG of 100 by 100: from nothing to all, through the end of each bar."""
        width = 100 / len(self.bars) if self.bars else 0
        points = [(0.0, 0.0), *((width * place, bar.upto) for place, bar in enumerate(self.bars, start=1))]
        return " ".join(f"{x:.2f},{100 - 100 * share:.2f}" for x, share in points)


def pareto(counts: Iterable[tuple[Any, int]], *, rest: int = 0, rest_label: Any = "") -> Pareto:
    """`counts` by label, most first; what is not among the first ten stands last as one bar, with `rest` beside it."""
    ordered = sorted((pair for pair in counts if pair[1]), key=lambda pair: -pair[1])
    rest += sum(count for _label, count in ordered[SHOWN:])
    ordered = ordered[:SHOWN]
    total = rest + sum(count for _label, count in ordered)
    bars, before = [], 0
    for label, count in ordered:
        is_vital = before < FEW * total
        before += count
        bars.append(Bar(label, count, count / total, before / total, is_vital))
    if rest:
        bars.append(Bar(rest_label, rest, rest / total, 1.0, False, is_rest=True))
    return Pareto(bars, total)
