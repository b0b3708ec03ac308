"""What the first import makes of a file: any encoding, any workbook, and what cannot be taken from it."""

from pathlib import Path

import pytest

from rapport.core.tabular.reading import open_table
from rapport.core.tabular.writing import open_writer
from rapport.customers.importing.running import NothingRecognised, UnknownCountry, UnknownLanguage, import_customers
from rapport.customers.models import Customer, CustomField, ImportedRow, Tag
from rapport.customers.tests.test_importing import business, counts, reasons, take  # noqa: F401
from rapport.timeline.models import Entry

pytestmark = pytest.mark.django_db

PEOPLE = [["Jméno", "Příjmení", "Město"], ["Jiří", "Dvořák", "Plzeň"], ["Žofie", "Říhová", "Ústí; střed"]]


def as_csv(encoding, delimiter):
    return "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in PEOPLE).encode(encoding)


@pytest.mark.parametrize("encoding, sign", [("utf-8", ";"), ("cp1250", ";"), ("utf-16", "\t"), ("iso-8859-2", ",")])
def test_people_survive_every_encoding(take, encoding, sign):  # noqa: F811
    result = take(as_csv(encoding, sign))

    assert counts(result) == (2, 0, 0, 0)
    assert {(c.name, c.addresses.get().city) for c in Customer.objects.all()} == {
        ("Jiří Dvořák", "Plzeň"),
        ("Žofie Říhová", "Ústí; střed"),
    }


def test_people_come_from_workbooks(tmp_path):
    with open_writer(tmp_path / "list.xlsx", PEOPLE[0]) as writer:
        for row in PEOPLE[1:]:
            writer.row(row)

    assert counts(import_customers(tmp_path / "list.xlsx", source="shop")) == (2, 0, 0, 0)
    assert Customer.objects.filter(name="Jiří Dvořák").exists()


def test_several_addresses_by_their_purpose(take):  # noqa: F811
    take(
        "billing_first_name,billing_last_name,billing_address_1,billing_address_2,billing_city,shipping_address_1,"
        "shipping_city\nAnn,Lee,Long 1,2nd floor,Brno,Short 2,Zlín\n"
    )

    assert {(a.purpose, a.lines, a.city) for a in Customer.objects.get().addresses.all()} == {
        ("billing", "Long 1\n2nd floor", "Brno"),
        ("delivery", "Short 2", "Zlín"),
    }


def test_own_fields_are_filled_by_their_labels(take):  # noqa: F811
    CustomField.objects.create(key="wood", label="Favourite wood", type="choice", choices=["oak", "ash"])
    CustomField.objects.create(key="visits", label="Visits", type="number")
    CustomField.objects.create(key="vip", label="VIP", type="yes_no")

    result = take("name,Favourite wood,Visits,VIP\nAnn,oak,3,ano\nBob,plastic,,\nCyd,,many,\nDan,,,\n")

    assert Customer.objects.get(name="Ann").custom == {"wood": "oak", "visits": 3, "vip": True}
    assert Customer.objects.get(name="Dan").custom == {}
    assert set(reasons(result)) == {3, 4}


def test_a_tag_in_capitals_and_in_small_letters_is_one(take):  # noqa: F811
    Tag.objects.create(name="wood")
    rows = 'name,tags\nAnn,VIP; Wood\nBob,vip\nCyd,"Vip, vip, \u10d0"\n'
    take(rows)

    assert {tag.name for tag in Tag.objects.all()} == {"VIP", "wood", "\u10d0"}
    assert [tag.name for tag in Customer.objects.get(name="Cyd").tags.all()] == ["VIP", "\u10d0"]
    assert counts(take(rows)) == (0, 0, 3, 0)


def test_a_nasty_file_loses_only_what_cannot_be_taken(take):  # noqa: F811
    result = take(
        "id,name,e-mail,birthday,language,phone\n"
        "1,Ann Lee,ann@example.com,1990-03-14,en,777123456\n"
        "2,,nobody@example.com,,,\n"
        "3,Bob,not an address,,,\n"
        "4,Cyd,,1990-02-31,,\n"
        "5,Dan,,,Klingon,\n"
        "1,Ann Twice,,,,\n"
        "7,Eve,,,,,surplus\n"
        '8,"Fay,,,,\n'
        "9,=cmd|' /C calc'!A0,,,,\n" + f"10,{'x' * 301},,,,\n" + "11,\u202eGus\u202c  \x00Fox,-,n/a,NULL,none\n"
    )

    assert counts(result) == (3, 0, 0, 8)
    assert set(Customer.objects.values_list("name", flat=True)) == {"Ann Lee", "=cmd|' /C calc'!A0", "Gus Fox"}
    said = reasons(result)
    assert said[3] == "There is no name in this row."
    assert "“not” is no e-mail address" in said[4]
    assert said[5]
    assert "Klingon" in said[6]
    assert said[7] == "Line 2 is about the same customer: it has the same code."
    assert "7 cells" in said[8]
    assert "never closed" in said[9]
    assert "300" in said[11]
    with open_table(result.rejects_file) as table:
        assert table.headings == ["Line", "Reason", "id", "name", "e-mail", "birthday", "language", "phone"]


def test_reasons_are_given_in_the_reader_s_language_and_files_can_be_mended(take):  # noqa: F811
    result = take("id,name,e-mail\n1,Ann,oops\n")
    mended = Path(result.rejects_file).read_text().replace("oops", "ann@example.com")

    again = take(mended, name="mended.csv")

    assert counts(again) == (1, 0, 0, 0)
    assert again.ignored_columns == ["Line", "Reason"]


def test_a_dry_run_counts_and_saves_nothing(take):  # noqa: F811
    result = take("id,name\n1,Ann\n2,\n", dry_run=True)

    assert (*counts(result), result.dry_run) == (1, 0, 0, 1, True)
    assert not Customer.objects.exists()
    assert not Entry.objects.exists()
    assert not ImportedRow.objects.exists()


def test_a_file_that_says_nothing_about_people_is_refused(take):  # noqa: F811
    with pytest.raises(NothingRecognised, match="colour, size"):
        take("colour,size\nred,3\n")
    with pytest.raises(UnknownLanguage):
        take("name\nAnn\n", language="Klingon")
    with pytest.raises(UnknownCountry):
        take("name\nAnn\n", country="Atlantis")


def test_defaults_are_given_for_what_the_file_does_not_say(take):  # noqa: F811
    take("name,phone\nNino,599 12 34 56\n", language="Georgian", country="GE")

    nino = Customer.objects.get()
    assert (nino.language, nino.phones.get().e164) == ("ka", "+995599123456")


def test_a_column_can_be_named(take):  # noqa: F811
    take("Kunde,Nr,Rufnummer\nAnn,K1,777123456\n", columns={"Kunde": "name", "Nr": "code", "Rufnummer": "phone:work"})

    ann = Customer.objects.get()
    assert (ann.name, ann.codes.get().code, ann.phones.get().label) == ("Ann", "K1", "work")
