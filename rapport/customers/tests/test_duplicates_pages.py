"""The queue of possible duplicates, and who is shown while somebody new is typed."""

import pytest
from django.utils import timezone

from rapport.core.models import Work
from rapport.core.testing.browser import check_axe
from rapport.customers import actions
from rapport.customers.duplicates import actions as duplicates
from rapport.customers.duplicates.typing import alike
from rapport.customers.models import Customer, DuplicateAcceptance, DuplicatePair, NotDuplicates
from rapport.staff.models import Business, Team

PHONE, MAIL = "+420 777 123 456", "jan.novak@gmail.com"
NEW = {"kind": "person", "form_gender": "unknown"}


@pytest.fixture
def pair(ann) -> DuplicatePair:
    brno = {"addresses": [{"city": "Brno"}], "phones": [PHONE]}
    one = actions.add("Jan Novák", by=ann, emails=[MAIL], **brno)
    return duplicates.propose(one.pk, actions.add("Novák Jan", by=ann, **brno).pk, at=timezone.now())


def test_the_queue_shows_both_records_and_what_speaks_for_them(as_ann, pair):
    page = as_ann.get("/duplicates/").content.decode()
    assert all(
        words in page for words in ("Jan Novák", "Novák Jan", "the same", "missing on one side", "Almost certain")
    )
    assert f"/customers/merging/{pair.first_id}/{pair.second_id}/" in page


def test_the_queue_can_be_narrowed_and_takes_no_nonsense(as_ann, pair):
    assert b"Nov\xc3\xa1k Jan" not in as_ann.get("/duplicates/?strength=possible").content
    assert as_ann.get("/duplicates/?after=nonsense").status_code == 404


def test_the_queue_asks_as_often_for_many_pairs_as_for_one(as_ann, pair, ann, django_assert_max_num_queries):
    for _number in range(4):
        again = actions.add("Jan Novák", by=ann, phones=[PHONE])
        duplicates.propose(pair.first_id, again.pk, at=timezone.now())
    with django_assert_max_num_queries(22):
        as_ann.get("/duplicates/")


def test_somebody_says_that_they_are_two_and_takes_it_back(as_ann, pair):
    assert as_ann.get(f"/duplicates/{pair.pk}/not/").status_code == 200
    assert as_ann.post(f"/duplicates/{pair.pk}/not/").status_code == 302
    said = NotDuplicates.objects.get()
    assert not DuplicatePair.objects.exists()

    assert as_ann.get(f"/duplicates/decisions/{said.pk}/undo/").status_code == 200
    as_ann.post(f"/duplicates/decisions/{said.pk}/undo/")
    assert DuplicatePair.objects.exists()


@pytest.mark.parametrize("who, shown, decides", [("ann", 200, 302), ("bob", 404, 404), ("rita", 403, 403)])
def test_pairs_are_for_those_who_see_both(client, cast, business, pair, who, shown, decides):
    if who == "bob":
        team = Team.objects.create(name="Elsewhere")
        Business.objects.update(sees_by_team=True)
        Customer.objects.filter(pk=pair.second_id).update(team=team)
    client.force_login(cast[who])
    assert client.get(f"/duplicates/{pair.pk}/").status_code == shown
    assert client.post(f"/duplicates/{pair.pk}/not/").status_code == decides


def test_everybody_is_looked_through_when_somebody_asks_for_it(client, cast, pair):
    client.force_login(cast["ann"])
    assert client.post("/duplicates/search/").status_code == 403
    client.force_login(cast["mark"])
    assert client.get("/duplicates/search/").status_code == 200
    assert client.post("/duplicates/search/").status_code == 302
    assert client.post("/duplicates/search/").status_code == 409  # it is under way
    assert Work.objects.get().kind == "customers.duplicates"
    assert "how far it is" in client.get("/duplicates/").content.decode().lower()


def test_many_are_chosen_counted_and_merged(client, cast, pair, run_jobs):
    client.force_login(cast["mark"])
    assert "1 pair" in client.get("/duplicates/acceptance/").content.decode()
    assert client.post("/duplicates/acceptance/", {"least": "0.5"}).status_code == 422

    address = client.post("/duplicates/acceptance/", {"least": "0.99"}).headers["Location"]
    page = client.get(address).content.decode()
    assert "pair is merged, as it was when you chose" in page
    client.post(address)
    run_jobs()

    assert DuplicateAcceptance.objects.get().merges
    assert "/undo/" in client.get(address).content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "Ota Nový", "email": "jannovak+shop@googlemail.com"},
        {"name": "Ota Nový", "phone": "00420 777-123-456"},
        {"name": "novak jan"},
        {"name": "Honza Novák", "phone": PHONE},
    ],
)
def test_who_is_typed_is_found_by_any_mailbox_number_or_spelling(ann, pair, typed):
    assert [one.customer.name for one in alike(ann, **typed)]


def test_a_stranger_is_nobody_we_know(ann, pair):
    assert alike(ann, name="Ota Nový", email="ota@b.example", phone="+420 777 000 111") == []


def test_they_show_at_once_while_one_types(as_ann, pair):
    page = as_ann.post("/customers/new/", NEW | {"look": "1", "name": "jan novak"}).content.decode()
    assert "Perhaps they are here already" in page and "error-summary" not in page


def test_adding_somebody_we_know_is_asked_about_once(as_ann, pair):
    response = as_ann.post("/customers/new/", NEW | {"name": "Jan Novák", "phone": PHONE})
    assert (response.status_code, Customer.objects.count()) == (409, 2)
    assert "Add anyway" in response.content.decode()

    assert as_ann.post("/customers/new/", NEW | {"name": "Jan Novák", "phone": PHONE, "anyway": "1"}).status_code == 302
    assert Customer.objects.count() == 3


def test_a_namesake_with_a_phone_of_their_own_is_added_without_a_question(as_ann, pair):
    assert as_ann.post("/customers/new/", NEW | {"name": "Jan Novák", "phone": "+420 600 000 001"}).status_code == 302


@pytest.mark.browser
def test_the_queue_by_keyboard(browser_page, ann, pair):
    browser_page.sign_in(ann)
    browser_page.open("/duplicates/")
    page = browser_page.page
    page.get_by_role("article").first.wait_for()
    check_axe(page)
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.get_by_text("Noted:").wait_for()
