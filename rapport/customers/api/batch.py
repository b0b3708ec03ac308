"""Many customers at once: good rows are saved, bad ones reported by their place."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import ValidationError

from rapport.core.api.problems import BadRequestBody, Problem, bad_field, problem_of
from rapport.customers.api import writing
from rapport.customers.api.schemas import BatchResult, CustomerIn, CustomerPatch
from rapport.customers.models import Customer, ExternalCode


def upsert_all(rows: Iterable[Any], customers, *, by, at: datetime) -> list[BatchResult]:
    """Add or change a customer for each row, by its codes; each row is a transaction of its own within this one."""
    return [_result(index, row, customers, by=by, at=at) for index, row in enumerate(rows)]


def _result(index: int, row: Any, customers, *, by, at: datetime) -> BatchResult:
    try:
        with transaction.atomic():
            status, customer = _upsert(CustomerIn.model_validate(row), row, customers, by=by, at=at)
        return BatchResult(index=index, status=status, id=customer.pk)
    except ValidationError as error:
        found = problem_of(BadRequestBody(error.errors(include_url=False)))
    except Exception as error:
        found = problem_of(error)
        if found is None or found.status >= 500:
            raise
    errors = found.errors or [{"field": "", "message": found.detail, "code": found.code}]
    return BatchResult(index=index, status="rejected", errors=errors)


def _upsert(sent: CustomerIn, row: dict, customers, *, by, at: datetime) -> tuple[str, Customer]:
    codes = {source: code for source, code in sent.codes.items() if code}
    if not codes:
        raise bad_field("codes", _("Say at least one code, so that we know who is meant."), "required")
    known = {
        found.customer_id
        for source, code in codes.items()
        for found in ExternalCode.objects.filter(source=source, code=code)
    }
    if len(known) > 1:
        raise Problem(409, "codes_of_several", _("These codes belong to different customers."))
    if not known:
        return "created", writing.add(sent, by=by, at=at)
    customer = customers.select_for_update(of=("self",)).filter(pk=known.pop()).first()
    if customer is None:
        raise Problem(404, "not_found", _("There is no such thing here, or it is not for you to see."))
    version = customer.version
    writing.change(customer, CustomerPatch.model_validate(row), by=by, at=at)
    is_changed = Customer.objects.values_list("version", flat=True).get(pk=customer.pk) != version
    return ("updated" if is_changed else "unchanged"), customer
