import json

import pytest

from rapport.core.tabular.reading import open_table
from rapport.customers import actions
from rapport.customers.exporting import export_customers
from rapport.customers.importing.running import import_customers
from rapport.customers.models import Customer, CustomField

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann_lee():
    CustomField.objects.create(key="wood", label="Wood")
    ann = actions.add(
        "Ann Lee",
        by=None,
        given_name="Ann",
        emails=["ann@example.com"],
        phones=["+420 777 123 456"],
        addresses=[{"lines": "Long 1", "city": "Brno", "postal_code": "602 00", "country": "CZ"}],
        dates=[{"kind": "birthday", "month": 3, "day": 14}],
        personal_notes=["Daughter Nino starts school"],
        tags=["oak", "vip"],
        codes=[{"source": "shop", "code": "=7"}],
        custom={"wood": "ash"},
    )
    oak = actions.add("Oak Ltd", by=None, kind="organisation")
    actions.affiliate(ann, oak, by=None, title="Owner")
    return ann


def cells_of(path, name):
    with open_table(path) as table:
        rows = [dict(zip(table.headings, cells, strict=True)) for _line, cells in table]
    return next(row for row in rows if row["name"] == name)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_exported_can_be_imported(tmp_path, ann_lee, ending):
    path = tmp_path / f"all.{ending}"

    assert export_customers(path) == 2

    row = cells_of(path, "Ann Lee")
    assert (row["code"], row["e-mail 1"], row["phone 1"]) == ("=7", "ann@example.com", "+420777123456")
    assert (row["street"], row["country"], row["birthday"]) == ("Long 1", "CZ", "--03-14")
    assert (row["company"], row["job_title"], row["tags"], row["custom.wood"]) == (
        "Oak Ltd",
        "Owner",
        "oak; vip",
        "ash",
    )
    assert "personal_notes" not in row

    result = import_customers(path, source="elsewhere", dry_run=True)
    assert (result.rejected, result.ignored_columns) == (0, [])


def test_private_notes_go_out_only_when_asked_for(tmp_path, ann_lee):
    export_customers(tmp_path / "all.csv", private=True)

    assert cells_of(tmp_path / "all.csv", "Ann Lee")["personal_notes"] == "Daughter Nino starts school"


def test_json_lines_keep_types(tmp_path, ann_lee):
    export_customers(tmp_path / "all.jsonl")

    lines = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text().splitlines()]
    assert {line["name"]: line["custom.wood"] for line in lines} == {"Ann Lee": "ash", "Oak Ltd": None}


def test_who_is_archived_is_left_out_and_pages_follow_on(tmp_path, ann_lee, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr("rapport.customers.exporting.PAGE", 2)
    for n in range(5):
        actions.add(f"Bob {n}", by=None)
    actions.archive(ann_lee, by=None, reason="Moved away")

    with django_assert_max_num_queries(3 + 9 * 3):
        assert export_customers(tmp_path / "all.csv") == Customer.objects.current().count() == 6
