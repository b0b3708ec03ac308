"""Things given to try, and what came of it."""

from datetime import date, datetime

from django.db import transaction

from rapport.core.names import clean, clean_lines
from rapport.customers.models import Customer
from rapport.orders.models import Product, Trial, TrialOutcome
from rapport.orders.refusals import TrialSettled
from rapport.timeline.actions import record


@transaction.atomic
def hand_out(
    customer: Customer,
    *,
    at: datetime,
    by,
    given_on: date,
    kind: str = Trial.Kind.TRIAL,
    product: Product | None = None,
    what: str = "",
    due_back_on: date | None = None,
    note: str = "",
) -> Trial:
    """Note what `customer` got to try: a product, or something in own words."""
    trial = Trial.objects.create(
        customer=customer,
        kind=kind,
        product=product,
        what=clean(what) or product.name,
        given_on=given_on,
        given_by=by,
        due_back_on=due_back_on,
        note=clean_lines(note),
    )
    due = due_back_on.isoformat() if due_back_on else None
    record(trial, "trial.given", by=by, at=at, what=trial.what, trial_kind=kind, due_back_on=due)
    return trial


@transaction.atomic
def settle(trial: Trial, *, at: datetime, by, result: str, note: str = "") -> TrialOutcome:
    """Note what came of `trial`. The same result again changes nothing; another raises `TrialSettled`."""
    trial = Trial.objects.select_for_update(of=("self",)).select_related("customer").get(pk=trial.pk)
    if not trial.is_pending:
        if trial.outcome.result == result:
            return trial.outcome
        raise TrialSettled
    outcome = TrialOutcome.objects.create(trial=trial, result=result, at=at, by=by, note=clean(note))
    record(trial, "trial.settled", by=by, at=at, what=trial.what, result=result, body=outcome.note)
    return outcome


@transaction.atomic
def reopen(trial: Trial, *, at: datetime, by) -> Trial:
    """It is not known yet after all what comes of `trial`. A pending one is answered unchanged."""
    trial = Trial.objects.select_for_update(of=("self",)).select_related("customer").get(pk=trial.pk)
    if not trial.is_pending:
        result = trial.outcome.result
        trial.outcome.delete()
        record(trial, "trial.reopened", by=by, at=at, what=trial.what, result=result)
    return trial
