"""Every page: that it works, refuses bad input, keeps those out who may not, and knows nobody who is not there."""

from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from rapport.core.registry import Panel, panels
from rapport.customers import actions
from rapport.customers.models import Customer
from rapport.customers.testing import a_customer, an_organisation

VIEW = ["customer", "history", "following", "affiliations"]
CHANGE = [
    "edit",
    "contact",
    "dates",
    "personal",
    "preferences",
    "codes",
    "custom",
    "address-form",
    "tags",
    "photo-edit",
    "archiving",
    "restoration",
]


def url(name, customer, *args):
    return reverse(f"customers:{name}", args=[customer.pk, *args])


@pytest.fixture
def as_ann(client, ann, business):
    client.force_login(ann)
    return client


@pytest.fixture
def rich(ann, business) -> Customer:
    """A customer about whom everything is known."""
    tamar = actions.add(
        "თამარ ბერიძე",
        by=ann,
        given_name="თამარ",
        family_name="ბერიძე",
        language="ka",
        time_zone="Asia/Tbilisi",
        form_gender="female",
        pronunciation="ta-MAR",
        account_manager=ann,
        emails=["tamar@beridze.example"],
        phones=["+995 555 01 02 03", "no number"],
        addresses=[{"lines": "აბაშიძის ქ. 14", "city": "თბილისი", "postal_code": "0179", "country": "GE"}],
        handles=[{"network": "web", "handle": "beridze.example"}],
        dates=[{"kind": "birthday", "month": 7, "day": 2, "year": 1980}],
        preferences=[{"topic": "Wood", "value": "walnut"}],
        personal_notes=["Son Saba starts school."],
        tags=["loyal"],
        codes=[{"source": "shop", "code": "17"}],
    )
    actions.affiliate(tamar, an_organisation("Workshop"), by=ann, title="Owner", is_key=True)
    actions.define_field("Favourite wood", by=ann)
    actions.edit(tamar, by=ann, version=tamar.version, changes={"custom.favourite-wood": "oak"})
    return Customer.objects.get(pk=tamar.pk)


@pytest.mark.parametrize("name", VIEW)
def test_everyone_who_works_here_reads(client, cast, rich, name):
    client.force_login(cast["rita"])

    assert client.get(url(name, rich)).status_code == 200


@pytest.mark.parametrize("name", CHANGE)
def test_readers_change_nothing(client, cast, rich, name):
    client.force_login(cast["rita"])

    assert client.get(url(name, rich)).status_code == 403
    assert client.post(url(name, rich), {}).status_code == 403


@pytest.mark.parametrize("name", CHANGE)
def test_agents_open_every_form(as_ann, rich, name):
    assert as_ann.get(url(name, rich)).status_code == 200


@pytest.mark.parametrize("name", VIEW + CHANGE)
def test_who_is_not_there_is_not_found(as_ann, name):
    assert as_ann.get(reverse(f"customers:{name}", args=[uuid4()])).status_code == 404


@pytest.mark.parametrize("name", ["list", "new"])
def test_nobody_gets_in_without_signing_in(client, db, name):
    assert client.get(reverse(f"customers:{name}")).status_code == 302


def test_the_page_shows_what_is_known(as_ann, rich):
    page = as_ann.get(rich.get_absolute_url()).content.decode()

    for words in ["თამარ ბერიძე", "Tamar Beridze", "ta-MAR", "ქალბატონო თამარ", "tamar@beridze.example", "walnut"]:
        assert words in page
    for words in ["Son Saba", "2 July", "loyal", "Owner", "Favourite wood", "oak", "not understood", "Tbilisi"]:
        assert words in page
    assert "1980" not in page


def test_the_page_needs_the_same_queries_however_much_is_known(as_ann, rich, django_assert_max_num_queries):
    as_ann.get(rich.get_absolute_url())
    with django_assert_max_num_queries(45) as few:
        as_ann.get(rich.get_absolute_url())
    rows = [{"address": f"{n}@x.example"} for n in range(20)]
    actions.replace_rows(rich, "emails", by=None, rows=rows)
    for n in range(5):
        actions.affiliate(rich, an_organisation(f"Firm {n}"), by=None)
    with django_assert_max_num_queries(len(few)):
        as_ann.get(rich.get_absolute_url())


def test_the_list_needs_the_same_queries_however_long(as_ann, django_assert_max_num_queries):
    a_customer("One")
    as_ann.get("/customers/")
    with django_assert_max_num_queries(25) as few:
        as_ann.get("/customers/")
    for n in range(30):
        actions.add(f"Customer {n}", by=None, emails=[f"{n}@x.example"], tags=[f"tag {n % 3}"])
    with django_assert_max_num_queries(len(few)):
        as_ann.get("/customers/")


def test_adding_somebody(as_ann, ann):
    response = as_ann.post(
        "/customers/new/",
        {"kind": "person", "name": "Ing. Jana Nováková", "language": "cs", "email": "jana@x.example", "tags": "a, b"},
    )

    jana = Customer.objects.get()
    assert response.status_code == 302 and response["Location"] == jana.get_absolute_url()
    assert (jana.given_name, jana.family_name, jana.titles_before) == ("Jana", "Nováková", "Ing.")
    assert sorted(tag.name for tag in jana.tags.all()) == ["a", "b"]
    assert jana.entries.get().by == ann


@pytest.mark.parametrize("bad", [{"name": " \u202e "}, {"name": "x" * 301}, {"name": "Jana", "email": "jana@"}])
def test_adding_nobody_in_particular_is_refused(as_ann, bad):
    assert as_ann.post("/customers/new/", {"kind": "person", **bad}).status_code == 422
    assert not Customer.objects.exists()


def test_readers_add_nobody(client, cast):
    client.force_login(cast["rita"])
    assert client.get("/customers/new/").status_code == 403


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


def contact_form(client, customer, page="contact"):
    """What a browser would send back of a page of rows, as it came."""
    context = client.get(url(page, customer)).context
    sent = {"version": context["version"], "seen": context["seen"]}
    for _name, formset in context["formsets"]:
        for form in [formset.management_form, *formset]:
            for field in form:
                value = field.value()
                if value is not None and value is not False:
                    sent[field.html_name] = "on" if value is True else value
    return sent


def test_contact_rows_are_added_changed_and_removed(as_ann, rich):
    sent = contact_form(as_ann, rich)
    sent |= {"emails-0-label": "home", "emails-1-address": "new@x.example", "phones-0-DELETE": "on"}
    response = as_ann.post(url("contact", rich), sent)

    assert response.status_code == 302
    assert [(e.address, e.label) for e in rich.emails.all()] == [
        ("tamar@beridze.example", "home"),
        ("new@x.example", ""),
    ]
    assert [p.raw for p in rich.phones.all()] == ["no number"]


def test_another_row_without_javascript(as_ann, rich):
    sent = contact_form(as_ann, rich) | {"emails-1-address": "new@", "add": "emails"}
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
    assert as_ann.post(url(page, rich), contact_form(as_ann, rich, page) | bad).status_code == 422


def test_a_code_of_somebody_else_is_refused_and_what_was_written_stays(as_ann, cora, rich):
    sent = contact_form(as_ann, cora, "codes") | {"codes-0-source": "shop", "codes-0-code": "17"}
    page = as_ann.post(url("codes", cora), sent)

    assert page.status_code == 409
    assert "Another customer already has this code" in page.content.decode() and 'value="17"' in page.content.decode()


def test_rows_that_two_changed_are_a_choice(as_ann, cast, rich):
    sent = contact_form(as_ann, rich)
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
    sent = contact_form(as_ann, rich, "address-form") | {
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
    sent = contact_form(as_ann, rich, "address-form") | {
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


def test_archiving_needs_a_reason_and_can_be_undone(as_ann, cora):
    assert as_ann.post(url("archiving", cora), {"reason": ""}).status_code == 422
    as_ann.post(url("archiving", cora), {"reason": "Closed down"})
    assert "Closed down" in as_ann.get(cora.get_absolute_url()).content.decode()
    assert "Cora Lindqvist" not in as_ann.get("/customers/").content.decode()
    assert "Cora Lindqvist" in as_ann.get("/customers/?archived=on").content.decode()

    as_ann.post(url("restoration", cora))
    cora.refresh_from_db()
    assert not cora.is_archived


def test_following_is_for_readers_too(client, cast, cora):
    client.force_login(cast["rita"])
    client.post(url("following", cora))
    assert cora.follows.get(user=cast["rita"]).is_following
    client.post(url("following", cora), {"off": "1"})
    assert not cora.follows.get(user=cast["rita"]).is_following


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


@pytest.mark.parametrize("days, is_key", [(-1, False), (30, True), (None, True)])
def test_a_key_person_is_one_until_their_last_day(as_ann, cora, days, is_key):
    until = None if days is None else timezone.localdate() + timedelta(days=days)
    actions.affiliate(cora, an_organisation(), by=None, is_key=True, until=until)

    for page in (cora.get_absolute_url(), url("affiliations", cora)):
        assert ('i-key"' in as_ann.get(page).content.decode()) == is_key


def test_of_two_who_change_a_part_at_once_neither_loses_a_word(as_ann, cast, cora):
    actions.affiliate(cora, an_organisation(), by=None, title="Cook", role="Buys knives")
    affiliation = cora.affiliations.get()
    seen = as_ann.get(url("affiliation", cora, affiliation.pk)).context["seen"]
    actions.change_affiliation(affiliation, by=cast["bob"], title="Chef", since=date(2026, 1, 1))

    mine = {"title": "Head cook", "role": "Buys knives", "seen": seen}
    asked = as_ann.post(url("affiliation", cora, affiliation.pk), mine)
    assert asked.status_code == 409
    assert "Chef" in asked.context["form"].errors["title"][0] and "Head cook" in asked.content.decode()

    again = mine | {"seen": asked.context["seen"]}
    assert as_ann.post(url("affiliation", cora, affiliation.pk), again).status_code == 302
    affiliation.refresh_from_db()
    assert (affiliation.title, affiliation.role, affiliation.since) == ("Head cook", "Buys knives", date(2026, 1, 1))


def test_a_second_identical_part_is_refused_by_the_business(as_ann, cora):
    hotel = an_organisation()
    actions.affiliate(cora, hotel, by=None, title="Cook")

    assert as_ann.post(url("affiliations", cora), {"other": hotel.pk, "title": "Cook"}).status_code == 409
    assert as_ann.post(url("affiliations", cora), {"other": "no-id", "title": "Cook"}).status_code == 404


def test_what_changed_since_i_looked(as_ann, cast, cora):
    page = as_ann.get(cora.get_absolute_url()).content.decode()
    assert "Changed since you looked" not in page
    actions.edit(cora, by=cast["bob"], version=1, changes={"name": "Cora Lind"})

    page = as_ann.get(cora.get_absolute_url()).content.decode()
    assert "Changed since you looked" in page and "Cora Lindqvist" in page


@pytest.fixture
def a_panel():
    """A panel of another slice, below the fold."""
    panel = Panel(
        "test-panel", "customer.side", "customers/_panel.html", lambda request, c: {"html": f"Panel of {c}"}, lazy=True
    )
    panels.add(panel)
    yield panel
    panels._items.pop(panel.name)


def test_panels_of_other_slices_come_when_they_are_scrolled_to(as_ann, cora, a_panel):
    page = as_ann.get(cora.get_absolute_url()).content.decode()
    address = url("panel", cora, a_panel.name)
    assert f'hx-get="{address}"' in page and "Panel of Cora" not in page

    assert "<html" in as_ann.get(address).content.decode()
    part = as_ann.get(address, headers={"HX-Request": "true", "HX-Request-Type": "partial"}).content.decode()
    assert part.strip() == "Panel of Cora Lindqvist"
    assert as_ann.get(url("panel", cora, "nothing-like-it")).status_code == 404


def test_a_long_name_and_one_that_turns_round_break_no_page(as_ann):
    for name in ["x" * 300, "شركة \u200fالنور", "Ali 🎻 <script>alert(1)</script>"]:
        customer = a_customer(name)
        page = as_ann.get(customer.get_absolute_url())
        assert page.status_code == 200 and "<script>alert" not in page.content.decode()
    assert as_ann.get("/customers/?q=%00").status_code == 200
