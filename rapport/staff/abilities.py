"""Who may do what, in words that an owner reads, from what the slices grant to roles."""

from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count

from rapport.core.registry import Ability, abilities, grants
from rapport.staff.actions import LADDER
from rapport.staff.choices import ROLE_HINTS
from rapport.staff.models import User


@dataclass(frozen=True)
class Row:
    """An ability, and for each role, highest first, whether it has it."""

    label: str
    may: list[tuple[str, bool]]


def of_role(role: str) -> list[Ability]:
    """What a role may do, in the order in which an owner reads it."""
    rungs = LADDER[: LADDER.index(role) + 1] if role in LADDER else ()
    granted = {permission for grant in grants if grant.role in rungs for permission in grant.permissions}
    return [ability for ability in abilities if granted.issuperset(ability.permissions)]


def difference(before: str, after: str) -> tuple[list[str], list[str]]:
    """What somebody gains and loses by another role."""
    had, has = of_role(before), of_role(after)
    return [str(a.label) for a in has if a not in had], [str(a.label) for a in had if a not in has]


def matrix() -> list[tuple[str, list[Row]]]:
    """Every ability under the heading of its part of the house: one heading for all that slices put there."""
    may = {role: set(of_role(role)) for role in settings.ROLES}
    sections: dict[str, list[Row]] = defaultdict(list)
    for ability in abilities:
        sections[str(ability.section)].append(_row(ability, may))
    return list(sections.items())


@dataclass(frozen=True)
class Role:
    label: str
    hint: str
    people: int


def roles() -> list[Role]:
    """The roles, highest first, with what each is for and how many colleagues have it. One query."""
    people = people_by_role()
    return [Role(str(label), str(ROLE_HINTS[name]), people.get(name, 0)) for name, label in settings.ROLES.items()]


def people_by_role() -> dict[str, int]:
    """How many colleagues have each role. One query."""
    rows = User.objects.filter(is_active=True).order_by().values_list("groups__name").annotate(Count("pk"))
    return dict(rows)


def _row(ability: Ability, may: dict[str, set[Ability]]) -> Row:
    return Row(str(ability.label), [(str(label), ability in may[role]) for role, label in settings.ROLES.items()])
