"""How somebody likes the customer page: in which order its panels stand, which are folded, which are hidden."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from rapport.core.registry import Panel, panels
from rapport.customers.models import Arrangement

COLUMNS = {
    "customer.top": _("Above the story"),
    "customer.facts": _("Facts"),
    "customer.side": _("Beside the story"),
}


@dataclass(frozen=True)
class Wishes:
    """Names of panels. What is named nowhere is as usual; `folded` names those that are not folded or open as usual."""

    order: tuple[str, ...] = ()
    folded: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()

    @classmethod
    def read(cls, kept: Mapping[str, Any] | None) -> "Wishes":
        kept = kept or {}
        return cls(tuple(kept.get("order", ())), frozenset(kept.get("folded", ())), frozenset(kept.get("hidden", ())))

    @property
    def kept(self) -> dict[str, list[str]]:
        """As JSON; the usual leaves nothing behind."""
        lists = {"order": list(self.order), "folded": sorted(self.folded), "hidden": sorted(self.hidden)}
        return {name: names for name, names in lists.items() if names}


@dataclass(frozen=True)
class Placed:
    """A panel in its place."""

    panel: Panel
    is_folded: bool = False
    is_hidden: bool = False


@dataclass(frozen=True)
class Layout:
    """The panels of the customer page that `user` may see, as they like them."""

    user: Any
    wishes: Wishes = field(default_factory=Wishes)
    is_for_paper: bool = False  # where nothing can come later

    @cached_property
    def columns(self) -> dict[str, list[Placed]]:
        """All panels that can be arranged, column by column, hidden ones too."""
        mine = [panel for panel in panels.for_user(self.user) if panel.label]
        return {
            slot: [self._placed(panel) for panel in in_order((p for p in mine if p.slot == slot), self.wishes.order)]
            for slot in COLUMNS
        }

    @property
    def hidden(self) -> list[Panel]:
        return [placed.panel for column in self.columns.values() for placed in column if placed.is_hidden]

    def shown(self, slot: str) -> list[Placed]:
        """What stands in `slot` of the page; panels that nobody can arrange stand where they always do."""
        if slot in self.columns:
            fixed = [Placed(p) for p in panels.for_user(self.user) if p.slot == slot and not p.label]
            return [*(placed for placed in self.columns[slot] if not placed.is_hidden), *fixed]
        return [Placed(panel) for panel in panels.for_user(self.user) if panel.slot == slot]

    @cached_property
    def shows_personal(self) -> bool:
        """Whether family and personal notes stand open among the facts."""
        return any(p.panel.name == "personal" and not p.is_folded for p in self.shown("customer.facts"))

    def column_of(self, name: str) -> list[str]:
        """The names of the panels in the same column as `name`, in their order; none when it is not one of theirs."""
        for column in self.columns.values():
            names = [placed.panel.name for placed in column]
            if name in names:
                return names
        return []

    def _placed(self, panel: Panel) -> Placed:
        is_folded = panel.is_folded != (panel.name in self.wishes.folded)
        if self.is_for_paper:
            panel, is_folded = replace(panel, lazy=False), is_folded and panel.slot == "customer.facts"
        return Placed(panel, is_folded, panel.name in self.wishes.hidden)


def in_order(usual: Iterable[Panel], wished: Iterable[str]) -> list[Panel]:
    """`usual` in the order of `wished`. What it doesn't name, as what is new, comes after whom it usually follows."""
    usual = list(usual)
    place = {name: i for i, name in enumerate(wished)}
    result = sorted((panel for panel in usual if panel.name in place), key=lambda panel: place[panel.name])
    for i, panel in enumerate(usual):
        if panel.name not in place:
            before = next((earlier for earlier in reversed(usual[:i]) if earlier in result), None)
            result.insert(result.index(before) + 1 if before else 0, panel)
    return result


def layout_of(user) -> Layout:
    """How `user` likes the page. One query; the page itself brings the wishes with the customer."""
    return Layout(user, Wishes.read(Arrangement.objects.filter(user=user).values_list("wishes", flat=True).first()))
