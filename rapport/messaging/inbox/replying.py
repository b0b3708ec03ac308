"""Answering: held back when somebody else answered meanwhile, and for ten seconds it can be taken back."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from rapport.core.emails import email_key
from rapport.core.names import clean_lines
from rapport.core.prepared import prepared
from rapport.core.refusals import Refusal
from rapport.messaging.chat.leaving import subject_of, way_of
from rapport.messaging.inbox import actions
from rapport.messaging.inbox.changing import locked
from rapport.messaging.inbox.greeting import Opening
from rapport.messaging.inbox.noting import NothingWritten, restated
from rapport.messaging.inbox.restating import said_back
from rapport.messaging.models import Channel, ChannelKind, Conversation, ConversationEvent, Message
from rapport.messaging.outgoing.actions import send
from rapport.promises import actions as promises
from rapport.promises.tellings import Told

UNDO_SECONDS = 10
SOON = timedelta(minutes=1)  # what goes out within it goes out now
TOLD_BY = {ChannelKind.EMAIL: "email", ChannelKind.PHONE: "phone", ChannelKind.LETTER: "letter"}


class AnsweredMeanwhile(Refusal):
    code = "answered_meanwhile"
    message = _("Somebody wrote here since you opened this conversation. Read it first; your words are kept.")

    def __init__(self, messages: list[Message]):
        self.messages = messages
        super().__init__()


class WhoseIsIt(Refusal):
    code = "whose_conversation"
    message = _("First say whose conversation this is.")


@dataclass(frozen=True)
class Written:
    """What the composer holds when it is sent."""

    text: str
    subject: str = ""
    cc: tuple[str, ...] = ()
    uploads: tuple = ()
    draft_files: tuple = ()
    send_after: datetime | None = None
    closes: bool = False
    restates: bool = False
    promised: str = ""
    promised_on: date | None = None

    def is_empty(self, opening: Opening | None) -> bool:
        """The greeting alone says nothing."""
        words = self.text.strip()
        return not (self.uploads or self.draft_files) and (not words or bool(opening) and words == opening.greeting)


@transaction.atomic
def reply(
    conversation: Conversation,
    written: Written,
    *,
    by,
    at: datetime,
    seen: str = "",
    opening: Opening | None = None,
    channel: Channel | None = None,
) -> Message:
    """Send it. `seen` is the last message that the writer had before them; raises `AnsweredMeanwhile`.

    By another channel it begins a conversation there, which goes on from this one.
    """
    conversation = locked(conversation)
    if written.is_empty(opening):
        raise NothingWritten
    if conversation.customer is None:
        raise WhoseIsIt
    if later := came_since(conversation, seen, by=by):
        raise AnsweredMeanwhile(later)
    is_same = channel is None or channel.pk == conversation.channel_id
    way = way_of(conversation) if is_same else channel
    is_talk = way.kind == ChannelKind.WEBCHAT  # they wait for it with the page open
    message = send(
        conversation.customer,
        clean_lines(said_back(written.text, opening) if written.restates else written.text),
        by=by,
        conversation=conversation if is_same else None,
        channel=way,
        subject=written.subject or (subject_of(conversation) if way.pk != conversation.channel_id and is_same else ""),
        cc=written.cc,
        files=(*written.uploads, *written.draft_files),
        send_after=written.send_after,
        undo_seconds=0 if written.send_after or is_talk else UNDO_SECONDS,
        language=opening.language if opening else "",
    )
    if not is_same:
        Conversation.objects.filter(pk=message.conversation_id).update(continues=conversation)
    _afterwards(message, written, by=by, at=at)
    return message


def begin(customer, written: Written, *, by, at: datetime, channel: Channel, opening: Opening | None = None) -> Message:
    """The first words of a new conversation are ours."""
    if written.is_empty(opening):
        raise NothingWritten
    with transaction.atomic():
        message = send(
            customer,
            clean_lines(written.text),
            by=by,
            channel=channel,
            subject=written.subject,
            cc=written.cc,
            files=(*written.uploads, *written.draft_files),
            send_after=written.send_after,
            undo_seconds=0 if written.send_after else UNDO_SECONDS,
            language=opening.language if opening else "",
        )
        conversation = locked(message.conversation)
        if conversation.assignee_id is None:
            actions.take(conversation, by=by, at=at)
        _afterwards(message, written, by=by, at=at)
    return message


def came_since(conversation: Conversation, seen: str, *, by) -> list[Message]:
    """Words of theirs or of a colleague after the message `seen`, which the writer cannot know. One query."""
    try:
        last = UUID(seen)
    except ValueError:
        return []
    rows = Message.objects.filter(conversation=conversation, pk__gt=last).exclude(direction=Message.Direction.NOTE)
    rows = rows.exclude(kind=Message.Kind.OURS_AUTOMATIC).exclude(direction=Message.Direction.OUT, by=by)
    return list(rows.exclude(state=Message.State.CANCELLED).select_related("by", "customer").order_by("at", "pk")[:20])


def last_seen(conversation: Conversation) -> str:
    """The newest message there is, for the composer to remember."""
    return str(next(iter(_newest(conversation.pk)), UUID(int=0)))


@prepared
def _newest(conversation: UUID) -> QuerySet:
    return Message.objects.filter(conversation=conversation).order_by("-pk").values_list("pk", flat=True)[:1]


def addresses_in(text: str) -> tuple[str, ...]:
    """The addresses of a line such as "a@x.example, b@y.example", each once."""
    found = {email_key(part): part.strip() for part in text.replace(";", ",").split(",") if part.strip()}
    return tuple(found.values())


def _afterwards(message: Message, written: Written, *, by, at: datetime) -> None:
    is_held_back = message.state == Message.State.REFUSED  # then they heard nothing of it
    if written.restates and not is_held_back:
        restated(locked(message.conversation), message, by=by, at=at)
    if written.promised and written.promised_on:
        told = None if is_held_back else Told(TOLD_BY.get(message.channel.kind, "message"), at, words=message.text)
        promise = promises.promise(
            message.customer, written.promised, at=at, by=by, owner=by, due_on=written.promised_on, told=told
        )
        facts = {"message": str(message.pk), "promise": str(promise.pk)}
        ConversationEvent.objects.create(
            conversation_id=message.conversation_id, kind="promised", by=by, at=at, facts=facts
        )
    if written.closes and not is_held_back:
        actions.close(message.conversation, by=by, at=at, answered_by=message)
