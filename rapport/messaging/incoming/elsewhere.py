"""What one of us sent from their own mail program: found in the folder of sent mail, or copied to the drop-box."""

import re
from collections.abc import Iterator
from dataclasses import replace

from django.conf import settings
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from rapport.core.emails import email_key
from rapport.messaging import clocks
from rapport.messaging.incoming import own
from rapport.messaging.incoming.actions import receive
from rapport.messaging.incoming.arrived import Arrived
from rapport.messaging.incoming.senders import whose
from rapport.messaging.incoming.threads import thread_of
from rapport.messaging.incoming.writing import keep_beside, said, stored
from rapport.messaging.mime import Mailbox, ParsedMail
from rapport.messaging.mime.addresses import ADDRESS
from rapport.messaging.models import Channel, Conversation, Message, RawMail
from rapport.messaging.outgoing.settling import settle

DROP_BOX = re.compile(r"\+file-([0-9a-f]{16})@", re.IGNORECASE)
MOST_ADDRESSES = 30  # in a mail that was passed on


def drop_box(channel: Channel) -> str:
    """The address to copy (Bcc) or pass on a mail to, so that it is filed here; "" for a channel without its own."""
    local, at, domain = channel.address.rpartition("@")
    return f"{local.partition('+')[0]}+file-{_token(channel, settings.SECRET_KEY)}{at}{domain}" if at else ""


def is_for_drop_box(raw: RawMail, parsed: ParsedMail) -> bool:
    """Whether it came by the drop-box, from somebody who works here; from others it is a mail like any other."""
    addresses = [*raw.envelope_to, *parsed.delivered_to, *(mailbox.address for mailbox in (*parsed.to, *parsed.cc))]
    tokens = [found[1].lower() for address in addresses if (found := DROP_BOX.search(address))]
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    is_ours = any(constant_time_compare(token, _token(raw.channel, s)) for token in tokens for s in secrets)
    is_forged = parsed.authentication.get("dmarc") == "fail"
    return is_ours and not is_forged and own.colleague_by(parsed.sender.address) is not None


def file_what_we_sent(arrived: Arrived, parsed: ParsedMail) -> Message:
    """A mail of ours as a message of ours. One that Rapport sent is there already."""
    mine = Message.objects.filter(message_id=parsed.message_id, direction=Message.Direction.OUT)
    if known := mine.filter(channel=arrived.channel).first():
        if known.state in (Message.State.SENDING, Message.State.UNCERTAIN):
            settle([known.pk])  # it stands among what was sent, so it was
        return known
    return _written_elsewhere(arrived, parsed, _first_outside(parsed) or Mailbox())


def file_drop(arrived: Arrived, parsed: ParsedMail) -> Message:
    """A blind copy of what a colleague wrote to a customer, or a mail that they pass on to have it filed."""
    if to := _first_outside(parsed):
        return _written_elsewhere(arrived, parsed, to)
    for address in _addresses_in(parsed):
        if whose(replace(arrived, sender=address)).one:
            return receive(replace(arrived, sender=address, sender_name="", is_history=True, is_from_colleague=False))
    return receive(arrived)


def _written_elsewhere(arrived: Arrived, parsed: ParsedMail, to: Mailbox) -> Message:
    theirs = replace(arrived, sender=to.address, sender_name=to.name)  # as if they had written: it is their thread
    found = whose(theirs)
    thread = thread_of(theirs, found)
    conversation = thread.conversation or _begun(theirs, found.one, thread.continues)
    by = own.colleague_by(parsed.sender.address)
    with stored(arrived.files) as files:
        message = Message.objects.create(
            conversation=conversation,
            customer=conversation.customer,
            direction=Message.Direction.OUT,
            state=Message.State.SENT,
            by=by,
            sent_at=arrived.at,
            kind=Message.Kind.OURS_AUTOMATIC if parsed.kind != "mail" else Message.Kind.PLAIN,
            **(said(arrived) | {"sender": parsed.sender.address[:254], "sender_name": parsed.sender.name[:200]}),
        )
        keep_beside(message, files)
    Conversation.objects.filter(pk=conversation.pk).update(message_count=F("message_count") + 1)
    settle([message.pk], at=arrived.at)
    if by is None and parsed.kind == "mail":
        _answered_by_somebody(conversation, arrived)
    return message


def _begun(arrived: Arrived, customer, continues: Conversation | None) -> Conversation:
    """What we began waits for them."""
    return Conversation.objects.create(
        customer=customer,
        channel=arrived.channel,
        peer=arrived.sender[:254],
        peer_name=arrived.sender_name[:200],
        subject=arrived.subject[:300],
        language=((customer and customer.language) or arrived.channel.language)[:8],
        team=arrived.channel.team,
        location=arrived.channel.location,
        state=Conversation.State.WAITING,
        begun_at=arrived.at,
        last_message_at=arrived.at,
        continues=continues,
    )


def _answered_by_somebody(conversation: Conversation, arrived: Arrived) -> None:
    """From an account that several share: who it was, nobody can tell, but a person it was."""
    row = Conversation.objects.select_related("promise", "channel", "customer").get(pk=conversation.pk)
    if row.waiting_since and row.waiting_since <= arrived.at and (not row.last_in_at or row.last_in_at <= arrived.at):
        clocks.answered(row, arrived.at)
        Conversation.objects.filter(pk=row.pk, state=Conversation.State.OPEN).update(state=Conversation.State.WAITING)


def _first_outside(parsed: ParsedMail) -> Mailbox | None:
    """The first of those it was written to who is not one of us."""
    ours = own.own_addresses()
    for mailbox in (*parsed.to, *parsed.cc):
        if mailbox.address and not DROP_BOX.search(mailbox.address) and email_key(mailbox.address) not in ours:
            return mailbox
    return None


def _addresses_in(parsed: ParsedMail) -> Iterator[str]:
    """Those that stand in a mail which is passed on: its head says who wrote it."""
    ours = own.own_addresses()
    for address in list(dict.fromkeys(ADDRESS.findall(parsed.text[:20_000])))[:MOST_ADDRESSES]:
        if email_key(address) not in ours and own.colleague_by(address) is None:
            yield address


def _token(channel: Channel, secret: str) -> str:
    return salted_hmac("messaging.drop_box", str(channel.pk), secret=secret).hexdigest()[:16]
