"""Two records that are one customer become one, and can be two again later (DOMAIN 2.5). Verbs: merge, undo_merge."""

from rapport.customers.merges.foreseeing import consequences, default_survivor
from rapport.customers.merges.joining import Choices, gather_stragglers, merge
from rapport.customers.merges.refusals import (
    ErasedCannotBeMerged,
    ErasedSince,
    MergedAlready,
    MergedSince,
    NotTheSameKind,
    UndoneAlready,
    WithItself,
)
from rapport.customers.merges.since import since
from rapport.customers.merges.undoing import Undone, merges_of, obstacle, undo_merge

__all__ = [
    "Choices",
    "ErasedCannotBeMerged",
    "ErasedSince",
    "MergedAlready",
    "MergedSince",
    "NotTheSameKind",
    "Undone",
    "UndoneAlready",
    "WithItself",
    "consequences",
    "default_survivor",
    "gather_stragglers",
    "merge",
    "merges_of",
    "obstacle",
    "since",
    "undo_merge",
]
