"""What customers are owed, as facts."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, Min, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from rapport.core.facts import Field, Listing, Test, Type, fields
from rapport.core.facts.columns import as_moment
from rapport.promises.models import Promise

OWED = _("What they are owed")


def having(rows) -> Q:
    return Q(Exists(rows.filter(customer=OuterRef("pk"))))


def owed(test: Test) -> Q:
    is_owed = having(Promise.objects.open())
    return is_owed if test.operator == "yes" else ~is_owed


def late(test: Test) -> Q:
    is_late = having(Promise.objects.late(test.at))
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
