"""Words among us beside a conversation, and whether we understood each other."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from rapport.core.names import clean_lines
from rapport.core.prepared import prepared
from rapport.core.refusals import Refusal
from rapport.messaging.inbox.changing import locked, tell
from rapport.messaging.inbox.finding import index
from rapport.messaging.models import Conversation, ConversationEvent, Follow, Message, MessageFile
from rapport.timeline.actions import record
from rapport.timeline.files import kept
from rapport.timeline.mentions import may_be_named, named_in


class NothingWritten(Refusal):
    code = "nothing_written"
    message = _("Write a few words, or add a file.")


class NothingRestated(Refusal):
    code = "nothing_restated"
    message = _("Nothing was sent to them that they could agree to.")


@transaction.atomic
def note(conversation: Conversation, text: str, *, by, at: datetime, files=(), draft_files=()) -> Message:
    """An inside note. Who is named in it with @ follows the conversation and sees it on Today."""
    text = clean_lines(text)
    if not text and not files and not draft_files:
        raise NothingWritten
    conversation = locked(conversation)
    with kept(files, MessageFile) as stored:
        message = Message.objects.create(
            conversation=conversation, customer=conversation.customer, channel=conversation.channel,
            direction=Message.Direction.NOTE, state=Message.State.NOTED, text=text, at=at, by=by,
        )  # fmt: skip
        rows = [
            *stored,
            *(
                MessageFile(file=f.file.name, name=f.name, size=f.size, content_type=f.content_type)
                for f in draft_files
            ),
        ]
        for row in rows:
            row.message = message
        MessageFile.objects.bulk_create(rows)
    index([message])
    _mention(conversation, message, by=by, at=at)
    conversation.version += 1
    conversation.save(update_fields=["version"])
    return message


def _mention(conversation: Conversation, message: Message, *, by, at: datetime) -> None:
    """Only those who may see the customer are told."""
    if "@" not in message.text:
        return
    for person in named_in(message.text, may_be_named()):
        if person == by or not Conversation.objects.visible_to(person).filter(pk=conversation.pk).exists():
            continue
        Follow.objects.get_or_create(
            conversation=conversation, user=person, defaults={"seen_at": conversation.begun_at}
        )
        facts = {"user": str(person.pk), "message": str(message.pk)}
        ConversationEvent.objects.create(conversation=conversation, kind="mentioned", by=by, at=at, facts=facts)


def restated(conversation: Conversation, message: Message, *, by, at: datetime) -> ConversationEvent:
    """`message` says back to them how we understood them."""
    return tell(conversation, "restated", by=by, at=at, message=str(message.pk))


def waits_for_yes(conversation: Conversation) -> ConversationEvent | None:
    """What was said back to them and not agreed to yet. One query."""
    latest = next(iter(_said_back(conversation.pk)), None)
    return latest if latest and latest.kind == "restated" else None


@prepared
def _said_back(conversation: UUID) -> QuerySet[ConversationEvent]:
    rows = ConversationEvent.objects.filter(conversation=conversation, kind__in=("restated", "understood"))
    return rows.order_by("-at", "-id")[:1]


@transaction.atomic
def confirm_restated(conversation: Conversation, *, by, at: datetime) -> ConversationEvent:
    """They said yes: that is how they meant it."""
    conversation = locked(conversation)
    asked = waits_for_yes(conversation)
    if asked is None:
        raise NothingRestated
    words = Message.objects.filter(pk=asked.facts["message"]).values_list("text", flat=True).first() or ""
    event = tell(conversation, "understood", by=by, at=at, message=asked.facts["message"])
    if conversation.customer_id:
        record(conversation, "conversation.restated", by=by, by_customer=True, at=at, body=words)
    return event
