"""What a colleague who leaves has in hand of conversations."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rapport.messaging.models import Conversation, ConversationEvent
from rapport.staff.holdings import Holding, holdings
from rapport.staff.models import User


def words(count: int) -> str:
    return ngettext("%(count)s open conversation", "%(count)s open conversations", count) % {"count": count}


def open_ones(user: User):
    living = (Conversation.State.OPEN, Conversation.State.WAITING)
    return Conversation.objects.standing().filter(assignee=user, state__in=living)


@transaction.atomic
def hand_over(former: User, *, to: User, by: User, at: datetime) -> int:
    """All of them at once; each thread tells it. Their promises are handed over as promises."""
    keys = list(open_ones(former).order_by("pk").select_for_update().values_list("pk", flat=True))
    facts = {"to": str(to), "was": {"assignee_id": str(former.pk)}, "became": {"assignee_id": str(to.pk)}}
    ConversationEvent.objects.bulk_create(
        ConversationEvent(conversation_id=key, kind="assigned", by=by, at=at, facts=facts) for key in keys
    )
    Conversation.objects.filter(pk__in=keys).update(assignee=to, version=F("version") + 1)
    return len(keys)


holdings.add(
    Holding(
        "conversations",
        User,
        count=lambda user: open_ones(user).count(),
        words=words,
        icon="messages",
        stays=_("in their hands; they stand under “Everyone”"),
        hand_over=hand_over,
        order=12,
    )
)
