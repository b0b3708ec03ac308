"""What a role may give by itself: in one case, and to one customer within a year (DOMAIN 7.5)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from rapport.care.models import Remedy, RemedyKind, RemedyLimit
from rapport.staff.models import Business, User

State = Remedy.State
STANDING = (State.PROPOSED, State.APPROVED, State.GIVEN)
YEAR = timedelta(days=365)
FREE = (RemedyKind.APOLOGY, RemedyKind.INFORMATION, RemedyKind.NONE)  # cost nobody anything
FIRST = {"reader": (0, 0), "agent": (50, 150), "manager": (500, 2000)}  # of the house's currency; owners: no limit


@dataclass(frozen=True)
class Limit:
    """None: without limit."""

    role: str
    per_case: Decimal | None
    per_year: Decimal | None
    currency: str

    @property
    def label(self) -> str:
        return str(settings.ROLES.get(self.role, self.role))


def limits() -> dict[str, Limit]:
    """Those of each role: the house's own, or those it begins with. One query."""
    currency = Business.objects.current().currency
    own = {row.role: Limit(row.role, row.per_case, row.per_year, row.currency) for row in RemedyLimit.objects.all()}
    first = {role: Limit(role, *map(_decimal, FIRST.get(role, (None, None))), currency) for role in settings.ROLES}
    return first | own


def limit_of(user: User) -> Limit:
    return limits().get(user.role) or Limit("", Decimal(0), Decimal(0), Business.objects.current().currency)


def may_give(user: User, remedy: Remedy, at: datetime) -> bool:
    """Whether it is within what `user` may give by themselves, with all that stands in the case and in the year.

    What the law owes is no goodwill: it does not use up the year, but whoever pays it has to be allowed the sum. A sum
    in another currency than the limit's is nothing that the limit speaks of.
    """
    if remedy.kind in FREE and not remedy.amount and not remedy.points:
        return True
    limit = limit_of(user)
    if limit.per_case is None:
        return True
    if not remedy.amount:
        return limit.per_case > 0
    if limit.currency != remedy.currency:
        return False
    others = Remedy.objects.filter(state__in=STANDING, currency=limit.currency).exclude(pk=remedy.pk)
    in_case = _sum(others.filter(case=remedy.case))
    in_year = _sum(others.filter(customer=remedy.customer_id, is_statutory=False, proposed_at__gt=at - YEAR))
    if in_case + remedy.amount > limit.per_case:
        return False
    return remedy.is_statutory or limit.per_year is None or in_year + remedy.amount <= limit.per_year


@transaction.atomic
def set_limit(role: str, *, per_case: Decimal, per_year: Decimal, currency: str) -> RemedyLimit:
    """What `role` may give from now on. What was approved before stays approved."""
    RemedyLimit.objects.select_for_update().filter(role=role).first()
    limit, _new = RemedyLimit.objects.update_or_create(
        role=role, defaults={"per_case": per_case, "per_year": per_year, "currency": currency}
    )
    return limit


@transaction.atomic
def lift_limit(role: str) -> None:
    """As the house began."""
    RemedyLimit.objects.filter(role=role).delete()


def _sum(rows) -> Decimal:
    return rows.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)


def _decimal(value) -> Decimal | None:
    return None if value is None else Decimal(value)
