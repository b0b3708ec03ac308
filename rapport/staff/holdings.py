"""What upper slices know of a colleague, a location or a team: what would be left behind when it goes.

A slice's `holdings.py` adds `Holding`s: `customers` those that somebody looks after, `promises` what they have in hand.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rapport.core.registry import Registry
from rapport.staff.models import Location, Team, User

Holder = User | Location | Team


@dataclass(frozen=True)
class Holding:
    """Things that belong to a holder of one type. `count` takes one query, whatever the number.

    `hand_over(holder, to=…, by=…, at=…)` gives all of them to another holder, set-based, and `hand_back` what was
    handed over in one transaction; without it they stay, as `stays` says.
    """

    name: str
    holder: type[Any]
    count: Callable[[Any], int]
    words: Callable[[int], str]  # "12 open promises"
    icon: str = "list-check"
    stays: str = ""  # what becomes of them when nobody takes them over
    hand_over: Callable[..., int] | None = None
    hand_back: Callable[..., int] | None = None
    url: Callable[[Any], str] | None = None
    order: int = 50


@dataclass(frozen=True)
class Held:
    """How many of a holding there are, in words."""

    holding: Holding
    count: int

    @property
    def words(self) -> str:
        return self.holding.words(self.count)


holdings: Registry[Holding] = Registry()


def held_by(holder: Holder) -> list[Held]:
    """What `holder` has, leaving out what is none. One query per holding of its type."""
    counted = [Held(holding, holding.count(holder)) for holding in holdings if isinstance(holder, holding.holder)]
    return [held for held in counted if held.count]


def hand_over_all(holder: Holder, *, to: Holder | None, by: User | None, at: datetime) -> dict[str, int]:
    """Give everything that can be handed over to `to`, in the caller's transaction; answers how many of each.

    A team's customers can also go to nobody.
    """
    return {
        holding.name: holding.hand_over(holder, to=to, by=by, at=at)
        for holding in holdings
        if holding.hand_over and isinstance(holder, holding.holder)
    }


def hand_back_all(kind: type[Any], *, transaction: int, by: User, at: datetime) -> int:
    """Give back what `by` handed over in one transaction, unless it went on since; answers how many."""
    return sum(
        holding.hand_back(transaction=transaction, by=by, at=at)
        for holding in holdings
        if holding.hand_back and holding.holder is kind
    )


def _colleagues(count: int) -> str:
    return ngettext("%(count)s colleague", "%(count)s colleagues", count) % {"count": count}


def _send_people(location: Location, *, to: Location, by: User, at: datetime) -> int:
    return User.objects.filter(location=location).update(location=to)


holdings.add(
    Holding(
        "colleagues_of_location",
        Location,
        count=lambda location: User.objects.working_here().filter(location=location).count(),
        words=_colleagues,
        icon="users-group",
        stays=_("left with this location"),
        hand_over=_send_people,
        order=10,
    )
)
holdings.add(
    Holding(
        "colleagues_of_team",
        Team,
        count=lambda team: team.people.filter(is_active=True).count(),
        words=_colleagues,
        icon="users-group",
        stays=_("without this team from then on"),
        order=10,
    )
)
