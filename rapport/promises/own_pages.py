"""What customers see of our promises on the first of their own pages."""

from uuid import UUID

from django.db.models import Q, QuerySet

from rapport.core.prepared import prepared
from rapport.core.registry import Visitor
from rapport.promises.kinds import all_kinds
from rapport.promises.models import Promise

app_name = "promises_portal"
urlpatterns: list = []  # no pages of their own: an order, a request, a notice tell of their dates themselves

MOST = 8
TOLD_ELSEWHERE = Q(kind="delivery") | Q(kind__startswith="case_") | Q(kind__startswith="complaint")


def home(visitor: Visitor) -> dict | None:
    """What we owe them and by when, the next first. One query, two when there is any."""
    found = _owed(visitor.customer_id)
    if not found:
        return None
    kinds = all_kinds()
    return {"owed": [{"what": _words(promise, kinds), "due_at": promise.due_at} for promise in found]}


def _words(promise: Promise, kinds: dict) -> str:
    """As somebody promised it; a service level by its kind, in the language of whoever reads."""
    kind = kinds.get(promise.kind)
    return promise.text if promise.made_by_id or kind is None else str(kind.label)


@prepared
def _owed(customer: UUID) -> QuerySet[Promise]:
    rows = Promise.objects.filter(customer=customer, state__in=Promise.OPEN_STATES, is_internal=False, imported=False)
    return rows.exclude(TOLD_ELSEWHERE).order_by("due_at", "id")[:MOST]
