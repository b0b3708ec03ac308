"""Every page: that it works, refuses bad input, keeps those out who may not, and knows nobody who is not there."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from rapport.core.registry import Panel, panels
from rapport.customers import actions
from rapport.customers.models import Customer
from rapport.customers.testing import a_customer, an_organisation
from rapport.customers.tests.pages import url

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
    with django_assert_max_num_queries(34) as few:
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


def test_while_one_types_only_what_was_found_is_drawn(as_ann, cora):
    query, typed = {"q": cora.name}, {"HX-Request": "true", "HX-Target": "div#results"}
    whole = as_ann.get(reverse("customers:list"), query).content.decode()
    found = as_ann.get(reverse("customers:list"), query, headers=typed).content.decode()

    assert cora.name in found and found.strip().startswith('<div id="results">')
    assert "<nav" in whole and "<nav" not in found and "customer-search" not in found


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


@pytest.mark.parametrize("days, is_key", [(-1, False), (30, True), (None, True)])
def test_a_key_person_is_one_until_their_last_day(as_ann, cora, days, is_key):
    until = None if days is None else timezone.localdate() + timedelta(days=days)
    actions.affiliate(cora, an_organisation(), by=None, is_key=True, until=until)

    for page in (cora.get_absolute_url(), url("affiliations", cora)):
        assert ('i-key"' in as_ann.get(page).content.decode()) == is_key


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


def test_how_we_met_stands_whole_on_the_page(client, ann, business):
    client.force_login(ann)
    customer = actions.add(
        "Cora Lindqvist", by=ann, how_met=f"{'At the fair, beside the lathe. ' * 5}Her aunt knew us."
    )

    assert "Her aunt knew us." in client.get(customer.get_absolute_url()).text
