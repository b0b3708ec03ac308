"""Many customers at once: good rows are saved, bad ones reported by their place."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from pydantic import ValidationError

from rapport.core.api.problems import BadRequestBody, Problem, bad_field, problem_of
from rapport.core.names import clean
from rapport.customers.api import writing
from rapport.customers.api.schemas import BatchResult, CustomerIn, CustomerPatch
from rapport.customers.api.showing import show_all
from rapport.customers.models import Customer, ExternalCode


def upsert_all(rows: Sequence[Any], customers, *, by, at: datetime) -> list[BatchResult]:
    """Add or change a customer for each row, by its codes; each row is a transaction of its own."""
    before = Before(rows, customers)
    return [_result(index, row, before, customers, by=by, at=at) for index, row in enumerate(rows)]


class Before:
    """How the customers that the rows name stood when they came: most rows of a nightly run change nothing.

    Two or three queries, however many rows.
    """

    def __init__(self, rows: Sequence[Any], customers) -> None:
        asked = {pair for row in rows for pair in _codes_in(row)}
        found = _leading(ExternalCode.objects.filter(code__in={code for _source, code in asked}))
        known = {(row.source, row.code): row.leads_to for row in found if (row.source, row.code) in asked}
        seen = customers.filter(pk__in=set(known.values()), archived_at=None).values_list("pk", flat=True)
        self.known = known
        self.shown = {shown["id"]: shown for shown in show_all(list(seen))}

    def unchanged(self, sent: CustomerIn) -> UUID | None:
        """The customer who is already as `sent` says, as far as that can be seen from here."""
        ids = {self.known.get(pair) for pair in sent.codes.items()}
        shown = self.shown.get(next(iter(ids))) if len(ids) == 1 else None
        return shown["id"] if shown and _says_the_same(sent, shown) else None

    def forget(self, customer_id: UUID) -> None:
        self.shown.pop(customer_id, None)


def _result(index: int, row: Any, before: Before, customers, *, by, at: datetime) -> BatchResult:
    try:
        sent = CustomerIn.model_validate(row)
        if known := before.unchanged(sent):
            return BatchResult(index=index, status="unchanged", id=known)
        with transaction.atomic():
            status, customer = _upsert(sent, row, customers, by=by, at=at)
        before.forget(customer.pk)
        return BatchResult(index=index, status=status, id=customer.pk)
    except ValidationError as error:
        found = problem_of(BadRequestBody(error.errors(include_url=False)))
    except Exception as error:
        found = problem_of(error)
        if found is None or found.status >= 500:
            raise
    errors = found.errors or [{"field": "", "message": found.detail, "code": found.code}]
    return BatchResult(index=index, status="rejected", errors=errors)


def _leading(codes):
    """With whom each leads to: of a record that was merged, the one it was merged into."""
    return codes.annotate(leads_to=Coalesce("customer__merged_into", "customer"))


def _codes_in(row: Any) -> Iterable[tuple[str, str]]:
    """What a row that nobody has checked yet says about codes."""
    codes = row.get("codes") if isinstance(row, dict) else None
    pairs = codes.items() if isinstance(codes, dict) else ()
    return [(source, clean(code)) for source, code in pairs if isinstance(code, str) and "\0" not in code]


def _says_the_same(sent: CustomerIn, shown: dict[str, Any]) -> bool:
    """Whether everything that was sent stands there already, to the letter."""
    said = sent.model_dump(mode="json", include=sent.model_fields_set)
    return all(_is_same(name, value, shown[name]) for name, value in said.items())


def _is_same(name: str, said: Any, now: Any) -> bool:
    if name in writing.ROWS:
        return len(said) == len(now) and all(map(_is_same_row, said, now))
    if name in ("codes", "custom"):
        return all(key in now and (type(value), value) == (type(now[key]), now[key]) for key, value in said.items())
    if name == "tags":
        return sorted(said) == sorted(now)
    return said == (str(now) if isinstance(now, UUID) else now)


def _is_same_row(said: dict[str, Any], now: dict[str, Any]) -> bool:
    as_sent = now | {"number": now["raw"]} if "raw" in now else now
    return all(value == as_sent[key] for key, value in said.items())


def _upsert(sent: CustomerIn, row: dict, customers, *, by, at: datetime) -> tuple[str, Customer]:
    codes = {source: code for source, code in sent.codes.items() if code}
    if not codes:
        raise bad_field("codes", _("Say at least one code, so that we know who is meant."), "required")
    found = [
        row for source, code in codes.items() for row in _leading(ExternalCode.objects.filter(source=source, code=code))
    ]
    known = {row.leads_to for row in found}
    if len(known) > 1:
        raise Problem(409, "codes_of_several", _("These codes belong to different customers."))
    if not known:
        return "created", writing.add(sent, by=by, at=at)
    customer = customers.select_for_update(of=("self",)).filter(pk=known.pop()).first()
    if customer is None:
        raise Problem(404, "not_found", _("There is no such thing here, or it is not for you to see."))
    version = customer.version
    of_merged = {row.source for row in found if row.leads_to != row.customer_id}
    row = row | {"codes": {source: code for source, code in row["codes"].items() if source not in of_merged}}
    writing.change(customer, CustomerPatch.model_validate(row), by=by, at=at)
    is_changed = Customer.objects.values_list("version", flat=True).get(pk=customer.pk) != version
    return ("updated" if is_changed else "unchanged"), customer
