from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from rapport.timeline import actions
from rapport.timeline.models import Entry, Pin
from rapport.timeline.queries import story
from rapport.timeline.today import mentions

NOON = datetime(2026, 6, 9, 12, tzinfo=UTC)


def entries_of(customer) -> str:
    return f"/customers/{customer.pk}/entries/"


@pytest.mark.parametrize(
    "who, said, status",
    [
        ("ann", {"kind": "note", "body": "Undecided"}, 302),
        ("ann", {"kind": "call", "call_direction": "in", "outcome": "reached", "minutes": "6"}, 302),
        ("ann", {"kind": "meeting", "place": "Workshop"}, 302),
        ("ann", {"kind": "letter", "letter_direction": "sent", "body": "Dear Cora"}, 302),
        ("ann", {"kind": "gift", "what": "Box", "value": "1,250.50", "currency": "GBP"}, 302),
        ("ann", {"kind": "note", "body": " "}, 422),
        ("ann", {"kind": "gift", "value": "12"}, 422),
        ("ann", {"kind": "gift", "what": "Box", "value": "a lot"}, 422),
        ("ann", {"kind": "call", "minutes": "-1"}, 422),
        ("ann", {"kind": "poem", "body": "Roses"}, 422),
        ("ann", {"kind": "note", "body": "x", "at": "2999-01-01T10:00"}, 422),
        ("ann", {"kind": "note", "body": "x", "follow_up_on": "2001-01-01"}, 422),
        ("rita", {"kind": "note", "body": "Nosy"}, 403),
    ],
)
def test_who_writes_and_how(client, cast, cora, who, said, status):
    client.force_login(cast[who])
    response = client.post(entries_of(cora), said)
    assert (response.status_code, Entry.objects.exists()) == (status, status == 302)


def test_what_was_typed_survives_a_mistake(client, cast, cora):
    client.force_login(cast["ann"])
    page = client.post(entries_of(cora), {"kind": "gift", "body": "For Saba", "occasion": "Birthday"}).text
    assert "For Saba" in page and "Birthday" in page
    assert 'value="gift" checked' in page


def test_a_file_alone_is_a_note_and_a_wrong_one_is_refused(client, cast, cora, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(cast["ann"])
    program = SimpleUploadedFile("a.exe", b"MZ\x90\0")
    assert client.post(entries_of(cora), {"kind": "note", "files": [program]}).status_code == 422
    pdfs = [SimpleUploadedFile(f"{n}.pdf", b"%PDF-1.7") for n in range(2)]
    assert client.post(entries_of(cora), {"kind": "note", "files": pdfs}).status_code == 302
    assert Entry.objects.get().attachments.count() == 2


def test_the_story_is_told_by_day_newest_first_and_in_pages(cora, ann):
    for hours in range(60):
        actions.note(cora, f"Note {hours}", by=ann, at=NOON - timedelta(hours=hours))
    pinned = actions.note(cora, "Allergic to nuts", by=ann, at=NOON - timedelta(days=400))
    actions.pin(pinned, by=ann, at=NOON)

    told, after = [], None
    with timezone.override("Asia/Tbilisi"):
        while True:
            page = story(cora, after=after, size=25)
            assert [entry.body for entry in page.pinned] == ([] if after else ["Allergic to nuts"])
            told += [(day, entry.body) for day, entries in page.days for entry in entries]
            if not (after := page.next):
                break

    assert [body for _day, body in told] == [f"Note {hours}" for hours in range(60)]
    assert told[0][0].isoformat() == "2026-06-09"
    assert told[17][0].isoformat() == "2026-06-08"  # 23:00 in Tbilisi


def test_the_story_needs_four_queries_however_long_it_is(cora, ann, django_assert_num_queries):
    for n in range(30):
        entry = actions.note(cora, f"Note {n}", by=ann)
        actions.correct(entry, by=ann, body="Anew")
    actions.pin(Entry.objects.standing().first(), by=ann, at=NOON)
    with django_assert_num_queries(4):
        page = story(cora)
        assert all(str(entry.sentence) and entry.corrects.by for _day, entries in page.days for entry in entries)


def test_the_story_can_be_narrowed(cora, ann):
    actions.note(cora, "A note", by=ann)
    actions.call(cora, by=ann)
    actions.letter(cora, by=ann, body="Dear Cora")

    def kinds(**narrowed):
        return [entry.kind for _day, entries in story(cora, **narrowed).days for entry in entries]

    assert kinds(kind="notes") == ["note.written"]
    assert kinds(kind="conversations") == ["letter.sent", "call.made"]
    assert kinds(channel="phone") == ["call.made"]
    assert kinds(kind="nonsense") == []


def test_the_next_page_comes_alone_when_only_rows_are_wanted(client, cast, cora, ann):
    for n in range(30):
        actions.note(cora, f"Note {n}", by=ann, at=NOON - timedelta(minutes=n))
    client.force_login(cast["rita"])
    page = client.get(entries_of(cora)).text
    assert "Note 0" in page and "Note 29" not in page and '<form class="composer"' not in page
    more = story(cora).next
    rows = client.get(entries_of(cora), {"after": more, "part": "rows", "day": "2026-06-09"}).text
    assert "Note 29" in rows and "<html" not in rows and "timeline-day" not in rows
    assert client.get(entries_of(cora), {"after": "nonsense"}).status_code == 400


def test_a_sentence_for_kinds_of_removed_slices_is_plain(cora, ann):
    with transaction.atomic():
        entry = actions.record(cora, "poem.recited", by=ann)
    assert entry.sentence == "<strong>Ann</strong>: poem.recited"


@pytest.mark.parametrize("who, status", [("ann", 302), ("rita", 403)])
def test_pinning_and_unpinning(client, cast, cora, who, status):
    entry = actions.note(cora, "Allergic to nuts", by=cast["bob"])
    client.force_login(cast[who])
    assert client.post(f"/entries/{entry.pk}/pin/").status_code == status
    assert Pin.objects.exists() == (status == 302)
    client.post(f"/entries/{entry.pk}/pin/", {"off": "1"})
    assert not Pin.objects.exists()


@pytest.mark.parametrize(
    "who, body, status", [("ann", "Walnut", 302), ("mark", "Walnut", 302), ("bob", "Walnut", 409), ("ann", "", 422)]
)
def test_correcting_from_the_page(client, cast, cora, who, body, status):
    entry = actions.note(cora, "Pine", by=cast["ann"])
    client.force_login(cast[who])
    assert client.get(f"/entries/{entry.pk}/correction/").status_code == 200
    response = client.post(f"/entries/{entry.pk}/correction/", {"kind": "note", "body": body})
    assert (response.status_code, Entry.objects.count()) == (status, 2 if status == 302 else 1)
    page = client.get(f"/entries/{entry.pk}/").text
    assert "Pine" in page and ("Walnut" in page) == (status == 302)


def test_a_correction_keeps_its_place_in_the_story(client, cast, cora):
    entry = actions.note(cora, "Pine", by=cast["ann"], at=NOON.replace(second=31, microsecond=5))
    client.force_login(cast["ann"])
    client.post(f"/entries/{entry.pk}/correction/", {"kind": "note", "body": "Walnut", "at": "2026-06-09T12:00"})
    assert Entry.objects.get(body="Walnut").at == entry.at


def test_a_correction_starts_from_what_was_written(client, cast, cora):
    call = actions.call(cora, by=cast["ann"], direction="in", outcome="busy", minutes=6, body="Busy", at=NOON)
    client.force_login(cast["ann"])
    page = client.get(f"/entries/{call.pk}/correction/").text
    for piece in ('value="in" selected', 'value="busy" selected', 'value="6"', "2026-06-09T12:00"):
        assert piece in page


def test_a_mention_stands_on_today_until_it_is_seen(client, cast, cora):
    actions.note(cora, "@Bob please measure", by=cast["ann"])
    (line,) = mentions(cast["bob"], NOON)
    assert (line.customer, line.what, line.about) == (cora, "@Bob please measure", "Ann mentioned you")

    client.force_login(cast["ann"])
    assert client.post(line.more[0].url).status_code == 404
    client.force_login(cast["bob"])
    assert client.get(line.step.url).status_code == 200
    assert mentions(cast["bob"], NOON) == []


def test_seen_by_a_press_and_put_back_by_another(client, cast, cora):
    actions.note(cora, "@Bob please measure", by=cast["ann"])
    client.force_login(cast["bob"])
    seen = mentions(cast["bob"], NOON)[0].more[0].url
    assert client.post(seen).status_code == 302
    assert mentions(cast["bob"], NOON) == []
    assert f"{seen}?off=yes" in client.get("/").text

    client.post(f"{seen}?off=yes")
    assert len(mentions(cast["bob"], NOON)) == 1
