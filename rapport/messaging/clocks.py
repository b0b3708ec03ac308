"""How long somebody has been waiting for our answer, and by when they were promised one.

The clock of a conversation begins with the oldest of their words that nobody answered, and never pauses (DOMAIN 5.3).
It is a promise like every other, of the kind that its channel says. Of whom nobody knows yet whose they are, the
moments stand on the conversation alone, and the promise is made once somebody says so. Each verb wants it locked.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from rapport.messaging.models import ChannelKind, Conversation, Message
from rapport.promises import actions as promises
from rapport.promises.actions.reopening import can_be_reopened
from rapport.promises.business_time import due_for
from rapport.promises.calendars import calendar_of
from rapport.promises.kinds import kind_of
from rapport.promises.models import Promise
from rapport.staff.models import Business

CLOCK = ["promise", "waiting_since", "due_at", "target_due_at"]
LONGEST_TEXT = 300
BY_VOICE = (ChannelKind.PHONE, ChannelKind.IN_PERSON)


@transaction.atomic
def begin(conversation: Conversation, at: datetime, source=None, by=None) -> None:
    """They wrote at `at`, by our clock, and wait for an answer. Later words of theirs don't begin another one.

    `source` is the entry of their words, if there is one. A clock that was stopped and began at this very moment runs
    on as if it had never been stopped, which `by` decided.
    """
    if conversation.waiting_since and conversation.waiting_since <= at and conversation.due_at:
        return
    if owed := _owed(conversation):  # an older mail came after the newer one
        _show(conversation, min(at, conversation.waiting_since or at), owed)
        return
    stopped = conversation.promise
    if stopped and stopped.made_at == at and can_be_reopened(stopped):
        _show(conversation, at, promises.reopen(stopped, at=timezone.now(), by=by))
        return
    if conversation.customer is None:
        due = due_for(kind_of(conversation.channel.promise_kind).level, at, calendar_of(place_of(conversation)))
        conversation.waiting_since = at
        conversation.due_at, conversation.target_due_at = due.promise_due_at, due.target_due_at
        conversation.save(update_fields=CLOCK)
        return
    promise = promises.promise(
        conversation.customer,
        _words(conversation),
        at=at,
        kind=conversation.channel.promise_kind,
        owner=conversation.assignee or conversation.customer.account_manager,
        location=place_of(conversation),
        source=source,
    )
    _show(conversation, at, promise)


@transaction.atomic
def answered(conversation: Conversation, at: datetime, entry=None, by=None) -> None:
    """A person of ours answered at `at`; `entry` tells of it. Without anybody waiting nothing changes."""
    if owed := _owed(conversation):
        evidence = {"evidence_entry": entry} if entry else {"evidence": _in_our_language(_("Answered."))}
        promises.keep(owed, at=max(at, timezone.now()), done_at=at, by=by, **evidence)
    if conversation.waiting_since or conversation.promise_id:
        _stop(conversation)


@transaction.atomic
def no_answer_needed(conversation: Conversation, by, at: datetime | None = None) -> None:
    """What they wrote asks for no answer ("thanks!"), or it is no message to us at all: the clock stops.

    Neither kept nor missed: such promises count in no rate. `needed_after_all` brings it back as it was.
    """
    if owed := _owed(conversation):
        at = at or timezone.now()
        told = promises.Told(channel="message", words=_in_our_language(_("Their message needs no answer.")), at=at)
        conversation.promise = promises.withdraw(owed, at=at, by=by, told=told)
    conversation.due_at = conversation.target_due_at = None
    conversation.save(update_fields=CLOCK)


@transaction.atomic
def needed_after_all(conversation: Conversation, by) -> None:
    """It was no spam, or does want an answer: the clock runs since they wrote, not since now."""
    if conversation.waiting_since:
        begin(conversation, conversation.waiting_since, by=by)


@transaction.atomic
def came_back(conversation: Conversation, answer: Message) -> None:
    """Our `answer` did not reach them: what it kept is owed again, since they wrote."""
    kept = Promise.objects.filter(evidence_entry=answer.entry_id).first() if answer.entry_id else None
    if kept and can_be_reopened(kept) and _owed(conversation) is None:
        _show(conversation, kept.made_at, promises.reopen(kept, at=timezone.now(), by=None))


@transaction.atomic
def joined(kept: Conversation, absorbed: Conversation, by, at: datetime | None = None) -> None:
    """`absorbed` became a part of `kept`: whoever waited longer sets the clock of both."""
    waiting = [one for one in (kept, absorbed) if one.waiting_since and one.due_at]
    if not waiting:
        return
    first = min(waiting, key=lambda one: one.waiting_since)
    other = absorbed if first is kept else kept
    if _owed(other) and _owed(first):
        no_answer_needed(other, by, at)
    if first is absorbed:
        kept.promise, kept.waiting_since = absorbed.promise, absorbed.waiting_since
        kept.due_at, kept.target_due_at = absorbed.due_at, absorbed.target_due_at
        kept.save(update_fields=CLOCK)
    _stop(absorbed)


@transaction.atomic
def in_the_hands_of(conversation: Conversation, owner, *, by, at: datetime) -> None:
    """Who answers the conversation owes the answer, too."""
    owed = _owed(conversation)
    if owner and owed and owed.owner_id != owner.pk:
        promises.hand_over(owed, at=at, by=by, to=owner)


def place_of(conversation: Conversation):
    """Whose opening hours count: of the place that serves the conversation; None is the main one."""
    customer = conversation.customer
    return conversation.location or conversation.channel.location or (customer and customer.location)


def _owed(conversation: Conversation) -> Promise | None:
    """The promise that is still to be kept; somebody may have moved it with the customer."""
    if conversation.promise_id is None:
        return None
    latest = conversation.promise.latest()
    return latest if latest.is_open else None


def _show(conversation: Conversation, since: datetime, owed: Promise) -> None:
    conversation.promise, conversation.waiting_since = owed, since
    conversation.due_at, conversation.target_due_at = owed.due_at, owed.target_due_at or owed.due_at
    conversation.save(update_fields=CLOCK)


def _stop(conversation: Conversation) -> None:
    conversation.promise = conversation.waiting_since = conversation.due_at = conversation.target_due_at = None
    conversation.save(update_fields=CLOCK)


def _in_our_language(text: str) -> str:
    with translation.override(Business.objects.current().language):
        return str(text)


def _words(conversation: Conversation) -> str:
    """What is owed, and about what."""
    if conversation.channel.kind in BY_VOICE:
        return _in_our_language(_("Call them back"))
    if not conversation.subject:
        return _in_our_language(_("Answer their message"))
    return (_in_our_language(_("Answer: %(subject)s")) % {"subject": conversation.subject})[:LONGEST_TEXT]
