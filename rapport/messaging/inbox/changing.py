"""How a conversation changes: its row and the event that tells of it, together, in such a way that it can be undone."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from rapport.core.refusals import Refusal
from rapport.core.undo import ChangedSince
from rapport.messaging import clocks
from rapport.messaging.models import Conversation, ConversationEvent

MOMENTS = frozenset({"snoozed_until", "closed_at"})


class PartOfAnother(Refusal):
    code = "conversation_merged"
    message = _("This conversation became part of another one. Open that one.")


def locked(conversation: Conversation) -> Conversation:
    """The row as it stands now, ours until the end of the transaction. Raises `PartOfAnother`."""
    row = Conversation.objects.select_for_update(of=("self",)).select_related("channel", "customer").get(
        pk=conversation.pk
    )  # fmt: skip
    if row.merged_into_id:
        raise PartOfAnother
    return row


def tell(conversation: Conversation, kind: str, *, by, at: datetime, **facts: Any) -> ConversationEvent:
    """Write down that something happened to `conversation`; whoever has it open sees it."""
    event = ConversationEvent.objects.create(conversation=conversation, kind=kind, by=by, at=at, facts=facts)
    conversation.version += 1
    conversation.save(update_fields=["version"])
    return event


def change(
    conversation: Conversation, kind: str, values: dict[str, Any], *, by, at: datetime, **facts: Any
) -> ConversationEvent | None:
    """Give a locked `conversation` these values. None where it has them already."""
    was = {name: plain(getattr(conversation, name)) for name in values}
    became = {name: plain(value) for name, value in values.items()}
    if was == became:
        return None
    for name, value in values.items():
        setattr(conversation, name, value)
    conversation.save(update_fields=list(values))
    if values.get("assignee_id"):
        clocks.in_the_hands_of(conversation, conversation.assignee, by=by, at=at)
    return tell(conversation, kind, by=by, at=at, was=was, became=became, **facts)


@transaction.atomic
def turn_back(event: ConversationEvent, *, by, at: datetime) -> Conversation:
    """Let the conversation be as it was before `event`. Raises `ChangedSince` when it was changed again meanwhile."""
    conversation = locked(event.conversation)
    was, became = event.facts.get("was"), event.facts.get("became")
    if not was or {name: plain(getattr(conversation, name)) for name in became} != became:
        raise ChangedSince
    was_open = conversation.state == Conversation.State.OPEN
    values = {name: typed(name, value) for name, value in was.items()}
    change(conversation, "turned_back", values, by=by, at=at, of=event.kind)
    is_open = conversation.state == Conversation.State.OPEN
    if is_open and not was_open:
        clocks.needed_after_all(conversation, by)
    elif was_open and not is_open:
        clocks.no_answer_needed(conversation, by, at)
    return conversation


def plain(value: Any) -> Any:
    """As JSON has it."""
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def typed(name: str, value: Any) -> Any:
    """What `plain` made plain."""
    return parse_datetime(value) if name in MOMENTS and value else value
