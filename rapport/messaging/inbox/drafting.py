"""What somebody has begun to write: kept as they type, theirs alone."""

from datetime import datetime, timedelta
from secrets import token_hex
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from rapport.core.ids import is_id
from rapport.core.prepared import prepared
from rapport.customers.models import Customer
from rapport.messaging.models import Conversation, Draft, DraftFile, Message
from rapport.timeline.files import kept

KEPT_FOR = timedelta(days=90)


def draft_of(user, *, conversation: Conversation | None = None, customer=None, is_note: bool = False) -> Draft | None:
    """Theirs in a conversation, or the letter they have begun to a customer. Two queries."""
    return _rows(user, conversation, customer, is_note).prefetch_related("files").first()


def drafts_in(user, conversation: Conversation) -> dict[bool, Draft]:
    """Both of theirs, by whether it is an inside note. Two queries."""
    return {draft.is_note: draft for draft in _both(user.pk, conversation.pk)}


@prepared
def _both(user: UUID, conversation: UUID) -> QuerySet[Draft]:
    return Draft.objects.filter(user=user, conversation=conversation).prefetch_related("files")


@transaction.atomic
def save_draft(
    user, *, at: datetime, conversation=None, customer=None, is_note=False, text="", subject="", cc="", channel=None
) -> Draft | None:
    """Keep what stands there now. Nothing written and no file: there is no draft."""
    draft = _rows(user, conversation, customer, is_note).select_for_update(of=("self",)).first()
    if not text.strip() and (draft is None or not draft.files.exists()):
        if draft:
            draft.delete()
        return None
    draft = draft or _begun(user, conversation, customer, is_note)
    draft.text, draft.subject, draft.cc, draft.channel, draft.updated_at = text, subject[:300], cc[:1000], channel, at
    draft.seen_version = conversation.version if conversation else 0
    draft.save()
    return draft


@transaction.atomic
def add_file(user, upload, *, at: datetime, conversation=None, customer=None, is_note=False) -> DraftFile:
    """Raises a `Refusal` when it is too large, or no kind of file that we keep."""
    draft = _rows(user, conversation, customer, is_note).first()
    with kept([upload], DraftFile) as stored:
        if draft is None:
            draft = _begun(user, conversation, customer, is_note)
            draft.updated_at = at
            draft.save()
        file = stored[0]
        file.draft = draft
        file.save()
    return file


def remove_file(file: DraftFile) -> None:
    """The row goes at once, the file with the transaction."""
    storage, name = file.file.storage, file.file.name
    file.delete()
    transaction.on_commit(lambda: storage.delete(name))


def used_up(draft: Draft | None) -> None:
    """It was sent. Its files belong to the message now, and stay."""
    if draft:
        draft.delete()


@transaction.atomic
def take_up(user, message: Message, *, at: datetime) -> None:
    """What was taken back stands in the composer again, with its files, above what was begun since."""
    conversation = message.conversation
    draft = draft_of(user, conversation=conversation)
    begun = f"\n\n{draft.text}" if draft and draft.text.strip() else ""
    copies = ", ".join(one["address"] for one in message.recipients if one["way"] == "cc")
    kept_here = save_draft(
        user, at=at, conversation=conversation, text=message.text + begun, subject=message.subject, cc=copies,
        channel=message.channel,
    )  # fmt: skip
    if kept_here is None:  # nothing but files was sent
        kept_here = Draft.objects.create(user=user, conversation=conversation, updated_at=at)
    for file in message.files.all():
        copy = DraftFile(draft=kept_here, name=file.name, size=file.size, content_type=file.content_type)
        with file.file.open() as content:  # a copy: whoever takes it out of the draft leaves the message its own
            copy.file.save(token_hex(16), content, save=True)


def own_files(user) -> QuerySet[DraftFile]:
    """Files beside drafts of theirs, as long as they may see the customer."""
    conversations = Conversation.objects.visible_to(user)
    customers = Customer.objects.visible_to(user)
    seen = Q(draft__conversation__in=conversations) | Q(draft__conversation=None, draft__customer__in=customers)
    return DraftFile.objects.filter(seen, draft__user=user)


def files_of(user, keys) -> list[DraftFile]:
    """Those of these files that are theirs."""
    wanted = [key for key in keys if is_id(key)]
    return list(own_files(user).filter(pk__in=wanted)) if wanted else []


def sweep(at: datetime) -> int:
    return Draft.objects.filter(updated_at__lt=at - KEPT_FOR).delete()[0]


def _begun(user, conversation, customer, is_note) -> Draft:
    return Draft(user=user, conversation=conversation, customer=None if conversation else customer, is_note=is_note)


def _rows(user, conversation, customer, is_note) -> QuerySet[Draft]:
    rows = Draft.objects.filter(user=user, is_note=is_note)
    return rows.filter(conversation=conversation) if conversation else rows.filter(conversation=None, customer=customer)
