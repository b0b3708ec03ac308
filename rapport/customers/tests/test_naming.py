"""Names and greetings of customers; the rules of each language are tested in core."""

import pytest
from django.db.utils import IntegrityError

from rapport.customers import actions, naming
from rapport.customers.models import Customer
from rapport.customers.testing import a_customer


def test_keys_hold_every_way_to_write_a_name():
    keys = naming.keys("თამარ ბერიძე", nickname="Toko", romanised_name="Tamara Beridze")

    assert keys.search == "tamar beridze | tamara beridze | toko"
    assert len(keys.sound.split()) == len(set(keys.sound.split())) >= 3


@pytest.mark.parametrize(
    "fields, language, greeting",
    [
        ({"name": "John Smith", "given_name": "John", "family_name": "Smith"}, "en", "Dear John Smith,"),
        ({"name": "John Smith", "family_name": "Smith", "form_gender": "male"}, "en", "Dear Mr Smith,"),
        ({"name": "Suharto", "given_name": "Suharto"}, "en", "Dear Suharto,"),
        (
            {"name": "Ruth Cole", "family_name": "Cole", "form_gender": "female", "title_wish": "Mrs"},
            "en",
            "Dear Mrs Cole,",
        ),
        ({"name": "Ada King", "family_name": "King", "titles_before": "Dr"}, "en", "Dear Dr King,"),
    ],
)
def test_greetings_follow_what_was_said(business, fields, language, greeting):
    assert naming.salutation(a_customer(**fields), language) == greeting


def test_without_a_language_it_is_theirs_and_else_the_business_s(business):
    business.language = "cs"
    business.save()
    nino = a_customer("ნინო ბერიძე", given_name="ნინო", family_name="ბერიძე", form_gender="female", language="ka")
    jana = a_customer("Jana Nová", given_name="Jana", family_name="Nová", form_gender="female")

    assert naming.form_of_address(nino) == "ქალბატონო ნინო"
    assert naming.salutation(jana, occasion="portal") == "Dobrý den, paní Nová,"


def test_a_name_in_another_script_stands_as_they_spell_it(business):
    nino = a_customer(
        "ნინო ბერიძე", given_name="ნინო", family_name="ბერიძე", form_gender="female", romanised_name="Nino Beridzé"
    )

    assert naming.salutation(nino, "en") == "Dear Ms Beridzé,"
    assert naming.salutation(nino, "ka") == "ქალბატონო ნინო,"
    nino.romanised_name = ""
    assert naming.salutation(nino, "en") == "Dear Ms ბერიძე,"


def test_words_to_the_letter_come_first(ann, business):
    cora = actions.add(
        "Cora", by=ann, salutations=[{"language": "en", "text": "Ahoy Captain!", "use_in_all_languages": True}]
    )

    assert naming.salutation(cora, "cs") == "Ahoy Captain!"


def test_the_first_name_is_used_once_it_is_permitted(ann, business):
    jan = a_customer("Jan Novák", given_name="Jan", family_name="Novák", form_gender="male", language="en")
    jan = actions.permit_first_name(jan, by=ann, how="said")
    actions.edit(jan, by=ann, version=jan.version, changes={"address_style": "first_name"})

    assert naming.salutation(Customer.objects.get(pk=jan.pk)) == "Dear Jan,"


def test_the_business_says_whether_czech_titles_stand_before_surnames(client, cast, business):
    business.language, business.languages = "cs", ["cs"]
    business.save()
    client.force_login(cast["olga"])
    jana = a_customer(
        "Jana Nová", given_name="Jana", family_name="Nová", titles_before="Ing.", form_gender="female", language="cs"
    )
    assert naming.salutation(jana) == "Vážená paní inženýrko,"

    page = client.get("/settings/business/").context["form"]
    said = {name: page[name].value() or "" for name in page.fields if name not in ("logo", "without_logo")}
    answer = client.post("/settings/business/", said | {"czech_titles": "surname"})
    assert answer.status_code == 302, answer.context["form"].errors

    assert naming.salutation(jana) == "Vážená paní Nová,"


def test_an_organisation_is_greeted_without_being_split(business):
    hotel = a_customer("Hotel Aurora", kind="organisation")

    assert "None" not in naming.salutation(hotel, "en") and naming.salutation(hotel, "en")


def test_a_name_is_all_that_must_be(ann, db):
    with pytest.raises(IntegrityError):
        actions.add("  ", by=ann)


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("Suharto", "Suharto"),
        ("x" * 300, "x" * 300),
        ("\u202eevil\u202c  name\x07", "evil name"),
        ("Björk 🎻", "Björk 🎻"),
        ("R. Kumar", "R. Kumar"),
        ("O’Brien-Smith, PhD", "O’Brien-Smith, PhD"),
        ("e\u0301va", "éva"),
    ],
)
def test_odd_names_are_kept_as_people_write_them(ann, db, typed, kept):
    customer = actions.add(typed, by=ann)

    assert Customer.objects.get(pk=customer.pk).name == kept
    assert customer.initials is not None
