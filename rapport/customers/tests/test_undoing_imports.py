"""A whole import undone: by the worker, from the import's page, with a report."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django.utils.html import strip_tags

from rapport.core.cli import main
from rapport.core.models import Import, Work
from rapport.customers import actions as customers
from rapport.customers.duplicates import actions as duplicates
from rapport.customers.importing.undo import fates
from rapport.customers.models import (
    Customer,
    CustomField,
    DuplicatePair,
    ImportedRow,
    NotDuplicates,
    Salutation,
    Tie,
)
from rapport.customers.tests.test_import_pages import bring, choose, home, mark, page  # noqa: F401
from rapport.timeline.models import Entry

pytestmark = pytest.mark.django_db

EVERYTHING = (
    "id;name;e-mail;phone;city;street;tags;birthday;web;language;Wood;company\n"
    "1;Ann Lee;ann@example.com;+420 777 111 222;Brno;Long 1;oak;1980-02-03;https://a.example;cs;ash;Oak Ltd\n"
)


@pytest.fixture
def imported(client, mark, run_jobs):  # noqa: F811
    def imported(content: str, **more) -> Import:
        import_ = bring(client, content)
        choose(client, import_, **more)
        run_jobs()
        client.post(f"/settings/import/{import_.pk}/run/")
        run_jobs()
        return import_

    return imported


@pytest.fixture
def undone(client, run_jobs):
    def undone(import_: Import) -> dict:
        answer = client.post(f"/settings/import/{import_.pk}/undo/")
        assert answer.status_code == 302, answer.content.decode()
        run_jobs()
        work = Work.objects.get(kind="import.undo", subject_id=import_.pk)
        assert work.state == "done", work.error
        return work.result

    return undone


def everything() -> dict[str, list]:
    """All that stands about customers, but for what only counts or tells of changes."""
    passing = ("version", "updated_at", "at", "import_id")
    stands = {}
    for link in [*Customer._meta.related_objects, None]:
        model = link.related_model if link else Customer
        if model is Entry or hasattr(model, "pgh_tracked_model") or model.__name__ in ("ImportChange", "LastContact"):
            continue
        rows = [
            {k: v for k, v in row.items() if k not in passing} for row in model._base_manager.order_by("pk").values()
        ]
        stands[model._meta.label] = rows
    stands["tags"] = list(Customer.tags.through.objects.order_by("pk").values("customer_id", "tag__name"))
    return stands


def test_whom_an_import_brought_is_gone_with_every_row_and_may_come_again(imported, undone):
    import_ = imported(EVERYTHING)
    assert Customer.objects.count() == 2

    assert undone(import_) == {"removed": 2, "restored": 0, "edited": 0, "used": 0, "failed": 0}

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
            " AND (table_name LIKE 'customers%' OR table_name LIKE 'timeline%')"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT count(*) FROM \"{table}\" t WHERE t::text ~* 'ann lee|ann@example|777111222'")  # noqa: S608
            assert cursor.fetchone()[0] == 0, table
    imported(EVERYTHING)
    assert Customer.objects.count() == 2


def test_an_undo_leaves_no_updated_rows_changed(imported, undone):
    CustomField.objects.create(key="wood", label="Wood")
    imported(EVERYTHING)
    before = everything()
    changed = imported(
        "id;name;e-mail;phone;city;street;tags;birthday;web;language;Wood;company\n"
        "1;Anna Fox;anna@example.com;;Praha;Short 2;ash;1980-02-04;https://b.example;ka;;Ash Ltd\n"
    )
    assert everything() != before
    assert Customer.objects.get(codes__code="1").name == "Anna Fox"

    assert undone(changed) == {"removed": 1, "restored": 1, "edited": 0, "used": 0, "failed": 0}

    assert everything() == before
    told = Entry.objects.filter(kind="customer.import_undone").get()
    assert told.customer.name == "Ann Lee" and told.by.name


def test_an_undo_never_deletes_what_existed_before(imported, undone):
    imported("name;e-mail\nAnn Lee;ann@example.com\nBob Fox;bob@example.com\n", source="old shop")
    before = everything()

    linked = imported("name;e-mail;phone\nAnn L.;ann@example.com;+420 777 111 222\nCy;;+420 777 5\n", match="email")
    assert Customer.objects.count() == 3

    assert undone(linked) == {"removed": 1, "restored": 1, "edited": 0, "used": 0, "failed": 0}
    assert everything() == before


def test_what_people_changed_since_is_kept_and_named(imported, undone, client, mark):  # noqa: F811
    imported("id;name;language\n1;Ann Lee;cs\n2;Bob Fox;cs\n")
    changed = imported("id;name;language;phone\n1;Ann Fox;ka;777111222\n2;Bob Oak;ka;\n3;Cy Ray;;\n4;Di Elm;;\n")
    ann, cy = (Customer.objects.get(codes__code=code) for code in ("1", "3"))
    customers.edit(ann, by=mark, version=ann.version, changes={"name": "Ann Oak"})
    customers.edit(cy, by=mark, version=cy.version, changes={"nickname": "C"})

    assert undone(changed) == {"removed": 1, "restored": 2, "edited": 2, "used": 0, "failed": 0}

    ann.refresh_from_db()
    assert (ann.name, ann.language, ann.phones.count()) == ("Ann Oak", "cs", 0)
    assert (ann.given_name, ann.family_name) == ("Ann", "Fox")  # a name is one thing
    assert Customer.objects.get(codes__code="2").name == "Bob Fox"
    assert Customer.objects.filter(name="Cy Ray", archived_at=None).exists()
    shown = strip_tags(page(client, changed))
    assert re.search(r"Ann Oak\s*Changed since by somebody here", shown) and "Cy Ray" in shown


def test_whom_something_hangs_off_by_now_goes_into_the_archive(imported, undone, client, mark):  # noqa: F811
    import_ = imported("name\nAnn Lee\nBob Fox\n")
    ann = Customer.objects.get(name="Ann Lee")
    Salutation.objects.create(customer=ann, language="cs", text="Milá Anno")

    shown = strip_tags(client.get(f"/settings/import/{import_.pk}/undo/").content.decode())
    assert re.search(r"Removed\s*1", shown) and re.search(r"Archived: in use by now\s*1", shown)
    assert undone(import_) == {"removed": 1, "restored": 0, "edited": 0, "used": 1, "failed": 0}

    ann.refresh_from_db()
    assert ann.is_archived and ann.archived_because == "The import that brought them was undone."
    assert "Something belongs to it by now" in page(client, import_)


def test_an_import_is_undone_once_and_not_after_a_month(imported, undone, client, mark):  # noqa: F811
    import_ = imported("name\nAnn Lee\n")
    undone(import_)
    assert client.post(f"/settings/import/{import_.pk}/undo/").status_code == 409
    assert "This import was undone" in page(client, import_)

    other = imported("name\nAnn Lee\n")
    Import.objects.filter(pk=other.pk).update(taken_in_at=timezone.now() - timedelta(days=31))
    assert "Undo this import" not in page(client, other)
    assert client.post(f"/settings/import/{other.pk}/undo/").status_code == 409
    assert Customer.objects.count() == 1 and ImportedRow.objects.count() == 1


def test_an_import_of_the_command_line_is_undone_like_any_other(undone, client, mark, tmp_path):  # noqa: F811
    path = tmp_path / "people.csv"
    path.write_text("name;e-mail\nAnn Lee;ann@example.com\n")
    assert not main(["import", "customers", str(path)])
    import_ = Import.objects.get()

    assert "Undo this import" in page(client, import_)
    assert undone(import_)["removed"] == 1 and not Customer.objects.exists()


def test_an_undo_takes_along_whom_the_search_for_duplicates_had_paired(imported, undone, ann):
    import_ = imported(
        "id;name;e-mail\n1;Jana Nováková;jana@example.com\n2;Jana Novakova;jana@example.com\n3;Bob;bob@example.com\n"
        "4;Bob Low;bob@example.com\n"
    )
    duplicates.look_at_changed(at=timezone.now())
    low, bob = Customer.objects.get(name="Bob Low"), Customer.objects.get(name="Bob")
    duplicates.tell_apart(low, bob, by=ann, at=timezone.now())
    assert DuplicatePair.objects.exists()

    assert undone(import_)["removed"] == 4

    assert not DuplicatePair.objects.exists() and not NotDuplicates.objects.exists()


def test_who_was_tied_to_somebody_since_is_not_removed(imported, undone, cora):
    import_ = imported("id;name\n1;Ann Lee\n")
    Tie.objects.create(one=cora, other=Customer.objects.get(name="Ann Lee"), kind="partner")

    assert undone(import_)["used"] == 1
    assert Customer.objects.get(name="Ann Lee").is_archived


def test_whom_the_database_does_not_let_go_stays_alone_and_is_named(imported, undone, monkeypatch):
    import_ = imported("id;name\n1;Ann Lee\n2;Bob Low\n3;Cyd Moe\n")
    Salutation.objects.create(customer=Customer.objects.get(name="Bob Low"), language="en", text="Ahoy")
    monkeypatch.setattr(fates, "BY_ITSELF", fates.BY_ITSELF | {Salutation})

    result = undone(import_)

    assert (result["removed"], result["failed"]) == (2, 1)
    assert [customer.name for customer in Customer.objects.all()] == ["Bob Low"]
