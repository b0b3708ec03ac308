"""Conditions: a tree of questions about customers, as JSON for programs and as a line of text for people."""

from rapport.segments.conditions.compiling import asks_for_archived, matching
from rapport.segments.conditions.problems import Misread, Problem
from rapport.segments.conditions.reading import tree_in
from rapport.segments.conditions.tokens import Unreadable
from rapport.segments.conditions.trees import EVERYBODY, Condition, Group, checked, condition_of, tree_of
from rapport.segments.conditions.writing import line_of

__all__ = [
    "EVERYBODY",
    "Condition",
    "Group",
    "Misread",
    "Problem",
    "Unreadable",
    "asks_for_archived",
    "checked",
    "condition_of",
    "line_of",
    "matching",
    "tree_in",
    "tree_of",
]
