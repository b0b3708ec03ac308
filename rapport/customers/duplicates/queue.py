"""What the pages about duplicates show."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.core import formats, keyset
from rapport.core.models import Work
from rapport.core.prepared import prepared
from rapport.core.progress.showing import job
from rapport.core.registry import BADGES_COUNT_TO
from rapport.customers.duplicates import actions
from rapport.customers.duplicates.blocks import LABELS
from rapport.customers.models import Customer, DuplicatePair, DuplicateSearch

SIZE = 20
ORDER = ("-weight", "-id")
BETWEEN = "\n"
FIELDS = {
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "birth": gettext_lazy("Birthday"),
    "address": gettext_lazy("Address"),
    "code": gettext_lazy("Code"),
}
AGREES = {"same", "alike", "site", "birthday"}
NEARLY = {"short", "part", "near", "like", "slip", "shared", "other_family"}
OUTCOMES = {
    "same": gettext_lazy("the same"),
    "alike": gettext_lazy("written alike"),
    "short": gettext_lazy("one is short for the other"),
    "part": gettext_lazy("one is a part of the other"),
    "near": gettext_lazy("the same in part"),
    "like": gettext_lazy("similar, yet perhaps another name"),
    "other_family": gettext_lazy("another family name"),
    "other_given": gettext_lazy("another given name"),
    "differs": gettext_lazy("different"),
    "slip": gettext_lazy("one slip apart"),
    "shared": gettext_lazy("an address of the office"),
    "site": gettext_lazy("the same domain"),
    "birthday": gettext_lazy("the same day, of one without a year"),
    "generation": gettext_lazy("another generation"),
    "": gettext_lazy("not known of both"),
}
CERTAINTIES = (
    (0.9999, gettext_lazy("As good as certain")),
    (0.99, gettext_lazy("Almost certain")),
    (0.95, gettext_lazy("Very likely")),
    (0.0, gettext_lazy("Likely")),
)


@dataclass(frozen=True)
class Line:
    """One field of both, and how the two compare: tone is "kept", "late", "risk" or "plain"."""

    label: str
    first: list[str]
    second: list[str]
    outcome: str
    tone: str


@dataclass
class Shown:
    """A pair as the page shows it."""

    pair: DuplicatePair
    lines: list[Line] = field(default_factory=list)

    @property
    def percent(self) -> str:
        """Never a hundred: nothing here is known for certain."""
        share = min(self.pair.probability, 0.9999)
        return formats.percent(share, decimals=2 if share > 0.99 else 0)

    @property
    def certainty(self) -> str:
        return next(str(words) for least, words in CERTAINTIES if self.pair.probability >= least)


def waiting(user) -> Any:
    """Pairs that `user` may see and that still wait for a decision."""
    return DuplicatePair.objects.visible_to(user).open()


def count_waiting(user) -> int:
    """Of the strong ones, as far as a badge counts; one query."""
    return _strong.count(sight=Customer.objects.sight(user, "first") & Customer.objects.sight(user, "second"))


@prepared
def _strong(*, sight: Q) -> QuerySet[DuplicatePair]:
    strong = DuplicatePair.objects.filter(sight, strength=DuplicatePair.Strength.STRONG).open()
    return strong.order_by().values("pk")[:BADGES_COUNT_TO]


def page(user, *, strength: str = "", after: str | None = None) -> tuple[list[Shown], keyset.KeysetPage]:
    """The strongest first. Eight queries, however many there are."""
    pairs = waiting(user).select_related("first", "second")
    if strength in DuplicatePair.Strength.values:
        pairs = pairs.filter(strength=strength)
    found = keyset.page(pairs, order=ORDER, after=after, size=SIZE)
    return shown(found.items), found


def shown(pairs: Sequence[DuplicatePair]) -> list[Shown]:
    """Side by side. Five queries."""
    both = [customer for pair in pairs for customer in (pair.first, pair.second)]
    prefetch_related_objects(both, "emails", "phones", "addresses", "dates", "codes")
    return [Shown(pair, list(_lines(pair))) for pair in pairs]


def _lines(pair: DuplicatePair):
    outcomes = {name: outcome for name, outcome, _bits in pair.evidence}
    outcomes["address"] = _of_addresses(outcomes)
    for name, label in FIELDS.items():
        first, second = (FACTS[name](customer) for customer in (pair.first, pair.second))
        if not first and not second:
            continue
        outcome = outcomes.get(name, "")
        words = OUTCOMES.get(outcome, OUTCOMES[""])
        if not outcome and (not first or not second):
            words = _("missing on one side")
        tone = "kept" if outcome in AGREES else "risk" if outcome in NEARLY else "late" if outcome else "plain"
        yield Line(str(label), first, second, str(words), tone)


def _of_addresses(outcomes: dict[str, str]) -> str:
    """Of town, code and house the one that says most."""
    if outcomes.get("street") == "same" or outcomes.get("postal") == outcomes.get("city") == "same":
        return "near" if outcomes.get("street") in ("differs", "part") else "same"
    if "differs" in (outcomes.get("city"), outcomes.get("postal")):
        return "differs"
    return "near" if outcomes.get("city") == "same" or outcomes.get("postal") == "same" else ""


def _names(customer: Customer) -> list[str]:
    return [name for name in (customer.name, customer.romanised_name, customer.nickname) if name]


def _births(customer: Customer) -> list[str]:
    days = [one for one in customer.dates.all() if one.kind == "birthday"]
    return [formats.month_day(one.month, one.day, one.year) for one in days]


FACTS = {
    "name": _names,
    "email": lambda customer: [one.address for one in customer.emails.all()],
    "phone": lambda customer: [one.raw for one in customer.phones.all()],
    "birth": _births,
    "address": lambda customer: [str(one).replace(BETWEEN, ", ") for one in customer.addresses.all() if str(one)],
    "code": lambda customer: [str(one) for one in customer.codes.all()],
}


@dataclass(frozen=True)
class LastLook:
    """When it was looked for duplicates last, what was left out, and what is being looked at now."""

    search: DuplicateSearch | None
    cut: list[str]
    job: dict[str, Any] | None
    work: Work | None
    everybody_at: datetime | None


def last_look(at: datetime) -> LastLook:
    """Three queries, one more while there is a job."""
    work = Work.objects.filter(kind=actions.SEARCH).order_by("-asked_at").first()
    ended = DuplicateSearch.objects.exclude(ended_at=None).order_by("-began_at")
    search, everybody = ended.first(), ended.filter(scope=DuplicateSearch.Scope.ALL).first()
    return LastLook(
        search=search,
        cut=[_said_of_cut(one) for one in (everybody.cut if everybody else [])],
        job=job(work, at) if work and work.is_under_way else None,
        work=work,
        everybody_at=everybody.began_at if everybody else None,
    )


def _said_of_cut(one: dict) -> str:
    """ "the same phone: 12 groups with 4,310 customers"."""
    return _("%(what)s: %(groups)s groups with %(customers)s customers") % {
        "what": LABELS.get(one["block"], one["block"]),
        "groups": formats.number(one["groups"]),
        "customers": formats.number(one["customers"]),
    }


def pair_for(user, pk: UUID) -> DuplicatePair | None:
    return waiting(user).select_related("first", "second").filter(pk=pk).first()
