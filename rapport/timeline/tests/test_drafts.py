"""What somebody began to write: kept, found again, never overwritten unseen, gone once it is written down."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from rapport.timeline import actions
from rapport.timeline.models import Attachment, Draft, DraftFile, Entry
from rapport.timeline.queries import my_drafts
from rapport.timeline.today import drafts as on_today

NOON = datetime(2026, 6, 9, 12, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def begin(customer, by, body="Undecided", kind="note", version=0, device="desk", **more):
    return actions.save_draft(customer, kind, {"body": body}, by=by, version=version, device=device, at=NOON, **more)


def png(name="walnut.png"):
    return SimpleUploadedFile(name, PNG)


def files_on_disk(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_draft_grows_while_one_types_and_ends_when_nothing_is_left(cora, ann):
    first = begin(cora, ann)
    second = begin(cora, ann, "Undecided between oil and wax", version=first.version)
    assert (second.pk, second.version) == (first.pk, 2)
    assert begin(cora, ann, "Undecided between oil and wax", version=2).version == 2  # nothing new
    assert begin(cora, ann, " \n", version=2) is None
    assert begin(cora, ann, "") is None
    assert not Draft.objects.exists()


def test_two_devices_never_overwrite_each_other_unseen(cora, ann):
    draft = begin(cora, ann, "From the desk")
    begin(cora, ann, "From the phone", version=draft.version, device="phone")

    with pytest.raises(actions.DraftChangedElsewhere) as conflict:
        begin(cora, ann, "From the desk, longer", version=draft.version)

    assert conflict.value.draft.said == {"body": "From the phone"}
    assert Draft.objects.get().said == {"body": "From the phone"}
    assert begin(cora, ann, "Both", version=conflict.value.draft.version).said == {"body": "Both"}


def test_who_begins_where_another_device_has_begun_sees_that_first(cora, ann):
    begin(cora, ann, "From the desk")
    with pytest.raises(actions.DraftChangedElsewhere):
        begin(cora, ann, "From the phone", version=0, device="phone")
    assert begin(cora, ann, "From the desk", version=0, device="phone").version == 1  # the same words are no conflict


def test_words_go_along_to_another_tab(cora, ann):
    draft = begin(cora, ann)
    actions.add_file(cora, "note", png(), by=ann, device="desk", at=NOON)
    moved = begin(cora, ann, kind="call", version=draft.version, was="note")
    assert (moved.pk, moved.kind, moved.files.count()) == (draft.pk, "call", 1)
    assert begin(cora, ann, "A note beside it").pk != moved.pk


def test_a_draft_that_is_too_long_is_refused(cora, ann):
    with pytest.raises(actions.DraftTooLong):
        begin(cora, ann, "x" * 100_001)


def test_the_draft_ends_in_the_transaction_that_writes_it_down(cora, ann):
    draft = begin(cora, ann)
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.note(cora, "Undecided", by=ann, draft=("note", draft.version, []))
        raise RuntimeError("the machine stops here")
    assert Draft.objects.exists() and not Entry.objects.exists()

    actions.note(cora, "Undecided", by=ann, draft=("note", draft.version, []))
    assert not Draft.objects.exists()


def test_words_that_came_from_another_device_meanwhile_stay(cora, ann):
    draft = begin(cora, ann)
    begin(cora, ann, "Something else", version=draft.version, device="phone")
    actions.note(cora, "Undecided", by=ann, draft=("note", draft.version, []))
    assert Draft.objects.get().said == {"body": "Something else"}


def test_files_of_a_draft_become_attachments_or_go(cora, ann, tmp_path, django_capture_on_commit_callbacks):
    wanted = actions.add_file(cora, "note", png("wanted.png"), by=ann, device="desk", at=NOON)
    actions.add_file(cora, "note", png("unticked.png"), by=ann, device="desk", at=NOON)
    with django_capture_on_commit_callbacks(execute=True):
        actions.note(cora, "Look", by=ann, draft=("note", wanted.draft.version, [str(wanted.pk)]))
    attachment = Attachment.objects.get()
    assert (attachment.name, attachment.file.read(), DraftFile.objects.count()) == ("wanted.png", PNG, 0)
    assert len(files_on_disk(tmp_path)) == 1


def test_files_of_somebody_else_cannot_be_attached(cora, cast):
    theirs = actions.add_file(cora, "note", png(), by=cast["bob"], device="desk", at=NOON)
    mine = begin(cora, cast["ann"])
    actions.note(cora, "Look", by=cast["ann"], draft=("note", mine.version, [str(theirs.pk)]))
    assert not Attachment.objects.exists() and DraftFile.objects.get() == theirs


def test_a_draft_has_as_many_files_as_an_entry(cora, ann):
    for n in range(10):
        actions.add_file(cora, "note", png(f"{n}.png"), by=ann, device="desk", at=NOON)
    with pytest.raises(actions.TooManyFiles):
        actions.add_file(cora, "note", png(), by=ann, device="desk", at=NOON)


def test_removing_the_last_file_of_an_empty_draft_ends_it(cora, ann, tmp_path, django_capture_on_commit_callbacks):
    file = actions.add_file(cora, "note", png(), by=ann, device="desk", at=NOON)
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_file(file)
    assert not Draft.objects.exists() and not files_on_disk(tmp_path)


def test_discarding_can_be_undone_for_a_day(cora, ann, tmp_path, django_capture_on_commit_callbacks):
    actions.add_file(cora, "note", png(), by=ann, device="desk", at=NOON)
    draft = Draft.objects.get()
    actions.discard(draft, at=NOON)
    assert not my_drafts(ann).exists()
    assert actions.sweep(NOON + timedelta(hours=23)) == 0
    actions.take_back(draft)
    assert my_drafts(ann).get() == draft

    actions.discard(draft, at=NOON)
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.sweep(NOON + timedelta(hours=25)) == 1
    assert not Draft.objects.exists() and not files_on_disk(tmp_path)


def test_a_discarded_draft_does_not_push_aside_the_next_one(cora, ann):
    old = begin(cora, ann)
    actions.discard(old, at=NOON)
    begin(cora, ann, "Begun anew")
    with pytest.raises(actions.DraftBegunAnew):
        actions.take_back(old)
    assert my_drafts(ann).get().said == {"body": "Begun anew"}


def test_drafts_that_nobody_touched_for_a_quarter_are_deleted(cora, ann):
    begin(cora, ann)
    assert actions.sweep(NOON + timedelta(days=89)) == 0
    assert actions.sweep(NOON + timedelta(days=91)) == 1


def test_today_reminds_of_what_is_half_written_after_two_days(cora, cast, django_assert_num_queries):
    begin(cora, cast["ann"])
    assert on_today(cast["ann"], NOON + timedelta(days=1)) == []
    with django_assert_num_queries(2):  # whether the house is divided by team, and the drafts
        (line,) = on_today(cast["ann"], NOON + timedelta(days=3))
    assert (line.customer, line.what, line.step.url) == (cora, "Undecided", f"{cora.get_absolute_url()}?compose=note")
    assert on_today(cast["bob"], NOON + timedelta(days=3)) == []


def test_taking_back_makes_a_draft_of_it_again_and_says_so(cora, ann):
    actions.add_file(cora, "call", png(), by=ann, device="desk", at=NOON)
    file = DraftFile.objects.get()
    entry = actions.call(
        cora, by=ann, direction="in", outcome="busy", minutes=6, body="Wax", draft=("call", 1, [str(file.pk)])
    )
    said = actions.withdraw(entry, by=ann, at=entry.recorded_at + timedelta(seconds=9))
    assert (said.kind, said.facts, said.corrects) == ("entry.withdrawn", {"was": "call.made"}, entry)
    assert list(Entry.objects.standing()) == [said]
    draft = Draft.objects.get()
    assert (draft.kind, draft.said) == (
        "call",
        {"body": "Wax", "call_direction": "in", "outcome": "busy", "minutes": "6"},
    )
    assert draft.files.get().name == "walnut.png"
    assert actions.withdraw(entry, by=ann, at=entry.recorded_at) == said


def test_a_file_of_an_entry_outlives_the_draft_that_shows_it_too(
    cora, ann, tmp_path, django_capture_on_commit_callbacks
):
    entry = actions.note(cora, "Look", by=ann, files=[png()])
    actions.withdraw(entry, by=ann, at=entry.recorded_at)
    with django_capture_on_commit_callbacks(execute=True):
        actions.sweep(entry.recorded_at + timedelta(days=365))
    assert not Draft.objects.exists() and len(files_on_disk(tmp_path)) == 1


def test_what_cannot_be_taken_back(cora, cast):
    ann = cast["ann"]
    entry = actions.note(cora, "Wax", by=ann)
    with pytest.raises(actions.NotYoursToWithdraw):
        actions.withdraw(entry, by=cast["mark"], at=entry.recorded_at)
    with pytest.raises(actions.TooLateToWithdraw):
        actions.withdraw(entry, by=ann, at=entry.recorded_at + timedelta(minutes=3))
    reminding = actions.note(cora, "Wax", by=ann, follow_up_on=date(2030, 6, 12))
    with pytest.raises(actions.ReminderIsSet):
        actions.withdraw(reminding, by=ann, at=reminding.recorded_at)
    actions.correct(entry, by=ann, body="Oil")
    with pytest.raises(actions.AlreadyCorrected):
        actions.withdraw(entry, by=ann, at=entry.recorded_at)
