"""May this be sent? Consent, suppression, holds, budget; asked when it is written, and again before it goes."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from rapport.messaging.models import Message


def again(messages: Sequence[Message], at: datetime) -> dict[UUID, str]:
    """The reasons of those that may not go any more, by message."""
    return {}
