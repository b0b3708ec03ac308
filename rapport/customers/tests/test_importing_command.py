"""An import at the command line: listed with what it brought or not done at all, and hard on no other file."""

import argparse
import os

import pytest
from django.db import IntegrityError, connection

from rapport.core.models import Import, ImportFile
from rapport.core.tabular.command import import_arguments, import_file
from rapport.customers.importing.undo import running
from rapport.customers.models import Customer
from rapport.customers.tests.test_importing import business  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("business")]


def run(*words) -> None:
    parser = argparse.ArgumentParser()
    import_arguments(parser)
    import_file(parser.parse_args([*map(str, words), "--json"]))


def a_file(folder, name: str, text: str):
    path = folder / name
    path.write_text(text)
    return path


def test_what_cannot_be_listed_is_not_imported_as_it_could_not_be_undone(tmp_path):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_importfile ADD CONSTRAINT nothing_more CHECK (false) NOT VALID")
    with pytest.raises(IntegrityError):
        run("customers", a_file(tmp_path, "list.csv", "name\nAnn Lee\n"))
    assert not Customer.objects.exists()


def test_a_file_whose_name_is_no_text_is_imported_listed_and_undone(tmp_path):
    path = a_file(tmp_path, os.fsdecode(b"z\xe1kazn\xedci.csv"), "name\nAnn Lee\n")
    run("customers", path)

    assert ImportFile.objects.get().name == "z\ufffdkazn\ufffdci.csv"
    assert running.undo(Import.objects.get(), None, lambda done, doing: None)["removed"] == 1
    assert not Customer.objects.exists()


def test_rejected_rows_are_not_written_over_a_file_that_is_being_read(tmp_path):
    bad = "name,e-mail,birthday\nAnn Lee,ann@x.example,1990-02-31\n,,\nBob,no address at all,\n"
    path = a_file(tmp_path, "list.csv", bad)
    (tmp_path / "list.rejects.csv").symlink_to(path)
    run("customers", path)

    assert path.read_text() == bad
    assert "Bob" in (tmp_path / "list.rejects-2.csv").read_text()


def test_rejected_orders_are_not_written_over_their_items(tmp_path):
    orders = a_file(tmp_path, "orders.csv", "number,customer,date\n1,nobody,2026-05-04\n")
    items = a_file(tmp_path, "orders.rejects.csv", "order,product name,quantity,price\n1,Chair,1,10\n")
    run("orders", orders, "--items", items)

    assert "Chair" in items.read_text()
    assert "nobody" in (tmp_path / "orders.rejects-2.csv").read_text()
