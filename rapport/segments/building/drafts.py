"""A condition that somebody is writing: boxes of lines, as a form holds them and as a tree has them.

The names of inputs are paths: `c` is the outermost box, `c.0.field` the fact of its first line, `c.1.kind` what the
second, a box, wants of its members.
"""

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Union

from django.http import QueryDict
from django.utils.translation import gettext as _

from rapport.core.facts import OPERATORS, Book, Field, Slot
from rapport.core.facts.operators import UNITS, slot_of
from rapport.segments.building import raw
from rapport.segments.conditions import Condition, Group, Misread, checked
from rapport.segments.conditions.trees import DEEPEST, KINDS, MOST_CONDITIONS

NAME = re.compile(r"c((?:\.\d{1,3}){0,9})\.(kind|field|was|ask|value|last)")
Path = tuple[int, ...]


@dataclass
class Line:
    """One question, or the beginning of one. `ask` is the operator, with its unit where it counts time."""

    field: str = ""
    ask: str = ""
    values: list[str] = dataclasses.field(default_factory=list)
    last: str = ""
    path: str = ""
    problem: str = ""
    known: Field | None = None  # the fact, when there is one of that name

    @property
    def operator(self) -> str:
        return self.ask.partition(":")[0]

    @property
    def unit(self) -> str:
        return self.ask.partition(":")[2]

    @property
    def slot(self) -> Slot | None:
        return slot_of(self.operator, self.known.type) if self.known and self.operator in self.known.asked_by else None

    def settle(self, book: Book, was: str = "") -> "Line":
        """Find the fact; what was asked of another one is asked anew."""
        self.known = book.find(self.field) if self.field else None
        before = book.find(was) if was and was != self.field else self.known
        if self.known and self.ask not in asks_of(self.known):
            self.ask = asks_of(self.known)[0]
        if before is not self.known:
            self.values, self.last = [], ""
        return self

    def as_json(self) -> dict[str, Any] | None:
        """None while something is missing."""
        if self.known is None or self.slot is None:
            return None
        said: dict[str, Any] = {"field": self.field, "op": self.operator}
        if self.slot == Slot.NONE:
            return said
        value = raw.as_json(self.slot, self.values, self.last, self.unit)
        return None if value is None else said | {"value": value}

    def check(self, book: Book) -> dict[str, Any] | None:
        """The line as JSON, when it says something; else the problem is noted in it."""
        if self.field and self.known is None:
            self.problem = _("This fact is not known any more. Choose another, or take the line away.")
            return None
        said = self.as_json()
        if said is None:
            self.problem = _("Something is missing here: the line doesn’t count yet.") if self.field else ""
            return None
        try:
            checked({"version": 1, "all": [said]}, book)
        except Misread as misread:
            self.problem = misread.problems[0].message
            return None
        return said


@dataclass
class Box:
    """Lines and boxes of which all, any or none have to be so."""

    kind: str = "all"
    members: list[Union["Line", "Box"]] = dataclasses.field(default_factory=list)
    path: str = "c"

    is_box = True

    def lines(self) -> Iterator[Line]:
        for member in self.members:
            if isinstance(member, Box):
                yield from member.lines()
            else:
                yield member

    def condition(self, book: Book) -> dict[str, Any]:
        """The JSON form of what is complete; the problems of the others are noted in them."""
        return {"version": 1, **(self._as_json(book) or {"all": []})}

    @property
    def is_complete(self) -> bool:
        """After `condition`: whether every line says something."""
        return all(line.known and not line.problem for line in self.lines())

    def _as_json(self, book: Book) -> dict[str, Any] | None:
        found = []
        for member in self.members:
            said = member._as_json(book) if isinstance(member, Box) else member.check(book)
            if said is not None:
                found.append(said)
        return {self.kind: found} if found else None

    def place(self, path: str = "c") -> "Box":
        """Number everything anew, after something came or went."""
        self.path = path
        for number, member in enumerate(self.members):
            here = f"{path}.{number}"
            if isinstance(member, Box):
                member.place(here)
            else:
                member.path = here
        return self

    def do(self, deed: str) -> str:
        """What a button of the form asks for: "add c.1". Answers the path that the cursor goes to."""
        verb, _space, path = deed.partition(" ")
        steps = [int(step) for step in path.split(".")[1:] if step.isdecimal()]
        if verb in ("add", "group"):
            return self._put(verb, self._at(steps))
        box = self._at(steps[:-1]) if steps else None
        if not isinstance(box, Box) or steps[-1] >= len(box.members):
            return ""
        number = steps[-1]
        if verb == "drop":
            del box.members[number]
            self._without_empty()
            return ""
        other = number + {"up": -1, "down": 1}.get(verb, 0)
        if 0 <= other < len(box.members):
            box.members[number], box.members[other] = box.members[other], box.members[number]
        self.place()
        return ""

    def _put(self, verb: str, box: Union["Line", "Box", None]) -> str:
        if not isinstance(box, Box) or sum(1 for _line in self.lines()) >= MOST_CONDITIONS:
            return ""
        line = Line()
        if verb == "group":
            if box.path.count(".") + 2 > DEEPEST:
                return ""
            box.members.append(Box("any" if box.kind != "any" else "all", [line]))
        else:
            box.members.append(line)
        self.place()
        return line.path

    def _at(self, steps: list[int]) -> Union["Line", "Box", None]:
        found: Line | Box = self
        for step in steps:
            if not isinstance(found, Box) or step >= len(found.members):
                return None
            found = found.members[step]
        return found

    def _without_empty(self) -> None:
        for box in [member for member in self.members if isinstance(member, Box)]:
            box._without_empty()
        self.members = [one for one in self.members if not isinstance(one, Box) or one.members]
        self.place()


def asks_of(known: Field) -> list[str]:
    """What can be asked, as the menu of a line has it: spans of time by their unit."""
    return [
        f"{name}:{unit}" if unit else name
        for name in known.asked_by
        for unit in (UNITS if OPERATORS[name].spans else ("",))
    ]


def from_form(data: QueryDict, book: Book) -> Box:
    """The draft as somebody sent it. What makes no sense is left out."""
    parts: dict[Path, dict[str, list[str]]] = {}
    for name in data:
        if found := NAME.fullmatch(name):
            path = tuple(int(step) for step in found[1].split(".")[1:])
            parts.setdefault(path, {})[found[2]] = [value[: raw.LONGEST] for value in data.getlist(name)[: raw.MOST]]
    return _box((), parts, book).place()


def _box(path: Path, parts: dict[Path, dict[str, list[str]]], book: Book) -> Box:
    kind = parts.get(path, {}).get("kind", ["all"])[0]
    box = Box(kind if kind in KINDS else "all")
    inner = sorted({other[: len(path) + 1] for other in parts if len(other) > len(path) and other[: len(path)] == path})
    for here in inner[:MOST_CONDITIONS]:
        said = parts.get(here, {})
        if "kind" in said and len(here) < DEEPEST:
            box.members.append(_box(here, parts, book))
        elif "kind" not in said:
            line = Line(_first(said, "field"), _first(said, "ask"), said.get("value", []), _first(said, "last"))
            box.members.append(line.settle(book, _first(said, "was")))
    return box


def _first(said: dict[str, list[str]], name: str) -> str:
    return (said.get(name) or [""])[0].strip()


def from_tree(tree: Group, book: Book) -> Box:
    """A stored condition, to go on with."""
    return _opened(tree, book).place()


def _opened(tree: Group, book: Book) -> Box:
    box = Box(tree.kind)
    for member in tree.members:
        box.members.append(_opened(member, book) if isinstance(member, Group) else _line_of(member, book))
    return box


def _line_of(one: Condition, book: Book) -> Line:
    slot = slot_of(one.operator, one.field.type)
    values, last, unit = raw.as_written(slot, one.value)
    return Line(one.field.name, f"{one.operator}:{unit}" if unit else one.operator, values, last).settle(book)
