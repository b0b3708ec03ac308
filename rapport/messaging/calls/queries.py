"""What the pages about calls need to know; each answer takes a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Avg, Count, Exists, ExpressionWrapper, F, Q, QuerySet, Sum
from django.db.models.aggregates import Aggregate
from django.db.models.fields import DurationField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.core import keyset
from rapport.messaging.calls.phone import lines
from rapport.messaging.models import Call, Channel, ChannelKind, Seat
from rapport.staff.models import User

SIZE = 50
MOST_SHOWN = 3
IN_TIME = timedelta(seconds=20)
RINGS_AT_MOST = timedelta(minutes=5)
ORDER = ("-ringing_at", "-id")
MISSED = Q(direction="in", state__in=Call.NOT_REACHED)


@dataclass(frozen=True)
class Show:
    name: str
    label: str
    rows: Q


SHOWS = {
    show.name: show
    for show in (
        Show("owed", _("To call back"), MISSED & Q(returned_at=None)),
        Show("all", _("All calls"), Q()),
        Show("in", pgettext_lazy("of a call", "They called"), Q(direction="in")),
        Show("out", pgettext_lazy("of a call", "We called"), Q(direction="out")),
        Show("unknown", _("Nobody knows who"), Q(customer=None)),
    )
}


def in_sight(user: User) -> QuerySet[Call]:
    return Call.objects.visible_to(user)


def with_names(rows: QuerySet[Call]) -> QuerySet[Call]:
    return rows.select_related("customer", "channel__location", "by", "promise", "returned_by")


def listed(user: User, show: Show, *, place=None, person=None, after: str | None = None) -> keyset.KeysetPage:
    """A page of calls, the latest first. One query."""
    rows = in_sight(user).filter(show.rows)
    if place:
        rows = rows.filter(channel__location=place)
    if person:
        rows = rows.filter(by=person)
    return keyset.page(with_names(rows).prefetch_related("files"), order=ORDER, after=after, size=SIZE)


def owed(user: User) -> list[Call]:
    """The latest that nobody called back. One query and one for their files."""
    rows = with_names(in_sight(user).owed()).prefetch_related("files")
    return list(keyset.first(rows, order=ORDER, size=SIZE))


def seat_of(user: User) -> Seat:
    return Seat.objects.filter(user=user).first() or Seat(user=user)


def is_told(user: User) -> bool:
    """Whether some line tells us what rings, and `user` wants to see it. One query."""
    telling = (
        Channel.objects.in_use().of(ChannelKind.PHONE).filter(settings__provider__in=[line.name for line in lines])
    )
    wants_none = Exists(Seat.objects.filter(user=user, sees_calls=False))
    return telling.filter(_theirs(user, ""), ~wants_none).exists()


def ringing(user: User, at: datetime) -> list[Call]:
    """What rings now and nobody has answered. One query."""
    rows = in_sight(user).filter(state=Call.State.RINGING, direction="in", ringing_at__gt=at - RINGS_AT_MOST)
    mine = rows.filter(_theirs(user, "channel__")).filter(Q(by=None) | Q(by=user))
    return list(with_names(mine).order_by("ringing_at", "pk")[:MOST_SHOWN])


def _theirs(user: User, before: str) -> Q:
    """A line of a team rings for its people, any other for everybody."""
    return Q(**{f"{before}team": None}) | Q(**{f"{before}team__in": user.teams.values("pk")})


class Percentile(Aggregate):
    function = "PERCENTILE_DISC"
    template = "%(function)s(0.9) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


WAITED = ExpressionWrapper(F("answered_at") - F("ringing_at"), output_field=DurationField())
COUNTED = ~Q(state=Call.State.ABANDONED)
ANSWERED = Q(answered_at__isnull=False)
FIGURES = {
    "calls": Count("pk", filter=COUNTED),
    "answered": Count("pk", filter=ANSWERED),
    "soon": Count("pk", filter=ANSWERED & Q(waited__lte=IN_TIME)),
    "lost": Count("pk", filter=COUNTED & Q(state__in=Call.NOT_REACHED)),
    "passed_on": Sum("transfers", default=0),
    "p90": Percentile("waited", filter=ANSWERED),
    "mean": Avg("waited", filter=ANSWERED),
}


@dataclass(frozen=True)
class Figures:
    """How quickly calls were answered. `name` is empty for all of them."""

    name: str
    calls: int
    answered: int
    soon: int
    lost: int
    passed_on: int
    p90: timedelta | None
    mean: timedelta | None

    @property
    def share_soon(self) -> float | None:
        return self.soon / self.calls if self.calls else None

    @property
    def share_lost(self) -> float | None:
        return self.lost / self.calls if self.calls else None

    @property
    def per_call(self) -> float | None:
        return self.passed_on / self.answered if self.answered else None

    @property
    def p90_seconds(self) -> int | None:
        return None if self.p90 is None else round(self.p90.total_seconds())


def figures(user: User, *, since: datetime) -> dict[str, list[Figures]]:
    """Of calls to us that are over: all together, for each place, for each of us. Three queries."""
    rows = in_sight(user).filter(direction="in", ringing_at__gte=since).exclude(state=Call.State.RINGING)
    rows = rows.annotate(waited=WAITED)
    found = {"together": [Figures(name="", **rows.aggregate(**FIGURES))]}
    for name, path in (("places", "channel__location__name"), ("people", "by__name")):
        grouped = rows.exclude(**{path: None}).values(path).annotate(**FIGURES).order_by(path)
        found[name] = [Figures(name=row.pop(path), **row) for row in grouped]
    return found


def of_customer(user: User, customer, few: int = 5) -> tuple[list[Call], dict]:
    """The latest calls with a customer, and how often they were passed on and missed. Two queries."""
    rows = in_sight(user).filter(customer=customer).exclude(state=Call.State.ABANDONED)
    latest = list(with_names(rows).order_by("-ringing_at", "-pk")[:few])
    if not latest:
        return [], {}
    counts = {
        "calls": Count("pk"),
        "passed_on": Sum("transfers", default=0),
        "missed": Count("pk", filter=MISSED),
        "waited": Avg(WAITED, filter=Q(direction="in") & ANSWERED),
    }
    return latest, rows.aggregate(**counts)
