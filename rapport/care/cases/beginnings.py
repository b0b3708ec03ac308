"""What a kind of case needs when it begins, beside what every case has: said by the part that knows about it."""

from collections.abc import Callable
from datetime import datetime

from rapport.care.models import Case, Complaint

_begins: dict[str, Callable] = {}


def begins_with(kind: str, do: Callable) -> None:
    """Let `do(case, at=, by=, by_customer=)` run in the transaction in which a case of `kind` begins or becomes one."""
    _begins[kind] = do


def begin(case: Case, *, at: datetime, by, by_customer: bool) -> None:
    if do := _begins.get(case.kind):
        do(case, at=at, by=by, by_customer=by_customer)
    elif case.is_complaint:
        Complaint.objects.get_or_create(case=case)
