"""Drafts over the web: as the composer's modules ask for them, and as plain forms."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rapport.staff.actions import change_role
from rapport.staff.models import User
from rapport.timeline.models import Draft, DraftFile, Entry
from rapport.timeline.queries import drafts_about

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
AS_A_MODULE = {"headers": {"Accept": "application/json"}}


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def drafts_of(customer, kind="note"):
    return f"/customers/{customer.pk}/drafts/{kind}/"


@pytest.fixture
def desk(client, cast):
    client.force_login(cast["ann"])
    return client


@pytest.fixture
def phone(cast):
    client = Client()
    client.force_login(cast["ann"])
    return client


def test_a_draft_is_found_on_another_device(desk, phone, cora):
    said = {"kind": "call", "body": "Undecided", "outcome": "busy", "minutes": "6", "draft_version": "0"}
    told = desk.post(drafts_of(cora, "call"), said, **AS_A_MODULE).json()
    assert (told["version"], told["said"]) == (1, {"body": "Undecided", "outcome": "busy", "minutes": "6"})

    here, there = desk.get(cora.get_absolute_url()).text, phone.get(cora.get_absolute_url()).text
    for page in (here, there):
        assert 'value="call" checked' in page and "Undecided</textarea>" in page and 'value="busy" selected' in page
    assert "written on another device" in there and "written on another device" not in here


def test_the_later_device_is_shown_both(desk, phone, cora):
    desk.post(drafts_of(cora), {"body": "From the desk"}, **AS_A_MODULE)
    answer = phone.post(drafts_of(cora), {"body": "From the phone", "draft_version": "0"}, **AS_A_MODULE)
    assert answer.status_code == 409
    assert answer.json()["said"] == {"body": "From the desk"} and "From the desk" in answer.json()["conflict"]
    assert Draft.objects.get().said == {"body": "From the desk"}


def test_without_a_module_a_draft_is_kept_by_a_button(desk, cora):
    answer = desk.post(drafts_of(cora, "any"), {"kind": "gift", "what": "Box", "currency": "EUR"})
    assert answer.headers["Location"] == f"{cora.get_absolute_url()}?compose=gift"
    assert Draft.objects.get().said == {"what": "Box"}
    assert 'value="Box"' in desk.get(answer.headers["Location"]).text


def test_writing_it_down_ends_the_draft(desk, cora):
    version = desk.post(drafts_of(cora), {"body": "Undecided"}, **AS_A_MODULE).json()["version"]
    row = desk.post(f"{drafts_of(cora)}files/", {"file": SimpleUploadedFile("a.png", PNG)}).json()["row"]
    file = DraftFile.objects.get()
    assert str(file.pk) in row
    said = {"kind": "note", "body": "Undecided", "draft_version": version, "draft_files": [file.pk], "pinned": "on"}
    assert desk.post(f"/customers/{cora.pk}/entries/", said).status_code == 302
    entry = Entry.objects.get()
    assert (entry.attachments.get().name, entry.pin.by, Draft.objects.count()) == ("a.png", entry.by, 0)


def test_a_module_gets_the_story_anew_and_an_undo(desk, cora):
    headers = {"HX-Request": "true", "HX-Request-Type": "partial"}
    address = f"/customers/{cora.pk}/entries/"
    answer = desk.post(address, {"kind": "note", "body": "Oil it is"}, headers=headers)
    assert answer.status_code == 200 and "<html" not in answer.text
    assert answer.text.count('id="story"') == 1 and "Oil it is" in answer.text
    undo = f"/entries/{Entry.objects.get().pk}/withdrawal/"
    assert undo in answer.text

    refused = desk.post(address, {"kind": "gift", "body": "For Saba"}, headers=headers)
    assert refused.status_code == 422 and "For Saba" in refused.text and "<html" not in refused.text

    assert desk.get(undo).status_code == 200
    assert desk.post(undo).status_code == 302
    page = desk.get(cora.get_absolute_url()).text
    assert "Oil it is</textarea>" in page and "took back what they had just written down" in page


@pytest.mark.parametrize(
    "name, content, says",
    [
        ("a.exe", b"MZ\x90\0", "not a kind of file"),
        ("photo.jpg", b"<html><script>alert(1)</script>\x00", "not a kind of file"),
        ("big.txt", b"a" * 2000, "too large"),
    ],
)
def test_a_file_is_refused_beside_itself(desk, cora, settings, name, content, says):
    settings.ATTACHMENT_MAX_BYTES = 1000
    answer = desk.post(f"{drafts_of(cora)}files/", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422 and says in answer.json()["problem"] and name in answer.json()["problem"]
    assert not Draft.objects.exists()
    assert desk.post(f"{drafts_of(cora)}files/").status_code == 422


def test_the_problem_is_told_in_the_language_of_the_person(desk, cora, ann):
    ann.language = "cs"
    ann.save()
    answer = desk.post(f"{drafts_of(cora)}files/", {"file": SimpleUploadedFile("a.exe", b"MZ\x90\0")})
    assert "a.exe" in answer.json()["problem"] and "not a kind" not in answer.json()["problem"]


def test_drafts_and_their_files_are_their_writers_alone(desk, cora, cast, client):
    desk.post(drafts_of(cora), {"body": "Secret"}, **AS_A_MODULE)
    desk.post(f"{drafts_of(cora)}files/", {"file": SimpleUploadedFile("a.png", PNG)})
    draft, file = Draft.objects.get(), DraftFile.objects.get()
    assert desk.get(file.get_absolute_url()).status_code == 200

    client.force_login(cast["mark"])
    assert "Secret" not in client.get(cora.get_absolute_url()).text
    assert "Secret" not in client.get("/drafts/").text
    assert client.get(drafts_of(cora), **AS_A_MODULE).json()["version"] == 0
    for address in (f"/drafts/{draft.pk}/discarding/", f"/drafts/{draft.pk}/restoration/", file.get_absolute_url()):
        assert client.get(address).status_code == 404
    assert client.post(f"{file.get_absolute_url()}removal/").status_code == 404
    assert client.post(f"/drafts/{draft.pk}/discarding/").status_code == 404


def test_who_only_reads_keeps_no_drafts(client, cast, cora):
    client.force_login(cast["rita"])
    assert client.post(drafts_of(cora), {"body": "Nosy"}).status_code == 403
    assert client.post(f"{drafts_of(cora)}files/").status_code == 403
    assert client.get("/drafts/").status_code == 403
    assert "composer" not in client.get(f"/customers/{cora.pk}/entries/").text
    assert client.get("/entries/colleagues/").status_code == 403


def test_discarding_from_the_list_and_taking_back(desk, cora):
    desk.post(drafts_of(cora), {"body": "Undecided"}, **AS_A_MODULE)
    assert "Undecided" in desk.get("/drafts/").text
    draft = Draft.objects.get()
    assert desk.post(f"/drafts/{draft.pk}/discarding/", {"list": "1"}).headers["Location"] == "/drafts/"
    assert "Undecided" not in desk.get("/drafts/").text
    assert desk.post(f"/drafts/{draft.pk}/restoration/").status_code == 302
    assert "Undecided" in desk.get("/drafts/").text
    assert desk.post(drafts_of(cora, "poem"), {"body": "Roses"}).status_code == 404


def test_the_composer_costs_two_queries_however_many_drafts(desk, cora, ann, django_assert_num_queries):
    for kind in ("note", "call", "gift"):
        desk.post(drafts_of(cora, kind), {"body": "Begun"}, **AS_A_MODULE)
        desk.post(f"{drafts_of(cora, kind)}files/", {"file": SimpleUploadedFile("a.png", PNG)})
    with django_assert_num_queries(2):
        assert [len(draft.files.all()) for draft in drafts_about(cora, ann)] == [1, 1, 1]


def test_colleagues_are_found_in_any_script_and_only_those_who_can_read(desk, cora, cast):
    nino = User.objects.create_user("nino@linden.example", "a long secret", name="ნინო კობალია")
    assert "ნინო კობალია" not in [line["name"] for line in desk.get("/entries/colleagues/").json()]  # has no role yet
    change_role(nino, "reader", by=None)
    lines = {line["name"]: line["key"] for line in desk.get("/entries/colleagues/").json()}
    assert lines["ნინო კობალია"] == "nino kobalia" and "Ann" not in lines
    assert [line["name"] for line in desk.get("/entries/colleagues/", {"q": "ბობ"}).json()] == ["Bob"]


def test_a_letter_begins_with_its_greeting_and_a_call_with_a_sentence(desk, cora, business):
    cora.form_gender, cora.pronunciation = "female", "KOH-ra"
    cora.save()
    page = desk.get(f"{cora.get_absolute_url()}?compose=letter").text
    assert "Dear Ms Lindqvist,\n\n</textarea>" in page
    assert "Hello Ms Lindqvist, this is Ann from Linden Workshop." in page and "KOH-ra" in page


def test_a_draft_that_was_opened_on_another_tab_is_gone_once_it_is_written(desk, cora):
    desk.post(drafts_of(cora), {"body": "Undecided"}, **AS_A_MODULE)
    said = {"kind": "note", "body": "Undecided", "draft_version": "0"}  # the version of the call that was open first
    desk.post(f"/customers/{cora.pk}/entries/", said)
    assert (Entry.objects.get().body, Draft.objects.count()) == ("Undecided", 0)

    desk.post(drafts_of(cora), {"body": "Another one"}, **AS_A_MODULE)
    desk.post(f"/customers/{cora.pk}/entries/", said | {"body": "Something else"})
    assert Draft.objects.get().said == {"body": "Another one"}
