"""What a visitor says comes in by the one door, like everything else."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.core.names import clean_lines
from rapport.core.refusals import Refusal
from rapport.messaging.chat import limits, visitors
from rapport.messaging.incoming.actions import receive
from rapport.messaging.incoming.arrived import Arrived
from rapport.messaging.mime.files import a_file, safe_name
from rapport.messaging.mime.mail import MailFile
from rapport.messaging.models import ChatVisitor, Message
from rapport.timeline.files import check

LONGEST = 4000
MOST_FILES = 5
LARGEST_FILE = 10 * 2**20


class NothingSaid(Refusal):
    code = "chat_empty"
    message = gettext_lazy("Write something first.")


class TooLong(Refusal):
    code = "chat_too_long"
    message = gettext_lazy("This is too long for a chat. Send it in parts, or as a file.")


class TooMuch(Refusal):
    code = "chat_too_much"
    message = gettext_lazy("A chat takes five files at once, of 10 MB each.")


def readied(text: str, uploads: Sequence[UploadedFile]) -> tuple[str, list[MailFile]]:
    """The words and files of a message. Raises `NothingSaid`, `TooLong`, `TooMuch`, and what `files.check` raises."""
    text = clean_lines(text).strip()
    if not text and not uploads:
        raise NothingSaid
    if len(text) > LONGEST:
        raise TooLong
    if len(uploads) > MOST_FILES or any(upload.size > LARGEST_FILE for upload in uploads):
        raise TooMuch
    return text, [_as_file(upload) for upload in uploads]


def say(visitor: ChatVisitor, text: str, files: Sequence[MailFile], *, key: UUID, at: datetime) -> Message:
    """Take in what `visitor` wrote. `key` is their browser's: the same one twice is one message."""
    limits.count(limits.WORDS, visitor.pk)
    if files:
        limits.count(limits.FILES, visitor.pk)
    with transaction.atomic():
        visitor = _locked(visitor)
        message = receive(
            Arrived(
                channel=visitor.channel,
                sender=visitor.key,
                sender_name=visitors.name_of(visitor) or usual_name(visitor),
                at=at,
                text=text,
                files=files,
                external_id=f"{visitor.pk}:{key}",
                language=visitor.language,
                conversation=visitor.conversation,
                is_separate=visitor.conversation_id is None,
            )
        )
        if visitor.conversation_id != message.conversation_id:
            visitor.conversation_id = message.conversation_id
        visitor.read_at = visitor.seen_at = at
        visitor.save(update_fields=["conversation", "read_at", "seen_at"])
    return message


def usual_name(visitor: ChatVisitor) -> str:
    """Of somebody who has not said theirs."""
    return _("Visitor %(number)s") % {"number": visitor.key[-4:].upper()}


def _as_file(upload: UploadedFile) -> MailFile:
    content_type = check(upload)
    upload.seek(0)
    return a_file(safe_name(upload.name or "") or "file", content_type, upload.read())


def _locked(visitor: ChatVisitor) -> ChatVisitor:
    """What they write at once from two pages comes in one after the other."""
    rows = ChatVisitor.objects.select_for_update(of=("self",)).select_related("channel", "conversation")
    return rows.get(pk=visitor.pk)
