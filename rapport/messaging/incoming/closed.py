"""What somebody is told who writes while we are closed: when a person will answer, counted from the calendar."""

from datetime import timedelta

from rapport.messaging.models import Conversation, Message

AN_HOUR = timedelta(hours=1)


def tell(conversation: Conversation, message: Message) -> None:
    """Once per conversation."""
