"""What passed between Linden Workshop and its customers over the last year."""

from secrets import token_hex

from django.core.files.base import ContentFile
from django.utils.translation import ngettext_lazy

from rapport.core.registry import DemoPart, demo_parts
from rapport.timeline import actions
from rapport.timeline.demo_stories import PAST, YESTERDAY, Told
from rapport.timeline.models import Attachment, Channel, Entry, Mention, Pin

CHANNELS = {
    "call.made": Channel.PHONE,
    "meeting.held": Channel.IN_PERSON,
    "letter.sent": Channel.LETTER,
    "letter.received": Channel.LETTER,
}


PLAN = (
    "Sideboard for Sighnaghi\n"
    "1. Oiled walnut samples, three of them\n"
    "2. Drawing with doors, drawing with tambour\n"
    "3. Handles: the ones Saba picked\n"
)


def fill(stage) -> None:
    present = [told for told in PAST if told.customer in stage.customers]
    entries = [_entry(stage, told) for told in present]
    Entry.objects.bulk_create(entries)
    Pin.objects.bulk_create(
        Pin(entry=entry, by=entry.by, at=entry.at)
        for entry, told in zip(entries, present, strict=True)
        if told.is_pinned
    )
    if "tamar" in stage.customers:
        _attach_plan(next(e for e, t in zip(entries, present, strict=True) if t.customer == "tamar" and t.days == 4))
    _yesterday(stage)


def _entry(stage, told: Told) -> Entry:
    """The past is written as it was: recorded on its day, and long since reacted to."""
    at = stage.at(-told.days, told.hour, told.minute)
    return Entry(
        customer=stage.customers[told.customer],
        kind=told.kind,
        at=at,
        recorded_at=at,
        channel=CHANNELS.get(told.kind, ""),
        by=stage.people[told.by] if told.by else None,
        by_customer=not told.by,
        body=told.body,
        facts=told.facts,
    )


def _attach_plan(entry: Entry) -> None:
    attachment = Attachment(entry=entry, name="sighnaghi.txt", size=len(PLAN.encode()), content_type="text/plain")
    attachment.file.save(token_hex(16), ContentFile(PLAN.encode()))


def _yesterday(stage) -> None:
    """What still waits for someone: notes in which colleagues are named, and one thing that was put right."""
    for customer, by, body, days, hour in YESTERDAY:
        if customer in stage.customers:
            actions.note(stage.customers[customer], body, by=stage.people[by], at=stage.at(-days, hour))
    if "james" in stage.customers:
        james, maya = stage.customers["james"], stage.people["maya"]
        call = actions.call(james, by=maya, minutes=4, body="Delivery on the 14th suits him.", at=stage.at(-2, 9))
        actions.correct(call, by=maya, minutes=4, body="Delivery on the 12th suits him; on the 14th he is away.")
    Mention.objects.filter(user=stage.people["petra"]).update(seen_at=stage.now)
    _for_few(stage)


def _for_few(stage) -> None:
    """A note that only Maya and whom she names can read, and a letter that she has begun."""
    if {"eleanor", "tamar"} - stage.customers.keys():
        return
    maya = stage.people["maya"]
    words = "Her husband is ill. Ask after him, but don’t press for the date of the delivery."
    actions.note(stage.customers["eleanor"], words, by=maya, at=stage.at(-3, 16), private=True)
    begun = {"body": "ქალბატონო თამარ, ნიმუშები მზადაა: სამი კაკალი, ერთი ზეთით და ორი ცვილით."}
    actions.save_draft(stage.customers["tamar"], "letter", begun, by=maya, version=0, device="", at=stage.at(-1, 17))


demo_parts.add(
    DemoPart(
        "timeline",
        fill,
        order=25,
        counted={"timeline.Entry": ngettext_lazy("%(count)s line of stories", "%(count)s lines of stories", "count")},
    )
)
