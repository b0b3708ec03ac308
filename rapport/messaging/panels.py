"""What other pages show of conversations, and what a conversation shows of promises."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core.prepared import prepared
from rapport.core.registry import Panel, panels
from rapport.messaging.calls import panels as of_calls  # noqa: F401 – adds those of calls
from rapport.messaging.models import Conversation
from rapport.messaging.models.conversations import LATEST
from rapport.messaging.outgoing.panel import reach
from rapport.promises.queries import customer_promises

SHOWN = 5


def conversations(request, customer) -> dict | None:
    """The latest with this customer; those that wait for an answer first. One query."""
    found = _latest(customer.pk)
    found.sort(key=lambda row: row.state != Conversation.State.OPEN)
    return {"conversations": found[:SHOWN], "has_more": len(found) > SHOWN, "now": timezone.now()}


@prepared
def _latest(customer: UUID) -> QuerySet[Conversation]:
    rows = Conversation.objects.standing().filter(customer=customer).exclude(state=Conversation.State.SPAM)
    return rows.select_related("channel", "assignee").order_by(*LATEST)[: SHOWN + 1]


def promised(request, customer) -> dict | None:
    """What is owed to them, for the side of a conversation. One query."""
    owed = customer_promises(customer, at=timezone.now())
    return {"owed": owed, "now": timezone.now()} if owed.open else None


panels.add(
    Panel(
        "conversations",
        slot="customer.side",
        template="messaging/inbox/panels/conversations.html",
        query=conversations,
        permission="messaging.view_conversation",
        order=5,
        label=_("Conversations"),
        icon="messages",
    )
)
panels.add(
    Panel(
        "promises_in_conversation",
        slot="conversation.side",
        template="messaging/inbox/panels/promises.html",
        query=promised,
        permission="promises.view_promise",
        order=20,
    )
)
panels.add(
    Panel(
        "reaching",
        slot="customer.side",
        template="messaging/outgoing/panel.html",
        query=reach,
        permission="messaging.view_consent",
        order=30,
        lazy=True,
        label=_("How they may be written to"),
        icon="send",
    )
)
