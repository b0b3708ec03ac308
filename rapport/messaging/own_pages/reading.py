"""What customers see of a conversation on their own pages: their words and ours, and nothing that was said among us."""

from uuid import UUID

from django.db.models import Q, QuerySet

from rapport.messaging.models import Conversation, Message, MessageFile

SEEN = Q(direction=Message.Direction.IN, kind=Message.Kind.PLAIN) | Q(
    direction=Message.Direction.OUT, state__in=[*Message.GOT_OUT, Message.State.UNCERTAIN, Message.State.BOUNCED]
)
MOST = 200


def seen_by_them(customer: UUID) -> QuerySet[Message]:
    """Words to and from `customer` that were really said. Notes, drafts and what was held back are not among them."""
    return Message.objects.filter(SEEN, customer=customer)


def thread(conversation: Conversation) -> list[Message]:
    """The latest words of a conversation, oldest first. Two queries, one more where files are."""
    rows = seen_by_them(conversation.customer_id).filter(conversation=conversation)
    latest = rows.select_related("by").prefetch_related("files").order_by("-at", "-id")[:MOST]
    return list(reversed(latest))


def files_of(customer: UUID) -> QuerySet[MessageFile]:
    """Files beside such words, except those that could do harm."""
    beside = Q(message__in=seen_by_them(customer).values("pk"))
    return MessageFile.objects.filter(beside, is_dangerous=False)
