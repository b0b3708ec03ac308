"""What the template of the builder needs of a line: menus in the reader's language, and what to write a value with."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rapport.core.facts import OPERATORS, Book, Field, Slot, Type
from rapport.segments.building.drafts import Box, Line, asks_of

GAP = re.compile(r"%\(\w+\)s")
OFFERED = 200  # of what has a key and a name; more are found by typing in words
SEVERAL = 2  # about so many, for the plural


class Menus:
    """Asked once for each fact, however many lines there are about it."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._choices: dict[str, list[tuple[str, str]]] = {}

    @cached_property
    def facts(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Every fact under the heading of its group, in the order in which they were registered."""
        groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for known in self.book.all:
            groups[str(known.group)].append((known.name, str(known.label)))
        return [(heading, sorted(facts, key=lambda fact: fact[1])) for heading, facts in groups.items()]

    def asks(self, line: Line) -> list[tuple[str, str]]:
        return [(ask, words_of_ask(ask)) for ask in asks_of(line.known)] if line.known else []

    def choices(self, line: Line) -> list[tuple[str, str]]:
        """What may be chosen, with what is chosen already."""
        known = line.known
        if known is None or not has_menu(known):
            return []
        if known.name not in self._choices:
            self._choices[known.name] = self._offered(known)
        offered = self._choices[known.name]
        missing = [value for value in line.values if value and value not in dict(offered)]
        called = dict(known.named(missing)) if missing and known.named else {}
        return [*offered, *((key, called.get(key, _("something that is gone"))) for key in missing)]

    def _offered(self, known: Field) -> list[tuple[str, str]]:
        if known.choices:
            return [(key, str(label)) for key, label in known.choices()]
        assert known.offers
        return [(offer.key, offer.label) for offer in known.offers(self.book.user, "", OFFERED)]


def has_menu(known: Field) -> bool:
    """Chosen from a menu: what has names of its own. Tags and cities are written, with help."""
    return bool(known.choices) or bool(known.offers and known.named)


def words_of_ask(ask: str) -> str:
    """ "is one of", "over … days ago"."""
    name, _colon, unit = ask.partition(":")
    operator = OPERATORS[name]
    said = operator.spans(unit, SEVERAL) if operator.spans else str(operator.words)
    if not said:
        return pgettext("condition", "is so")
    return GAP.sub("…", said).removesuffix("…").strip()


def shown(box: Box, menus: Menus) -> dict[str, Any]:
    """A box and everything in it, as the template draws it."""
    return {
        "is_box": True,
        "path": box.path,
        "kind": box.kind,
        "kinds": [
            ("all", _("All of these are so")),
            ("any", _("At least one of these is so")),
            ("none", _("None of these is so")),
        ],
        "is_outermost": box.path == "c",
        "members": list(_members(box, menus)),
    }


def _members(box: Box, menus: Menus) -> Iterable[dict[str, Any]]:
    between = {"all": _("and"), "any": _("or"), "none": _("or")}[box.kind]
    for number, member in enumerate(box.members):
        drawn = shown(member, menus) if isinstance(member, Box) else _line(member, menus)
        yield drawn | {
            "joint": between if number else "",
            "is_first": number == 0,
            "is_last": number == len(box.members) - 1,
        }


def _line(line: Line, menus: Menus) -> dict[str, Any]:
    slot = line.slot
    several = slot in (Slot.TEXTS, Slot.KEYS)
    values = [value for value in line.values if value.strip()] if several else line.values[:1]
    return {
        "is_box": False,
        "path": line.path,
        "id": line.path.replace(".", "-"),
        "field": line.field,
        "label": str(line.known.label) if line.known else "",
        "asks": menus.asks(line),
        "ask": line.ask,
        "slot": str(slot or ""),
        "is_picked": bool(line.known and has_menu(line.known)) and slot in (Slot.KEY, Slot.KEYS),
        "is_helped": bool(line.known and line.known.offers) and slot in (Slot.KEY, Slot.KEYS, Slot.TEXT, Slot.TEXTS),
        "is_money": bool(line.known and line.known.type == Type.MONEY),
        "values": [*values, ""] if several else (values or [""]),
        "last": line.last,
        "choices": menus.choices(line) if slot in (Slot.KEY, Slot.KEYS) else [],
        "months": [(str(number), str(name)) for number, name in MONTHS.items()],
        "problem": line.problem,
    }
