"""From a provider's words to a message of ours: its files, its conversation, its place in public."""

import mimetypes
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from rapport.messaging.channels import identities
from rapport.messaging.channels.adapters import Refused, TryLater, adapters
from rapport.messaging.channels.events import Came, FileThere
from rapport.messaging.incoming.actions import receive
from rapport.messaging.incoming.arrived import Arrived
from rapport.messaging.mime.files import a_file, safe_name
from rapport.messaging.mime.mail import MailFile
from rapport.messaging.models import Channel, Conversation, Message, Place
from rapport.messaging.outgoing import suppressing

PATIENCE = timedelta(minutes=5)  # with a file; then the words are taken in without it, and say so
MOST_FILES = 20


def take_in(channel: Channel, came: Came, *, at: datetime) -> Message:
    """Hand it to the one door in. A second time finds the message that it became."""
    known = Message.objects.filter(channel=channel, direction=Message.Direction.IN, provider_id=came.external_id[:200])
    if found := known.first():
        return found
    files, defects = _files(channel, came, at)
    with transaction.atomic():
        _one_after_the_other(channel, came.sender)
        identities.meet(channel, came, at=at)
        conversation = _conversation(channel, came)
        message = receive(_arrived(channel, came, at, files, defects, conversation))
        if came.where:
            Place.objects.get_or_create(
                message=message,
                defaults={
                    "is_public": came.where.is_public,
                    "visibility": came.where.visibility[:12],
                    "thread": came.where.thread[:200],
                    "url": came.where.url[:500] if came.where.url.startswith("https://") else "",
                },
            )
    return message


def stop(channel: Channel, sender: str, *, at: datetime, is_over: bool = False) -> None:
    """They told the provider that nothing is to come any more, which it enforces; or that they take it back."""
    if is_over:
        suppressing.unsubscribed_no_longer(channel.kind, sender, at)
    else:
        suppressing.suppress(channel.kind, sender, "unsubscribed", purposes=(), at=at)


def _arrived(channel, came: Came, at: datetime, files, defects, conversation: Conversation | None) -> Arrived:
    return Arrived(
        channel=channel,
        sender=came.sender,
        sender_name=came.sender_name,
        text=came.text,
        html=came.html,
        at=at,
        files=files,
        defects=defects,
        external_id=came.external_id,
        in_reply_to=came.answers[-1:],
        language=came.language,
        conversation=conversation,
        is_separate=conversation is None,
        automatic="bot" if came.is_automatic else "",
        is_by_machine=came.is_automatic,
    )


def _one_after_the_other(channel: Channel, sender: str) -> None:
    """Two first messages at the same moment begin one conversation, not two."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"messaging.peer {channel.pk} {sender}"]
        )


def _conversation(channel: Channel, came: Came) -> Conversation | None:
    """In public, the one of the thread that it goes on with; else all that is said between the two of us alone."""
    theirs = Conversation.objects.standing().filter(channel=channel, peer=came.sender)
    if came.where and came.where.is_public:
        before = Message.objects.filter(conversation=OuterRef("pk"), provider_id__in=came.answers)
        return theirs.filter(Exists(before)).order_by("-last_message_at", "-pk").first() if came.answers else None
    public = Place.objects.filter(message__conversation=OuterRef("pk"), is_public=True)
    return theirs.filter(~Exists(public)).order_by("-last_message_at", "-pk").first()


def _files(channel: Channel, came: Came, at: datetime) -> tuple[list[MailFile], list[str]]:
    provider, files, defects = adapters[channel.kind], [], []
    for number, there in enumerate(came.files[:MOST_FILES], 1):
        try:
            content = provider.fetch(channel, there)
        except TryLater:
            if timezone.now() - at < PATIENCE:
                raise
            defects.append("a file could not be fetched")
        except Refused:
            defects.append("a file could not be fetched")
        else:
            files.append(_file(there, number, content))
    return files, defects


def _file(there: FileThere, number: int, content: bytes) -> MailFile:
    wanted = there.name or (urlsplit(there.where).path.rpartition("/")[2] if "/" in there.where else "")
    name = safe_name(wanted)[-120:] or f"file-{number}"
    kind = (there.content_type or mimetypes.guess_type(name)[0] or "application/octet-stream").partition(";")[0].strip()
    if "." not in name:
        name += mimetypes.guess_extension(kind) or ""
    return a_file(name, kind, content)
