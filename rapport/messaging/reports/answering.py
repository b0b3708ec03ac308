"""How quickly messages are answered, by channel, person and place.

What counts is the promise that each unanswered message makes (`clocks`): due in the window, kept or not. One that is
open and late counts as failed from the moment it is late. Of how long answers took, the latest tell.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median, quantiles

from django.db.models import Case, Count, DateField, F, Func, Q, QuerySet, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce

from rapport.promises.calendars import calendars_of_all
from rapport.promises.models import Promise
from rapport.promises.rates import Share, due_between
from rapport.staff.models import Business

LATEST = 2_000  # answers of which the time is told
ASKED = "message.received"
GROUPS = ("channel_kind", "who", "location")


class LocalDate(Func):
    """The date of a moment in a zone that a column names."""

    template = "((%(expressions)s)::date)"
    arg_joiner = " AT TIME ZONE "
    output_field = DateField()


@dataclass(frozen=True)
class Answers:
    """Of the messages that were to be answered: how many in time, how many the same day, and how long it took."""

    counted: int = 0
    in_time: int = 0
    same_day: int = 0
    late: int = 0  # still unanswered
    minutes: list[float] = field(default_factory=list)  # of business time, of the latest that were answered

    @property
    def kept(self) -> Share:
        return Share(self.counted, self.in_time)

    @property
    def that_day(self) -> Share:
        return Share(self.counted, self.same_day)

    @property
    def typical(self) -> float | None:
        """The median."""
        return median(self.minutes) if self.minutes else None

    @property
    def slow(self) -> float | None:
        """Nine of ten were quicker."""
        if len(self.minutes) < 2:
            return self.typical
        return quantiles(self.minutes, n=10, method="inclusive")[-1]


def asked_between(user, start: datetime, end: datetime, at: datetime) -> QuerySet[Promise]:
    """The promises that messages made, with the channel, who answered or has it in hand, and whether the same day."""
    rows = due_between(Promise.objects.visible_to(user).filter(source__kind=ASKED), start, end, at)
    zone = Coalesce(F("location__time_zone"), Value(Business.objects.current().time_zone))
    return rows.order_by().annotate(
        channel_kind=KeyTextTransform("channel_kind", "source__facts", output_field=TextField()),
        who=Case(When(state__in=Promise.KEPT_STATES, then=F("evidence_entry__by")), default=F("owner")),
        made_on=LocalDate(F("made_at"), zone),
        done_on=LocalDate(F("done_at"), zone),
    )


COUNTS = {
    "counted": Count("pk"),
    "in_time": Count("pk", filter=Q(state="kept")),
    "same_day": Count("pk", filter=Q(done_on=F("made_on"))),
    "late": Count("pk", filter=Q(state__in=Promise.OPEN_STATES)),
}


def answers(rows: QuerySet[Promise]) -> tuple[Answers, dict[str, list[tuple[object, Answers]]]]:
    """In all, and by each of `GROUPS`: its values with their figures, those with most messages first. Five queries."""
    took = list(_took(rows))
    whole = Answers(**rows.aggregate(**COUNTS), minutes=[minutes for minutes, *_groups in took])
    return whole, {name: list(_by(rows, name, took, GROUPS.index(name) + 1)) for name in GROUPS}


def _by(rows: QuerySet[Promise], name: str, took: Iterable[tuple], column: int) -> Iterator[tuple[object, Answers]]:
    minutes: dict[object, list[float]] = {}
    for each in took:
        minutes.setdefault(each[column], []).append(each[0])
    for group in rows.values(name).annotate(**COUNTS).order_by("-counted", name):
        value = group.pop(name)
        yield value, Answers(**group, minutes=minutes.get(value, []))


def _took(rows: QuerySet[Promise]) -> Iterator[tuple]:
    """Minutes of business time from the message to its answer, with channel, person and place."""
    calendars = calendars_of_all()
    answered = rows.filter(state__in=Promise.KEPT_STATES).order_by("-due_at", "-pk")
    for made_at, done_at, *groups in answered.values_list("made_at", "done_at", *GROUPS)[:LATEST]:
        calendar = calendars.get(groups[-1]) or calendars[None]
        yield calendar.business_minutes(made_at, done_at), *groups
