"""What Today shows of messages: those that I wrote, and that did not go out, or nobody knows."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from rapport.core.prepared import prepared
from rapport.core.registry import Step, TodayItem
from rapport.customers.models import Customer
from rapport.messaging.models import Message
from rapport.messaging.outgoing.reasons import sentence_of

MOST = 20
LATELY = timedelta(days=14)
S = Message.State


def not_gone_out(user, at: datetime) -> Iterator[TodayItem]:
    """One query, beside the one of the business."""
    for message in _not_gone_out(user.pk, at - LATELY, sight=Customer.objects.sight(user, "customer")):
        said = _("A message of yours may have been sent") if message.state == S.UNCERTAIN else _("It did not go out")
        yield TodayItem(
            key=f"message:{message.pk}:{message.state}",
            customer=message.customer,
            what=said,
            icon="alert-triangle",
            kind="not_gone_out",
            about=sentence_of(message.reason) if message.reason else "",
            tone="risk",
            step=Step(_("Look at it"), message.get_absolute_url()),
            tickable=True,
        )


@prepared
def _not_gone_out(user: UUID, since: datetime, *, sight: Q) -> QuerySet[Message]:
    rows = Message.objects.filter(Q(customer=None) | sight if sight else sight)  # an empty Q beside another is lost
    rows = rows.filter(
        by=user, direction=Message.Direction.OUT, state__in=[S.FAILED, S.BOUNCED, S.UNCERTAIN], at__gt=since
    )
    rows = rows.select_related("customer").only("state", "reason", "conversation", "customer")  # not their long words
    return rows.order_by("-at", "-id")[:MOST]
