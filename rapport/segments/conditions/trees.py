"""The JSON form: `{"version": 1, "all": [{"field": "city", "is": …}]}`, checked part by part, and its tree.

A group is `all`, `any` or `none` of its members, which are conditions or groups. One meaning has one form: a group of
one, or a group of its own kind inside a group, is taken apart, so that the text form comes back as the same JSON.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from rapport.core.facts import OPERATORS, Book, Field
from rapport.core.facts.operators import slot_of
from rapport.segments.conditions.problems import Misread, Problem
from rapport.segments.conditions.values import Unfit, stored, understood

VERSION = 1
KINDS = ("all", "any", "none")
DEEPEST = 8
MOST_CONDITIONS = 100
EVERYBODY: dict[str, Any] = {"version": VERSION, "all": []}


@dataclass(frozen=True)
class Condition:
    """One question: `value` as a test takes it."""

    field: Field
    operator: str
    value: Any = None


@dataclass(frozen=True)
class Group:
    kind: str  # one of `KINDS`
    members: tuple["Node", ...]


Node = Condition | Group


def tree_of(condition: Any, book: Book) -> Group:
    """The tree of a JSON form. Raises `Misread` with everything that is wrong with it."""
    return _Check(book).whole(condition)


def condition_of(tree: Group) -> dict[str, Any]:
    """The one JSON form of a tree."""
    return {"version": VERSION, **_group_as_json(tidy(tree))}


def checked(condition: Any, book: Book) -> dict[str, Any]:
    """`condition` in its one form. Raises `Misread`."""
    return condition_of(tree_of(condition, book))


def tidy(tree: Group) -> Group:
    """The same question with no group more than it needs."""
    node = _tidied(tree)
    return node if isinstance(node, Group) else Group("all", (node,))


def conditions_in(node: Node) -> Iterator[Condition]:
    if isinstance(node, Condition):
        yield node
    else:
        for member in node.members:
            yield from conditions_in(member)


def _tidied(node: Node) -> Node:
    if isinstance(node, Condition):
        return node
    members: list[Node] = []
    for member in map(_tidied, node.members):
        same = isinstance(member, Group) and member.kind == ("any" if node.kind == "none" else node.kind)
        members += member.members if same else [member]  # type: ignore[union-attr]
    if len(members) == 1 and node.kind != "none":
        return members[0]
    return Group(node.kind, tuple(members))


def _group_as_json(group: Group) -> dict[str, Any]:
    return {group.kind: [_as_json(member) for member in group.members]}


def _as_json(node: Node) -> dict[str, Any]:
    if isinstance(node, Group):
        return _group_as_json(node)
    said = {"field": node.field.name, "op": node.operator}
    value = stored(node.value, slot_of(node.operator, node.field.type))
    return said if value is None else said | {"value": value}


class _Check:
    """Reads a JSON form and notes what is wrong where, all of it at once."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.problems: list[Problem] = []
        self.count = 0

    def whole(self, condition: Any) -> Group:
        if not isinstance(condition, dict):
            self._give_up("", _("A condition is an object with a version and “all”, “any” or “none”."))
        if condition.get("version", VERSION) != VERSION:
            self._give_up("version", _("This version is not known. Known is %(version)s.") % {"version": VERSION})
        plain = {name: part for name, part in condition.items() if name != "version"}
        tree = self._group(plain, "", 1)
        if self.problems:
            raise Misread(self.problems)
        assert tree is not None
        return tree

    def _group(self, group: dict, path: str, depth: int) -> Group | None:
        kind = next(iter(group), "")
        if len(group) != 1 or kind not in KINDS:
            return self._note(path, _("A group has one of these, and nothing else: “all”, “any”, “none”."))
        here = f"{path}.{kind}" if path else kind
        members = group[kind]
        if not isinstance(members, list):
            return self._note(here, _("A list of conditions and groups is needed here."))
        if not members and (depth > 1 or kind != "all"):
            return self._note(here, _("This group is empty. Put a condition into it, or take it away."), "empty")
        if depth > DEEPEST:
            return self._note(here, _("Groups stand at most %(most)s deep in each other.") % {"most": DEEPEST})
        nodes = [self._node(member, f"{here}[{n}]", depth) for n, member in enumerate(members[: MOST_CONDITIONS + 1])]
        return Group(kind, tuple(node for node in nodes if node is not None))

    def _node(self, node: Any, path: str, depth: int) -> Node | None:
        if not isinstance(node, dict):
            return self._note(path, _("A condition or a group is needed here: an object."))
        if "field" not in node:
            return self._group(node, path, depth + 1)
        self.count += 1
        if self.count > MOST_CONDITIONS:
            self._give_up(path, _("There are at most %(most)s conditions.") % {"most": MOST_CONDITIONS})
        return self._condition(node, path)

    def _condition(self, said: dict, path: str) -> Condition | None:
        unknown = sorted(said.keys() - {"field", "op", "value"})
        if unknown:
            return self._note(f"{path}.{unknown[0]}", _("A condition has a field, an op and a value, nothing else."))
        name = said["field"]
        field = self.book.find(name) if isinstance(name, str) else None
        if field is None:
            text = _("Nothing is known by the name “%(name)s”. It was removed, or you may not ask for it.")
            return self._note(f"{path}.field", text % {"name": str(name)[:80]}, "unknown_field")
        operator = said.get("op")
        if operator not in field.asked_by:
            text = _("“%(field)s” can be asked by these: %(operators)s.")
            words = {"field": field.label, "operators": ", ".join(field.asked_by)}
            return self._note(f"{path}.op", text % words, "unknown_operator")
        assert operator in OPERATORS
        try:
            return Condition(field, operator, understood(said.get("value"), slot_of(operator, field.type), field))
        except Unfit as unfit:
            return self._note(f"{path}.value", f"“{operator}” {unfit}", "unfit_value")

    def _note(self, path: str, message: str, code: str = "invalid") -> None:
        self.problems.append(Problem(path, message, code))

    def _give_up(self, path: str, message: str) -> NoReturn:
        raise Misread([*self.problems, Problem(path, message)])
