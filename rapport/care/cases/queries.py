"""What pages about cases need to know; each answer takes a fixed number of queries."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.care.cases import finding
from rapport.care.models import Case
from rapport.core import keyset
from rapport.core.prepared import prepared
from rapport.core.registry import BADGES_COUNT_TO
from rapport.customers.models import Customer
from rapport.messaging.models import Message
from rapport.timeline.models import Entry

SIZE = 50
BY_NEWS, BY_AGE = ("next_update_at",), ("-opened_at",)
IN_LANE = 30
SAID_SHOWN = 8
MOST_TOLD = 100
SOLVED_FOR = timedelta(days=14)
State = Case.State


@dataclass(frozen=True)
class Show:
    """One list of cases: whose, and what stands first."""

    name: str
    label: str
    rows: Callable[[QuerySet, object, datetime], QuerySet]
    order: tuple[str, ...] = BY_NEWS
    nothing: str = _("Nothing here.")


SHOWS = {
    show.name: show
    for show in (
        Show(
            "mine", _("Mine"), lambda rows, user, at: rows.open().filter(owner=user),
            nothing=_("Nobody waits for you."),
        ),
        Show(
            "nobodys", _("Nobody’s"), lambda rows, user, at: rows.open().filter(owner=None),
            nothing=_("Every request is in somebody’s hands."),
        ),
        Show("team", _("My teams’"), lambda rows, user, at: rows.open().filter(team__in=_teams(user))),
        Show(
            "late", _("Late"), lambda rows, user, at: rows.open().filter(next_update_at__lt=at),
            nothing=_("Everybody heard from us in time."),
        ),
        Show("open", pgettext_lazy("requests", "All open"), lambda rows, user, at: rows.open()),
        Show("ended", pgettext_lazy("requests", "Solved"), lambda rows, user, at: rows.ended(), BY_AGE),
    )
}  # fmt: skip


def _teams(user) -> list:
    return [team.pk for team in user.teams.all()]


def listed(user, show: Show, *, at: datetime, text="", kind="", team=None, after=None) -> keyset.KeysetPage:
    """A page of a list; a search goes through all that one may see. Two queries, three for a search."""
    rows = Case.objects.visible_to(user)
    order = BY_AGE
    if text.lstrip("#").isdecimal() and len(text) < 12:  # noqa: PLR2004
        rows = rows.filter(number=int(text.lstrip("#")))
    elif text:
        rows = finding.found(rows, text)
    else:
        rows, order = show.rows(rows, user, at), show.order
    if kind:
        rows = rows.filter(kind=kind)
    if team:
        rows = rows.filter(team=team)
    return keyset.page(shown(rows), order=order, after=after, size=SIZE)


def shown(rows: QuerySet) -> QuerySet:
    return rows.select_related("customer", "owner", "team", "order", "product").defer("words", "words_key", "found_by")


@dataclass(frozen=True)
class Lane:
    """A column of the board."""

    name: str
    label: str
    states: tuple[str, ...]
    verb: str  # the address of what moves a card here: "taking"; a dialog where `asks`
    asks: bool = False
    cards: tuple = ()
    has_more: bool = False


LANES = (
    Lane("new", State.NEW.label, (State.NEW, State.REOPENED), ""),
    Lane("understood", State.UNDERSTOOD.label, (State.UNDERSTOOD,), "understanding"),
    Lane("in_work", State.IN_WORK.label, (State.IN_WORK,), "taking"),
    Lane("waiting", State.WAITING.label, (State.WAITING,), "waiting", asks=True),
    Lane("resolved", State.RESOLVED.label, (State.RESOLVED,), "solving", asks=True),
)


def board(user, *, at: datetime, team=None, mine: bool = False) -> list[Lane]:
    """The lanes with their cards, most urgent first; what was solved lately stands last. A query for each lane."""
    rows = shown(Case.objects.visible_to(user))
    if team:
        rows = rows.filter(team=team)
    if mine:
        rows = rows.filter(owner=user)
    lanes = []
    for lane in LANES:
        found = rows.filter(state__in=lane.states)
        if State.RESOLVED in lane.states:
            found = found.filter(resolved_at__gt=at - SOLVED_FOR).order_by("-resolved_at", "-id")
        else:
            found = found.order_by(F("next_update_at").asc(nulls_last=True), "id")
        cards = list(found[: IN_LANE + 1])
        lanes.append(
            Lane(lane.name, lane.label, lane.states, lane.verb, lane.asks, tuple(cards[:IN_LANE]), len(cards) > IN_LANE)
        )
    return lanes


def said_in(case: Case) -> list[Message]:
    """The last words in its conversation, oldest of them first; notes among us, too. One query."""
    if case.conversation is None:
        return []
    rows = Message.objects.filter(conversation=case.conversation.merged_into_id or case.conversation_id).select_related(
        "by", "customer"
    )
    return list(rows.order_by("-at", "-id")[:SAID_SHOWN])[::-1]


def story_of(case: Case) -> list[tuple[Entry, str]]:
    """What happened to it, latest first, with the note among us that goes with it. Two queries."""
    rows = Entry.objects.standing().filter(subject_id=case.pk).select_related("by", "customer")
    entries = list(rows.order_by("-at", "-id")[:MOST_TOLD])
    notes = dict(case.steps.exclude(note="").exclude(entry=None).values_list("entry", "note"))
    return [(entry, notes.get(entry.pk, "")) for entry in entries]


def waiting_count(user, at: datetime) -> int:
    """How many of mine are late or new, for the side bar. One query."""
    return _badge.count(user.pk, at, sight=Customer.objects.sight(user, "customer"))


@prepared
def _badge(user: UUID, at: datetime, *, sight: Q) -> QuerySet[Case]:
    rows = Case.objects.filter(sight) if sight else Case.objects.all()
    rows = rows.open().filter(owner=user, next_update_at__lt=at)
    return rows.order_by(F("next_update_at").asc(nulls_last=True), F("id").asc(nulls_last=True)).values("pk")[
        :BADGES_COUNT_TO
    ]
