import pytest

from rapport.customers.actions.definitions import define_topic
from rapport.customers.models import PersonalExport
from rapport.customers.testing import a_customer, an_organisation

YOU = {
    "name": "Cora Novák", "given_name": "Cora", "family_name": "Novák", "form_gender": "female",
    "address_style": "first_name", "language": "en",
}  # fmt: skip


def test_the_greeting_is_shown_before_anything_is_noted(cora, portal_visitor):
    cora_here = portal_visitor(cora)
    page = cora_here.post("/portal/you/name/", YOU | {"version": cora.version, "look": "1"}).content.decode()
    assert "Dear Cora," in page
    cora.refresh_from_db()
    assert cora.name == "Cora Lindqvist"

    assert cora_here.post("/portal/you/name/", YOU | {"version": cora.version}).url == "/portal/you/"
    assert "Cora Novák" in cora_here.get("/portal/you/").content.decode()


def test_bad_input_is_answered_with_the_form_and_a_stranger_change_with_a_word(cora, portal_visitor):
    cora_here = portal_visitor(cora)
    assert cora_here.post("/portal/you/name/", YOU | {"name": "\u200b", "version": 1}).status_code == 422
    first = cora_here.post("/portal/you/name/", YOU | {"version": cora.version})
    again = cora_here.post("/portal/you/name/", YOU | {"name": "Cora Nováková", "version": cora.version})
    assert (first.status_code, again.status_code) == (302, 409)


@pytest.mark.parametrize(
    "section, said",
    [
        ("addresses", {"purpose": "postal", "lines": "4 Mill Lane", "city": "Bath"}),
        ("dates", {"kind": "birthday", "day": "9", "month": "6", "may_greet": "on"}),
        ("preferences", {"topic": "Wood", "value": "walnut"}),
    ],
)
def test_rows_are_added_shown_and_taken_away_by_whose_they_are(section, said, cora, portal_visitor):
    cora_here, bert_here = portal_visitor(cora), portal_visitor(a_customer("Bert"))
    assert cora_here.post(f"/portal/you/{section}/new/", {}).status_code == 422
    assert cora_here.post(f"/portal/you/{section}/new/", said).status_code == 302
    row = getattr(cora, section).get()
    address = f"/portal/you/{section}/{row.pk}/"

    assert cora_here.get(address).status_code == 200
    assert bert_here.get(address).status_code == bert_here.post(address, said).status_code == 404
    bert_here.post(address, {"remove": "1"})
    assert getattr(cora, section).exists()
    cora_here.post(address, {"remove": "1"})
    assert not getattr(cora, section).exists()


def test_to_be_forgotten_has_to_be_meant_and_is_promised(cora, portal_visitor):
    cora_here = portal_visitor(cora)
    assert cora_here.post("/portal/your-data/", {"wish": "erasure"}).status_code == 422
    assert cora_here.post("/portal/your-data/", {"wish": "nonsense"}).status_code == 404
    assert cora_here.post("/portal/your-data/", {"wish": "erasure", "sure": "on"}).status_code == 302
    assert "To be forgotten" in cora_here.get("/portal/your-data/").content.decode()
    assert cora.entries.get(kind="privacy.asked").facts["asked_for"] == "erasure"


def test_a_file_that_nobody_put_there_is_not_there(cora, ann, portal_visitor):
    export = PersonalExport.objects.create(customer=cora, by=ann)
    assert portal_visitor(cora).get(f"/portal/your-data/{export.pk}/").status_code == 404


def test_an_organisation_has_no_title_and_its_people_see_what_their_role_opens(cora, portal_visitor):
    hotel = an_organisation()
    at_the_desk = portal_visitor(cora, of=hotel, sections=["about_you"])
    page = at_the_desk.get("/portal/you/name/").content.decode()
    assert "Hotel Aurora" in page and 'name="form_gender"' not in page
    assert at_the_desk.get("/portal/your-data/").status_code == 404


def test_the_words_of_one_customer_are_not_suggested_to_another(portal_visitor, cora, ann):
    define_topic("Wood", by=ann, choices=["walnut", "oak"])
    portal_visitor(a_customer("Dan")).post("/portal/you/preferences/new/", {"topic": "My illness", "value": "none"})
    page = portal_visitor(cora).get("/portal/you/preferences/new/").content.decode()
    assert "walnut" in page and "My illness" not in page
