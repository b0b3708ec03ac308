"""What somebody began to write: kept while they type, found again elsewhere, gone once it is written down."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.core.names import clean_lines
from rapport.core.refusals import Refusal
from rapport.timeline import files as keeping
from rapport.timeline.models import Attachment, Draft, DraftFile

DISCARDED_FOR = timedelta(days=1)  # how long one can think better of it
KEPT_FOR = timedelta(days=90)  # since the last touch
LONGEST = 100_000  # characters of all that was typed
SWEPT_AT_ONCE = 500


class DraftChangedElsewhere(Refusal):
    """Another window or device saved the same draft after this one had read it. Nothing was saved."""

    code = "draft_changed_elsewhere"
    message = gettext_lazy("This draft was changed on another device. Nothing was lost: choose what stays.")

    def __init__(self, draft: Draft):
        super().__init__()
        self.draft = draft


class DraftTooLong(Refusal):
    code = "draft_too_long"
    message = gettext_lazy("This is too long to be kept. Put the long part into a file and attach it.")


class DraftBegunAnew(Refusal):
    code = "draft_begun_anew"
    message = gettext_lazy("You have begun another one since. Write that down or discard it, then take this one back.")


class TooManyFiles(Refusal):
    code = "too_many_files"


@transaction.atomic
def save_draft(
    customer, kind: str, said: Mapping[str, str], *, by, version: int, device: str, at: datetime, was: str = ""
) -> Draft | None:
    """Keep what `by` has typed so far; None when nothing is left to keep.

    `version` is the one that was read before typing, 0 for none. `was` is the tab from which the words moved here:
    its draft becomes this one. Raises `DraftChangedElsewhere`, `DraftTooLong`.
    """
    customer.admit("draft.saved")
    said = _kept(said)
    if sum(map(len, said.values())) > LONGEST:
        raise DraftTooLong
    draft = _standing(customer, kind, by)
    if draft is None and was and was != kind:
        draft = _standing(customer, was, by)
    if draft is None:
        return _begin(customer, kind, said, by=by, device=device, at=at) if said else None
    if draft.version != version and draft.said != said:
        raise DraftChangedElsewhere(draft)

    if not said and not draft.files.exists():
        draft.delete()
        return None
    if (draft.kind, draft.said) != (kind, said):
        draft.kind, draft.said, draft.device, draft.saved_at = kind, said, device, at
        draft.version += 1
        draft.save(update_fields=["kind", "said", "device", "saved_at", "version"])
    return draft


@transaction.atomic
def discard(draft: Draft, *, at: datetime) -> None:
    """Take it out of sight. It can be taken back for a day. The second time changes nothing."""
    Draft.objects.filter(pk=draft.pk, discarded_at=None).update(discarded_at=at)


@transaction.atomic
def take_back(draft: Draft) -> None:
    """Undo `discard`. Raises `DraftBegunAnew` when there is another of its kind by now."""
    try:
        with transaction.atomic():
            Draft.objects.filter(pk=draft.pk).update(discarded_at=None)
    except IntegrityError:
        raise DraftBegunAnew from None


@transaction.atomic
def add_file(customer, kind: str, upload: UploadedFile, *, by, device: str, at: datetime) -> DraftFile:
    """Keep a file beside the draft, which begins with it if need be. Raises `TooManyFiles`, and as `files.check`."""
    draft = _standing(customer, kind, by) or _begin(customer, kind, {}, by=by, device=device, at=at)
    if draft.files.count() >= keeping.MOST_FILES:
        raise TooManyFiles(_("At most %(most)s files at a time.") % {"most": keeping.MOST_FILES})
    with keeping.kept([upload], DraftFile) as (file,), transaction.atomic():
        file.draft = draft
        file.save(force_insert=True)
    Draft.objects.filter(pk=draft.pk).update(saved_at=at)
    return file


@transaction.atomic
def remove_file(file: DraftFile) -> None:
    draft = Draft.objects.select_for_update().get(pk=file.draft_id)
    _forget_files([file])
    file.delete()
    if not draft.said and not draft.files.exists():
        draft.delete()


def settle(
    customer, kind: str, *, by, version: int, files: Iterable[str] = (), said: Mapping[str, str] | None = None
) -> list[Attachment]:
    """In the transaction that writes it down: the draft goes, `files` (ids) of it become attachments without an entry.

    A draft that another device has changed since `version` stays, unless it says just what was `said`: its words are
    not those that were written down.
    """
    draft = _standing(customer, kind, by)
    if draft is None:
        return []
    wanted, rest = [], []
    for file in draft.files.all():
        (wanted if str(file.pk) in set(files) else rest).append(file)
    attachments = [keeping.attachment_of(file) for file in wanted]
    if draft.version == version or (said and draft.said == _kept(said)):
        _forget_files(rest)
        draft.delete()
    else:
        DraftFile.objects.filter(pk__in=[file.pk for file in wanted]).delete()
    return attachments


@transaction.atomic
def reopen(
    customer, kind: str, said: Mapping[str, str], attachments: Iterable[Attachment], *, by, at: datetime
) -> None:
    """What was written down is a draft again. One that was begun meanwhile is put aside, as if discarded."""
    Draft.objects.filter(customer=customer, kind=kind, by=by, discarded_at=None).update(discarded_at=at)
    draft = _begin(customer, kind, dict(said), by=by, device="", at=at)
    DraftFile.objects.bulk_create(
        DraftFile(draft=draft, file=a.file.name, name=a.name, size=a.size, content_type=a.content_type)
        for a in attachments
    )


def sweep(at: datetime) -> int:
    """Delete drafts that were discarded or that nobody touched for long, with their files; answers how many."""
    swept = 0
    while batch := _sweep_some(at):
        swept += batch
    return swept


@transaction.atomic
def _sweep_some(at: datetime) -> int:
    gone = Draft.objects.filter(discarded_at__lt=at - DISCARDED_FOR) | Draft.objects.filter(saved_at__lt=at - KEPT_FOR)
    drafts = list(gone.select_for_update(skip_locked=True).order_by("pk")[:SWEPT_AT_ONCE])
    _forget_files(DraftFile.objects.filter(draft__in=drafts))
    Draft.objects.filter(pk__in=[draft.pk for draft in drafts]).delete()
    return len(drafts)


def _kept(said: Mapping[str, str]) -> dict[str, str]:
    return {name: clean_lines(str(value)) for name, value in said.items() if str(value).strip()}


def _standing(customer, kind: str, by) -> Draft | None:
    return Draft.objects.standing().select_for_update().filter(customer=customer, kind=kind, by=by).first()


def _begin(customer, kind: str, said: dict[str, Any], *, by, device: str, at: datetime) -> Draft:
    """A new draft; when two devices begin at the same moment, the second sees the first one's."""
    try:
        with transaction.atomic():
            return Draft.objects.create(customer=customer, kind=kind, by=by, said=said, device=device, saved_at=at)
    except IntegrityError:
        draft = _standing(customer, kind, by)
        if draft and said and draft.said != said:
            raise DraftChangedElsewhere(draft) from None
        if draft is None:
            raise
        return draft


def _forget_files(files: Iterable[DraftFile]) -> None:
    """Delete from the disk, once this is committed, what is not the file of an entry, too."""
    by_path = {file.file.name: file for file in files}
    kept = set(Attachment.objects.filter(file__in=by_path).values_list("file", flat=True))
    for path, file in by_path.items():
        if path not in kept:
            transaction.on_commit(lambda file=file.file: file.storage.delete(file.name), robust=True)
