"""What somebody does to the customer page as they see it. Nothing of it is about a customer, so no story tells it."""

from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction

from rapport.core.registry import panels
from rapport.customers.layout import Layout, Wishes
from rapport.customers.models import Arrangement

BEFORE = "before"  # under which the last step is kept, so that it can be taken back


def arrange_panels(names: Iterable[str], *, user) -> Layout:
    """Put panels of one column into the order of `names`; those it leaves out follow. Unknown names are ignored."""
    return _change(user, lambda layout: _in_order(layout, list(names)))


def move_panel(name: str, step: int, *, user) -> Layout:
    """Move a panel by `step` places past those that are shown: -1 is up, 1 is down. At the end it stays."""

    def moved(layout: Layout) -> Wishes:
        names = layout.column_of(name)
        seen = [one for one in names if one not in layout.wishes.hidden or one == name]
        if name not in seen:
            return layout.wishes
        at = seen.index(name)
        other = seen[max(0, min(len(seen) - 1, at + step))]
        names.insert(names.index(other), names.pop(names.index(name)))
        return _in_order(layout, names)

    return _change(user, moved)


def fold_panel(name: str, *, user, folded: bool) -> Layout:
    """A folded panel shows its name, and what is in it when it is opened."""
    usual = panels.find(name)
    turned = usual is not None and usual.is_folded != folded
    return _change(user, lambda layout: replace(layout.wishes, folded=_with(layout, "folded", name, turned)))


def hide_panel(name: str, *, user, hidden: bool = True) -> Layout:
    """A hidden panel is not there at all, and costs nothing."""
    return _change(user, lambda layout: replace(layout.wishes, hidden=_with(layout, "hidden", name, hidden)))


def usual_panels(*, user) -> Layout:
    """Back to the usual order, with nothing folded and nothing hidden."""
    return _change(user, lambda layout: Wishes())


@transaction.atomic
def take_back_panels(*, user) -> bool:
    """Undo the last step; doing it twice does it again. False when there is none."""
    row = Arrangement.objects.select_for_update().filter(user=user).first()
    if row is None or BEFORE not in row.wishes:
        return False
    now = {name: value for name, value in row.wishes.items() if name != BEFORE}
    row.wishes = {**row.wishes[BEFORE], BEFORE: now}
    row.save()
    return True


@transaction.atomic
def _change(user, how) -> Layout:
    Arrangement.objects.get_or_create(user=user)
    row = Arrangement.objects.select_for_update().get(user=user)
    before = Wishes.read(row.wishes)
    after = how(Layout(user, before))
    if after != before:
        row.wishes = {**after.kept, BEFORE: before.kept}
        row.save()
    return Layout(user, after)


def _with(layout: Layout, wish: str, name: str, is_so: bool) -> frozenset[str]:
    names = getattr(layout.wishes, wish)
    if not layout.column_of(name):
        return names
    return names | {name} if is_so else names - {name}


def _in_order(layout: Layout, wanted: list[str]) -> Wishes:
    order: list[str] = []
    for column in layout.columns.values():
        names = [placed.panel.name for placed in column]
        named = [name for name in dict.fromkeys(wanted) if name in names]
        order += named + [name for name in names if name not in named] if named else names
    return replace(layout.wishes, order=tuple(order))
