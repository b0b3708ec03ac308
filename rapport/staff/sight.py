"""Which customers somebody sees, when the house is divided by team. Asked at most once in a request.

Customers are read through `Customer.objects.visible_to(user)`. What hangs off them is read through its own `visible_to`
or `Customer.objects.sight(user, path)`, which says the same of rows that lead to a customer.
"""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from rapport.staff.models import Business, User
from rapport.staff.remembering import remembered

EVERYBODY = "staff.see_every_customer"


def is_divided_for(user: User) -> bool:
    """Whether there may be customers whom `user` doesn't see."""
    return teams_in_sight(user) is not None


def teams_in_sight(user: User) -> tuple[UUID, ...] | None:
    """The teams whose customers `user` sees beside those without a team; None: all of them. One query, once."""
    if not Business.objects.current().sees_by_team or user.has_perm(EVERYBODY):
        return None
    return remembered(f"teams_of:{user.pk}", lambda: tuple(user.teams.order_by("pk").values_list("pk", flat=True)))


def team_of_new(user: User | None) -> UUID | None:
    """The team that a customer gets whom `user` adds: their only one, so that the customer stays in sight."""
    teams = teams_in_sight(user) if user else None
    return teams[0] if teams and len(teams) == 1 else None


def seen_by(user: User | AnonymousUser, path: str = "") -> Q:
    """What rows must be like for `user` to see them; `path` leads from a row to its customer ("order__customer")."""
    if not user.is_authenticated:
        return Q(pk__in=[])
    teams = teams_in_sight(user)
    if teams is None:
        return Q()
    before = f"{path}__" if path else ""
    return Q(**{f"{before}team__isnull": True}) | Q(**{f"{before}team__in": teams})
