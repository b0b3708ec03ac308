"""What Today shows of messages: those that I wrote, and that did not go out, or nobody knows."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from rapport.core.registry import Step, TodayItem
from rapport.messaging.models import Message
from rapport.messaging.outgoing.reasons import sentence_of

MOST = 20
LATELY = timedelta(days=14)
S = Message.State


def not_gone_out(user, at: datetime) -> Iterator[TodayItem]:
    """One query, beside the one of the business."""
    rows = Message.objects.visible_to(user).filter(
        by=user, direction=Message.Direction.OUT, state__in=[S.FAILED, S.BOUNCED, S.UNCERTAIN], at__gt=at - LATELY
    )
    for message in rows.select_related("customer").order_by("-at", "-id")[:MOST]:
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
