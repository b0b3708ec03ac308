"""What slices do about entries that other slices record."""

from collections import defaultdict
from collections.abc import Callable

_reactions: dict[str, Callable] = {}
_by_kind: dict[str, list[str]] = defaultdict(list)


def on(*kinds: str) -> Callable:
    """Register a function that is called, as a job, with every living `Entry` of these kinds.

    Its effect and the mark that it ran commit together, so running twice has the effect of once; it may raise, and
    is then tried again with back-off until it is put on the staff page of dead reactions.
    """

    def register(function: Callable) -> Callable:
        name = f"{function.__module__.removesuffix('.reactions').removeprefix('rapport.')}.{function.__name__}"
        if name in _reactions:
            raise ValueError(f"{name} is registered twice")
        _reactions[name] = function
        for kind in kinds:
            _by_kind[kind].append(name)
        return function

    return register


def to(kind: str) -> list[str]:
    """Names of the reactions to entries of `kind`."""
    return _by_kind.get(kind, [])


def by_name(name: str) -> Callable | None:
    """The reaction of that name; None when its slice has been removed."""
    return _reactions.get(name)
