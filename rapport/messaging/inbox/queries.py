"""What the pages of the inbox need to know; each answer takes a fixed number of queries."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext_lazy as _

from rapport.core import keyset
from rapport.core.prepared import prepared
from rapport.core.registry import BADGES_COUNT_TO
from rapport.customers.models import Customer
from rapport.messaging.models import Conversation, Draft, Follow
from rapport.staff.remembering import remembered

SIZE = 30
FEW = 6
BY_DUE = ("due_at", "id")
BY_LATEST = ("-last_message_at", "-id")
State = Conversation.State


@dataclass(frozen=True)
class Show:
    """One list of the inbox: whose conversations, and what stands first."""

    name: str
    label: str
    rows: Callable[[QuerySet, object], QuerySet]
    order: tuple[str, ...] = BY_DUE
    is_tab: bool = False  # the others stand in a menu
    is_theirs: bool = False  # each person has their own
    nothing: str = _("Nothing here.")


def _mine(rows, user):
    return rows.filter(state=State.OPEN, assignee=user, snoozed_until=None)


def _nobodys(rows, user):
    return rows.filter(state=State.OPEN, assignee=None, snoozed_until=None)


def _team(rows, user):
    return rows.filter(state=State.OPEN, team__in=user.teams.values("pk"), snoozed_until=None)


def _everybody(rows, user):
    return rows.filter(state=State.OPEN, snoozed_until=None)


def _in_state(state):
    return lambda rows, user: rows.filter(state=state)


def _snoozed(rows, user):
    return rows.filter(snoozed_until__isnull=False)


def _followed(rows, user):
    return rows.filter(Exists(Follow.objects.filter(conversation=OuterRef("pk"), user=user)))


SHOWS = {
    show.name: show
    for show in (
        Show(
            "mine",
            _("Mine"),
            _mine,
            is_tab=True,
            is_theirs=True,
            nothing=_("Everybody who wrote to you has their answer."),
        ),
        Show("nobodys", _("Nobody’s"), _nobodys, is_tab=True, nothing=_("Every conversation is in somebody’s hands.")),
        Show("all", _("Everyone"), _everybody, is_tab=True, nothing=_("Everybody has their answer.")),
        Show("team", _("My team’s"), _team),
        Show("waiting", _("Waiting for them"), _in_state(State.WAITING), BY_LATEST),
        Show("snoozed", _("Put off"), _snoozed, ("snoozed_until", "id")),
        Show("followed", _("Followed"), _followed, BY_LATEST, is_theirs=True),
        Show("done", _("Done"), _in_state(State.DONE), BY_LATEST),
        Show("spam", _("Spam"), _in_state(State.SPAM), BY_LATEST),
    )
}


def in_sight(user) -> QuerySet[Conversation]:
    return Conversation.objects.visible_to(user).standing()


def listed(user, show: Show, *, after: str | None = None, tag: str = "") -> keyset.KeysetPage:
    """A page of a list, of one tag where it is given. One query.

    Those of a team that nobody of it took yet stand with those of its people.
    """
    if tag:
        rows = with_names(show.rows(in_sight(user), user).filter(tags__contains=[tag]))
        return keyset.page(rows, order=show.order, after=after, size=SIZE)
    if not after and show.name != "team":
        sight = Customer.objects.sight(user, "customer")
        first = _theirs(user.pk, show=show.name, sight=sight) if show.is_theirs else _all(show=show.name, sight=sight)
        return keyset.page_of(first, order=show.order, size=SIZE)
    rows = with_names(show.rows(in_sight(user), user))
    among = _of_each_team(user, in_sight(user)) if show.name == "team" else None
    return keyset.page(rows, order=show.order, after=after, size=SIZE, among=among)


@prepared
def _theirs(user: UUID, *, show: str, sight: Q) -> QuerySet[Conversation]:
    return _first(SHOWS[show], sight, user)


@prepared
def _all(*, show: str, sight: Q) -> QuerySet[Conversation]:
    return _first(SHOWS[show], sight)


def _first(show: Show, sight: Q, user: UUID | None = None) -> QuerySet[Conversation]:
    rows = show.rows(Conversation.objects.within(sight).standing(), user)
    return keyset.first(with_names(rows), order=show.order, size=SIZE)


def waiting_for(user) -> list[Conversation]:
    """Those of `user` who have their answer and may write again, the last ones. One query."""
    return _waiting(user.pk, sight=Customer.objects.sight(user, "customer"))


@prepared
def _waiting(user: UUID, *, sight: Q) -> QuerySet[Conversation]:
    rows = Conversation.objects.within(sight).standing().filter(assignee=user, state=State.WAITING)
    return keyset.first(with_names(rows), order=BY_LATEST, size=FEW - 1)


def with_names(rows: QuerySet[Conversation]) -> QuerySet[Conversation]:
    return rows.select_related("customer", "channel", "assignee")


def _of_each_team(user, rows: QuerySet):
    """The first of each team, so that the index that carries each list carries all of them."""
    teams = [team.pk for team in user.teams.all()]

    def first(found: QuerySet, ordering: list[OrderBy], size: int) -> QuerySet:
        if len(teams) < 2:  # noqa: PLR2004
            return found
        each = [found.filter(team=team).order_by(*ordering)[:size].values("pk") for team in teams]
        return found.filter(reduce(or_, (Q(pk__in=keys) for keys in each)))

    return first


def counts(user) -> dict[str, int]:
    """How many answers wait in each tab, no further than a badge counts. Two queries, one is that of the side bar."""
    nobodys = _of_nobody.count(sight=Customer.objects.sight(user, "customer"))
    return {"mine": mine_count(user), "nobodys": nobodys}


def mine_count(user) -> int:
    """How many answers wait for `user`, for the side bar and the tab. One query of a page."""
    sight = Customer.objects.sight(user, "customer")
    return remembered(f"inbox.mine:{user.pk}", lambda: _badge.count(user.pk, sight=sight))


@prepared
def _badge(user: UUID, *, sight: Q) -> QuerySet[Conversation]:
    rows = Conversation.objects.within(sight).standing()
    return _mine(rows, user).order_by(*BY_DUE).values("pk")[:BADGES_COUNT_TO]  # as its index has them


@prepared
def _of_nobody(*, sight: Q) -> QuerySet[Conversation]:
    rows = Conversation.objects.within(sight).standing()
    return _nobodys(rows, None).order_by(*BY_DUE).values("pk")[:BADGES_COUNT_TO]


def drafted(user, conversations) -> set:
    """In which of these `user` has begun to write."""
    return set(_drafted(user.pk, [row.pk for row in conversations]))


@prepared
def _drafted(user: UUID, conversations: list) -> QuerySet:
    rows = Draft.objects.filter(user=user, conversation__among=conversations).exclude(text="")
    return rows.values_list("conversation", flat=True)
