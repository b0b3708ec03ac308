"""Ways to narrow the list of customers that slices above bring: by a segment, by a line of conditions.

Each has a name in the address of the list and at the command line. What is chosen together and taken out is narrowed by
the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from rapport.core.registry import Registry


@dataclass(frozen=True)
class Narrowed:
    """One way as somebody used it. One that makes no sense narrows to nobody, and says the `problem`."""

    name: str
    value: str  # as it is kept in an address, whatever the language
    label: str
    said: str  # in the reader's words
    where: Q | None = None  # what customers must be like
    says_whether_archived: bool = False  # otherwise the list says it
    problem: str = ""
    url: str = ""  # where it is changed
    columns: tuple[str, ...] = ()  # names of the facts that its list shows; none: the usual ones
    sort: str = ""  # how its list begins


@dataclass(frozen=True)
class Narrowing:
    """`read(value, user)` answers what stands in an address, as `user` means it; None for a whole house's command line.

    `help` says at the command line what is given there. `menu(user)` offers what may be chosen in the bar of the list,
    with one query; `begin(filters, user)` answers where one goes on from what the list is narrowed to now.
    """

    name: str
    label: Any
    read: Callable[[str, Any], Narrowed]
    help: str = ""
    menu: Callable[[Any], list[tuple[str, str]]] | None = None
    begin: Callable[[Any, Any], str] | None = None
    begin_label: Any = ""
    order: int = 50


narrowings: Registry[Narrowing] = Registry()


def narrowed_by(words: Mapping[str, Any], user: Any) -> tuple[Narrowed, ...]:
    """What an address, or the line of a command, narrows to."""
    asked = [(way, str(words.get(way.name) or "").strip()) for way in narrowings]
    return tuple(way.read(value, user) for way, value in asked if value)
