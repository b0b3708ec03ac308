"""What a person writes down by hand: notes, calls, meetings, letters, gifts, and their corrections."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rapport.core.money import Money
from rapport.core.names import clean, clean_lines
from rapport.core.refusals import Refusal
from rapport.timeline import files as keeping
from rapport.timeline.actions.drafting import settle
from rapport.timeline.actions.pinning import pin
from rapport.timeline.actions.recording import record
from rapport.timeline.mentions import is_in_sight, may_be_named, named_in
from rapport.timeline.models import Attachment, Channel, Entry, Mention


class NotYoursToCorrect(Refusal):
    code = "not_yours_to_correct"
    message = _("Only the person who wrote this, or a manager, may correct it. Add a note of your own.")


class AlreadyCorrected(Refusal):
    code = "already_corrected"
    message = _("This has already been corrected. Correct the newest version.")


class NotWrittenByHand(Refusal):
    code = "not_written_by_hand"
    message = _("Rapport wrote this line itself, from what was done. Correct it where it was done.")


def note(customer, body: str, **written) -> Entry:
    """Something worth remembering about a customer."""
    return _write(customer, "note.written", body=body, **written)


def call(customer, *, direction: str = "out", outcome: str = "reached", minutes: int | None = None, **written) -> Entry:
    """A telephone call; `direction` is "out" or "in", `outcome` one of `kinds.OUTCOMES`."""
    facts = {"direction": direction, "outcome": outcome, "minutes": minutes}
    return _write(customer, "call.made", channel=Channel.PHONE, facts=facts, **written)


def meeting(customer, *, place: str = "", people: str = "", **written) -> Entry:
    facts = {"place": clean(place), "people": clean(people)}
    return _write(customer, "meeting.held", channel=Channel.IN_PERSON, facts=facts, **written)


def letter(customer, *, direction: str = "sent", **written) -> Entry:
    """A letter on paper, "sent" or "received"."""
    return _write(customer, f"letter.{direction}", channel=Channel.LETTER, **written)


def gift(
    customer,
    *,
    what: str,
    direction: str = "given",
    value: Money | None = None,
    occasion: str = "",
    **written,
) -> Entry:
    """A gift, "given" to the customer or "received" from them."""
    facts = {"what": clean(what), "occasion": clean(occasion)}
    if value is not None:
        facts |= {"value": str(value.amount), "currency": value.currency}
    return _write(customer, f"gift.{direction}", facts=facts, **written)


COMPOSING = {"note": note, "call": call, "meeting": meeting, "letter": letter, "gift": gift}
VERBS = {
    "note.written": note,
    "call.made": call,
    "meeting.held": meeting,
    "letter.sent": letter,
    "letter.received": letter,
    "gift.given": gift,
    "gift.received": gift,
}


@transaction.atomic
def correct(entry: Entry, *, by, at: datetime | None = None, keep: Iterable[Attachment] = (), **written) -> Entry:
    """Write `entry` anew; the old words stay readable beneath. `written` is what the verb of its kind takes.

    `keep` are the files of the old entry that the new one has too. Reactions don't run again.
    Raises `NotYoursToCorrect`, `AlreadyCorrected`, `NotWrittenByHand`.
    """
    entry = Entry.every.select_for_update().get(pk=entry.pk)
    if entry.kind not in VERBS:
        raise NotWrittenByHand
    if entry.by_id != by.pk and not by.has_perm("timeline.change_entry"):
        raise NotYoursToCorrect
    if Entry.every.filter(corrects=entry).exists():
        raise AlreadyCorrected

    day = entry.facts.get("follow_up_on")  # stays what it was: it is already promised
    written |= {"by": by, "at": at or entry.at, "follow_up_on": date.fromisoformat(day) if day else None}
    written |= {"private": entry.is_private}
    anew = VERBS[entry.kind](entry.customer, corrects=entry, **written)
    kept = [keeping.attachment_of(attachment) for attachment in keep]
    for attachment in kept:
        attachment.entry = anew
    Attachment.objects.bulk_create(kept)
    seen = Mention.objects.filter(entry=entry).exclude(seen_at=None).values_list("user_id", "seen_at")
    for user_id, seen_at in seen:
        anew.mentions.filter(user_id=user_id).update(seen_at=seen_at)
    if hasattr(entry, "pin"):
        entry.pin.entry = anew
        entry.pin.save(update_fields=["entry"])
    return anew


def _write(
    customer,
    kind: str,
    *,
    by,
    body: str = "",
    at: datetime | None = None,
    channel: str = "",
    files: Iterable[UploadedFile] = (),
    draft: tuple[str, int, Iterable[str]] | None = None,
    typed: Mapping[str, str] | None = None,
    pinned: bool = False,
    private: bool = False,
    follow_up_on: date | None = None,
    corrects: Entry | None = None,
    facts: dict[str, Any] | None = None,
) -> Entry:
    """Record the entry with its files and the colleagues named in it. Raises what `files.check` raises.

    `draft` is what it was written from (kind, version, ids of the files to keep): gone in the same transaction,
    also when only what was `typed` tells that it is this one.
    """
    found = {name: value for name, value in (facts or {}).items() if value not in (None, "")}
    if follow_up_on:
        found["follow_up_on"] = follow_up_on.isoformat()
    body = clean_lines(body)
    with keeping.kept(files) as attachments, transaction.atomic():
        entry = record(
            customer, kind, by=by, at=at, channel=channel, body=body, private=private, corrects=corrects, **found
        )
        if draft:
            kind_of_draft, version, wanted = draft
            settled = settle(customer, kind_of_draft, by=by, version=version, files=wanted, said=typed)
            attachments = [*settled, *attachments]
        for attachment in attachments:
            attachment.entry = entry
        Attachment.objects.bulk_create(attachments)
        Mention.objects.bulk_create(
            Mention(entry=entry, user=user)
            for user in named_in(body, may_be_named())
            if user != by and is_in_sight(customer, user)
        )
        if pinned:
            pin(entry, by=by, at=entry.recorded_at)
    return entry
