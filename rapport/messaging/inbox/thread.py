"""The thread of one conversation: words, notes and what happened between them, a page at a time."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import groupby
from uuid import UUID

from django.db.models import QuerySet, prefetch_related_objects
from django.utils import timezone
from django.utils.functional import cached_property

from rapport.core import keyset
from rapport.core.prepared import prepared
from rapport.messaging.inbox.events import SHOWN, event_kinds
from rapport.messaging.models import Conversation, ConversationEvent, Message
from rapport.timeline.mentions import may_be_named

SIZE = 20
ORDER = ("-at", "-id")
MOST_EVENTS = 100
EVER, NEVER = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Thread:
    """Newest last. `before` is the cursor of the earlier messages."""

    lines: list
    before: str | None
    messages: list[Message] = field(default_factory=list)

    @cached_property
    def people(self) -> list:
        """Whom an inside note may name. One query, where one of them names somebody."""
        notes = (message for message in self.messages if message.direction == Message.Direction.NOTE)
        return list(may_be_named()) if any("@" in note.text for note in notes) else []

    @cached_property
    def days(self) -> list[tuple[date, list]]:
        return [(day, list(lines)) for day, lines in groupby(self.lines, key=_day)]


def thread_of(conversation: Conversation, *, before: str | None = None, size: int = SIZE) -> Thread:
    """The latest messages of `conversation`, or those before the cursor. Three queries, however many there are."""
    if before or size != SIZE:
        page = keyset.page(messages_of(conversation.pk), order=ORDER, after=before, size=size)
    else:
        page = keyset.page_of(_latest(conversation.pk), order=ORDER, size=SIZE)
    _acquaint(page.items, conversation)
    until = _moment(before) if before else None
    since = page.items[-1].at if page.next else None
    found = [*page.items, *events_of(conversation, since, until)]
    found.sort(key=lambda line: (line.at, str(line.pk)))
    return Thread(found, page.next, page.items)


@prepared
def _latest(conversation: UUID) -> QuerySet[Message]:
    return messages_of(conversation).order_by(*ORDER)[: SIZE + 1]  # as the index of the thread has them


def messages_of(conversation: UUID) -> QuerySet[Message]:
    rows = Message.objects.filter(conversation=conversation).select_related("by", "overridden_by")
    return rows.prefetch_related("files")


def _acquaint(messages: list[Message], conversation: Conversation) -> None:
    """Nearly all are of the conversation's own customer and channel, who are known already: read and made once."""
    for message in messages:
        for name in ("customer", "channel"):
            if getattr(message, f"{name}_id") == getattr(conversation, f"{name}_id"):
                setattr(message, name, getattr(conversation, name))
    if others := [message for message in messages if message.customer_id not in (None, conversation.customer_id)]:
        prefetch_related_objects(others, "customer")


def events_of(
    conversation: Conversation, since: datetime | None, until: datetime | None
) -> Iterable[ConversationEvent]:
    """What happened between the messages that are shown."""
    found = _events(conversation.pk, since or EVER, until or NEVER)
    for event in found:
        event.about = event_kinds[event.kind]
    return found


@prepared
def _events(conversation: UUID, since: datetime, until: datetime) -> QuerySet[ConversationEvent]:
    rows = ConversationEvent.objects.filter(conversation=conversation, kind__in=SHOWN, at__gte=since, at__lt=until)
    return rows.select_related("by").order_by("-at", "-id")[:MOST_EVENTS]


def _moment(cursor: str) -> datetime:
    return datetime.fromisoformat(keyset.values_of(cursor, ORDER)[0])


def _day(line) -> date:
    return timezone.localtime(line.at).date()
