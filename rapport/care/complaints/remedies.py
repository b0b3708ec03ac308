"""The one ledger of what is given to put things right: who may give how much, and that nobody pays twice."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import translation
from django.utils.translation import gettext as _

from rapport.care.cases.changing import locked
from rapport.care.complaints import limits, lint
from rapport.care.complaints.refusals import (
    AnotherCurrency,
    ApprovesOwn,
    BuysSilence,
    IsClosed,
    NeedsAccount,
    NeedsEvidence,
    NoReason,
    NotApproved,
    NoValue,
    OverLimit,
    PaidTwice,
    RemedySettled,
    SameAgain,
)
from rapport.care.models import MONEY_BACK, Case, Remedy, RemedyKind
from rapport.core import formats
from rapport.core.names import clean
from rapport.customers.models import Customer
from rapport.promises import actions as promises
from rapport.staff.models import Business
from rapport.timeline.actions import record

State = Remedy.State
STANDING = (State.PROPOSED, State.APPROVED, State.GIVEN)
WORTH = (*MONEY_BACK, RemedyKind.VOUCHER)  # what is nothing without a sum
GOODS = (*MONEY_BACK, RemedyKind.REPLACEMENT)  # what together is never more than the order cost
MOST = Decimal(10) ** 12


@transaction.atomic
def propose(
    case: Case,
    *,
    kind: str,
    by,
    at: datetime,
    text: str = "",
    amount: Decimal = Decimal(0),
    currency: str = "",
    points: int = 0,
    is_statutory: bool = False,
    tax_note: str = "",
    account: str = "",
    reason: str = "",
    order=None,
) -> Remedy:
    """Enter what shall be given. Within the limits of `by` it is approved with that; above them somebody approves it.

    The same for the same case again answers what stands when `by` entered it a moment ago, else raises `SameAgain`.
    Raises `PaidTwice` when they would get back more than the order cost, from whichever case.
    """
    case = _locked(case)
    if not case.is_open and case.state != Case.State.RESOLVED:
        raise IsClosed
    remedy = Remedy(
        case=case,
        customer=case.customer,
        order=order or case.order,
        kind=kind,
        text=clean(text),
        amount=amount,
        currency=currency or Business.objects.current().currency,
        points=points,
        is_statutory=is_statutory,
        tax_note=clean(tax_note),
        account=clean(account),
        reason=clean(reason),
        proposed_by=by,
        proposed_at=at,
    )
    _makes_sense(remedy)
    if twin := _standing(remedy):
        if twin.proposed_by_id == by.pk and at - twin.proposed_at < timedelta(minutes=2):
            return twin
        raise SameAgain
    _not_twice(remedy)
    if limits.may_give(by, remedy, at):
        remedy.state, remedy.decided_by, remedy.decided_at = State.APPROVED, by, at
    remedy.save(force_insert=True)
    _tell(remedy, "proposed", by=by, at=at)
    _touch(case)
    return remedy


@transaction.atomic
def approve(remedy: Remedy, *, by, at: datetime) -> Remedy:
    """A second person, with a limit that reaches, says yes. Twice changes nothing."""
    remedy = _again(remedy)
    if remedy.state in (State.APPROVED, State.GIVEN):
        return remedy
    _open(remedy)
    if remedy.proposed_by_id == by.pk:
        raise ApprovesOwn
    if not limits.may_give(by, remedy, at):
        raise OverLimit
    return _decide(remedy, State.APPROVED, "approved", by=by, at=at)


@transaction.atomic
def refuse(remedy: Remedy, *, by, at: datetime, reason: str) -> Remedy:
    """A second person says no, and why."""
    remedy = _again(remedy)
    if remedy.state == State.REFUSED:
        return remedy
    _open(remedy)
    if not (reason := clean(reason)):
        raise NoReason
    remedy.reason = reason
    return _decide(remedy, State.REFUSED, "refused", by=by, at=at)


@transaction.atomic
def give(remedy: Remedy, *, by, at: datetime, evidence: str) -> Remedy:
    """It was paid, sent or done, and how one can see that. Twice changes nothing; its promise is kept with it."""
    remedy = _again(remedy)
    if remedy.state == State.GIVEN:
        return remedy
    if remedy.state != State.APPROVED:
        raise NotApproved if remedy.state == State.PROPOSED else RemedySettled
    return given(remedy, by=by, at=at, evidence=evidence)


def given(remedy: Remedy, *, by, at: datetime, evidence: str) -> Remedy:
    """What giving does to a locked, approved remedy."""
    if not (evidence := clean(evidence)):
        raise NeedsEvidence
    remedy.state, remedy.given_at, remedy.evidence = State.GIVEN, at, evidence[:300]
    remedy.save()
    entry = _tell(remedy, "given", by=by, at=at, evidence=remedy.evidence)
    if remedy.promise_id and (latest := remedy.promise.latest()).is_open:
        promises.keep(latest, at=at, by=by, evidence_entry=entry)
    _touch(remedy.case)
    return remedy


@transaction.atomic
def take_back(remedy: Remedy, *, by, at: datetime, reason: str) -> Remedy:
    """Not given after all. What was given already stays in the ledger; what was told to them needs telling."""
    remedy = _again(remedy)
    if remedy.state == State.TAKEN_BACK:
        return remedy
    if remedy.state not in (State.PROPOSED, State.APPROVED) or remedy.promise_id:
        raise RemedySettled
    if not (reason := clean(reason)):
        raise NoReason
    remedy.reason = reason
    return _decide(remedy, State.TAKEN_BACK, "taken_back", by=by, at=at)


def in_words(remedy: Remedy, language: str) -> str:
    """“Refund, €50.00: the second delivery”, as `language` says it."""
    with translation.override(language):
        parts = [str(RemedyKind(remedy.kind).label)]
        if remedy.amount:
            parts.append(formats.money(remedy.amount, remedy.currency, language=language))
        if remedy.points:
            parts.append(_("%(points)s points") % {"points": formats.number(remedy.points, language=language)})
        said = ", ".join(parts)
        words = remedy.text or (remedy.reason if remedy.kind == RemedyKind.NONE else "")
        return _("%(what)s: %(words)s") % {"what": said, "words": words} if words else said


def _makes_sense(remedy: Remedy) -> None:
    if remedy.amount < 0 or remedy.amount >= MOST or (remedy.kind in WORTH and not remedy.amount):
        raise NoValue
    if remedy.kind == RemedyKind.POINTS and not remedy.points:
        raise NoValue
    if remedy.kind == RemedyKind.NONE and not remedy.reason:
        raise NoReason
    if remedy.amount and not remedy.account:
        raise NeedsAccount
    if findings := lint.gift(remedy.text, remedy.case.language):
        raise BuysSilence(findings)


def _standing(remedy: Remedy) -> Remedy | None:
    same = {name: getattr(remedy, name) for name in ("kind", "amount", "points", "text")}
    return Remedy.objects.filter(case=remedy.case, state__in=STANDING, **same).first()


def _not_twice(remedy: Remedy) -> None:
    """Over all cases about an order: what is given back and replaced is never more than the order cost."""
    order = remedy.order
    if order is None or remedy.kind not in GOODS or not remedy.amount:
        return
    if remedy.currency != order.currency:
        raise AnotherCurrency(str(AnotherCurrency.message) % {"currency": order.currency})
    rows = Remedy.objects.filter(order=order, kind__in=GOODS, state__in=STANDING)
    standing = rows.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    if standing + remedy.amount > order.total:
        sums = {
            name: formats.money(value, order.currency) for name, value in (("given", standing), ("total", order.total))
        }
        raise PaidTwice(str(PaidTwice.message) % sums)


def _locked(case: Case) -> Case:
    """The case, and its customer before it: two cases of one customer are weighed one after the other."""
    Customer.objects.select_for_update(no_key=True).values_list("pk").get(pk=case.customer_id)
    return locked(case)


def _again(remedy: Remedy) -> Remedy:
    case = _locked(remedy.case)
    remedy = Remedy.objects.select_related("promise", "proposed_by").get(pk=remedy.pk)
    remedy.case = case
    return remedy


def _open(remedy: Remedy) -> None:
    if remedy.state != State.PROPOSED:
        raise RemedySettled


def _decide(remedy: Remedy, state: str, verb: str, *, by, at: datetime) -> Remedy:
    remedy.state, remedy.decided_by, remedy.decided_at = state, by, at
    remedy.save()
    _tell(remedy, verb, by=by, at=at)
    _touch(remedy.case)
    return remedy


def _touch(case: Case) -> None:
    case.version += 1
    case.save(update_fields=["version"])


def _tell(remedy: Remedy, verb: str, *, by, at: datetime, evidence: str = ""):
    case = remedy.case
    return record(
        case,
        f"remedy.{verb}",
        by=by,
        at=at,
        location=case.location,
        case_id=str(case.pk),
        number=case.number,
        subject="" if case.is_confidential else case.subject,
        remedy_id=str(remedy.pk),
        remedy_kind=remedy.kind,
        amount=str(remedy.amount),
        currency=remedy.currency,
        points=remedy.points,
        account=remedy.account,
        state=remedy.state,
        evidence="" if case.is_confidential else evidence,
    )
