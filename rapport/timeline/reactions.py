"""What slices do about entries that other slices record."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

_reactions: dict[str, Callable] = {}
_by_kind: dict[str, list[str]] = defaultdict(list)
_wants: dict[str, Callable] = {}


def on(*kinds: str, wants: Callable | None = None) -> Callable:
    """Register a function that is called, as a job, with every living `Entry` of these kinds.

    Its effect and the mark that it ran commit together, so running twice has the effect of once; it may raise, and
    is then tried again with back-off until it is put on the staff page of dead reactions. `wants(entry)` says for which
    of them a job is worth while; it reads nothing but the entry, as it is asked in the transaction that records it.
    """

    def register(function: Callable) -> Callable:
        name = f"{function.__module__.removesuffix('.reactions').removeprefix('rapport.')}.{function.__name__}"
        if name in _reactions:
            raise ValueError(f"{name} is registered twice")
        _reactions[name] = function
        if wants:
            _wants[name] = wants
        for kind in kinds:
            _by_kind[kind].append(name)
        return function

    return register


def to(kind: str) -> list[str]:
    """Names of the reactions to entries of `kind`."""
    return _by_kind.get(kind, [])


def wanting(kind: str, entries: Sequence) -> Iterator[tuple[str, list]]:
    """The reactions to entries of `kind`, each with those of `entries` that it wants."""
    for name in to(kind):
        wants = _wants.get(name)
        if wanted := [entry for entry in entries if wants is None or wants(entry)]:
            yield name, wanted


def by_name(name: str) -> Callable | None:
    """The reaction of that name; None when its slice has been removed."""
    return _reactions.get(name)
