from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InternalError, connection, transaction
from django.db.utils import ProgrammingError

from rapport.core.money import Money
from rapport.timeline import actions
from rapport.timeline.models import Attachment, Entry, Mention, Pin

NOON = datetime(2026, 6, 9, 12, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def test_each_kind_keeps_what_belongs_to_it(cora, ann):
    actions.note(cora, "Undecided between oil and wax", by=ann)
    actions.call(cora, by=ann, direction="in", outcome="reached", minutes=6, at=NOON, follow_up_on=date(2026, 6, 12))
    actions.meeting(cora, by=ann, place="Workshop", people="Cora, Davit")
    actions.letter(cora, by=ann, direction="received", body="Dear Ann")
    actions.gift(cora, by=ann, what="Pencil box", value=Money(Decimal("12.50"), "GBP"), occasion="")

    told = {entry.kind: (entry.channel, entry.facts) for entry in cora.entries.all()}
    assert told == {
        "note.written": ("", {}),
        "call.made": (
            "phone",
            {"direction": "in", "outcome": "reached", "minutes": 6, "follow_up_on": "2026-06-12"},
        ),
        "meeting.held": ("in_person", {"place": "Workshop", "people": "Cora, Davit"}),
        "letter.received": ("letter", {}),
        "gift.given": ("", {"what": "Pencil box", "value": "12.50", "currency": "GBP"}),
    }


def test_an_entry_cannot_be_changed_or_deleted_even_by_sql(cora, ann):
    entry = actions.note(cora, "Likes walnut", by=ann)
    for query in ("UPDATE timeline_entry SET body = 'Likes pine'", "UPDATE timeline_entry SET facts = '{\"a\": 1}'"):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(query)
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).delete()
    assert Entry.objects.get().body == "Likes walnut"


def test_a_correction_stands_in_for_the_entry_and_keeps_it(cora, ann):
    entry = actions.note(cora, "Likes pine", by=ann, at=NOON, files=[SimpleUploadedFile("a.png", PNG)])
    actions.pin(entry, by=ann, at=NOON)
    anew = actions.correct(entry, by=ann, body="Likes walnut, never pine", keep=entry.attachments.all())

    assert (anew.corrects, anew.kind, anew.at) == (entry, "note.written", NOON)
    assert Entry.objects.get(pk=entry.pk).body == "Likes pine"
    assert list(Entry.objects.standing()) == [anew]
    assert Pin.objects.get().entry == anew
    assert anew.attachments.get().name == "a.png"
    with pytest.raises(actions.AlreadyCorrected):
        actions.correct(entry, by=ann, body="Likes oak")


def test_what_was_to_follow_still_does_after_a_correction(cora, ann):
    call = actions.call(cora, by=ann, at=NOON, follow_up_on=date(2026, 6, 12))
    assert actions.correct(call, by=ann, minutes=7).facts == {
        "direction": "out",
        "outcome": "reached",
        "minutes": 7,
        "follow_up_on": "2026-06-12",
    }


def test_a_received_letter_can_turn_out_to_be_a_sent_one(cora, ann):
    letter = actions.letter(cora, by=ann, direction="received", body="Dear Cora")
    assert actions.correct(letter, by=ann, direction="sent", body="Dear Cora").kind == "letter.sent"


def test_only_its_author_or_a_manager_corrects(cora, cast):
    entry = actions.note(cora, "Likes pine", by=cast["ann"])
    with pytest.raises(actions.NotYoursToCorrect):
        actions.correct(entry, by=cast["bob"], body="No")
    assert actions.correct(entry, by=cast["mark"], body="Likes walnut").by == cast["mark"]

    with transaction.atomic():
        machine = actions.record(cora, "order.delivered")
    with pytest.raises(actions.NotWrittenByHand):
        actions.correct(machine, by=cast["mark"], body="No")


def test_colleagues_named_in_a_note_hear_of_it_until_they_look(cora, cast):
    entry = actions.note(cora, "@Bob and @mark, could you measure? @ann", by=cast["ann"])
    assert {mention.user for mention in entry.mentions.all()} == {cast["bob"], cast["mark"]}

    actions.see(cast["bob"].mentions.get(), at=NOON)
    anew = actions.correct(entry, by=cast["ann"], body="@Bob and @Mark and @Rita, could you measure?")
    unseen = Mention.objects.filter(entry=anew, seen_at=None)
    assert {mention.user for mention in unseen} == {cast["mark"], cast["rita"]}


def test_files_that_are_refused_leave_nothing_behind(cora, ann, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with pytest.raises(actions.FileTypeNotAllowed):
        files = [SimpleUploadedFile("a.png", PNG), SimpleUploadedFile("a.png", b"MZ\x90\0" * 20)]
        actions.note(cora, "Look", by=ann, files=files)
    assert not Attachment.objects.exists() and not cora.entries.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_moment_ago_is_the_default(cora, ann):
    entry = actions.note(cora, "Now", by=ann)
    assert abs(entry.at - entry.recorded_at) < timedelta(seconds=1)
