"""Contracts: signed, amended, renewed, ended."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import transaction

from rapport.core.names import clean, clean_lines
from rapport.customers.models import Customer
from rapport.orders.models import Contract, ContractEnd, ContractPrice, Product
from rapport.orders.refusals import ContractOver
from rapport.staff.models import Business
from rapport.timeline.actions import record
from rapport.timeline.models import Entry

BATCH = 200


@transaction.atomic
def sign(
    customer: Customer,
    *,
    at: datetime,
    by,
    title: str,
    currency: str,
    starts_on: date,
    ends_on: date | None = None,
    terms: str = "",
    period_months: int = 12,
    renewal: str = Contract.Renewal.NONE,
    notice_days: int = 30,
    amount: Decimal | None = None,
    prices: Mapping[Product, Decimal] | None = None,
    signed_on: date | None = None,
) -> Contract:
    """Keep what was agreed with `customer` for longer than one order, with their own prices."""
    contract = Contract.objects.create(
        customer=customer,
        title=clean(title),
        terms=clean_lines(terms),
        starts_on=starts_on,
        ends_on=ends_on,
        period_months=period_months,
        renewal=renewal,
        notice_days=notice_days,
        amount=amount,
        currency=currency,
        signed_on=signed_on or _here(at),
        signed_by=by,
    )
    _price(contract, prices or {})
    _tell(contract, "signed", by=by, at=at)
    return contract


@transaction.atomic
def amend(
    contract: Contract, *, at: datetime, by, prices: Mapping[Product, Decimal] | None = None, **agreed
) -> Contract:
    """Change what was agreed: any of the fields of `sign`, and all own prices. Raises `ContractOver`."""
    contract = _locked(contract, at)
    before = {str(one.product_id): str(one.price) for one in contract.prices.all()}
    for name, value in agreed.items():
        setattr(contract, name, value)
    contract.title, contract.terms = clean(contract.title), clean_lines(contract.terms)
    contract.save()
    if prices is not None:
        _price(contract, prices)
    _tell(contract, "amended", by=by, at=at, prices_before=before)
    return contract


@transaction.atomic
def renew(contract: Contract, *, at: datetime, by=None) -> Contract:
    """Let `contract` go on for another period after its last day; one without a last day goes on anyway.

    Raises `ContractOver` when notice was given.
    """
    contract = _locked(contract, at, over_may_renew=True)
    if contract.ends_on is None:
        return contract
    contract.ends_on = months_after(contract.ends_on + timedelta(days=1), contract.period_months) - timedelta(days=1)
    contract.renewals += 1
    contract.save(update_fields=["ends_on", "renewals"])
    _tell(contract, "renewed", by=by, at=at)
    return contract


@transaction.atomic
def end(contract: Contract, *, at: datetime, by, reason: str, on: date, by_customer: bool) -> ContractEnd:
    """Note that notice was given and `on` is the last day. Ending an ended contract answers the first notice."""
    contract = Contract.objects.select_for_update().select_related("customer").get(pk=contract.pk)
    if contract.is_ended:
        return contract.end
    before = {"ended_on_before": _iso(contract.ends_on), "renewal_before": contract.renewal}
    contract.ends_on = max(on, contract.starts_on)
    contract.renewal = Contract.Renewal.NONE
    contract.save(update_fields=["ends_on", "renewal"])
    notice = ContractEnd.objects.create(contract=contract, at=at, by=by, by_customer=by_customer, reason=clean(reason))
    _tell(contract, "ended", by=by, at=at, reason=notice.reason, customer_wished=by_customer, **before)
    return notice


@transaction.atomic
def resume(contract: Contract, *, at: datetime, by) -> Contract:
    """The notice was a mistake or was taken back: the contract goes on as before. One without notice is unchanged."""
    contract = Contract.objects.select_for_update(of=("self",)).select_related("customer").get(pk=contract.pk)
    if not contract.is_ended:
        return contract
    told = Entry.objects.filter(subject_id=contract.pk, kind="contract.ended").order_by("-id").first()
    if told and "renewal_before" in told.facts:
        day = told.facts["ended_on_before"]
        contract.ends_on, contract.renewal = date.fromisoformat(day) if day else None, told.facts["renewal_before"]
        contract.save(update_fields=["ends_on", "renewal"])
    contract.end.delete()
    _tell(contract, "resumed", by=by, at=at)
    return contract


def renew_due(at: datetime) -> int:
    """Renew, on their last day, the contracts that go on by themselves; answers how many. No two workers renew one."""
    renewed = 0
    while contracts := _renew_some(at):
        renewed += contracts
    return renewed


@transaction.atomic
def _renew_some(at: datetime) -> int:
    due = Contract.objects.filter(renewal=Contract.Renewal.AUTO, ends_on__lte=_here(at), end=None).order_by("pk")
    contracts = list(due.select_for_update(skip_locked=True, of=("self",))[:BATCH])
    for contract in contracts:
        renew(contract, at=at)
    return len(contracts)


def months_after(day: date, months: int) -> date:
    """The same day of the month `months` later, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has a 28th")


def _here(at: datetime) -> date:
    """The day it is for the business."""
    return at.astimezone(ZoneInfo(Business.objects.current().time_zone)).date()


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _locked(contract: Contract, at: datetime, *, over_may_renew: bool = False) -> Contract:
    contract = Contract.objects.select_for_update(of=("self",)).select_related("customer").get(pk=contract.pk)
    is_over = contract.ends_on is not None and contract.ends_on < _here(at)
    if contract.is_ended or (is_over and not over_may_renew):
        raise ContractOver
    return contract


def _price(contract: Contract, prices: Mapping[Product, Decimal]) -> None:
    contract.prices.all().delete()
    ContractPrice.objects.bulk_create(
        ContractPrice(contract=contract, product=product, price=price) for product, price in prices.items()
    )


def _tell(contract: Contract, verb: str, *, by, at: datetime, **more) -> None:
    record(
        contract,
        f"contract.{verb}",
        by=by,
        at=at,
        contract_id=str(contract.pk),
        title=contract.title,
        starts_on=contract.starts_on.isoformat(),
        ends_on=_iso(contract.ends_on),
        **more,
    )
