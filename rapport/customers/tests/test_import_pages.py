"""Customers brought in the browser: what is recognised, chosen, checked, saved, and who may do it."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from rapport.core.models import Import, ImportFile, SavedMapping, Work
from rapport.customers.models import Customer
from rapport.customers.queries import history as customers_history
from rapport.timeline.models import Entry

CSV = """Kundennummer;Jméno;E-mail;Telefon;Farbe
1;Jiří Novák;jiri@example.com;+420 777 123 456;rot
2;Eva Malá;not-an-address;+420 777 123 457;blau
3;თამარ ბერიძე;tamar@example.com;12;grün
"""


@pytest.fixture(autouse=True)
def home(tmp_path, settings, business):
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def mark(cast, client):
    client.force_login(cast["mark"])
    return cast["mark"]


def file(content: str | bytes = CSV, name: str = "zákazníci.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def bring(client, content: str | bytes = CSV, name: str = "zákazníci.csv") -> Import:
    answer = client.post("/settings/import/customers/new/", {"file": file(content, name)})
    assert answer.status_code == 302, answer.content.decode()
    return Import.objects.latest("created_at")


def choose(client, import_: Import, status: int = 302, **more: str):
    """Send the page of columns as it stands, with `more` chosen."""
    form = client.get(f"/settings/import/{import_.pk}/columns/").context["form"]
    sent = {field.name: field.value() or "" for field in form} | more
    answer = client.post(f"/settings/import/{import_.pk}/columns/", sent)
    assert answer.status_code == status, answer.content.decode()
    return answer


def page(client, import_: Import) -> str:
    return client.get(f"/settings/import/{import_.pk}/").content.decode()


def test_what_was_recognised_is_shown_with_examples(client, mark):
    import_ = bring(client, CSV.encode("utf-16"))
    shown = client.get(f"/settings/import/{import_.pk}/columns/").content.decode()

    assert "encoding UTF-16 · Between the columns stands: Semicolon" in shown and "Jiří Novák" in shown
    assert import_.files.get().choices == ["code", "name", "email", "phone", ""]
    assert "Phone (mobile)" in shown and "Leave it out" in shown


def test_a_file_is_checked_then_taken_in_and_its_customers_can_be_seen(client, mark, run_jobs):
    import_ = bring(client)
    choose(client, import_)
    assert "Waiting for its turn" in page(client, import_)
    run_jobs()

    shown = page(client, import_)
    assert "Nothing is saved yet" in shown and not Customer.objects.exists()
    assert "“not-an-address” is no e-mail address" in shown  # rejected, and why
    assert "“12” is no complete phone number" in shown  # strange
    assert Work.objects.get().result == {"created": 2, "updated": 0, "unchanged": 0, "rejected": 1}

    client.post(f"/settings/import/{import_.pk}/run/")
    run_jobs()
    shown = page(client, import_)
    assert "2 customers imported" in shown
    listed = client.get(f"/customers/?import={import_.pk}").content.decode()
    assert "Jiří Novák" in listed and "თამარ ბერიძე" in listed
    assert "Jiří Novák" not in client.get(f"/customers/?import={uuid4()}").content.decode()

    assert "How the file was read" in shown and "How it will be read" not in shown
    assert Entry.objects.filter(facts__file="zákazníci.csv").count() == 2

    assert client.post(f"/settings/import/{import_.pk}/run/").status_code == 409


def test_new_and_changed_are_told_apart(client, mark, run_jobs):
    for rows in ("1;Ann\n", "1;Anna\n2;Bob\n"):
        import_ = bring(client, f"id;name\n{rows}")
        choose(client, import_)
        run_jobs()
        client.post(f"/settings/import/{import_.pk}/run/")
        run_jobs()
    assert "2 customers imported: 1 new · 1 changed" in strip_tags(page(client, import_))
    assert customers_history(Customer.objects.get(name="Anna"), mark)[0].by == mark  # who started it, not "Rapport"


def test_what_becomes_of_each_row_is_said_beforehand(client, mark, run_jobs):
    for rows in ("1;Ann\n2;Bob\n", "1;Ann\n2;Bobby\n3;Cyril\n;\n"):
        import_ = bring(client, f"id;name\n{rows}")
        choose(client, import_)
        run_jobs()
        if rows.startswith("1;Ann\n2;Bob\n"):
            client.post(f"/settings/import/{import_.pk}/run/")
            run_jobs()
    first = Import.objects.get(pk=import_.pk).findings["rows"]["file"]["first"]
    assert [(row["line"], row["fate"]) for row in first] == [(2, "same"), (3, "changed"), (4, "new")]
    shown = strip_tags(page(client, import_))
    assert all(word in shown for word in ("Same", "Changed", "New"))


def test_the_menu_of_fields_has_groups_and_no_two_of_one_name(client, mark):
    form = client.get(f"/settings/import/{bring(client).pk}/columns/").context["form"]
    groups = dict(form.fields["file-0"].choices[1:])
    assert [*groups][:5] == ["Names", "E-mail", "Phone", "Address", "Dates"]
    names = [name for group in groups.values() for _choice, name in group]
    assert len(names) == len(set(names))


def test_the_rejected_rows_can_be_fetched_put_right_and_brought_again(client, mark, run_jobs):
    import_ = bring(client, CSV.replace("Eva Malá", "=HYPERLINK(1)"))
    choose(client, import_)
    run_jobs()

    answer = client.get(f"/settings/import/{import_.pk}/rejects/file/")
    rejects = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "'=HYPERLINK(1)" in rejects and "no e-mail address" in rejects

    again = bring(client, rejects.replace("not-an-address", "eva@example.com"), "mended.csv")
    choose(client, again)
    run_jobs()
    assert Work.objects.latest("asked_at").result["created"] == 1
    assert client.get(f"/settings/import/{again.pk}/rejects/file/").status_code == 404


def test_columns_chosen_once_are_found_by_the_next_file_in_any_order_and_can_be_forgotten(client, mark):
    choose(client, bring(client), **{"file-4": "notes", "file-3": "phone:mobile", "file-name": "Shop in Brno"})

    next_one = bring(client, "Farbe;E-mail;Kundennummer;Telefon;Jméno\nrot;a@example.com;9;;Ann\n")
    assert next_one.files.get().choices == ["notes", "email", "code", "phone:mobile", "name"]
    assert "Shop in Brno" in client.get(f"/settings/import/{next_one.pk}/columns/").content.decode()

    saved = SavedMapping.objects.get()
    client.post(f"/settings/import/mappings/{saved.pk}/removal/")
    assert bring(client).files.get().choices[4] == ""


def test_what_was_chosen_by_hand_is_how_it_is_read(client, mark, run_jobs):
    import_ = bring(client, "A,B,C,D\nAnn Lee,12 Oak Street,Brno,Green\n")
    choose(client, import_, **{"file-0": "name", "file-1": "street", "file-2": "city", "file-3": ""})
    run_jobs()
    client.post(f"/settings/import/{import_.pk}/run/")
    run_jobs()

    address = Customer.objects.get(name="Ann Lee").addresses.get()
    assert (address.lines, address.city) == ("12 Oak Street", "Brno")


def test_files_that_follow_are_taken_for_the_same_system(client, mark):
    choose(client, bring(client), source="Old shop")
    assert bring(client, "order id,customer,date\n1,1,2026-01-01\n").source == "Old shop"


def test_a_wrong_guess_about_the_file_can_be_put_right(client, mark):
    import_ = bring(client, "jméno;e-mail\nJiří;j@example.com\n".encode("cp1250"))
    client.post(f"/settings/import/{import_.pk}/reading/file/", {"reading-file-encoding": "cp1252"})
    assert ImportFile.objects.get().encoding == "cp1252"
    client.post(f"/settings/import/{import_.pk}/reading/file/", {"reading-file-encoding": "cp1250", "x": "y"})
    assert ImportFile.objects.get().headings == ["jméno", "e-mail"]


def test_a_file_glued_together_from_two_encodings_is_taken_as_it_was_shown(client, mark, run_jobs):
    glued = "jméno,e-mail\nJiří Novák,j@example.com\nZdeněk Říha,z@example.com\n".encode()
    import_ = bring(client, glued + "Šárka Malá,s@example.com\n".encode("cp1250"))
    choose(client, import_)
    run_jobs()
    assert Work.objects.get().result["created"] == 3, Work.objects.get().error
    assert "Zdeněk Říha" in page(client, import_)


@pytest.mark.parametrize(
    "content, name, words",
    [
        (b"", "empty.csv", "The file is empty"),
        (b"%PDF-1.4", "list.csv", "This is no table"),
        (b"PK\x03\x04", "list.xlsx", "damaged"),
    ],
)
def test_what_is_no_table_comes_back_with_the_reason(client, mark, content, name, words):
    answer = client.post("/settings/import/customers/new/", {"file": file(content, name)})
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert not Import.objects.exists()


def test_too_large_a_file_and_none_at_all_are_refused(client, mark, settings):
    assert client.post("/settings/import/customers/new/").status_code == 422
    settings.IMPORT_MAX_BYTES = 20
    assert client.post("/settings/import/customers/new/", {"file": file()}).status_code == 422
    settings.UPLOAD_MAX_BYTES = 100
    assert client.post("/settings/import/customers/new/", {"file": file()}).status_code == 400


def test_a_file_without_any_name_is_not_checked_before_a_column_holds_one(client, mark):
    import_ = bring(client, "A,B\nx,y\n")
    answer = choose(client, import_, status=422)
    assert "Say which column holds the names" in answer.content.decode()
    choose(client, import_, status=422, **{"file-0": "nonsense"})
    assert not Work.objects.exists()


def test_nothing_is_taken_in_that_was_not_checked(client, mark):
    import_ = bring(client)
    assert client.post(f"/settings/import/{import_.pk}/run/").status_code == 409
    choose(client, import_)
    assert client.post(f"/settings/import/{import_.pk}/check/").status_code == 409  # under way already


@pytest.mark.parametrize("who, status", [("olga", 200), ("mark", 200), ("ann", 403), ("bob", 403), ("rita", 403)])
def test_owners_and_managers_import(client, cast, who, status):
    client.force_login(cast["mark"])
    import_ = bring(client)
    client.force_login(cast[who])
    assert client.get("/settings/import/").status_code == status
    assert client.get("/settings/import/customers/new/").status_code == status
    assert client.get(f"/settings/import/{import_.pk}/columns/").status_code == status
    assert client.get("/settings/import/nothing/new/").status_code == (404 if status == 200 else 403)
    assert ("/settings/import/" in client.get("/settings/").content.decode()) == (status == 200)
    assert ("/settings/import/customers/new/" in client.get("/customers/").content.decode()) == (status == 200)


def test_the_list_and_the_page_ask_a_fixed_number_of_questions(client, mark):
    def asked(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    first = bring(client)
    choose(client, first)
    before = asked("/settings/import/"), asked(f"/settings/import/{first.pk}/")
    for _n in range(3):
        bring(client)
    assert (asked("/settings/import/"), asked(f"/settings/import/{first.pk}/")) == before
    assert max(before) <= 20
