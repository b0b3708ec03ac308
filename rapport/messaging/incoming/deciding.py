"""Whose a conversation is, said by a person, when nobody could tell from the address."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rapport.core.refusals import Refusal
from rapport.messaging import clocks
from rapport.messaging.incoming.arrived import Arrived
from rapport.messaging.incoming.senders import take_in
from rapport.messaging.incoming.writing import tell_the_story
from rapport.messaging.models import Conversation, ConversationEvent, Message


class DecidedOtherwise(Refusal):
    code = "conversation_decided"
    message = _("This conversation already belongs to somebody else. Move it from there.")


@transaction.atomic
def decide(conversation: Conversation, customer, *, by, at: datetime) -> Conversation:
    """It is with `customer`: its messages become part of their story, and they are owed the answer since they wrote.

    Saying it twice changes nothing. Raises `DecidedOtherwise` when it is with another customer.
    """
    Conversation.objects.select_for_update().values_list("pk").get(pk=conversation.pk)
    related = ("channel", "channel__location", "location", "promise", "assignee", "customer")
    conversation = Conversation.objects.select_related(*related).get(pk=conversation.pk)
    if conversation.customer_id == customer.pk:
        return conversation
    if conversation.customer_id:
        raise DecidedOtherwise
    conversation.customer = customer
    conversation.version += 1
    conversation.save(update_fields=["customer", "version"])
    _tell_what_was_said(conversation, customer)
    if conversation.waiting_since and conversation.due_at:
        since, conversation.due_at = conversation.waiting_since, None
        clocks.begin(conversation, since)
    ConversationEvent.objects.create(
        conversation=conversation, kind="decided", by=by, at=at, facts={"customer": str(customer)}
    )
    return conversation


@transaction.atomic
def decide_new(conversation: Conversation, *, by, at: datetime) -> Conversation:
    """It is with none of those we know: whoever wrote becomes a prospect."""
    first = Message.objects.filter(conversation=conversation, direction=Message.Direction.IN).earliest("at", "pk")
    arrived = Arrived(
        conversation.channel,
        conversation.peer,
        first.text,
        first.at,
        sender_name=conversation.peer_name,
        language=conversation.language,
    )
    return decide(conversation, take_in(arrived, at=at), by=by, at=at)


def _tell_what_was_said(conversation: Conversation, customer) -> None:
    """Each message in the order in which it came. What machines said is part of the conversation, not of the story."""
    for message in Message.objects.filter(conversation=conversation, customer=None).order_by("at", "pk"):
        message.customer = customer
        message.save(update_fields=["customer"])
        if message.direction == Message.Direction.IN and message.kind == Message.Kind.PLAIN:
            tell_the_story(message, conversation.channel, location=conversation.location)
