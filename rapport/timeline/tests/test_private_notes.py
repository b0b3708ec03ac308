"""A private note is told to its writer and to whom it names, and to nobody else on any page."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rapport.promises.models import Promise
from rapport.timeline import actions
from rapport.timeline.models import Entry


@pytest.fixture
def secret(cora, cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("a.txt", b"walnut")
    return actions.note(cora, "A surprise for her 50th, @Bob", by=cast["ann"], private=True, files=[file])


@pytest.mark.parametrize("who, sees", [("ann", True), ("bob", True), ("mark", False), ("olga", False), ("rita", False)])
def test_who_sees_a_private_note(client, cast, cora, secret, who, sees):
    client.force_login(cast[who])
    for address in (cora.get_absolute_url(), f"/customers/{cora.pk}/entries/"):
        assert ("A surprise" in client.get(address).text) == sees
    for address in (secret.get_absolute_url(), secret.attachments.get().get_absolute_url()):
        assert client.get(address).status_code == (200 if sees else 404)
    if not sees and who != "rita":
        assert client.post(f"/entries/{secret.pk}/pin/").status_code == 404
        assert client.post(f"/entries/{secret.pk}/correction/", {"kind": "note", "body": "x"}).status_code == 404


def test_what_others_ask_for_never_has_it(cora, secret):
    assert not Entry.objects.exists() and not cora.entries.exists()
    assert Entry.every.get() == secret


def test_corrected_or_taken_back_it_stays_private(cora, ann, secret):
    anew = actions.correct(secret, by=ann, body="A surprise after all")
    assert anew.is_private and not Entry.objects.exists()
    said = actions.withdraw(
        actions.note(cora, "Another", by=ann, private=True), by=ann, at=Entry.every.latest("id").recorded_at
    )
    assert said.is_private and ann.drafts.get().said == {"body": "Another", "private": "on"}


def test_its_reminder_does_not_tell_the_words(cora, ann, business, run_jobs):
    actions.note(cora, "A surprise for her 50th", by=ann, private=True, follow_up_on=date(2030, 6, 12))
    run_jobs()
    assert Promise.objects.get().text == "Note"


def test_private_is_ticked_on_a_note_alone(client, cast, cora):
    client.force_login(cast["ann"])
    address = f"/customers/{cora.pk}/entries/"
    client.post(address, {"kind": "note", "body": "For me", "private": "on"})
    client.post(address, {"kind": "call", "body": "For all", "private": "on"})
    assert [entry.body for entry in Entry.objects.all()] == ["For all"]
    assert "Private" in client.get(address).text
