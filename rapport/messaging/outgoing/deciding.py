"""What a person decides about one message of ours: not after all, all the same, once more, it did arrive."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core.refusals import Refusal
from rapport.messaging.models import Message
from rapport.messaging.outgoing import addresses, checks, failing, settling
from rapport.messaging.outgoing.reasons import may_be_overridden, sentence_of
from rapport.messaging.outgoing.tasks import wake

S = Message.State
MAY_GO_AGAIN = (S.UNCERTAIN, S.FAILED, S.BOUNCED)


class TooLate(Refusal):
    code = "message_gone"
    message = _("It is on its way already and cannot be taken back.")


class NotHeldBack(Refusal):
    code = "message_not_held_back"
    message = _("This message is not held back any more. Look at how it stands now.")


class NotToBeOverridden(Refusal):
    code = "refusal_stands"

    def __init__(self, reason: str):
        super().__init__(_("%(reason)s Nobody can send it all the same.") % {"reason": sentence_of(reason)})


class NeedsWhy(Refusal):
    code = "override_needs_reason"
    message = _("Say why it is right to send it.")


class CannotGoAgain(Refusal):
    code = "message_cannot_go_again"
    message = _("This message was sent, or waits to be. It is not sent a second time.")


@transaction.atomic
def take_back(message: Message, by) -> Message:
    """It is not sent after all. Raises `TooLate` once it is on its way; taking back twice changes nothing."""
    message = _locked(message)
    if message.state == S.CANCELLED:
        return message
    if message.state != S.QUEUED:
        raise TooLate
    return _now(message, state=S.CANCELLED)


@transaction.atomic
def override(message: Message, by, because: str) -> Message:
    """Send what was held back; who decided so, and why, stays beside it.

    Raises `NotToBeOverridden` when the reason stands whoever asks, or when another one does by now.
    """
    message = _locked(message)
    if message.state == S.QUEUED and message.overridden_by_id:
        return message
    if message.state != S.REFUSED:
        raise NotHeldBack
    if not because.strip():
        raise NeedsWhy
    if not may_be_overridden(message.reason):
        raise NotToBeOverridden(message.reason)
    message.overridden_by, message.override_reason = by, because.strip()[:300]
    if held := checks.again([message], timezone.now()).get(message.pk):
        raise NotToBeOverridden(held.reason)
    return _queue(message, overridden_by=by, override_reason=message.override_reason)


@transaction.atomic
def send_again(message: Message, by) -> Message:
    """Once more, by somebody's word, under the same Message-ID, so that a server that has it may notice.

    Raises `CannotGoAgain` for what was sent. Twice sends once.
    """
    message = _locked(message)
    if message.state == S.QUEUED:
        return message
    if message.state not in MAY_GO_AGAIN:
        raise CannotGoAgain
    if not addresses.to_of(message):
        raise CannotGoAgain
    return _queue(message, attempts=0, reason="", detail="", entry=None, sent_at=None)


@transaction.atomic
def confirm_sent(message: Message, by) -> Message:
    """Somebody knows that it arrived. What follows from being sent follows now. Twice changes nothing."""
    message = _locked(message)
    if message.state != S.UNCERTAIN:
        return message
    settling.settle([message.pk])
    message.refresh_from_db()
    return message


def seen(message_id: str) -> int:
    """A mail of ours was found where only one that was sent can be: in the folder of sent mails, or answered.

    Whoever finds it tells it by its Message-ID; of those that may have been sent it settles the matter.
    """
    unclear = Message.objects.filter(message_id=message_id, state=S.UNCERTAIN, direction=Message.Direction.OUT)
    return len(settling.settle(unclear.values_list("pk", flat=True))) if message_id else 0


def _locked(message: Message) -> Message:
    rows = Message.objects.select_for_update(of=("self",))
    return rows.select_related("channel", "conversation", "customer").get(pk=message.pk)


def _queue(message: Message, **values: Any) -> Message:
    now = timezone.now()
    wake(now)
    return _now(message, state=S.QUEUED, send_after=now, lane=None, claimed_at=None, **values)


def _now(message: Message, **values: Any) -> Message:
    for name, value in values.items():
        setattr(message, name, value)
    message.save(update_fields=list(values))
    if message.conversation_id:
        failing.touch(message.conversation_id)
    return message
