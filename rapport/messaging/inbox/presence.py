"""Who else has a conversation open, and who is writing in it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from rapport.core.prepared import prepared
from rapport.core.streams.telling import tell
from rapport.messaging.models import Conversation, Follow, Presence

HERE = timedelta(seconds=45)  # pages say so every ten seconds


def note_presence(conversation: Conversation, user, *, at: datetime, is_writing: bool = False) -> None:
    """One statement; two more when somebody begins to write, which the others hear at once."""
    began = is_writing and not Presence.objects.filter(
        conversation=conversation, user=user, is_writing=True, at__gt=at - HERE
    ).exists()  # fmt: skip
    Presence.objects.bulk_create(
        [Presence(conversation=conversation, user=user, is_writing=is_writing, at=at)],
        update_conflicts=True,
        unique_fields=["conversation", "user"],
        update_fields=["is_writing", "at"],
    )
    if began:
        tell(f"conversation:{conversation.pk}")


def others(conversation: Conversation, user, *, at: datetime) -> list[Presence]:
    """Whoever else looks at it now; those who write first. One query."""
    return _others(conversation.pk, user.pk, at)


@prepared
def _others(conversation: UUID, user: UUID, at: datetime) -> QuerySet[Presence]:
    rows = Presence.objects.filter(conversation=conversation, at__gt=at - HERE).exclude(user=user)
    return rows.select_related("user").order_by("-is_writing", "user__name")[:5]


def leave(conversation: Conversation, user) -> None:
    Presence.objects.filter(conversation=conversation, user=user).delete()


def note_seen(conversation: Conversation, user, *, at: datetime) -> None:
    """Who follows it has seen what was said until now."""
    Follow.objects.filter(conversation=conversation, user=user).update(seen_at=at)


def sweep(at: datetime) -> int:
    return Presence.objects.filter(at__lt=at - timedelta(days=1)).delete()[0]
