"""Whether what was done against a cause helped: how often it came up before and after, compared by `poisson`.

Counted are complaints of the cause, of one product where the action was about one, in 90 days before it was done and in
90 days after, each as a share of what was delivered in that time. Where a house delivers nothing, days take the place
of deliveries. It helped when nothing came up any more, or when the rate fell with 95 % certainty.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from rapport.care.causes.poisson import Ratio, rate_ratio
from rapport.care.causes.tree import all_causes, branch
from rapport.care.models import EFFECT_AFTER, Action, Case, CaseKind, EffectCheck
from rapport.core.refusals import Refusal
from rapport.orders.models import Order

Verdict = EffectCheck.Verdict
DELIVERED = (Order.Outcome.DELIVERED, Order.Outcome.RETURNED)


class NothingToCheck(Refusal):
    code = "action_nothing_to_check"
    message = _("Only what was done against a cause can be measured. Put right is put right.")


@dataclass(frozen=True)
class Effect:
    """What was counted, and what it shows. `…_of` are deliveries, or days."""

    before: int
    before_of: int
    after: int
    after_of: int
    by_days: bool
    is_early: bool = False

    @property
    def ratio(self) -> Ratio | None:
        if not (self.before_of and self.after_of):
            return None
        return rate_ratio(self.before, self.before_of, self.after, self.after_of)

    @property
    def verdict(self) -> str:
        if self.is_early or not self.after_of:
            return Verdict.EARLY
        if self.after == 0 or self.ratio and self.ratio.shows_fewer:
            return Verdict.EFFECTIVE
        return Verdict.NOT_SHOWN

    @property
    def is_lost(self) -> bool:
        """It came up again, and however well the rest of the 90 days goes, no fall of the rate will be certain."""
        if not self.after:
            return False
        if not self.before_of:
            return True
        whole = max(self.after_of, self.before_of)
        return not rate_ratio(self.before, self.before_of, self.after, whole).shows_fewer


def can_be_measured(action: Action) -> bool:
    return bool(action.done_at and action.cause_id) and action.kind in Action.MEASURED


def effect_of(action: Action, *, at: datetime) -> Effect:
    """How often its cause came up before `action` was done and in the 90 days after, as known at `at`. Five queries.

    Raises `NothingToCheck`.
    """
    if not can_be_measured(action):
        raise NothingToCheck
    end = action.done_at + EFFECT_AFTER
    return _counted(action, action.done_at, min(at, end), is_early=at < end)


def effect_lately(action: Action, *, until: datetime) -> Effect:
    """The same with the latest 90 days in place of the first, or with those there have been. Five queries."""
    return _counted(action, max(action.done_at, until - EFFECT_AFTER), until)


def _counted(action: Action, start: datetime, end: datetime, *, is_early: bool = False) -> Effect:
    done = action.done_at
    earlier = (done - EFFECT_AFTER, done)
    complaints, deliveries = _complaints(action), _deliveries(action)
    before, before_of = complaints.filter(opened_at__range=earlier), deliveries.filter(finished_at__range=earlier)
    after, after_of = (
        complaints.filter(opened_at__range=(start, end)),
        deliveries.filter(finished_at__range=(start, end)),
    )
    counts = [rows.count() for rows in (before, before_of, after, after_of)]
    by_days = not (counts[1] or counts[3])
    if by_days:
        counts[1], counts[3] = EFFECT_AFTER.days, (end - start).days
    return Effect(*counts, by_days=by_days, is_early=is_early)


def _complaints(action: Action):
    causes = all_causes()
    found = Case.objects.filter(cause__in=branch(causes[action.cause_id], causes), kind=CaseKind.COMPLAINT)
    return found.filter(product=action.product_id) if action.product_id else found


def _deliveries(action: Action):
    found = Order.objects.filter(outcome__in=DELIVERED)
    return found.filter(items__product=action.product_id).distinct() if action.product_id else found
