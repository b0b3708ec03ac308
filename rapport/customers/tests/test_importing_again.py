"""The second file of the same source changes what it says differently, and nothing else."""

import pytest

from rapport.customers import actions
from rapport.customers.models import Customer, CustomField
from rapport.customers.testing import a_customer
from rapport.customers.tests.test_importing import business, counts, take  # noqa: F401
from rapport.timeline.models import Entry

pytestmark = pytest.mark.django_db

HEADINGS = "id,first name,last name,e-mail,phone,street,city,birthday,tags,notes\n"
ANN = "1,Ann,Lee,ann@example.com,777123456,Long 1,Brno,1990-03-14,oak;vip,Likes oak\n"
BOB = "2,Bob,Fox,bob@example.com,,,,,,\n"


def state():
    """All that the import writes, but times and keys."""
    return {
        customer.name: (
            customer.version,
            customer.search_key,
            [(email.address, email.key) for email in customer.emails.order_by("id")],
            [(phone.raw, phone.e164) for phone in customer.phones.order_by("id")],
            [str(address) for address in customer.addresses.order_by("id")],
            [(date.kind, date.day, date.month, date.year) for date in customer.dates.all()],
            sorted(tag.name for tag in customer.tags.all()),
            customer.entries.count(),
        )
        for customer in Customer.objects.all()
    }


def test_the_same_file_again_changes_nothing(take):  # noqa: F811
    take(HEADINGS + ANN + BOB)
    before = state()

    result = take(HEADINGS + BOB + ANN, name="other-order.csv")

    assert counts(result) == (0, 0, 2, 0)
    assert state() == before


def test_rows_without_codes_are_known_again(take):  # noqa: F811
    text = (
        "name,e-mail,phone,city\nAnn,ann@example.com,,\nAnne,ann@example.com,,\n"
        "Bob,,777123456,\nCyd,,,Brno\nCyd,,,Zlín\n"
    )

    assert counts(take(text)) == (5, 0, 0, 0)
    assert counts(take(text)) == (0, 0, 5, 0)


def test_an_empty_column_that_was_never_filled_takes_nothing_away(take, ann):  # noqa: F811
    take(HEADINGS + ANN)
    customer = Customer.objects.get()
    actions.edit(customer, by=ann, version=customer.version, changes={"nickname": "Annie", "language": "cs"})
    before = state()

    result = take(HEADINGS.strip() + ",nickname,language\n" + ANN.strip() + ",,\n")

    customer.refresh_from_db()
    assert counts(result) == (0, 0, 1, 0)
    assert (customer.nickname, customer.language, state()) == ("Annie", "cs", before)


def test_an_update_changes_only_what_the_file_changed(take, ann):  # noqa: F811
    take(HEADINGS + ANN)
    customer = Customer.objects.get()
    actions.edit(customer, by=ann, version=customer.version, changes={"nickname": "Annie", "given_name": "Anna"})

    result = take(HEADINGS + ANN.replace("777123456", "777999888").replace("Lee", "Leeds"))

    customer.refresh_from_db()
    assert counts(result) == (0, 1, 0, 0)
    assert (customer.nickname, customer.given_name, customer.family_name) == ("Annie", "Anna", "Leeds")
    assert customer.name == "Ann Leeds"
    assert customer.search_key == "ann leeds | anna leeds | annie"
    assert [phone.e164 for phone in customer.phones.all()] == ["+420777999888"]
    assert customer.version == 3
    entry = Entry.objects.latest("at")
    assert (entry.kind, entry.body) == ("customer.imported", "")
    assert {change["field"] for change in entry.facts["changes"]} == {"name", "family_name", "phones"}
    assert "Phone numbers" in entry.sentence


def test_what_people_corrected_survives_a_row_that_did_not_change(take, ann):  # noqa: F811
    take(HEADINGS + ANN)
    customer = Customer.objects.get()
    actions.edit(customer, by=ann, version=customer.version, changes={"name": "Anna Lee"})
    actions.replace_rows(customer, "phones", by=ann, rows=[{"raw": "+420 601 000 000"}])
    actions.set_tags(customer, ["ash"], by=ann)
    before = state()

    assert counts(take(HEADINGS + ANN)) == (0, 0, 1, 0)
    assert state() == before


def test_a_value_that_people_replaced_stays_beside_the_file_s_new_one(take, ann):  # noqa: F811
    take(HEADINGS + ANN)
    customer = Customer.objects.get()
    actions.replace_rows(customer, "phones", by=ann, rows=[{"raw": "+420 601 000 000"}])

    take(HEADINGS + ANN.replace("777123456", "777999888"))

    assert {phone.e164 for phone in customer.phones.all()} == {"+420601000000", "+420777999888"}


def test_what_the_file_empties_goes(take):  # noqa: F811
    take(HEADINGS + ANN)

    result = take(HEADINGS + "1,Ann,Lee,,,,,,oak,\n")

    customer = Customer.objects.get()
    assert counts(result) == (0, 1, 0, 0)
    assert not (customer.emails.exists() or customer.phones.exists() or customer.addresses.exists())
    assert not customer.dates.exists()
    assert [tag.name for tag in customer.tags.all()] == ["oak"]


@pytest.mark.parametrize("said, addresses", [("", 1), ("CZ", 1), ("AT", 2)])
def test_a_mere_city_is_no_second_address_beside_one_in_it(take, said, addresses):  # noqa: F811
    take("id,name,e-mail,street,city,country\n1,Ann,ann@example.com,Long 1,Brno,CZ\n")
    take(f"name,e-mail,city,country\nAnn,ann@example.com,brno,{said}\n", source="other", country="GB")
    assert Customer.objects.get().addresses.count() == addresses


def test_columns_that_a_file_lacks_say_nothing(take):  # noqa: F811
    take(HEADINGS + ANN)

    result = take("id,name,tags\n1,Ann Lee,ash\n")

    customer = Customer.objects.get()
    assert counts(result) == (0, 1, 0, 0)
    assert customer.emails.count() == customer.phones.count() == customer.addresses.count() == 1
    assert [tag.name for tag in customer.tags.all()] == ["ash"]
    assert (customer.given_name, customer.family_name) == ("Ann", "Lee")


def test_a_name_changed_in_the_file_is_the_same_person_when_the_address_is(take):  # noqa: F811
    take(
        "name,e-mail\nAnn Lee,ann@example.com\nBob,bob@example.com\n"
        "Dan Ray,both@example.com\nEva Ray,both@example.com\n"
    )

    result = take(
        "name,e-mail\nAnn Fox,ann@example.com\nBob,bob@example.com\n"
        "Eva Ray,both@example.com\nZoe Ray,both@example.com\n"
    )

    assert counts(result) == (0, 2, 2, 0)
    assert Customer.objects.get(emails__key="ann@example.com").name == "Ann Fox"
    assert set(Customer.objects.filter(emails__key="both@example.com").values_list("name", flat=True)) == {
        "Eva Ray",
        "Zoe Ray",
    }


def test_a_relative_with_the_same_address_is_somebody_else(take):  # noqa: F811
    take("name,e-mail\nAnn Lee,ann@example.com\n")

    result = take("name,e-mail\nTom Lee,ann@example.com\nAnn Lee,ann@example.com\n")

    assert counts(result) == (1, 0, 1, 0)


def test_somebody_who_wrote_to_us_before_is_completed_not_copied(take):  # noqa: F811
    known = actions.add("Ann Lee", by=None, emails=["ann@example.com"], nickname="Annie")

    result = take("name,e-mail,phone,nickname\nAnn Lee,Ann@Example.com,777123456,Nan\n")

    known.refresh_from_db()
    assert counts(result) == (0, 1, 0, 0)
    assert (known.nickname, known.phones.count(), known.emails.count()) == ("Annie", 1, 1)
    assert counts(take("name,e-mail,phone,nickname\nAnn Lee,Ann@Example.com,777123456,Nan\n")) == (0, 0, 1, 0)


def test_the_same_name_alone_is_nobody_we_know(take):  # noqa: F811
    a_customer("Ann Lee")

    assert counts(take("name,e-mail\nAnn Lee,ann@example.com\n")) == (1, 0, 0, 0)


def test_codes_of_two_sources_do_not_meet(take):  # noqa: F811
    take("id,name\n1,Ann\n", source="shop")

    assert counts(take("id,name\n1,Bob\n", source="ledger")) == (1, 0, 0, 0)


def test_a_code_given_by_hand_is_believed(take):  # noqa: F811
    known = actions.add("Annie Lee", by=None, codes=[{"source": "shop", "code": "1"}])

    result = take(HEADINGS + ANN)

    known.refresh_from_db()
    assert counts(result) == (0, 1, 0, 0)
    assert (known.name, known.phones.count()) == ("Annie Lee", 1)


def test_own_fields_follow_the_file(take):  # noqa: F811
    CustomField.objects.create(key="wood", label="Wood")
    CustomField.objects.create(key="size", label="Size")
    take("id,name,Wood,Size\n1,Ann,oak,L\n")

    take("id,name,Wood,Size\n1,Ann,ash,\n")

    assert Customer.objects.get().custom == {"wood": "ash"}


def test_another_employer_ends_the_old_part(take):  # noqa: F811
    take("id,first name,company,job title\n1,Ann,Oak Ltd,Buyer\n")
    take("id,first name,company,job title\n1,Ann,Oak Ltd,Owner\n")
    ann = Customer.objects.people().get()
    assert [(a.organisation.name, a.title, a.until) for a in ann.affiliations.all()] == [("Oak Ltd", "Owner", None)]

    take("id,first name,company,job title\n1,Ann,Ash Ltd,Owner\n")

    assert {(a.organisation.name, a.until is None) for a in ann.affiliations.all()} == {
        ("Oak Ltd", False),
        ("Ash Ltd", True),
    }


def test_another_contact_person_comes_beside_the_last(take):  # noqa: F811
    take("id,company,contact name,contact title\n1,Oak Ltd,Ann Lee,Buyer\n")

    result = take("id,company,contact name,contact title\n1,Oak Ltd,Bob Fox,Owner\n")

    assert counts(result) == (1, 0, 1, 0)
    oak = Customer.objects.organisations().get()
    assert {affiliation.person.name for affiliation in oak.people.all()} == {"Ann Lee", "Bob Fox"}


def test_many_batches_are_one_file(take, monkeypatch):  # noqa: F811
    monkeypatch.setattr("rapport.customers.importing.running.BATCH", 2)
    text = "name,e-mail,company\n" + "".join(f"Ann {n},a{n}@example.com,Oak Ltd\n" for n in range(7))

    assert counts(take(text)) == (8, 0, 0, 0)
    assert counts(take(text)) == (0, 0, 8, 0)
    assert counts(take(text.replace("Ann 3", "Ann Three"))) == (0, 1, 7, 0)
    assert Customer.objects.organisations().get().people.count() == 7
