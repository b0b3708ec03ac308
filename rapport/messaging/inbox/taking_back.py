"""A message that is not sent after all: what was done with it is undone, and its words are a draft again."""

from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from rapport.core.undo import ChangedSince
from rapport.messaging.inbox import drafting
from rapport.messaging.inbox.changing import turn_back
from rapport.messaging.models import Conversation, ConversationEvent, Message
from rapport.messaging.outgoing import deciding
from rapport.promises import actions as promises
from rapport.promises.models import Promise
from rapport.staff.models import Business


@transaction.atomic
def take_back(message: Message, *, by, at: datetime) -> None:
    """Raises `deciding.TooLate` once it is on its way. Twice changes nothing."""
    message.refresh_from_db(fields=["state"])
    if message.state == Message.State.CANCELLED:
        return
    deciding.take_back(message, by)
    for event in ConversationEvent.objects.filter(conversation=message.conversation, facts__message=str(message.pk)):
        _undo(event, by=by, at=at)
    drafting.take_up(by, message, at=at)


def _undo(event: ConversationEvent, *, by, at: datetime) -> None:
    """What followed from pressing *Send*: it was called done, it promised something, it asked whether we understood."""
    if event.kind == "closed" and event.conversation.state == Conversation.State.DONE:
        with suppress(ChangedSince):  # somebody opened it and called it done again
            turn_back(event, by=by, at=at)
    elif event.kind == "promised":
        with translation.override(Business.objects.current().language):
            reason = _("The message that promised it was taken back.")
        for promise in Promise.objects.filter(pk=event.facts["promise"]):
            promises.unsaid(promise, at=at, by=by, reason=reason)
    elif event.kind == "restated":
        event.delete()
