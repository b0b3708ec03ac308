"""What the reports ask: a fixed number of queries, each over the complaints of one span of time."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import Aggregate, Count, Exists, F, FloatField, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.care.causes.queries import in_sight
from rapport.care.causes.tree import all_causes, is_other
from rapport.care.models import Action, Case, CaseKind, ComplaintStep, Remedy, Stage
from rapport.care.reports.pareto import SHOWN, Pareto, pareto

LINES = 30  # of a table; the rest stands in one line
OTHER_AT_MOST = 0.15
OTHER_FROM = 5  # complaints with a cause; fewer say nothing
OTHER_WITHIN = timedelta(days=90)


@dataclass(frozen=True)
class View:
    """One way to look at complaints."""

    label: Any
    column: str
    name: str  # the column that names it
    nobody: Any


VIEWS = {
    "cause": View(gettext_lazy("Cause"), "cause", "cause", gettext_lazy("Not named yet")),
    "product": View(gettext_lazy("Product"), "product", "product__name", gettext_lazy("No product")),
    "location": View(gettext_lazy("Location"), "location", "location__name", gettext_lazy("Not given")),
    "department": View(gettext_lazy("Department"), "team", "team__name", gettext_lazy("Nobody")),
}


@dataclass
class Line:
    """What there is to say of some complaints."""

    label: Any = ""
    count: int = 0
    settled: int = 0
    at_first_contact: int = 0
    reopened: int = 0
    recurred: int = 0
    cost: dict[str, Decimal] = field(default_factory=dict)  # by currency: they are not added up
    is_rest: bool = False
    is_nobodys: bool = False  # not named yet, no product: it stands apart, as it is none of what is compared
    upto: float | None = None  # of those that are named, with the lines above
    place: int = 0  # of its bar in the chart; 0: it stands in the last one, or apart

    @property
    def first_contact_share(self) -> float | None:
        return self.at_first_contact / self.settled if self.settled else None

    @property
    def recurrence_share(self) -> float | None:
        return self.recurred / self.count if self.count else None


@dataclass(frozen=True)
class StepTime:
    """Business minutes from the arrival of a complaint until a step was done: the middle, and 9 of 10."""

    label: str
    count: int
    middle: float
    most: float
    promised: int
    in_time: int

    @property
    def in_time_share(self) -> float | None:
        return self.in_time / self.promised if self.promised else None


def complaints(user, start: datetime, end: datetime) -> QuerySet:
    """The complaints in sight that arrived from `start` until before `end`."""
    rows = Case.objects.visible_to(user).filter(kind=CaseKind.COMPLAINT)
    return rows.filter(opened_at__gte=start, opened_at__lt=end).order_by()


# Something was done against the same cause, of the same product if it was about one, before this complaint came.
BEFORE = Action.objects.filter(cause=OuterRef("cause"), kind__in=Action.MEASURED, done_at__lt=OuterRef("opened_at"))
AGAIN = Exists(BEFORE.filter(product=OuterRef("product"))) | Exists(BEFORE.filter(product=None))
COUNTS = {
    "count": Count("pk"),
    "settled": Count("pk", filter=Q(resolved_at__isnull=False)),
    "at_first_contact": Count("pk", filter=Q(at_first_contact=True, resolved_at__isnull=False)),
    "reopened": Count("pk", filter=Q(reopenings__gt=0)),
    "recurred": Count("pk", filter=AGAIN),
}


def lines(rows: QuerySet, view: View) -> tuple[Line, list[Line]]:
    """`rows` in one line, and by what `view` looks at: most first, what is beyond thirty in one, what has no name last.

    Three queries.
    """
    name = _namer(view)
    groups = rows.values(view.column, **({} if view.name == view.column else {"title": F(view.name)}))
    costs = _costs(rows, view.column)
    found = []
    for group in groups.annotate(**COUNTS).order_by("-count", view.column):
        key, title = group.pop(view.column), group.pop("title", None)
        found.append(Line(name(key, title), cost=costs[key], is_nobodys=key is None, **group))
    named = [line for line in found if not line.is_nobodys]
    shown = named[:LINES]
    if named[LINES:]:
        shown.append(together(named[LINES:], _("All others"), is_rest=True))
    before, whole = 0, sum(line.count for line in named)
    for place, line in enumerate(shown, start=1):
        before += line.count
        line.upto = before / whole
        line.place = place if place <= SHOWN and not line.is_rest else 0
    return together(found), [*shown, *(line for line in found if line.is_nobodys)]


def together(found: list[Line], label: str = "", *, is_rest: bool = False) -> Line:
    """Several lines as one."""
    cost: dict[str, Decimal] = defaultdict(Decimal)
    for line in found:
        for currency, amount in line.cost.items():
            cost[currency] += amount
    counts = {name: sum(getattr(line, name) for line in found) for name in COUNTS}
    return Line(label, cost=dict(sorted(cost.items())), is_rest=is_rest, **counts)


def _namer(view: View) -> Callable[[UUID | None, str | None], str]:
    causes = all_causes() if view.column == "cause" else {}

    def name(key: UUID | None, title: str | None) -> str:
        if key is None:
            return str(view.nobody)
        return causes[key].title if key in causes else title or ""

    return name


def _costs(rows: QuerySet, column: str) -> dict[UUID | None, dict[str, Decimal]]:
    """What was given for them, by `column` and currency."""
    given = Remedy.objects.filter(state=Remedy.State.GIVEN, amount__gt=0, case__in=rows.values("pk")).order_by()
    keys = ("currency", f"case__{column}")
    found: dict[UUID | None, dict[str, Decimal]] = defaultdict(dict)
    for group in given.values(*keys).annotate(sum=Sum("amount")).order_by("currency"):
        found[group[f"case__{column}"]][group["currency"]] = group["sum"]
    return found


class MiddleAndMost(Aggregate):
    """The value that half of the rows stay below, and the one that 9 of 10 do."""

    template = "percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = ArrayField(FloatField())


def step_times(rows: QuerySet) -> list[StepTime]:
    """How long it took to each step, the first time, by business time. One query."""
    steps = ComplaintStep.objects.filter(complaint__in=rows.values("pk"), round=1, took_minutes__isnull=False)
    groups = (
        steps.order_by()
        .values("stage")
        .annotate(
            count=Count("pk"),
            both=MiddleAndMost("took_minutes"),
            promised=Count("in_time"),
            kept=Count("pk", filter=Q(in_time=True)),
        )
    )
    found = {
        group["stage"]: StepTime(
            str(Stage(group["stage"]).label), group["count"], *group["both"], group["promised"], group["kept"]
        )
        for group in groups
    }
    return [found[stage] for stage in Stage.values if stage in found and stage != Stage.RECEIVED]


def chart(shown: list[Line]) -> Pareto:
    """What is compared: those that are named."""
    rest = sum(line.count for line in shown if line.is_rest)
    bars = ((line.label, line.count) for line in shown if not line.is_rest and not line.is_nobodys)
    return pareto(bars, rest=rest, rest_label=_("All others"))


@dataclass(frozen=True)
class Unfitting:
    """How many complaints have a cause that says nothing."""

    other: int
    named: int

    @property
    def share(self) -> float:
        return self.other / self.named if self.named else 0.0

    @property
    def is_too_many(self) -> bool:
        return self.named >= OTHER_FROM and self.share > OTHER_AT_MOST


def unfitting(user, at: datetime) -> Unfitting:
    """How many of the complaints of the last 90 days that have a cause came of "something else". Two queries."""
    rows = complaints(user, at - OTHER_WITHIN, at).filter(cause__isnull=False)
    return Unfitting(**rows.aggregate(other=Count("pk", filter=Q(cause__in=others())), named=Count("pk")))


def others() -> list[UUID]:
    """The causes that say nothing. One query."""
    return [key for key, cause in all_causes().items() if is_other(cause)]


def action_outcomes(user, start: datetime, end: datetime) -> dict[str, int]:
    """How what was planned against causes in that time turned out, by state. One query."""
    rows = in_sight(user).filter(kind__in=Action.MEASURED, made_at__gte=start, made_at__lt=end).order_by()
    return dict(rows.values_list("state").annotate(count=Count("pk")))
