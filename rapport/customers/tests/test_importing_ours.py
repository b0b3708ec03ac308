"""What this house gave out itself and is given back: nobody changes, but by what somebody changed in it."""

import csv
import random

import pytest

from rapport.core.facts import Book
from rapport.core.ids import uuid7
from rapport.customers import actions
from rapport.customers.exporting import export_columns, export_customers
from rapport.customers.importing.running import import_customers
from rapport.customers.merges import merge
from rapport.customers.models import Customer, CustomField
from rapport.customers.tests.test_importing import business, counts  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("business")]

WORDS = ["Ann", "Jan", "Nováková", "ნინო", "சுப்ரமணியன்", "Ltd", "O’Hara", "Nino; Ann", "=1+1", "Dr.", "Mr", "“Zed”"]
STREETS = ["Long 1", "Long 1\n2nd floor", "", "  Spaced   out ", "Lipová 3; vzadu"]
CITIES = [("", "", ""), ("Brno", "602 00", "CZ"), ("Brno", "", ""), ("თბილისი", "0105", "GE"), ("Wien", "1010", "")]
PHONES = ["+420 605 123 456", "+995 599 12 34 56", "12", "ask for Nino", "+44 20 7946 0018 ext. 5"]


def messy(number: int, chance: random.Random, ann) -> Customer:
    """Whoever people write down: half of it missing, some of it twice, some of it no use."""
    some = lambda few, most=3: chance.sample(few, chance.randint(0, min(most, len(few))))  # noqa: E731
    city, code, country = chance.choice(CITIES)
    name = " ".join(chance.choices(WORDS, k=chance.randint(1, 3)))
    parts = chance.choice([{}, {"given_name": chance.choice(WORDS)}, {"titles_before": "Ing.", "nickname": "Zed"}])
    kind = chance.choice(["person", "person", "organisation"])
    address = {"lines": chance.choice(STREETS), "city": city, "postal_code": code, "country": country}
    return actions.add(
        name,
        by=ann,
        kind=kind,
        emails=[f"{word}{number % 7}@x.example" for word in some(["a", "b", "c", "d"], 4)],
        phones=some(PHONES),
        addresses=[
            row
            for row in [address, {"as_written": "Some where\nin Atlantis"}]
            if chance.random() < 0.6 and any(row.values())
        ],
        dates=[{"kind": "birthday", "month": 2, "day": 29, "year": chance.choice([None, 1980])}][
            : chance.randint(0, 1)
        ],
        tags=some(["VIP", "vip", "a; b", "ღვინო"]),
        codes=[{"source": source, "code": f"{number}"} for source in some(["import", "shop"])],
        custom=chance.choice([{}, {"visits": 3, "wood": "oak", "vip": True, "day": "2024-02-29"}]),
        language=chance.choice(["", "cs", "ka", "en-IN"]),
        account_manager=chance.choice([None, ann]),
        **(parts if kind == "person" else {}),
    )


@pytest.fixture
def everybody(ann):
    for key, type_ in (("visits", "number"), ("wood", "text"), ("vip", "yes_no"), ("day", "date")):
        CustomField.objects.create(key=key, label=key.title(), type=type_)
    chance = random.Random(5)
    people = [messy(number, chance, ann) for number in range(50)]
    employers = [one for one in people if one.is_organisation]
    for person in people:
        if person.is_person and chance.random() < 0.4:
            actions.affiliate(person, chance.choice(employers), by=ann, title="Buyer")
    return people


@pytest.mark.parametrize("ending", ["csv", "xlsx", "vcf"])
def test_an_exported_table_that_is_read_again_changes_nobody(tmp_path, everybody, ending):
    path = tmp_path / f"all.{ending}"
    export_customers(path)
    before, standing = state_of_all(), Customer.objects.count()

    result = import_customers(path, source="import")

    assert (counts(result), result.ignored_columns) == ((0, 0, len(everybody), 0), [])
    assert (state_of_all(), Customer.objects.count()) == (before, standing)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_nor_does_a_table_of_chosen_columns(tmp_path, everybody, ending, ann):
    """Which says less of an address than stands here, and names languages, countries and colleagues in words."""
    names = [fact.name for fact in Book(ann).all if fact.listing and fact.pick]
    before, path = state_of_all(), tmp_path / f"chosen.{ending}"
    export_columns(path, names, user=ann, customers=Customer.objects.all())

    result = import_customers(path, source="import")

    assert counts(result) == (0, 0, len(everybody), 0)
    assert state_of_all() == before


def state_of_all():
    return {
        customer.pk: (customer.version, customer.updated_at, customer.custom) for customer in Customer.objects.all()
    }


def edited(tmp_path, **changes):
    """The exported table with other cells in its first row."""
    export_customers(tmp_path / "all.csv")
    with open(tmp_path / "all.csv", newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    rows[0] |= changes
    with open(tmp_path / "mended.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return tmp_path / "mended.csv"


@pytest.fixture
def cora(ann):
    emails, phones = ["one@x.example", "two@x.example"], ["+420605123456"]
    return actions.add("Cora Lind", by=ann, emails=emails, phones=phones, tags=["oak"], addresses=[{"city": "Brno"}])


def test_what_somebody_mended_in_it_is_all_that_changes(tmp_path, cora):
    mended = edited(tmp_path, **{"e-mail 2": "three@x.example", "phone 1": "", "nickname": "Co", "tags": "oak; ash"})

    assert counts(import_customers(mended, source="import")) == (0, 1, 0, 0)
    cora.refresh_from_db()
    assert (cora.name, cora.nickname, cora.phones.count()) == ("Cora Lind", "Co", 0)
    assert [email.address for email in cora.emails.all()] == ["one@x.example", "three@x.example"]
    assert [tag.name for tag in cora.tags.all()] == ["ash", "oak"]
    (told,) = cora.entries.filter(kind="customer.imported")
    assert {change["field"] for change in told.facts["changes"]} == {"emails", "nickname", "phones", "tags"}
    assert counts(import_customers(mended, source="import")) == (0, 0, 1, 0)


def test_a_city_alone_does_not_replace_an_address_with_its_street(tmp_path, cora, ann):
    cora.addresses.update(lines="Lipová 3")
    export_columns(tmp_path / "few.csv", ["city"], user=ann, customers=Customer.objects.all())
    table = (tmp_path / "few.csv").read_text("utf-8-sig")
    for city, addresses in (("", {"Brno"}), ("Zlín", {"Brno", "Zlín"})):
        (tmp_path / "few.csv").write_text(table.replace("Brno", city))
        import_customers(tmp_path / "few.csv", source="import")
        assert {address.city for address in cora.addresses.all()} == addresses
    assert cora.addresses.filter(lines="Lipová 3", city="Brno").exists()


def test_a_record_that_was_merged_since_leads_to_whom_it_became(tmp_path, cora, ann):
    mended = edited(tmp_path, nickname="Co")
    survivor = actions.add("Cora Lindqvist", by=ann)
    merge(survivor, cora, by=ann)

    import_customers(mended, source="import")
    assert Customer.objects.get().nickname == "Co"


def test_the_same_row_twice_is_taken_once(tmp_path, cora):
    export_customers(tmp_path / "all.csv")
    heading, row = (tmp_path / "all.csv").read_text(encoding="utf-8-sig").splitlines()
    (tmp_path / "twice.csv").write_text(f"{heading}\n{row}\n{row}\n")

    assert counts(import_customers(tmp_path / "twice.csv", source="import")) == (0, 0, 1, 1)


@pytest.mark.parametrize("rule, found", [("new", (1, 0, 0, 0)), ("code", (0, 0, 1, 0)), ("", (0, 0, 1, 0))])
def test_only_who_wants_everybody_anew_gets_copies(tmp_path, cora, rule, found):
    export_customers(tmp_path / "all.csv")
    assert counts(import_customers(tmp_path / "all.csv", source="import", match=rule)) == found


def test_in_another_house_they_are_as_new_as_others(tmp_path, cora):
    path = tmp_path / "all.vcf"
    export_customers(path)
    path.write_text(path.read_text().replace(str(cora.pk), str(uuid7())).replace("@x", "@y"))

    assert counts(import_customers(path, source="import")) == (1, 0, 0, 0)
    assert counts(import_customers(path, source="import")) == (0, 0, 1, 0)
