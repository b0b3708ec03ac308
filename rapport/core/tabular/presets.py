"""Which system a file looks like, by headings that only its exports have."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapport.core.tabular.columns import fold


@dataclass(frozen=True)
class Preset:
    """A system's export: a file that has all headings of one of the `telling` groups is one."""

    name: str  # a proper name, the same in every language
    telling: tuple[tuple[str, ...], ...]

    @cached_property
    def folded(self) -> list[set[str]]:
        return [set(map(fold, group)) for group in self.telling]

    def likeness(self, headings: set[str]) -> int:
        """How many headings speak for it; 0 when it is not one."""
        return max((len(group) for group in self.folded if group <= headings), default=0)


def recognised(headings: Sequence[str], presets: Iterable[Preset]) -> str:
    """The name of the system for which most speaks, or ""."""
    folded = set(map(fold, headings))
    found = [(preset.likeness(folded), preset.name) for preset in presets]
    likeness, name = max(found, key=lambda pair: pair[0], default=(0, ""))
    return name if likeness else ""
