"""What cases do about what was said in their conversations."""

from django.db import transaction
from django.db.models import Q

from rapport.care.cases import actions
from rapport.care.cases.changing import locked
from rapport.care.cases.clocks import show
from rapport.care.cases.telling import KEY
from rapport.care.models import Case
from rapport.core.ids import is_id
from rapport.messaging.models import Message
from rapport.timeline.reactions import on


def open_cases_of(entry) -> list[Case]:
    """Those of the conversation, and of what became part of it."""
    conversation = entry.facts.get("conversation_id", "")
    if not is_id(conversation):
        return []
    there = Q(conversation=conversation) | Q(conversation__merged_into=conversation)
    return list(Case.objects.open().filter(there).order_by("pk"))


@on("message.received")
def they_wrote(entry) -> None:
    """Who wrote is no longer waited for, and hears from us by the answer that is promised. Twice changes nothing."""
    for case in open_cases_of(entry):
        if actions.came_back(case, at=entry.at, by_customer=True, entry=entry) is None:
            next_news(case)


@on("message.sent", wants=lambda entry: entry.by_id is not None)
def we_wrote(entry) -> None:
    """Whatever a person of ours writes to them is news of their case, unless the case itself said it already."""
    message = Message.objects.filter(pk=entry.facts.get("message_id")).first()
    by_itself = message is None or message.by is None or message.kind != Message.Kind.PLAIN
    if by_itself or (message.idempotency_key or "").startswith(KEY):
        return
    for case in open_cases_of(entry):
        if not _knows_of(case, entry):
            actions.heard_from_us(case, by=entry.by, at=entry.at, entry=entry)


def _knows_of(case: Case, entry) -> bool:
    """The reaction ran before: then the promise of news was made because of this very entry, or of a later one."""
    return case.update is not None and case.update.made_at >= entry.at


@transaction.atomic
def next_news(case: Case) -> None:
    """Our answer may be promised for an earlier moment than the next news was."""
    case = locked(case)
    show(case)
    case.save(update_fields=["next_update_at"])
