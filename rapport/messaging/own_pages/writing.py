"""What customers write on their own pages comes in by the one door, with the files they put beside it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rapport.core.refusals import Refusal
from rapport.messaging import counting
from rapport.messaging.counting import Limit
from rapport.messaging.incoming.actions import receive
from rapport.messaging.incoming.arrived import Arrived
from rapport.messaging.mime.files import a_file, safe_name
from rapport.messaging.mime.mail import MailFile
from rapport.messaging.models import Conversation, Message
from rapport.messaging.own_pages.channel import own_pages
from rapport.timeline.files import FileTooLarge, check

MOST_FILES = 5
LONGEST = 20_000  # characters
WORDS = (Limit("own-words", 15, 600), Limit("own-words-day", 100, 86_400))  # of one customer
SIGNED_IN = "signed_in"  # in a message's authentication: the key of the person who wrote it


class TooManyFiles(Refusal):
    code = "too_many_files"


class TooManyMessages(Refusal):
    code = "too_many_messages"
    status = 429
    message = gettext_lazy("You have just sent us many messages, and we have them all. Wait a little before the next.")


def write(
    customer: Any,
    text: str,
    *,
    at: datetime,
    by: Any = None,
    conversation: Conversation | None = None,
    subject: str = "",
    files: Sequence[UploadedFile] = (),
    once: UUID | None = None,
) -> Message:
    """Take in `text` of `customer`, in `conversation` or as the beginning of one.

    `by` is the person who wrote it for an organisation. `once` is the key of the form: sent twice, it is one message.
    Raises `FileTooLarge`, `FileTypeNotAllowed`, `TooManyFiles` and `TooManyMessages`; then nothing is kept.
    """
    counting.count(WORDS, f"own pages {customer.pk}", refusal=TooManyMessages)
    writer = by or customer
    return receive(
        Arrived(
            channel=own_pages(),
            sender=str(customer.pk),
            sender_name=str(writer),
            text=text,
            at=at,
            subject=subject,
            files=read(files),
            language=writer.language,
            external_id=f"form:{customer.pk}:{once}" if once else "",
            authentication={SIGNED_IN: str(writer.pk)},
            conversation=conversation,
            is_separate=conversation is None,
            customer=customer,
        )
    )


def read(uploads: Sequence[UploadedFile]) -> list[MailFile]:
    """The uploads as what came with a message. One after the other is looked at before any is read."""
    if len(uploads) > MOST_FILES:
        words = ngettext("At most %(most)s file at a time.", "At most %(most)s files at a time.", MOST_FILES)
        raise TooManyFiles(words % {"most": MOST_FILES})
    kinds = [check(upload) for upload in uploads]
    if sum(upload.size for upload in uploads) > settings.ATTACHMENT_MAX_BYTES:
        limit = filesizeformat(settings.ATTACHMENT_MAX_BYTES)
        raise FileTooLarge(_("Together these files are too large. They may have up to %(limit)s.") % {"limit": limit})
    names = [safe_name(upload.name) or f"file-{number}" for number, upload in enumerate(uploads, 1)]
    return [a_file(n, kind, upload.read()) for n, kind, upload in zip(names, kinds, uploads, strict=True)]
