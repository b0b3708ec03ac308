"""A tree becomes one `Q` over customers: whatever hangs off them is asked by `EXISTS` or one row of a summary."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q

from rapport.core.facts import Test
from rapport.segments.conditions.trees import Condition, Group, Node, conditions_in
from rapport.staff.models import Business


def matching(tree: Group, *, user: Any, at: datetime, chain: tuple[Any, ...] = ()) -> Q:
    """What customers must be like. `user` is whoever "me" means; days are those of the business."""
    zone = ZoneInfo(Business.objects.current().time_zone)
    return _asked(tree, lambda one: Test(one.operator, one.value, user, at, zone, chain))


def asks_for_archived(tree: Group) -> bool:
    """Whether it says itself what it wants of the archive; else those in it are left out."""
    return any(one.field.name == "archived" for one in conditions_in(tree))


def _asked(node: Node, test_of) -> Q:
    if isinstance(node, Condition):
        return node.field.ask(test_of(node))
    found = Q()
    for number, member in enumerate(node.members):
        asked = _asked(member, test_of)
        found = asked if number == 0 else found & asked if node.kind == "all" else found | asked
    return ~found if node.kind == "none" and node.members else found
