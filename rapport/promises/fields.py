"""What customers are owed, as facts."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Exists, F, Min, OuterRef, Q, When
from django.utils.translation import gettext_lazy as _

from rapport.core.facts import Field, Listing, Test, Type, fields
from rapport.core.facts.columns import as_moment
from rapport.promises.models import Promise
from rapport.promises.models.promise import OWED as IS_OWED

OWED = _("What they are owed")
OWED_UNTIL = Case(When(IS_OWED, then=F("due_at")))  # as the index and the statistics `promise_owed_until` have it


def having(rows) -> Q:
    return Q(Exists(rows.filter(customer=OuterRef("pk"))))


def owed(test: Test) -> Q:
    is_owed = having(Promise.objects.open())
    return is_owed if test.operator == "yes" else ~is_owed


def late(test: Test) -> Q:
    """By one expression, of which the database knows how many are when: late and owed go together, and it takes each
    for a matter by itself."""
    is_late = having(Promise.objects.alias(owed_until=OWED_UNTIL).filter(owed_until__lt=test.at))
    return is_late if test.operator == "yes" else ~is_late


def due(test: Test) -> Q:
    """Of what is still owed."""
    if test.operator in ("known", "unknown"):
        return owed(Test("yes" if test.operator == "known" else "no", None, test.user, test.at, test.zone))
    return having(Promise.objects.open().filter(as_moment("due_at", test)))


def next_due(ids: Sequence[UUID]) -> dict[UUID, datetime]:
    rows = Promise.objects.open().filter(customer__in=ids).order_by().values("customer")
    return dict(rows.annotate(due=Min("due_at")).values_list("customer", "due"))


MORE = {"group": OWED, "permission": "promises.view_promise", "served_by": "promise_owed"}
fields.add(Field("open_promise", _("Is owed something"), Type.YES_NO, ask=owed, order=120, **MORE))
fields.add(Field("late_promise", _("Is owed something late"), Type.YES_NO, ask=late, order=121, **MORE))
fields.add(
    Field(
        "promise.due",
        _("Next promise due"),
        Type.DATE,
        ask=due,
        listing=Listing("promises", next_due),
        pick=lambda due: due,
        order=122,
        **MORE,
    )
)
