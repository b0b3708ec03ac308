"""Writing down what arrived: the message, its files, its words to be found by, and the line of its customer's story."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from secrets import token_hex

from django.core.files.base import ContentFile

from rapport.messaging.inbox.finding import index
from rapport.messaging.incoming.arrived import Arrived
from rapport.messaging.mime.mail import MailFile
from rapport.messaging.models import Channel, ChannelKind, Conversation, Message, MessageFile
from rapport.timeline.actions import record
from rapport.timeline.files import sniff
from rapport.timeline.models import Entry

UNKNOWN_TYPE = "application/octet-stream"
LONGEST_LINE = 200
STORY_CHANNELS = {  # how the story calls them
    ChannelKind.EMAIL: "email",
    ChannelKind.PHONE: "phone",
    ChannelKind.LETTER: "letter",
    ChannelKind.IN_PERSON: "in_person",
}


@contextmanager
def stored(files: Sequence[MailFile]) -> Iterator[list[MessageFile]]:
    """Rows without a message yet, their files stored. If the block fails, the files go again."""
    rows: list[MessageFile] = []
    try:
        for file in files:
            content = ContentFile(file.content)
            row = MessageFile(
                name=file.name[:255],
                size=len(file.content),
                content_type=sniff(content) or UNKNOWN_TYPE,
                content_id=file.content_id[:250],
                is_inline=file.is_inline,
                is_dangerous=file.is_dangerous,
            )
            row.file.save(token_hex(16), content, save=False)
            rows.append(row)
        yield rows
    except BaseException:
        for row in rows:
            row.file.delete(save=False)
        raise


def write(arrived: Arrived, conversation: Conversation | None, customer, files: Sequence[MessageFile]) -> Message:
    """The message itself. One query for it, one for its words, one for its files."""
    message = Message.objects.create(
        conversation=conversation,
        customer=customer,
        direction=Message.Direction.IN,
        kind=arrived.kind,
        state=Message.State.RECEIVED,
        automatic=arrived.automatic[:60],
        away_until=arrived.away_until,
        authentication=dict(arrived.authentication),
        **said(arrived),
    )
    keep_beside(message, files)
    return message


def said(arrived: Arrived) -> dict:
    """What was said, by whom and to whom, as a message has it."""
    is_mail = arrived.channel.kind == ChannelKind.EMAIL
    return {
        "channel": arrived.channel,
        "subject": arrived.subject[:300],
        "text": arrived.text,
        "html": arrived.html,
        "quoted": arrived.quoted,
        "signature": arrived.signature,
        "language": arrived.language[:8],
        "at": arrived.at,
        "sender": arrived.sender[:254],
        "sender_name": arrived.sender_name[:200],
        "recipients": [dict(one) for one in arrived.recipients],
        "message_id": arrived.external_id[:998] if is_mail else "",
        "provider_id": "" if is_mail else arrived.external_id[:200],
        "in_reply_to": next(iter(arrived.in_reply_to), "")[:998],
        "references": " ".join(arrived.references),
        "defects": [defect[:200] for defect in arrived.defects],
    }


def keep_beside(message: Message, files: Sequence[MessageFile]) -> None:
    """Its files, and the words it is found by."""
    for row in files:
        row.message = message
    if files:
        MessageFile.objects.bulk_create(files)
    index([message])


def tell_the_story(message: Message, channel: Channel, *, location=None, is_history: bool = False) -> Entry:
    """One line on the timeline of its customer, who is known by now."""
    entry = record(
        message,
        "message.received",
        by_customer=True,
        at=message.at,
        channel=STORY_CHANNELS.get(channel.kind, "message"),
        body=message.text,
        location=location,
        imported=is_history,
        channel_kind=channel.kind,
        conversation_id=str(message.conversation_id),
        message_id=str(message.pk),
        subject=message.subject,
    )
    message.entry = entry
    message.save(update_fields=["entry"])
    return entry


def first_line(message: Message) -> str:
    text = message.text or message.subject
    return " ".join(text.split())[:LONGEST_LINE]
