"""The forms of whole parts: what they save, what they refuse, and what happens when two people save."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from rapport.customers import actions
from rapport.customers.testing import a_customer, an_organisation
from rapport.customers.tests.pages import sent_back, url


def details(customer, **changes):
    return {"kind": customer.kind, "name": customer.name, "version": customer.version, "seen": "", **changes}


def test_editing_details(as_ann, cora):
    response = as_ann.post(url("edit", cora), details(cora, name="Cora Lind", time_zone="Europe/Prague"))

    cora.refresh_from_db()
    assert (response.status_code, cora.name, cora.time_zone) == (302, "Cora Lind", "Europe/Prague")


@pytest.mark.parametrize("bad", [{"name": ""}, {"time_zone": "Europe/Atlantis"}, {"account_manager": "1"}])
def test_details_that_make_no_sense_are_refused(as_ann, cora, bad):
    assert as_ann.post(url("edit", cora), details(cora, **bad)).status_code == 422


def test_the_second_saver_chooses_and_loses_nothing(as_ann, cast, cora):
    actions.edit(cora, by=cast["bob"], version=1, changes={"name": "Cora Bobbins"})

    page = as_ann.post(url("edit", cora), details(cora, name="Cora Annson", nickname="Co"))
    assert page.status_code == 409
    text = page.content.decode()
    assert "Cora Bobbins" in text and "Cora Annson" in text and "Cora Lindqvist" in text

    sent = dict(page.context["sent"]) | {"version": page.context["version"], "seen": page.context["seen"]}
    as_ann.post(url("edit", cora), sent | {"keep-name": "theirs"})
    cora.refresh_from_db()
    assert (cora.name, cora.nickname) == ("Cora Bobbins", "Co")


def test_who_keeps_their_own_words_gets_them(as_ann, cast, cora):
    actions.edit(cora, by=cast["bob"], version=1, changes={"name": "Cora Bobbins"})
    page = as_ann.post(url("edit", cora), details(cora, name="Cora Annson"))
    sent = dict(page.context["sent"]) | {"version": page.context["version"], "seen": page.context["seen"]}
    as_ann.post(url("edit", cora), sent | {"keep-name": "mine"})

    cora.refresh_from_db()
    assert cora.name == "Cora Annson"


@pytest.mark.parametrize("keep", ["mine", "theirs"])
def test_what_the_first_saver_changed_besides_stays(as_ann, cast, cora, keep):
    actions.edit(cora, by=cast["bob"], version=1, changes={"name": "Cora Bobbins", "how_met": "At a fair"})
    page = as_ann.post(url("edit", cora), details(cora, name="Cora Annson", how_met=""))
    actions.edit(cora, by=cast["bob"], version=2, changes={"source": "Fair"})
    sent = dict(page.context["sent"]) | {"version": page.context["version"], "seen": page.context["seen"]}
    as_ann.post(url("edit", cora), sent | {"keep-name": keep})

    cora.refresh_from_db()
    assert (cora.how_met, cora.source) == ("At a fair", "Fair")
    assert cora.name == {"mine": "Cora Annson", "theirs": "Cora Bobbins"}[keep]


def test_a_third_saver_makes_them_choose_again(as_ann, cast, cora):
    actions.edit(cora, by=cast["bob"], version=1, changes={"name": "Cora Bobbins"})
    page = as_ann.post(url("edit", cora), details(cora, name="Cora Annson"))
    actions.edit(cora, by=cast["bob"], version=2, changes={"name": "Cora Third"})
    sent = dict(page.context["sent"]) | {"version": page.context["version"], "seen": page.context["seen"]}
    again = as_ann.post(url("edit", cora), sent | {"keep-name": "mine"})

    assert again.status_code == 409 and "Cora Third" in again.content.decode()


def test_contact_rows_are_added_changed_and_removed(as_ann, rich):
    sent = sent_back(as_ann, rich)
    sent |= {"emails-0-label": "home", "emails-1-address": "new@x.example", "phones-0-DELETE": "on"}
    response = as_ann.post(url("contact", rich), sent)

    assert response.status_code == 302
    assert [(e.address, e.label) for e in rich.emails.all()] == [
        ("tamar@beridze.example", "home"),
        ("new@x.example", ""),
    ]
    assert [p.raw for p in rich.phones.all()] == ["no number"]


def test_another_row_without_javascript(as_ann, rich):
    sent = sent_back(as_ann, rich) | {"emails-1-address": "new@", "add": "emails"}
    page = as_ann.post(url("contact", rich), sent)

    formset = dict(page.context["formsets"])["emails"]
    assert (page.status_code, len(formset.forms)) == (200, 3)
    assert "new@" in page.content.decode() and "error-summary" not in page.content.decode()
    assert rich.emails.count() == 1


@pytest.mark.parametrize(
    "page, bad",
    [
        ("contact", {"emails-1-address": "nobody at nowhere"}),
        ("contact", {"emails-1-label": "home"}),
        ("dates", {"dates-1-day": "30", "dates-1-month": "2", "dates-1-kind": "birthday"}),
        ("dates", {"dates-1-day": "30", "dates-1-kind": "birthday"}),
        ("preferences", {"preferences-1-value": "walnut"}),
        ("codes", {"codes-1-code": "18"}),
        ("codes", {"codes-1-code": "18", "codes-1-source": "Shop"}),
        ("address-form", {"salutations-0-text": "Dear,", "form_gender": "female", "address_style": "formal"}),
        ("address-form", {"form_gender": "female", "address_style": "first_name"}),
        ("address-form", {"form_gender": "emperor", "address_style": "formal"}),
    ],
)
def test_rows_that_make_no_sense_are_refused(as_ann, rich, page, bad):
    assert as_ann.post(url(page, rich), sent_back(as_ann, rich, page) | bad).status_code == 422


def test_a_code_of_somebody_else_is_refused_and_what_was_written_stays(as_ann, cora, rich):
    sent = sent_back(as_ann, cora, "codes") | {"codes-0-source": "shop", "codes-0-code": "17"}
    page = as_ann.post(url("codes", cora), sent)

    assert page.status_code == 409
    assert "Another customer already has this code" in page.content.decode() and 'value="17"' in page.content.decode()


def test_rows_that_two_changed_are_a_choice(as_ann, cast, rich):
    sent = sent_back(as_ann, rich)
    (row,) = rich.emails.all()
    actions.replace_rows(rich, "emails", by=cast["bob"], rows=[{"id": row.pk, "address": "bob@x.example"}])

    page = as_ann.post(url("contact", rich), sent | {"emails-0-address": "ann@x.example", "phones-0-label": "home"})
    assert page.status_code == 409
    assert "bob@x.example" in page.content.decode() and "ann@x.example" in page.content.decode()
    assert not rich.phones.filter(label="home").exists()

    sent = dict(page.context["sent"]) | {"version": page.context["version"], "seen": page.context["seen"]}
    as_ann.post(url("contact", rich), sent | {f"keep-emails:{row.pk}": "theirs"})
    assert [e.address for e in rich.emails.all()] == ["bob@x.example"]
    assert rich.phones.filter(label="home").exists()


def test_the_form_of_address_shows_how_it_reads_before_it_is_saved(as_ann, rich):
    sent = sent_back(as_ann, rich, "address-form") | {
        "preview": "1",
        "form_gender": "male",
        "address_style": "first_name",
        "permission": "said",
    }
    page = as_ann.post(url("address-form", rich), sent).content.decode()

    assert "თამარ," in page and "Dear თამარ," in page
    rich.refresh_from_db()
    assert rich.address_style == "formal"


def test_permission_for_the_first_name_is_noted_with_who_and_when(as_ann, ann, rich):
    sent = sent_back(as_ann, rich, "address-form") | {
        "form_gender": "female",
        "address_style": "first_name",
        "permission": "said",
        "permitted_on": "2026-01-05",
        "salutations-0-language": "en",
        "salutations-0-text": "Dear friend!",
    }
    assert as_ann.post(url("address-form", rich), sent).status_code == 302

    rich.refresh_from_db()
    assert (rich.first_name_permission, rich.first_name_permission_by) == ("said", ann)
    assert rich.first_name_permission_at.date().isoformat() == "2026-01-05"
    assert "Dear friend!" in as_ann.get(url("address-form", rich)).content.decode()


def test_own_fields_are_filled_in_by_type(as_ann, cast, cora):
    for label, type in [("Size", "number"), ("Visit", "date"), ("Parking", "yes_no"), ("Page", "link")]:
        actions.define_field(label, by=cast["olga"], type=type)
    sent = {"version": 1, "seen": "", "size": "12.50", "visit": "2026-05-01", "parking": "no", "page": "linden.example"}
    as_ann.post(url("custom", cora), sent)

    cora.refresh_from_db()
    assert cora.custom == {"size": "12.5", "visit": "2026-05-01", "parking": False, "page": "https://linden.example"}
    assert as_ann.post(url("custom", cora), sent | {"size": "many"}).status_code == 422
    assert "12.5" in as_ann.get(cora.get_absolute_url()).content.decode()


def test_tags_given_by_others_meanwhile_stay(as_ann, cora):
    actions.set_tags(cora, ["theirs", "old"], by=None)
    as_ann.post(url("tags", cora), {"tags": "mine", "seen": "old"})

    assert sorted(tag.name for tag in cora.tags.all()) == ["mine", "theirs"]


def picture(kind="PNG", size=(900, 600)) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, kind)
    return SimpleUploadedFile("face.png", out.getvalue(), content_type="image/png")


def test_a_photo_is_drawn_again_and_served_only_to_people_here(as_ann, client, cora):
    assert as_ann.get(url("photo", cora)).status_code == 404
    as_ann.post(url("photo-edit", cora), {"photo": picture()})

    response = as_ann.get(url("photo", cora))
    assert response["Content-Type"] == "image/jpeg" and response["X-Content-Type-Options"] == "nosniff"
    assert Image.open(BytesIO(b"".join(response.streaming_content))).size == (640, 427)
    client.logout()
    assert client.get(url("photo", cora)).status_code == 302


@pytest.mark.parametrize("upload", [SimpleUploadedFile("x.png", b"<svg onload=alert(1)>"), picture("BMP"), None])
def test_what_is_no_picture_is_refused(as_ann, cora, upload):
    assert as_ann.post(url("photo-edit", cora), {"photo": upload} if upload else {}).status_code == 422


def test_a_photo_can_be_taken_away(as_ann, cora, django_capture_on_commit_callbacks):
    as_ann.post(url("photo-edit", cora), {"photo": picture()})
    as_ann.post(url("photo-edit", cora), {"remove": "1"})
    cora.refresh_from_db()
    assert not cora.photo


def test_people_and_organisations_are_joined_by_search(as_ann, cora):
    hotel = an_organisation("Hotel Aurora")
    a_customer("Aurora Smith")
    page = as_ann.get(url("affiliations", cora), {"q": "auror"})
    assert [match.customer for match in page.context["matches"]] == [hotel]

    as_ann.post(url("affiliations", cora), {"other": hotel.pk, "title": "Manager", "is_key": "on"})
    affiliation = cora.affiliations.get()
    assert (affiliation.organisation, affiliation.title, affiliation.is_key) == (hotel, "Manager", True)

    bad = {"title": "Manager", "since": "2026-05-01", "until": "2026-01-01"}
    assert as_ann.post(url("affiliation", cora, affiliation.pk), bad).status_code == 422
    as_ann.post(url("affiliation", cora, affiliation.pk), {"title": "Owner", "until": "2026-01-01"})
    assert cora.affiliations.get().title == "Owner"
    as_ann.post(url("affiliation", cora, affiliation.pk), {"remove": "1"})
    assert not cora.affiliations.exists()


def test_of_two_who_change_a_part_at_once_neither_loses_a_word(as_ann, cast, cora):
    actions.affiliate(cora, an_organisation(), by=None, title="Cook", role="Buys knives")
    affiliation = cora.affiliations.get()
    seen = as_ann.get(url("affiliation", cora, affiliation.pk)).context["seen"]
    actions.change_affiliation(affiliation, by=cast["bob"], title="Chef", since=date(2026, 1, 1))

    mine = {"title": "Head cook", "role": "Buys knives", "seen": seen}
    asked = as_ann.post(url("affiliation", cora, affiliation.pk), mine)
    assert asked.status_code == 409
    assert "Chef" in asked.context["conflict"]["theirs"] and "Head cook" in asked.content.decode()

    again = mine | {"seen": asked.context["seen"]}
    assert as_ann.post(url("affiliation", cora, affiliation.pk), again).status_code == 302
    affiliation.refresh_from_db()
    assert (affiliation.title, affiliation.role, affiliation.since) == ("Head cook", "Buys knives", date(2026, 1, 1))


def test_a_second_identical_part_is_refused_by_the_business(as_ann, cora):
    hotel = an_organisation()
    actions.affiliate(cora, hotel, by=None, title="Cook")

    assert as_ann.post(url("affiliations", cora), {"other": hotel.pk, "title": "Cook"}).status_code == 409
    assert as_ann.post(url("affiliations", cora), {"other": "no-id", "title": "Cook"}).status_code == 404
