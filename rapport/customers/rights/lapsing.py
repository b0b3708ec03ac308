"""What is older than it is kept: counted every night, taken away where an owner has switched the rule on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core import audit
from rapport.core.personal.kinds import RecordKind, Retention, record_kinds
from rapport.customers.models import Customer, LegalHold, RetentionRule, RetentionRun
from rapport.timeline.models import Entry

BATCH = 200
MOST_COUNTED = 10_000
EXAMPLES = 5
RUNS_KEPT = timedelta(days=400)


@dataclass(frozen=True)
class Rule:
    """A kind with the period that holds for it: the owner's, else the one it comes with."""

    kind: RecordKind
    months: int
    is_on: bool

    @property
    def retention(self) -> Retention:
        assert self.kind.retention  # noqa: S101  (`rules` only takes kinds that have one)
        return self.kind.retention

    def before(self, at: datetime) -> datetime:
        return months_before(at, self.months)

    def due(self, at: datetime) -> QuerySet:
        return self.retention.due(self.before(at)).exclude(**{f"{self.retention.customer}__in": _spared(at)})

    def count(self, at: datetime) -> int:
        """How many are older today; one more than `MOST_COUNTED` means more than that. One query."""
        return self.due(at).order_by()[: MOST_COUNTED + 1].count()

    def examples(self, at: datetime) -> list[tuple[Customer | None, datetime | None]]:
        """The oldest of them: whose they are (None: nobody's), and of when. Two queries."""
        customer, moment = self.retention.customer, self.retention.moment
        if moment:
            found = list(self.due(at).order_by(moment).values_list(customer, moment)[:EXAMPLES])
        else:
            found = [(key, None) for key in self.due(at).order_by("pk").values_list(customer, flat=True)[:EXAMPLES]]
        customers = Customer.every.in_bulk([key for key, _moment in found])
        return [(customers.get(key), moment) for key, moment in found]


def rules() -> list[Rule]:
    """Every kind that can lapse. One query."""
    chosen = {rule.kind: rule for rule in RetentionRule.objects.all()}
    kinds = [kind for kind in record_kinds if kind.retention]
    return [_rule(kind, chosen.get(kind.name)) for kind in kinds]


def _rule(kind: RecordKind, chosen: RetentionRule | None) -> Rule:
    if chosen:
        return Rule(kind, chosen.months, chosen.is_on)
    assert kind.retention  # noqa: S101
    return Rule(kind, kind.retention.months, is_on=False)


@transaction.atomic
def set_rule(name: str, *, months: int, is_on: bool, by) -> RetentionRule:
    """Keep a kind for so many months; older ones go at night, if the rule is on."""
    rule, _made = RetentionRule.objects.update_or_create(kind=name, defaults={"months": months, "is_on": is_on})
    audit.record("privacy.rule", by=by, rule=name, months=months, is_on=is_on)
    return rule


def run(at: datetime) -> list[RetentionRun]:
    """Count every kind, and take away what is older where that is switched on, in small transactions."""
    RetentionRun.objects.filter(at__lt=at - RUNS_KEPT).delete()
    return [_run(rule, at) for rule in rules()]


def _run(rule: Rule, at: datetime) -> RetentionRun:
    row = RetentionRun(kind=rule.kind.name, at=at, before=rule.before(at), found=rule.count(at), was_on=rule.is_on)
    row.save()
    if rule.is_on:
        last: Any = UUID(int=0)
        while keys := list(rule.due(at).filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
            with transaction.atomic():
                row.done += rule.retention.act(keys, at, rule.before(at))
                row.save(update_fields=["done"])
            last = keys[-1]
        if row.done:
            audit.record("privacy.lapsed", rule=row.kind, done=row.done)
    return row


def months_before(at: datetime, months: int) -> datetime:
    """The same day of an earlier month, or its last one."""
    year, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    for day in range(at.day, 0, -1):
        try:
            return at.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")


def _spared(at: datetime) -> QuerySet:
    """Customers of whom nothing lapses: a hold stands, or their records are not to be used."""
    own = LegalHold.objects.standing(timezone.localdate(at))
    restricted = Q(standing=Customer.Standing.RESTRICTED)
    spared = Customer.objects.filter(restricted | Exists(own.filter(customer=OuterRef("pk"))))
    merged = Customer.every.filter(merged_into__isnull=False, merged_into__in=spared.values("pk"))
    return spared.values("pk").union(merged.values("pk"))


def _silent(before: datetime) -> QuerySet[Customer]:
    """Customers of whom nothing was recorded since."""
    heard = Entry.every.filter(customer=OuterRef("pk"), at__gte=before)
    return Customer.objects.in_use().filter(~Exists(heard), created_at__lt=before)


def _having() -> list[Exists]:
    """That somebody bought, or agreed to, something: as the slices say."""
    return [
        Exists(held.of._base_manager.filter(customer=OuterRef("pk")))
        for kind in record_kinds
        for held in kind.holds
        if held.makes_a_customer
    ]


def leads(before: datetime) -> QuerySet[Customer]:
    """Who never bought, and with whom nothing happened since."""
    rows = _silent(before).people()
    for having in _having():
        rows = rows.exclude(having)
    return rows


def inactive(before: datetime) -> QuerySet[Customer]:
    """Anybody with whom nothing happened since."""
    return _silent(before).people()


def _erase(keys: Sequence[UUID], at: datetime, before: datetime) -> int:
    from rapport.customers.rights.erasing import erase_lapsed

    return erase_lapsed(keys, at=at)


_ERASED = _("They are erased: who they are and every word go, orders and sums stay under a pseudonym.")
LEADS = Retention(12, _ERASED, leads, _erase, "pk", "created_at", _("Whom we never served, we have no reason to keep."))
INACTIVE = Retention(36, _ERASED, inactive, _erase, "pk", "created_at", _("Who was silent for three years, has left."))
