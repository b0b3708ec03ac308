"""Cases for tests, built through actions."""

from datetime import UTC, date, datetime, timedelta

from rapport.care.cases import actions
from rapport.care.models import Case
from rapport.customers.testing import a_customer

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)  # 10:00 in Prague, an open day
FRIDAY = date(2026, 11, 27)


def a_case(customer=None, *, at: datetime = MONDAY, by=None, **more) -> Case:
    """A question that came by letter on a Monday morning, unless told otherwise."""
    said = {"kind": "question", "subject": "When is my table ready?", "words": "I wait for it.", "channel": "letter"}
    return actions.open_case(customer or a_customer(), at=at, by=by, **said | more)


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def hours(count: float) -> timedelta:
    return timedelta(hours=count)
