"""What a page says of the channel that a conversation is on."""

from django import template
from django.utils import timezone

from rapport.messaging.channels.notices import notices
from rapport.messaging.models import Conversation

register = template.Library()


@register.inclusion_tag("messaging/channels/_notices.html")
def channel_notices(conversation: Conversation) -> dict:
    now = timezone.now()
    about = {"conversation": conversation, "channel": conversation.channel, "now": now}
    return about | {"notices": notices(conversation, at=now)}
