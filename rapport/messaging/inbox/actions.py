"""Verbs of the inbox: the only code by which a person changes a conversation."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from rapport.core.names import clean
from rapport.core.refusals import Refusal
from rapport.messaging import clocks
from rapport.messaging.inbox.changing import change, locked
from rapport.messaging.models import Conversation, ConversationEvent, Follow

State = Conversation.State
Event = ConversationEvent | None
MOST_TAGS = 20


class MomentHasPassed(Refusal):
    code = "moment_has_passed"
    message = _("That moment has passed. Choose a later one.")


class NotTheirs(Refusal):
    code = "colleague_cannot_see"
    message = _("They don’t see this customer, so they could not answer.")


class NobodyNamed(Refusal):
    code = "nobody_named"
    message = _("Choose a team or a colleague.")


@transaction.atomic
def assign(conversation: Conversation, to, *, by, at: datetime) -> Event:
    """Put it into the hands of `to`; None: of nobody. Whoever takes it themselves has taken it."""
    conversation = locked(conversation)
    if to is not None:
        _refuse_blind(conversation, to)
    kind = "released" if to is None else "taken" if to == by else "assigned"
    return change(conversation, kind, {"assignee_id": to and to.pk}, by=by, at=at, to=str(to) if to else "")


def take(conversation: Conversation, *, by, at: datetime) -> Event:
    return assign(conversation, by, by=by, at=at)


@transaction.atomic
def hand_over(conversation: Conversation, *, by, at: datetime, team=None, person=None, reason: str = "") -> Event:
    """To another team or colleague, with the reason. The clock keeps running; the caller tells the customer."""
    if team is None and person is None:
        raise NobodyNamed
    conversation = locked(conversation)
    if person is not None:
        _refuse_blind(conversation, person)
    values = {"assignee_id": person and person.pk}
    if team is not None:
        values["team_id"] = team.pk
    to = ", ".join(str(one) for one in (person, team) if one is not None)
    return change(conversation, "handed_over", values, by=by, at=at, to=to, reason=clean(reason))


@transaction.atomic
def snooze(conversation: Conversation, until: datetime, *, by, at: datetime) -> Event:
    """Out of sight until then, or until they write. What is owed stays owed."""
    if until <= at:
        raise MomentHasPassed
    return change(locked(conversation), "snoozed", {"snoozed_until": until}, by=by, at=at, until=until.isoformat())


@transaction.atomic
def wake(conversation: Conversation, *, by, at: datetime) -> Event:
    return change(locked(conversation), "woke", {"snoozed_until": None}, by=by, at=at)


def wake_due(at: datetime) -> int:
    """Bring back whatever was put off until now. Set-based."""
    with transaction.atomic():
        rows = Conversation.objects.select_for_update(skip_locked=True).filter(snoozed_until__lte=at)
        due = list(rows.values_list("pk", flat=True)[:1000])
        for_all = [ConversationEvent(conversation_id=pk, kind="woke", at=at) for pk in due]
        ConversationEvent.objects.bulk_create(for_all)
        Conversation.objects.filter(pk__in=due).update(snoozed_until=None, version=F("version") + 1)
    return len(due)


@transaction.atomic
def close(conversation: Conversation, *, by, at: datetime, answered_by=None) -> Event:
    """Done; whoever closes what waits for an answer says that none is needed, unless the answer is on its way."""
    conversation = locked(conversation)
    facts = {"message": str(answered_by.pk)} if answered_by else {}
    return _leave(conversation, "closed", {"state": State.DONE, "closed_at": at}, by=by, at=at, **facts)


@transaction.atomic
def mark_spam(conversation: Conversation, *, by, at: datetime) -> Event:
    return _leave(locked(conversation), "spam", {"state": State.SPAM, "closed_at": at}, by=by, at=at)


@transaction.atomic
def reopen(conversation: Conversation, *, by, at: datetime, kind: str = "reopened") -> Event:
    """Somebody has to answer again; when they had asked before, from that moment on."""
    conversation = locked(conversation)
    event = change(conversation, kind, {"state": State.OPEN, "closed_at": None}, by=by, at=at)
    if event:
        clocks.needed_after_all(conversation, by)
    return event


def not_spam(conversation: Conversation, *, by, at: datetime) -> Event:
    return reopen(conversation, by=by, at=at, kind="not_spam")


@transaction.atomic
def tag(conversation: Conversation, tags: Iterable[str], *, by, at: datetime) -> Event:
    """Let it have exactly these tags."""
    names = list(dict.fromkeys(name[:60] for name in map(clean, tags) if name))[:MOST_TAGS]
    return change(locked(conversation), "tagged", {"tags": names}, by=by, at=at, tags=names)


def follow(conversation: Conversation, *, user, at: datetime) -> None:
    Follow.objects.get_or_create(conversation=conversation, user=user, defaults={"seen_at": at})


def unfollow(conversation: Conversation, *, user) -> None:
    Follow.objects.filter(conversation=conversation, user=user).delete()


def _leave(conversation: Conversation, kind: str, values: dict, *, by, at: datetime, **facts) -> Event:
    event = change(conversation, kind, {**values, "snoozed_until": None}, by=by, at=at, **facts)
    if event and "message" not in facts:
        clocks.no_answer_needed(conversation, by, at)
    return event


def _refuse_blind(conversation: Conversation, person) -> None:
    if not person.is_active or not Conversation.objects.visible_to(person).filter(pk=conversation.pk).exists():
        raise NotTheirs
