"""Complaints with causes, for tests."""

from datetime import UTC, datetime, timedelta

from rapport.care.causes.naming import name_cause
from rapport.care.causes.tree import all_causes, key_of
from rapport.care.models import Case, Cause, Complaint
from rapport.customers.testing import a_customer

MONDAY = datetime(2026, 6, 8, 9, tzinfo=UTC)  # 11:00 in Prague
DAY = timedelta(days=1)


def the_cause(key: str) -> Cause:
    return all_causes()[key_of(key)]


def a_complaint(customer=None, *, cause: str = "", at: datetime = MONDAY, severity: str = "", **fields) -> Case:
    """A complaint as it stands in the table, without promises and steps; its cause is named by the action."""
    fields = {"subject": "Scratched table", "kind": "complaint", "channel": "email", "state": "in_work"} | fields
    if fields["state"] == "closed":
        fields.setdefault("closed_at", at)
    else:
        fields.setdefault("next_update_at", at + DAY)
    case = Case.objects.create(customer=customer or a_customer(), opened_at=at, **fields)
    if case.is_complaint:
        Complaint.objects.create(case=case, severity=severity)
    return name_cause(case, the_cause(cause), by=None, at=at) if cause else case
