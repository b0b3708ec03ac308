"""The first import of a file: who comes out of it."""

from pathlib import Path

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from rapport.core.tabular.reading import open_table
from rapport.core.testing.jobs import forget_jobs
from rapport.customers.importing.running import import_customers
from rapport.customers.models import Affiliation, Customer, Handle, Phone
from rapport.staff.models import Business
from rapport.timeline.models import Entry

NORTHWIND = Path(__file__).parents[2] / "core" / "tests" / "data" / "northwind" / "customers.csv"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def business():
    return Business.objects.create(name="Linden Workshop", country="CZ", language="en")


@pytest.fixture
def take(tmp_path):
    """Import what is written here as a file."""

    def take(text, *, name="list.csv", source="shop", **options):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return import_customers(path, source=source, **options)

    return take


def counts(result):
    return result.created, result.updated, result.unchanged, result.rejected


def reasons(result):
    with open_table(result.rejects_file) as table:
        return {int(cells[0]): cells[1] for _line, cells in table}


def test_northwind_gives_organisations_with_their_contact_persons(tmp_path):
    path = tmp_path / "customers.csv"
    path.write_bytes(NORTHWIND.read_bytes())

    result = import_customers(path, source="import")

    assert counts(result) == (182, 0, 0, 0)
    assert (Customer.objects.organisations().count(), Customer.objects.people().count()) == (91, 91)
    assert Affiliation.objects.count() == 91
    around = Customer.objects.get(codes__code="AROUT", codes__source="import")
    assert (around.name, around.kind) == ("Around the Horn", "organisation")
    contact = around.people.get()
    assert (contact.person.name, contact.title, contact.is_key) == ("Thomas Hardy", "Sales Representative", True)
    assert (contact.person.given_name, contact.person.family_name) == ("Thomas", "Hardy")
    address = around.addresses.get()
    assert (address.lines, address.city, address.postal_code, address.country) == (
        "120 Hanover Sq.",
        "London",
        "WA1 1DP",
        "GB",
    )
    assert around.phones.get().raw == "(171) 555-7788"
    assert (around.handles.get().network, around.handles.get().handle) == (Handle.Network.FAX, "(171) 555-6750")
    assert Customer.objects.get(codes__code="ANTON").addresses.get().lines == "Mataderos 2312"
    assert not set(Customer.objects.filter(addresses__country="").values_list("name", flat=True))


@pytest.mark.parametrize(
    "phone, said, country",
    [
        ("+995 555 12 34 56", "", "GE"),
        ("00995 555 12 34 56", "", "GE"),
        ("+995 555 12 34 56", "Austria", "AT"),  # what the file says holds
        ("555 12 34 56", "", "CZ"),
        ("+1 212 555 01 23", "", "CZ"),  # of more than one country
        ("+995 1", "", "CZ"),
        ("+995 555 12 34 56; +420 777 123 456", "", "CZ"),  # two that differ
    ],
)
def test_an_address_whose_country_the_file_does_not_say_is_where_the_phone_is(take, phone, said, country):
    take(f"name,phone,city,country\nTamar,{phone},Tbilisi,{said}\n")
    assert Customer.objects.get().addresses.get().country == country


def test_imported_history_is_told_and_sets_nothing_off(take):
    forget_jobs()  # of tests before
    take("id,name,notes\n1,Ann Lee,Likes oak\n")

    entry = Entry.objects.get()
    assert (entry.kind, entry.imported, entry.by, entry.body) == ("customer.imported", True, None, "Likes oak")
    assert entry.facts == {"source": "shop", "file": "list.csv"}
    assert "imported this customer from list.csv" in entry.sentence
    assert not ProcrastinateJob.objects.exists()


def test_a_row_about_a_person_holds_all_that_is_known(take):
    take(
        "id;Prefix;First name;Last name;Gender;E-mail;Mobile;Home phone;Street;City;Zip;Country;Birthday;Language;"
        "Tags\n7;Mgr.;Jana;Nováková;F;Jana.Novakova@Example.CZ;777 123 456;12;Dlouhá 5;Brno;602 00;Česko;14.3.1990;"
        "čeština;vip, oak\n"
    )

    jana = Customer.objects.get()
    assert (jana.name, jana.kind, jana.titles_before) == ("Jana Nováková", "person", "Mgr.")
    assert (jana.form_gender, jana.language, jana.search_key) == ("female", "cs", "jana novakova")
    assert [(e.address, e.key) for e in jana.emails.all()] == [("Jana.Novakova@Example.CZ", "jana.novakova@example.cz")]
    assert [(p.raw, p.e164, p.label, p.is_valid) for p in jana.phones.all()] == [
        ("777 123 456", "+420777123456", "mobile", True),
        ("12", "", "home", False),
    ]
    assert [(a.lines, a.city, a.postal_code, a.country) for a in jana.addresses.all()] == [
        ("Dlouhá 5", "Brno", "602 00", "CZ")
    ]
    date = jana.dates.get()
    assert (date.kind, date.day, date.month, date.year) == ("birthday", 14, 3, 1990)
    assert sorted(tag.name for tag in jana.tags.all()) == ["oak", "vip"]
    assert jana.codes.get().code == "7"


def test_phones_that_are_none_are_kept_as_typed_and_flagged(take):
    take("name,phone\nAnn,ask for Ann\nBob,+420 777 123 456\n")

    assert [(p.raw, p.e164, p.is_valid) for p in Phone.objects.order_by("raw")] == [
        ("+420 777 123 456", "+420777123456", True),
        ("ask for Ann", "", False),
    ]


def test_a_phone_is_read_in_the_country_of_its_row(take):
    take(
        "name,phone,country\nAnn,0171 5557788,UK\nNino,599 12 34 56,საქართველო\n"
        "Eve,777 123 456,Atlantis\nJan,777123456,\n"
    )

    assert dict(Phone.objects.values_list("customer__name", "e164")) == {
        "Ann": "+441715557788",
        "Nino": "+995599123456",
        "Eve": "",
        "Jan": "+420777123456",
    }
    assert Customer.objects.get(name="Eve").addresses.get().as_written == "Atlantis"


def test_people_with_employers_share_the_organisation(take):
    result = take(
        "Record ID,First Name,Last Name,Company,Job Title\n"
        "1,Ann,Lee,Lípa s.r.o.,Buyer\n2,Bob,Fox,Lípa s.r.o.,Owner\n3,Cyd,Ray,,\n4,,,Dub a.s.,\n"
    )

    assert counts(result) == (5, 0, 0, 0)
    lipa = Customer.objects.get(name="Lípa s.r.o.")
    assert {(a.person.name, a.title) for a in lipa.people.all()} == {("Ann Lee", "Buyer"), ("Bob Fox", "Owner")}
    assert Customer.objects.get(name="Dub a.s.").codes.get().code == "4"


def test_an_employer_we_know_is_not_made_twice(take):
    take("id,company\nL,Lípa s.r.o.\n", source="ledger")
    result = take("first name,last name,company\nAnn,Lee,LÍPA s.r.o.\n", source="phonebook")

    assert counts(result) == (1, 0, 1, 0)
    assert Affiliation.objects.get().organisation.codes.get().source == "ledger"


@pytest.mark.parametrize(
    "text, kinds",
    [
        (
            "name\nLípa s. r. o.\nAnn Lee\nშპს ცაცხვი\nOak Ltd\n",
            ["organisation", "person", "organisation", "organisation"],
        ),
        ("name,type\nLípa,firma\nAnn Lee,osoba\nLinden,Company\n", ["organisation", "person", "organisation"]),
        ("name,is_company\nLípa,True\nAnn Lee,False\n", ["organisation", "person"]),
        ("company\nLípa\n", ["organisation"]),
        ("first name,last name\nAnn,Lee\n", ["person"]),
        ("სახელი,გვარი\nნინო,ბერიძე\n", ["person"]),
        ("பெயர்\nR. ரமேஷ்\n", ["person"]),
    ],
)
def test_persons_and_organisations_are_told_apart(take, text, kinds):
    take(text)

    assert [customer.kind for customer in Customer.objects.order_by("id")] == kinds


@pytest.mark.parametrize(
    "text, name, given, family",
    [
        ("Jméno;Příjmení\nJana;Nováková\n", "Jana Nováková", "Jana", "Nováková"),
        ("სახელი;გვარი\nნინო;ბერიძე\n", "ნინო ბერიძე", "ნინო", "ბერიძე"),
        ("name\nMiguel Ángel García Márquez\n", "Miguel Ángel García Márquez", "", ""),
        ("name\nSuharto\n", "Suharto", "Suharto", ""),
        ("பெயர்\nR. ரமேஷ்\n", "R. ரமேஷ்", "ரமேஷ்", ""),
        ("name,first name,last name\nDr. Ann Lee,Ann,Lee\n", "Dr. Ann Lee", "Ann", "Lee"),
    ],
)
def test_names_are_kept_as_written_and_split_only_when_sure(take, text, name, given, family):
    take(text)

    customer = Customer.objects.get()
    assert (customer.name, customer.given_name, customer.family_name) == (name, given, family)


def test_a_list_of_mere_addresses_is_taken(take):
    result = take("e-mail\nann@example.com\nbob@example.com\n")

    assert counts(result) == (2, 0, 0, 0)
    assert Customer.objects.filter(name="ann@example.com", emails__key="ann@example.com").exists()


def test_google_contacts_with_labels_and_several_values(take):
    take(
        "First Name,Last Name,Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Value,Phone 1 - Label,"
        "Phone 1 - Value,Address 1 - Label,Address 1 - Street,Address 1 - City,Website 1 - Value\n"
        "Ann,Lee,* myContacts ::: Friends,* Home,ann@example.com ::: a@example.com,x@example.com,Mobile,777 123 456,"
        "Work,Long 1,Brno,https://ann.example\n"
    )

    ann = Customer.objects.get()
    assert [(e.address, e.label) for e in ann.emails.order_by("position", "id")] == [
        ("ann@example.com", "home"),
        ("a@example.com", "home"),
        ("x@example.com", ""),
    ]
    assert [(p.label, p.e164) for p in ann.phones.all()] == [("mobile", "+420777123456")]
    assert (ann.addresses.get().label, ann.addresses.get().city) == ("work", "Brno")
    assert [tag.name for tag in ann.tags.all()] == ["Friends"]
    assert ann.handles.get().handle == "https://ann.example"
