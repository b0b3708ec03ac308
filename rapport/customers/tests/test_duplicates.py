"""How likely two records are one customer, and which of them are proposed (DOMAIN 2.4)."""

from uuid import UUID

import pytest

from rapport.core.emails import alias_key, email_key
from rapport.core.names import split_person_name
from rapport.customers.duplicates.comparing import compare
from rapport.customers.duplicates.names import AGREE, similarity
from rapport.customers.duplicates.places import compare_places
from rapport.customers.duplicates.profiles import Profile
from rapport.customers.naming import keys


def known_as(name, n=1, *, email="", phone="", birth=None, place=(), codes=(), kind="person", crowded=None, **more):
    parts = split_person_name(name) if kind == "person" else split_person_name("")
    key = keys(name, given_name=parts.given_name, family_name=parts.family_name).search
    return Profile(
        id=UUID(int=n),
        kind=kind,
        name=name,
        key=key,
        given_name=parts.given_name,
        family_name=parts.family_name,
        titles_after=" ".join(parts.suffix_titles),
        emails=frozenset([alias_key(email)] if email else ()),
        exact_emails=frozenset([email_key(email)] if email else ()),
        phones=frozenset([phone] if phone else ()),
        births=frozenset([birth] if birth else ()),
        addresses=(tuple(place) + ("", "", ""))[:3] and ((tuple(place) + ("", "", ""))[:3],) if place else (),
        codes=frozenset(codes),
        crowded=crowded or {},
        **more,
    )


def compared(one, other, common=()):
    return compare(one, other, lambda word: 1000 if word in common else 1)


def test_name_phone_and_town_agree_while_the_mail_differs():
    one = known_as("Jan Novák", email="jan@a.example", phone="+420777123456", place=("Brno",))
    other = known_as("Jan Novák", 2, email="honza@b.example", phone="+420777123456", place=("Brno",))
    evidence = compared(one, other)
    assert round(evidence.probability, 4) == 0.9967
    assert evidence.strength == "strong"


def test_name_and_town_alone_are_not_enough():
    one = known_as("Jan Novák", email="jan@a.example", place=("Brno",))
    evidence = compared(one, known_as("Jan Novák", 2, email="honza@b.example", place=("Brno",)))
    assert (round(evidence.probability, 4), evidence.strength) == (0.0249, "")


def test_a_name_that_sounds_alike_and_the_birth_date_in_another_town():
    one = known_as("முத்துசாமி", birth=(1980, 5, 4), place=("Chennai",))
    evidence = compared(one, known_as("Muthuswamy", 2, birth=(1980, 5, 4), place=("Madurai",)))
    assert (round(evidence.probability, 3), evidence.strength) == (0.848, "possible")


@pytest.mark.parametrize(
    "one, other, agree",
    [
        ("jan novak", "novak jan", True),
        ("giorgi beridze", "giorgi berdze", True),
        ("jan novak", "jan novacek", False),
        ("jana novakova", "jan novak", False),
    ],
)
def test_names_agree_from_ninety_five_of_a_hundred_on(one, other, agree):
    assert (similarity(one, other) >= AGREE) == agree


SAME_PERSON = [
    ("Jan Novák", "Novák Jan"),
    ("Jan Novák", "Ing. Jan Novák"),
    ("Jan Novák", "Honza Novák"),
    ("Jan Novák", "J. Novák"),
    ("Jan Novák", "JAN NOVAK"),
    ("Giorgi Beridze", "გიორგი ბერიძე"),
    ("Qetevan Kipshidze", "ქეთევან ყიფშიძე"),
    ("Lakshmi Narayanan", "லட்சுமி நாராயணன்"),
    ("Giorgi Beridze", "Giorgi Berdze"),
    ("Robert Smith", "Bob Smith"),
    ("Karthik Raman", "Kartik Raman"),
    ("Jana Novak", "Jana Nováková"),
    ("Anna Maria Bell", "Annamaria Bell"),
    ("R. Kumar", "Ramesh Kumar"),
]


@pytest.mark.parametrize("one, other", SAME_PERSON)
def test_a_shared_phone_and_a_name_written_otherwise_is_one_person(one, other):
    place = ("Brno", "60200", "Husova 5")
    facts = {"phone": "+420777123456", "place": place}
    assert compared(known_as(one, **facts), known_as(other, 2, **facts)).is_proposed


TWO_PEOPLE = [
    ("Jan Novák", "Jana Nováková"),  # a couple
    ("Petr Novák", "Pavel Novák"),  # brothers
    ("Nino Beridze", "Nana Beridze"),
    ("Jan Novák", "Jan Dvořák"),  # colleagues
    ("Jan Novák", "Jan Nováček"),
    ("Alexandr Malý", "Alexandra Malá"),
    ("Jan Novák ml.", "Jan Novák st."),  # father and son
    ("John Smith Jr.", "John Smith"),
]


@pytest.mark.parametrize("one, other", TWO_PEOPLE)
def test_a_family_that_shares_its_phone_and_its_house_is_not_one_person(one, other):
    facts = {"phone": "+420777123456", "place": ("Brno", "60200", "Husova 5")}
    common = {"nino", "nana", "jan", "jana", "petr", "pavel"}
    assert not compared(known_as(one, **facts), known_as(other, 2, **facts), common).is_proposed


def test_twins_are_never_almost_certain():
    facts = {"phone": "+1", "place": ("Brno", "60200", "Husova 5"), "birth": (1990, 1, 2), "email": "we@family.example"}
    evidence = compared(known_as("Petr Malý", **facts), known_as("Pavel Malý", 2, **facts))
    assert evidence.strength != "strong"


def test_father_and_son_of_one_name_are_told_apart_by_their_birth_dates():
    facts = {"phone": "+420777123456", "place": ("Brno", "60200", "Husova 5")}
    father = known_as("Jan Novák", birth=(1950, 3, 1), **facts)
    assert not compared(father, known_as("Jan Novák", 2, birth=(1981, 7, 9), **facts)).is_proposed


def test_different_birth_dates_are_never_almost_certain():
    facts = {"phone": "+420777123456", "email": "jan@novak.example", "place": ("Brno", "60200", "Husova 5")}
    one = known_as("Jan Novák", birth=(1950, 3, 1), **facts)
    assert compared(one, known_as("Jan Novák", 2, birth=(1958, 7, 9), **facts)).strength == "possible"


def test_the_same_mail_and_name_are_enough():
    evidence = compared(known_as("Jan Novák", email="jan@a.example"), known_as("Jan Novák", 2, email="Jan@A.example"))
    assert (evidence.rule, evidence.strength) == ("email_and_name", "strong")


def test_dots_and_tags_of_a_mailbox_are_nothing():
    one = known_as("Jan Novák", email="jan.novak@gmail.com", phone="+1")
    other = known_as("Jan Novak", 2, email="jannovak+shop@googlemail.com", phone="+2")
    assert compared(one, other).is_proposed


def test_an_address_of_the_office_makes_nobody_one():
    one, other = known_as("Jan Malý", email="info@firm.example"), known_as("Eva Nová", 2, email="info@firm.example")
    assert not compared(one, other).is_proposed


def test_a_phone_that_many_have_says_little():
    facts = {"phone": "+420222333444", "crowded": {"+420222333444": 30}}
    assert not compared(known_as("Jan Novák", **facts), known_as("Jan Novák", 2, **facts)).is_proposed


def test_the_same_code_of_the_same_system_is_one_customer():
    one = known_as("Jan Novák", codes=[("shop", "c1")])
    assert compared(one, known_as("J. N.", 2, codes=[("shop", "c1")])).strength == "strong"


@pytest.mark.parametrize("other", ["ACME", "Acme Ltd", "Acme, spol. s r.o.", "Acme Limited"])
def test_exact_names_are_not_needed_for_companies_with_their_legal_form(other):
    one = known_as("Acme s.r.o.", kind="organisation", place=("Brno", "60200"))
    assert compared(one, known_as(other, 2, kind="organisation", place=("Brno",))).is_proposed


def test_corp_is_corporation():
    one = known_as("Falcon Corp", kind="organisation", place=("Leeds",))
    assert compared(one, known_as("Falcon Corporation", 2, kind="organisation", place=("Leeds",))).is_proposed


def test_houses_of_a_chain_in_two_towns_are_two():
    one = known_as("Kavárna Slunce", kind="organisation", place=("Brno", "60200"), phone="+1")
    assert not compared(
        one, known_as("Kavárna Slunce", 2, kind="organisation", place=("Praha",), phone="+2")
    ).is_proposed


@pytest.mark.parametrize(
    "one, other, outcome",
    [
        ("nám. Míru 28/20", "nám. Míru 28", "same"),
        ("nám. Míru 28/20", "Míru 20", "same"),
        ("nám. Míru 28/20", "nám. Míru 89/28", "part"),
        ("Long Street 5, flat 3", "Long St 5 flat 2", "part"),
        ("Long Street 5", "Long Street 7", "differs"),
        ("Long Street 5", "Long Street", ""),
    ],
)
def test_a_house_is_not_another_one_for_one_of_its_two_numbers(one, other, outcome):
    assert compare_places([("Praha", "301 00", one)], [("Praha", "301 00", other)]).street[0] == outcome


def test_a_person_is_never_a_company():
    one = known_as("Jan Novák", email="jan@a.example")
    assert not compared(one, known_as("Jan Novák", 2, email="jan@a.example", kind="organisation")).is_proposed


def test_who_moved_is_known_by_phone():
    one = known_as("Jan Novák", phone="+420777123456", place=("Brno", "60200", "Husova 5"))
    assert compared(
        one, known_as("Jan Novák", 2, phone="+420777123456", place=("Zlín", "76001", "Dlouhá 2"))
    ).is_proposed
