"""Which customers somebody sees, when the house is divided by team. Asked at most once in a request.

Customers are read through `Customer.objects.visible_to(user)`. What hangs off them is read through its own `visible_to`
or `Customer.objects.sight(user, path)`, which says the same of rows that lead to a customer.
"""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

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


def seeing_everybody() -> QuerySet[User]:
    """Whom no division hides anybody from."""
    app, codename = EVERYBODY.split(".")
    return User.objects.filter(groups__permissions__codename=codename, groups__permissions__content_type__app_label=app)


def onlookers(team: UUID | None) -> QuerySet[User]:
    """Who works here and sees the customers of `team`; None: those without one."""
    people = User.objects.working_here()
    if team is None or not Business.objects.current().sees_by_team:
        return people
    members = User.teams.through.objects.filter(team=team).values("user")
    return people.filter(Q(pk__in=seeing_everybody().values("pk")) | Q(pk__in=members))


def out_of_sight(person: str, customer: str = "customer") -> Q:
    """What rows must be like whose `person` would not see their `customer` in a house divided by team."""
    members = User.teams.through.objects.filter(user=OuterRef(person), team=OuterRef(f"{customer}__team"))
    blind = ~Q(**{f"{person}__in": seeing_everybody().values("pk")}) & ~Exists(members)
    return Q(**{f"{person}__isnull": False, f"{customer}__team__isnull": False}) & blind


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
