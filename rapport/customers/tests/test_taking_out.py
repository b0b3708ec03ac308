"""Customers taken out: as tables of chosen columns, for analysts, for address books."""

import json

import pytest
from django.urls import reverse

from rapport.customers import actions, exporting
from rapport.customers.models import Choice, Customer
from rapport.customers.testing import a_customer


@pytest.fixture
def people(business, ann):
    actions.add(
        "தமிழ்ச்செல்வி Šťastná",
        by=ann,
        kind="person",
        given_name="Šárka",
        family_name="Šťastná",
        emails=["sarka@example.org"],
        phones=[{"raw": "+420 605 123 456"}],
        addresses=[{"lines": "Dlouhá 5", "city": "Brno", "country": "CZ"}],
        dates=[{"kind": "birthday", "month": 3, "day": 14}],
        tags=["vip", "spring"],
    )
    a_customer("=cmd()", account_manager=ann)


@pytest.fixture
def home(settings, tmp_path):
    settings.HOME = tmp_path


def choose(client) -> str:
    chosen = [str(key) for key in Customer.objects.values_list("pk", flat=True)]
    return client.post(reverse("customers:choosing"), {"chosen": chosen, "deed": "export"}).url


def test_parquet_keeps_types_and_every_script(tmp_path, people, ann):
    import pyarrow.parquet

    path = tmp_path / "customers.parquet"
    names = ["city", "tag", "birthday", "added", "account_manager"]
    assert exporting.export_columns(path, names, user=ann, customers=Customer.objects.all()) == 2
    table = pyarrow.parquet.read_table(path)
    first, second = table.to_pylist()
    assert {row["Name"] for row in (first, second)} == {"தமிழ்ச்செல்வி Šťastná", "=cmd()"}
    sarka = first if first["Tag"] else second
    assert (sarka["City"], sorted(sarka["Tag"]), sarka["Birthday"]) == ("Brno", ["spring", "vip"], "--03-14")
    assert str(table.schema.field("Added").type) == "timestamp[us, tz=UTC]"


def test_a_table_of_chosen_columns_is_guarded_against_formulas(tmp_path, people, ann):
    path = tmp_path / "customers.csv"
    exporting.export_columns(path, ["city", "tag", "gone"], user=ann, customers=Customer.objects.all())
    lines = [line.rpartition(",")[0] for line in path.read_text("utf-8-sig").splitlines()]
    assert sorted(lines) == ["'=cmd(),,", "Name,City,Tag", "தமிழ்ச்செல்வி Šťastná,Brno,spring; vip"]


def test_cards_for_an_address_book(tmp_path, people):
    path = tmp_path / "customers.vcf"
    assert exporting.export_customers(path) == 2
    cards = path.read_text("utf-8")
    assert cards.count("BEGIN:VCARD") == cards.count("END:VCARD") == 2
    assert "N:Šťastná;Šárka;;;" in cards and "sarka@example.org" in cards
    assert path.stat().st_mode & 0o077 == 0


def test_json_is_one_document(tmp_path, people):
    path = tmp_path / "customers.json"
    exporting.export_customers(path)
    assert {row["name"] for row in json.loads(path.read_text("utf-8"))} == {"தமிழ்ச்செல்வி Šťastná", "=cmd()"}
    exporting.export_customers(path, customers=Customer.objects.none())
    assert json.loads(path.read_text("utf-8")) == []


def test_columns_are_chosen_on_the_page_and_remembered(client, cast, people, home):
    client.force_login(cast["mark"])
    as_mark = client
    where = choose(as_mark)
    assert as_mark.post(where, {"ending": "csv", "what": "columns"}).status_code == 422
    page = as_mark.post(where, {"ending": "csv", "what": "columns", "columns": ["city", "tag"]}, follow=True)
    assert "Fetch the table" in page.text
    table = b"".join(as_mark.get(reverse("customers:chosen-table", args=[Choice.objects.get().pk])).streaming_content)
    assert "Name,City,Tag" in table.decode("utf-8-sig")
    again = as_mark.get(choose(as_mark)).context["form"]
    assert (again["ending"].value(), again["columns"].value()) == ("csv", ["city", "tag"])
    listed = as_mark.get(reverse("customers:taken-out"))
    assert "Fetch the table" in listed.text and ".csv" in listed.text


def test_columns_cost_the_same_queries_for_more_customers(tmp_path, people, ann, django_assert_max_num_queries):
    for number in range(20):
        a_customer(f"Customer {number}")
    with django_assert_max_num_queries(14):
        exporting.export_columns(
            tmp_path / "a.jsonl", ["city", "tag", "birthday"], user=ann, customers=Customer.objects.all()
        )
