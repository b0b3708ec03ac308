"""Two people changed the same thing: what can stand together, and what somebody has to choose."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from rapport.core.refusals import Refusal


@dataclass(frozen=True)
class Conflict:
    """One fact that both changed. A value of None is a row that was taken away."""

    theirs: Any
    mine: Any
    original: Any


class ChangedMeanwhile(Refusal):
    """Someone saved after this person had begun to write, and both changed the same facts. Nothing was saved.

    `conflicts` has only those facts; `version` is the one to save against once it is chosen what stays. Rows go by
    id and name their `section`.
    """

    code = "customer_changed_meanwhile"
    message = _("Someone else changed the same facts while you were writing. Choose what stays.")

    def __init__(self, conflicts: Mapping[str, Conflict], version: int, section: str = ""):
        super().__init__()
        self.conflicts = dict(conflicts)
        self.version = version
        self.section = section


@dataclass
class Merge:
    """What becomes of facts that two people changed. `taken` are mine to write, `theirs` stand as they are."""

    taken: dict[str, Any] = field(default_factory=dict)
    theirs: list[str] = field(default_factory=list)
    conflicts: dict[str, Conflict] = field(default_factory=dict)


def merge(original: Mapping[str, Any], theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> Merge:
    """Three-way merge of facts by name. A name that is missing on a side was not there (or was taken away)."""
    merged = Merge()
    for name in dict.fromkeys([*original, *theirs, *mine]):
        was, their, my = original.get(name), theirs.get(name), mine.get(name)
        if my == their:
            continue
        if my == was:
            merged.theirs.append(name)
        elif their == was:
            merged.taken[name] = my
        else:
            merged.conflicts[name] = Conflict(theirs=their, mine=my, original=was)
    return merged
