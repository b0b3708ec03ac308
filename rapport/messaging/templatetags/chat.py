"""What pages and the frame show of a chat."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template

from rapport.core import formats
from rapport.core.emails import email_key
from rapport.messaging.chat import leaving, visitors
from rapport.messaging.incoming.senders import by_address
from rapport.messaging.models import ChannelKind, Conversation

register = template.Library()


@register.simple_tag
def chat_time(at: datetime, zone: str, now: datetime) -> str:
    return formats.moment(at, ZoneInfo(zone) if zone else None, at=now)


@register.simple_tag
def day_of(at: datetime) -> str:
    return formats.day(at.date())


@register.inclusion_tag("messaging/chat/_standing.html", takes_context=True)
def chat_standing(context: Any, conversation: Conversation) -> dict:
    """Whether they are there, where an answer goes, and whose the address may be. Four queries at most."""
    if conversation.channel.kind != ChannelKind.WEBCHAT:
        return {"visitor": None}
    visitor = visitors.of_conversation(conversation)
    found = {"visitor": visitor, "conversation": conversation, "perms": context.get("perms")}
    if visitor is None:
        return found
    found["is_here"] = visitors.is_here(visitor)
    found["way"] = leaving.way_of(conversation)
    if visitor.email and not visitor.email_confirmed_at and conversation.customer_id:
        found["known"] = _in_sight(context, by_address(email_key(visitor.email)).one)
    return found


def _in_sight(context: Any, customer: Any) -> Any:
    request = context.get("request")
    if customer is None or request is None:
        return None
    return type(customer).objects.visible_to(request.user).filter(pk=customer.pk).first()
