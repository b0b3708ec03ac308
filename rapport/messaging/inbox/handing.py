"""Handing over, and telling the customer who has it now, in their language."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from rapport.core import formats
from rapport.core.addressee import base_language
from rapport.customers.naming import language_of, salutation, zone_of
from rapport.messaging.inbox import actions
from rapport.messaging.models import Conversation, ConversationEvent, Message
from rapport.messaging.outgoing.actions import send
from rapport.staff.models import Business
from rapport.timeline.actions import record


@transaction.atomic
def hand_over(
    conversation: Conversation, *, by, at: datetime, team=None, person=None, reason: str, tells: bool = True
) -> ConversationEvent | None:
    """The clock keeps running. The customer hears who has it now, unless somebody said they need not."""
    event = actions.hand_over(conversation, by=by, at=at, team=team, person=person, reason=reason)
    if event is None or conversation.customer is None:
        return event
    record(conversation, "conversation.handed_over", by=by, at=at, to=event.facts["to"], reason=reason)
    if tells:
        _tell(conversation, team=team, person=person, by=by)
    return event


def _tell(conversation: Conversation, *, team, person, by) -> None:
    conversation.refresh_from_db()
    language = language_of(conversation.customer)
    send(
        conversation.customer,
        words(conversation, team=team, person=person),
        by=by,
        conversation=conversation,
        kind=Message.Kind.OURS_AUTOMATIC,
        language=language,
    )


def words(conversation: Conversation, *, team=None, person=None) -> str:
    """What they are told, in their language as far as we speak it."""
    customer, business = conversation.customer, Business.objects.current()
    language = language_of(customer, business)
    spoken = language if base_language(language) in dict(settings.LANGUAGES) else business.language
    who = {"person": person.get_full_name() if person else "", "team": str(team) if team else ""}
    with translation.override(spoken):
        if person:
            first = _("Your message is now with %(person)s, who will answer you.") % who
        else:
            first = _("Your message is now with our colleagues of %(team)s, who will answer you.") % who
        lines = [salutation(customer, spoken, business=business), "", first]
        if conversation.due_at:
            due = formats.moment(conversation.due_at, zone_of(customer, business), language=spoken)
            lines.append(_("You have our answer by %(moment)s at the latest, as before.") % {"moment": due})
    return "\n".join(lines)
