"""Mails that came back (RFC 3464), and reports that somebody called one of ours spam (RFC 5965).

Only a report that names a mail which we really sent does anything: a forged one would silence us otherwise.
"""

from collections.abc import Iterable

from django.db.models import F

from rapport.core.emails import email_key
from rapport.messaging import clocks
from rapport.messaging.incoming.arrived import Arrived
from rapport.messaging.incoming.writing import write
from rapport.messaging.mime import Bounce, ParsedMail
from rapport.messaging.models import ChannelKind, Conversation, Message, Suppression
from rapport.messaging.outgoing import suppressing
from rapport.timeline.actions import record

State = Message.State
CAME_BACK = "bounced"  # of `outgoing.reasons`
MAY_COME_BACK = (State.SENDING, State.SENT, State.UNCERTAIN, State.DELIVERED, State.OPENED)


def take_in(arrived: Arrived, parsed: ParsedMail) -> Message:
    """Keep what the machine said beside the mail that it is about, and settle that one."""
    ours = _ours(parsed)
    first = next(iter(ours.values()), None)
    conversation = _locked(first.conversation_id) if first and first.conversation_id else None
    message = write(arrived, conversation, first and first.customer, [])
    if conversation:
        Conversation.objects.filter(pk=conversation.pk).update(
            message_count=F("message_count") + 1, version=F("version") + 1
        )
    for bounce in parsed.bounces:
        if original := ours.get(bounce.original_message_id):
            _bounced(original, bounce, conversation)
    if parsed.spam_report and first:
        called_spam(first)
    return message


def settle(original: Message, bounce: Bounce) -> None:
    """The same for what a provider tells us by a call, about a mail that it sent for us."""
    _bounced(original, bounce, _locked(original.conversation_id) if original.conversation_id else None)


def _ours(parsed: ParsedMail) -> dict[str, Message]:
    """The mails of ours that are named, by their ids."""
    named = {bounce.original_message_id for bounce in parsed.bounces}
    if parsed.spam_report:
        named.add(parsed.spam_report.original_message_id)
    rows = Message.objects.filter(message_id__in=named - {""}, direction=Message.Direction.OUT)
    return {row.message_id: row for row in rows.select_related("customer", "conversation", "channel")}


def _bounced(original: Message, bounce: Bounce, conversation: Conversation | None) -> None:
    if bounce.action == "delivered" and original.state in (State.SENT, State.SENDING, State.UNCERTAIN):
        Message.objects.filter(pk=original.pk).update(state=State.DELIVERED)
    if not bounce.severity:
        return
    address = _address(original, bounce)
    if bounce.is_hard:
        suppressing.suppress(ChannelKind.EMAIL, address, because=Suppression.Because.BOUNCED, detail=bounce.status)
    elif bounce.severity == "soft" and bounce.action != "delayed":
        suppressing.soft_bounce(ChannelKind.EMAIL, address, detail=bounce.status)
    if bounce.action == "delayed" or original.state not in MAY_COME_BACK:
        return
    detail = f"{bounce.status} {bounce.diagnostic}".strip()[:300]
    if email_key(address) not in _written_to(original):  # a copy to somebody else came back; the letter itself did not
        Message.objects.filter(pk=original.pk).update(detail=detail)
        return
    Message.objects.filter(pk=original.pk).update(state=State.BOUNCED, reason=CAME_BACK, detail=detail)
    if original.customer:
        record(original, "message.bounced", message_id=str(original.pk), subject=original.subject)
    if conversation and original.by_id:
        _owe_again(conversation, original)


def called_spam(original: Message) -> None:
    """Somebody told their provider that a mail of ours is spam."""
    for one in _written_to(original):
        suppressing.suppress(ChannelKind.EMAIL, one, because=Suppression.Because.SPAM_REPORT)
    if original.customer:
        record(original, "message.reported", message_id=str(original.pk))


def _owe_again(conversation: Conversation, original: Message) -> None:
    """They never read our answer: somebody has to find another way to them."""
    if conversation.state == Conversation.State.SPAM:
        return
    conversation.state, conversation.closed_at, conversation.snoozed_until = Conversation.State.OPEN, None, None
    conversation.save(update_fields=["state", "closed_at", "snoozed_until"])
    clocks.came_back(conversation, original)


def _address(original: Message, bounce: Bounce) -> str:
    """Whom we wrote to; behind a forwarding the final recipient is somebody we never heard of."""
    known = _written_to(original, ways=("to", "cc", "bcc"))
    for address in (bounce.original_recipient, bounce.recipient):
        if address and email_key(address) in known:
            return address
    return next(iter(known), bounce.recipient)


def _written_to(original: Message, ways: Iterable[str] = ("to",)) -> list[str]:
    return [email_key(one["address"]) for one in original.recipients if one["way"] in ways and one.get("address")]


def _locked(key) -> Conversation:
    Conversation.objects.select_for_update().values_list("pk").get(pk=key)
    return Conversation.objects.select_related("channel", "customer", "promise").get(pk=key)
