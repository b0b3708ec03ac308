"""`send` is the only door out: whatever reaches a customer was looked at here, and is written down before it goes."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core.refusals import Refusal
from rapport.customers.naming import language_of
from rapport.messaging.inbox.finding import index
from rapport.messaging.mime import html as safe_html
from rapport.messaging.models import Channel, ChannelKind, Conversation, Message, Preference, Signature
from rapport.messaging.outgoing import addresses, at_once, checks, choosing, failing, quiet, rendering
from rapport.messaging.outgoing.deciding import confirm_sent, override, send_again, take_back
from rapport.messaging.outgoing.enclosing import enclose
from rapport.messaging.outgoing.tasks import wake
from rapport.staff.models import Business

__all__ = ["NothingToSay", "confirm_sent", "override", "send", "send_again", "take_back"]


class NothingToSay(Refusal):
    code = "message_empty"
    message = _("Write something first.")


@transaction.atomic
def send(
    customer: Any,
    text: str,
    *,
    by=None,
    conversation: Conversation | None = None,
    channel: Channel | None = None,
    purpose: str = "service",
    subject: str = "",
    html: str = "",
    files: Iterable[Any] = (),
    cc: Iterable[str] = (),
    kind: str = "plain",
    idempotency_key: str | None = None,
    send_after: datetime | None = None,
    in_reply_to: Message | None = None,
    undo_seconds: int = 0,
    language: str = "",
    at_any_hour: bool = False,
) -> Message:
    """Send `text` to `customer`: in `conversation`, by `channel`, or as they like best to be reached.

    What may not be sent is kept with the state `refused` and its reason (`reasons`). It may go later than asked for:
    quiet hours and holidays of theirs are waited for, unless what it says is dangerous to learn late (`at_any_hour`).
    `files` are uploads or `KeptFile`s; (upload, content id) is a picture that the HTML shows as `cid:`. With an
    `idempotency_key` the second call answers the first one's message.
    Raises `NothingToSay` and `choosing.NoChannel`.
    """
    if not (text.strip() or html.strip() or files):
        raise NothingToSay
    if idempotency_key and (sent := _claimed(idempotency_key)):
        return sent
    files, cleaned, now = list(files), safe_html.clean(html) if html else safe_html.Cleaned(), timezone.now()
    if conversation is not None:
        conversation = _locked(conversation)
    wish = Preference.objects.filter(customer=customer).first() if customer else None
    channel = choosing.channel_for(customer, conversation, channel, wish, purpose)
    address = addresses.to(customer, channel.kind, conversation)
    language = language or (language_of(customer) if customer else "")
    if conversation is None:
        conversation = _begin(customer, channel, address, subject, language, by)
    asked = max(send_after or now, now)
    later = asked if at_any_hour else quiet.may_go_at(customer, conversation, purpose, wish, asked)
    message = Message(
        conversation=conversation,
        customer=customer,
        channel=channel,
        direction=Message.Direction.OUT,
        kind=kind,
        purpose=purpose,
        state=Message.State.QUEUED,
        subject=(subject or conversation.subject)[:300],
        text=text or cleaned.text,
        html=cleaned.safe,
        language=language[:8],
        at=now,
        by=by,
        sender=channel.address,
        sender_name=_sender_name(channel, by),
        recipients=addresses.recipients(address, str(customer) if customer else conversation.peer_name, cc),
        idempotency_key=idempotency_key,
        send_after=max(later, now + timedelta(seconds=undo_seconds)),
    )
    if channel.kind == ChannelKind.EMAIL:
        _as_mail(message, in_reply_to)
    return _write(message, files, checks.first(message, wish))


def _as_mail(message: Message, parent: Message | None) -> None:
    parent = parent or rendering.parent_of(message.conversation)
    message.message_id = rendering.new_message_id(message.pk, message.channel)
    message.in_reply_to = parent.message_id if parent else ""
    message.references = rendering.references(parent)
    message.signature = _signature(message.by, message.language)


def _write(message: Message, files: list, held: checks.HeldBack) -> Message:
    """Queued, or held back with the reason, which the story tells, too."""
    if held:
        message.state, message.reason, message.detail = Message.State.REFUSED, held.reason, held.detail
    elif at_once.can(message):
        message.state = Message.State.SENDING
    message.save(force_insert=True)
    if files:
        enclose(message, files)
    index([message])
    Conversation.objects.filter(pk=message.conversation_id).update(
        message_count=F("message_count") + 1, version=F("version") + 1
    )
    if held:
        failing.tell_refused(message)
    elif message.state == Message.State.SENDING:
        at_once.hand_over(message)
    else:
        wake(message.send_after)
    return message


def _claimed(key: str) -> Message | None:
    """The message that was sent under this key. Whoever asks at the same moment waits for the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 20261124))", [key])
    return Message.objects.filter(idempotency_key=key).first()


def _locked(conversation: Conversation) -> Conversation:
    """The one it is part of now, as it is now."""
    row = Conversation.objects.select_for_update().get(pk=conversation.pk)
    return _locked(row.merged_into) if row.merged_into_id else row


def _begin(customer, channel: Channel, address: str, subject: str, language: str, by) -> Conversation:
    """A conversation that we begin waits for them."""
    return Conversation.objects.create(
        customer=customer,
        channel=channel,
        peer=addresses.folded(channel.kind, address),
        peer_name=str(customer)[:200],
        subject=subject[:300],
        language=language[:8],
        state=Conversation.State.WAITING,
        assignee=by,
        team=channel.team,
        location=channel.location,
    )


def _signature(by, language: str) -> str:
    if by is None:
        return ""
    written = {one.language: one.text for one in Signature.objects.filter(user=by)}
    return written.get(language) or written.get(language.split("-")[0]) or written.get("", "")


def _sender_name(channel: Channel, by) -> str:
    """Who writes, and for whom: "Petra Nováková, Linden"."""
    house = channel.settings.get("from_name") or Business.objects.current().name
    if by is None or channel.settings.get("hides_person"):
        return house
    return f"{by.get_full_name()}, {house}"
