"""One text by which somebody is found: what stands in it, how it stays true, and what is found by it."""

import pytest
from django.db import connection
from django.utils import timezone

from rapport.core.folding import search_key
from rapport.customers import actions, finding, rebuilding
from rapport.customers.merges import Choices, merge, undo_merge
from rapport.customers.models import Address, Affiliation, Customer, NameWord, SearchText, Tag
from rapport.customers.queries.search import search, search_on
from rapport.customers.rights.erasing import erase
from rapport.customers.testing import a_customer, an_organisation
from rapport.staff.models import Business, Team

PLACES = [
    *("Praha", "Plzeň", "Žďár nad Sázavou", "თბილისი", "ᲗᲑᲘᲚᲘᲡᲘ", "წყალტუბო", "ჭიათურა", "ჟღენტი ძველი ხაშური ჰერეთი"),
    *("சென்னை", "திருவனந்தபுரம்", "ஸ்ரீரங்கம்", "ஔவையார் ஐயா", "Łódź", "Straße Æther Œuvre", "Đakovo", "İstanbul ı"),
    *("L’Aquila", "Saint-Denis", "São Paulo", "Αθήνα", "Москва", "東京", "हिन्दी", "K-17 (x)", "ﬁne ①", ""),
]


def found(text, **options) -> list[str]:
    return [match.customer.name for match in search(Customer.objects.all(), text, **options)]


@pytest.fixture
def giorgi(ann, business):
    brewery = an_organisation("Linden Brewery")
    giorgi = actions.add(
        "გიორგი ბერიძე",
        by=ann,
        emails=["g.beridze@linden.example"],
        phones=["+995 599 12 34 56"],
        addresses=[{"city": "თბილისი"}],
        codes=[{"source": "shop", "code": "K-17"}],
        tags=["wholesale"],
    )
    actions.affiliate(giorgi, brewery, by=ann)
    jana = actions.add("Jana Nováková", by=ann, phones=["+420 605 123 456"], addresses=[{"city": "Brno"}])
    actions.add("Jan Novák", by=ann, addresses=[{"city": "Praha"}])
    actions.add("சுப்ரமணியன்", by=ann)
    return giorgi, jana


@pytest.mark.parametrize(
    "typed, first",
    [
        ("giorgi ber", "გიორგი ბერიძე"),
        ("გიორგი", "გიორგი ბერიძე"),
        ("გიორგი ბე", "გიორგი ბერიძე"),
        ("Beridze", "გიორგი ბერიძე"),
        ("novakova", "Jana Nováková"),
        ("Nováková", "Jana Nováková"),
        ("சுப்ரமணியன்", "சுப்ரமணியன்"),
        ("subramaniyan", "சுப்ரமணியன்"),
        ("+420 605", "Jana Nováková"),
        ("605 123", "Jana Nováková"),
        ("beridze@lin", "გიორგი ბერიძე"),
        ("eridze@linden", "გიორგი ბერიძე"),
        ("novak brno", "Jana Nováková"),
        ("novak praha", "Jan Novák"),
        ("giorgi 599 12", "გიორგი ბერიძე"),
        ("599 12 giorgi", "გიორგი ბერიძე"),
        ("brewery giorgi", "გიორგი ბერიძე"),
        ("tbilisi", "გიორგი ბერიძე"),
        ("თბილისი", "გიორგი ბერიძე"),
        ("beridze wholesale tbilisi", "გიორგი ბერიძე"),
        ("k-17", "გიორგი ბერიძე"),
        ("linden brewery", "Linden Brewery"),
        ("beridse", "გიორგი ბერიძე"),
        ("nvoak", "Jan Novák"),
        ("novakova brnno", "Jana Nováková"),
        ("jana novakva", "Jana Nováková"),
        ("tbilsii", "გიორგი ბერიძე"),
    ],
)
def test_somebody_is_found_by_anything_at_hand_and_by_mixtures_of_it(giorgi, typed, first):
    assert found(typed)[0] == first


@pytest.mark.parametrize("typed", ["novak tbilisi", "giorgi 605", "brewery brno", "jana wholesale"])
def test_all_that_was_typed_has_to_be_true_of_one_customer(giorgi, typed):
    assert found(typed) == []


def test_it_is_said_by_what_somebody_was_found(giorgi):
    def why(typed):
        return search(Customer.objects.all(), typed)[0].reason

    assert (why("tbilisi"), why("giorgi 599 12"), why("wholesale")) == ("თბილისი", "+995 599 12 34 56", "wholesale")
    assert [match.reason for match in search(Customer.objects.all(), "linden brewery")][1] == "Linden Brewery"


def test_the_database_folds_places_as_the_application_folds_names(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT customers_folded(said) FROM unnest(%s::text[]) WITH ORDINALITY AS s(said, n) ORDER BY n", [PLACES]
        )
        folded = [row[0] for row in cursor.fetchall()]
    assert folded == [search_key(place) for place in PLACES]


def test_whatever_changes_the_text_says_it_at_once(giorgi, ann):
    georgian, jana = giorgi
    brewery = Customer.objects.get(name="Linden Brewery")
    actions.edit(brewery, by=ann, version=brewery.version, changes={"name": "Oak Works"})
    assert (found("giorgi oak"), found("giorgi brewery")) == ([georgian.name], [])

    Affiliation.objects.get().delete()
    assert found("giorgi oak") == []

    Tag.objects.filter(name="wholesale").update(name="retail")
    assert (found("giorgi retail"), found("wholesale")) == ([georgian.name], [])

    actions.set_tags(jana, ["retail"], by=ann)
    Address.objects.filter(customer=jana).update(city="Zlín")
    assert (found("jana retail zlin"), found("jana brno")) == ([jana.name], [])

    jana.refresh_from_db()
    actions.edit(jana, by=ann, version=jana.version, changes={"name": "Eva Malá", "given_name": "", "family_name": ""})
    assert (found("mala zlin"), found("jana retail")) == (["Eva Malá"], [])
    assert finding.rebuild()["wrong"] == 0


def test_a_rebuild_says_how_many_texts_were_wrong_and_puts_them_right(giorgi):
    georgian, jana = giorgi
    SearchText.objects.filter(customer=georgian).update(text="nonsense")
    SearchText.objects.filter(customer=jana).delete()

    assert finding.rebuild(batch=2) == {"customers": 5, "wrong": 2}
    assert finding.rebuild()["wrong"] == 0
    assert found("giorgi tbilisi") == [georgian.name]


def test_who_writes_very_many_gathers_once(db):
    with finding.gathered_later():
        cora = a_customer("Cora Linden")
        Address.objects.create(customer=cora, city="Brno")
        assert found("cora brno") == []
        finding.gather_for("SELECT id FROM customers_customer")
        assert found("cora brno") == ["Cora Linden"]
    Address.objects.create(customer=cora, city="Zlín")
    assert found("cora zlin") == ["Cora Linden"]


def test_the_text_goes_with_its_customer(db):
    cora = a_customer("Cora Linden")
    cora.delete()
    assert not SearchText.objects.exists()


def test_who_was_erased_is_found_by_nothing_that_was_known(giorgi, ann):
    erase(giorgi[0], by=ann, at=timezone.now())
    text = SearchText.objects.get(customer=giorgi[0]).text
    assert not [word for word in ("giorgi", "linden", "995599", "tbilisi", "k-17", "wholesale") if word in text]
    assert finding.rebuild()["wrong"] == 0


def test_words_of_cities_and_tags_are_kept_while_somebody_lives_there(giorgi):
    NameWord.objects.create(word="nowhere")
    rebuilding.forget_old_words()
    words = set(NameWord.objects.values_list("word", flat=True))
    assert {"brno", "praha", "tbilisi", "wholesale"} <= words
    assert "nowhere" not in words


def test_nobody_is_found_by_an_organisation_that_the_reader_does_not_see(giorgi, cast):
    Business.objects.update(sees_by_team=True)
    Customer.objects.filter(name="Linden Brewery").update(team=Team.objects.create(name="Brewers"))
    bob = cast["bob"]
    visible = Customer.objects.visible_to(bob)

    assert [match.customer.name for match in search(visible, "giorgi brewery", reader=bob)] == []
    assert [match.customer.name for match in search(visible, "giorgi brewery")] == []
    assert [match.customer.name for match in search(visible, "giorgi tbilisi", reader=bob)] == ["გიორგი ბერიძე"]


def test_very_many_who_are_found_come_page_by_page_and_each_once(db):
    Customer.objects.bulk_create(
        [Customer(name=f"Cora {n}", search_key=f"cora {n}", sort_key=f"cora {n:03}") for n in range(75)]
    )
    seen, after = [], ""
    while after is not None:
        page, after = search_on(Customer.objects.all(), "cora", after=after, size=20)
        seen += page
    assert len(seen) == len(set(seen)) == 75


def test_who_was_merged_is_found_as_the_one_they_became(ann, business):
    survivor = actions.add("Jana Nováková", by=ann, codes=[{"source": "shop", "code": "7"}])
    old = actions.add("Jana Dvořáková", by=ann, emails=["jd@old.example"], codes=[{"source": "shop", "code": "K-17"}])
    left = f"customers.Email:{old.emails.get().pk}"
    done = merge(survivor, old, by=ann, choices=Choices(leave=[left]))
    for typed in ("dvorakova", "Jana Dvořáková", "jd@old", "k-17"):
        assert found(typed) == ["Jana Nováková"], typed
    (match,) = search(Customer.objects.all(), "jd@old")
    assert match.reason == "jd@old.example"

    undo_merge(done, by=ann)
    assert found("dvorakova") == ["Jana Dvořáková"]
    assert finding.rebuild()["wrong"] == 0
