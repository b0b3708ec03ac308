"""Files come as they come: whatever wrote them, the same rows must be read."""

import codecs
import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter

from rapport.core.tabular import encoding
from rapport.core.tabular.reading import BrokenRow, UnreadableFile, open_table

CZECH = "jméno;město\nJiří Dvořák;Plzeň\nŽofie Nováková;Říčany\n"
GERMAN = "name;city\nMüller;München\nFrançois Lefèvre;Orléans\nJosé Núñez;Málaga\n"
RUSSIAN = "имя;город\nИван Петров;Москва\nОльга;Киев\n"
GEORGIAN = "სახელი;ქალაქი\nგიორგი ბერიძე;თბილისი\n"
TAMIL = "பெயர்;நகரம்\nகார்த்திக்;சென்னை\n"


def rows_of(path, **options):
    with open_table(path, **options) as table:
        return table.headings, list(table)


def a_file(tmp_path, content, name="list.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    "text, written_in",
    [
        (CZECH, "utf-8"),
        (CZECH, "utf-8-sig"),
        (CZECH, "cp1250"),
        (CZECH, "iso-8859-2"),
        (CZECH, "cp852"),
        (CZECH, "utf-16"),
        (CZECH, "utf-16-le"),
        (CZECH, "utf-16-be"),
        (CZECH, "utf-32"),
        (GERMAN, "cp1252"),
        (GERMAN, "mac-roman"),
        (GERMAN, "cp850"),
        ("name;city\nLefèvre;Liège\nHélène;Orléans\n", "cp1252"),
        ("name;city\nBjørn Åse;Tromsø\n", "cp1252"),
        ("name;city\nKovács Győző;Győr\n", "cp1250"),
        ("name;city\nŁukasz Żółty;Łódź\n", "cp1250"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-u"),
        (RUSSIAN, "utf-16"),
        (GEORGIAN, "utf-8"),
        (TAMIL, "utf-16"),
        ("name;city\nİbrahim Yıldız;Eskişehir\nGülşen Çağ;Muğla\n", "cp1254"),
        ("όνομα;πόλη\nΓιώργος Παπαδόπουλος;Αθήνα\n", "cp1253"),
    ],
)
def test_the_encoding_is_found_out(tmp_path, text, written_in):
    path = a_file(tmp_path, text.encode(written_in))

    headings, rows = rows_of(path)

    assert [headings, *(cells for _line, cells in rows)] == [line.split(";") for line in text.splitlines()]


def test_a_single_line_in_an_older_encoding_does_not_spoil_the_others(tmp_path):
    path = a_file(
        tmp_path, "name,city\nJiří,Plzeň\nŽofie,Říčany\nŠimon,Třebíč\n".encode() + "Jiří,Tábor\n".encode("cp1250")
    )

    assert [cells for _line, cells in rows_of(path)[1]][-2:] == [["Šimon", "Třebíč"], ["Jiří", "Tábor"]]


def test_lines_in_an_older_encoding_are_found_behind_a_mark_and_however_late_they_come(tmp_path, monkeypatch):
    monkeypatch.setattr(encoding, "SAMPLE", 1_000)
    newer, older = "Jiří;Plzeň\nგიორგი;ბათუმი\n".encode() * 200, "Šimon;Žďár\nŘehoř;Tábor\n".encode("cp1250") * 3
    for mark in (codecs.BOM_UTF8, b""):
        headings, rows = rows_of(a_file(tmp_path, mark + b"name;city\n" + newer + older))
        assert headings == ["name", "city"]
        assert [cells for _line, cells in rows[-4:]] == [["Šimon", "Žďár"], ["Řehoř", "Tábor"]] * 2
        assert rows[1][1] == ["გიორგი", "ბათუმი"]


def test_a_named_encoding_is_believed_and_a_wrong_one_refused(tmp_path):
    path = a_file(tmp_path, "name\nЖ\n".encode("cp1251"))

    assert rows_of(path, encoding="cp1251")[1] == [(2, ["Ж"])]
    with pytest.raises(UnreadableFile, match="not in the encoding"):
        rows_of(path, encoding="utf-8")
    with pytest.raises(UnreadableFile, match="no encoding named"):
        rows_of(path, encoding="klingon")


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out_even_when_others_stand_in_the_text(tmp_path, sign):
    path = a_file(tmp_path, f'name{sign}notes{sign}price\nAnn{sign}"a, b; c | d"{sign}"1,5"\nBob{sign}x{sign}"2,5"\n')

    headings, rows = rows_of(path)

    assert headings == ["name", "notes", "price"]
    assert rows == [(2, ["Ann", "a, b; c | d", "1,5"]), (3, ["Bob", "x", "2,5"])]


def test_a_delimiter_may_be_announced_or_given(tmp_path):
    assert rows_of(a_file(tmp_path, "sep=|\na|b\n1;2|3\n"))[1] == [(3, ["1;2", "3"])]
    assert rows_of(a_file(tmp_path, "a^b\n1,2^3\n"), delimiter="^")[1] == [(2, ["1,2", "3"])]
    assert rows_of(a_file(tmp_path, "a\tb\n1\t3\n"), delimiter="tab")[1] == [(2, ["1", "3"])]
    with pytest.raises(UnreadableFile):
        rows_of(a_file(tmp_path, "a,b\n"), delimiter="::")


def test_lines_are_counted_as_an_editor_shows_them(tmp_path):
    path = a_file(tmp_path, 'name,address\r\n\r\nAnn,"1 High St\r\nLondon"\r\n\r\nBob,"x ""y"" z"\r\n')

    assert rows_of(path)[1] == [(3, ["Ann", "1 High St\nLondon"]), (6, ["Bob", 'x "y" z'])]


def test_short_rows_are_filled_and_wide_ones_reported(tmp_path):
    path = a_file(tmp_path, "name,city,zip\nAnn\nBob,Brno,1,,\nCora,Brno,1,surplus\n")

    rows = rows_of(path)[1]

    assert rows[:2] == [(2, ["Ann", "", ""]), (3, ["Bob", "Brno", "1"])]
    assert isinstance(rows[2][1], BrokenRow)
    assert "4 cells" in rows[2][1].reason


def test_a_quote_that_nothing_closes_costs_its_own_line_only(tmp_path):
    path = a_file(tmp_path, 'id,name,city\n1,"Ann,Brno\n2,"Bob",Praha\n3,Cora,Plzeň\n4,"Dan\n5,Eve,Zlín\n')

    rows = rows_of(path)[1]

    assert [(line, isinstance(cells, BrokenRow)) for line, cells in rows] == [
        (2, True),
        (3, False),
        (4, False),
        (5, True),
        (6, False),
    ]
    assert [cells[1] for _line, cells in rows if not isinstance(cells, BrokenRow)] == ["Bob", "Cora", "Eve"]


def test_noise_is_taken_out_of_cells_and_text_is_composed(tmp_path):
    path = a_file(tmp_path, "name,x\n\x00Jir\u030ci\u0301\u202e \x07,\ufeff a \u00a0\n'=1+1,'kept\n")

    assert rows_of(path)[1] == [(2, ["Jiří", "a"]), (3, ["=1+1", "'kept"])]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b",,\n"])
def test_an_empty_file_is_refused_with_a_sentence(tmp_path, content):
    with pytest.raises(UnreadableFile, match="first row must name the columns"):
        rows_of(a_file(tmp_path, content))


def test_what_is_no_file_or_no_table_is_refused_with_a_sentence(tmp_path):
    with pytest.raises(UnreadableFile, match="no file"):
        rows_of(tmp_path / "missing.csv")
    with pytest.raises(UnreadableFile, match="no spreadsheet"):
        rows_of(a_file(tmp_path, b"not a zip at all", "list.xlsx"))


def test_old_mac_line_ends_are_line_ends(tmp_path):
    assert rows_of(a_file(tmp_path, "a,b\r1,2\r3,4\r"))[1] == [(2, ["1", "2"]), (3, ["3", "4"])]


def test_a_spreadsheet_is_read_as_a_person_would_type_it(tmp_path):
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "d.m.yyyy"}) as book:
        book.add_worksheet("Cover")
        sheet = book.add_worksheet("Customers")
        sheet.write_row(1, 0, ["Name", "Phone", "Born", "Called", "Paid", "VIP"])
        sheet.write_row(2, 0, ["Jiří", 420777123456, None, None, 12.5, True])
        sheet.write_datetime(2, 2, datetime(1990, 3, 4))
        sheet.write_datetime(2, 3, datetime(2026, 3, 4, 15, 30))
        book.add_worksheet("Other").write_row(0, 0, ["a", "b"])

    with open_table(path) as table:
        assert (table.sheet, table.headings[:2]) == ("Customers", ["Name", "Phone"])
        assert list(table) == [(3, ["Jiří", "420777123456", "1990-03-04", "2026-03-04 15:30:00", "12.5", "yes"])]
        assert table.progress() == 1
    assert rows_of(path, sheet="Other")[0] == ["a", "b"]
    with pytest.raises(UnreadableFile, match="The sheets are: Cover, Customers, Other"):
        rows_of(path, sheet="Missing")


def test_a_spreadsheet_that_unpacks_without_end_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 5000)
    monkeypatch.setattr("rapport.core.tabular.spreadsheet.LARGEST", 4000)

    with pytest.raises(UnreadableFile, match="too large"):
        rows_of(path)


def test_numbers_and_dates_of_a_sheet_become_plain_text():
    from rapport.core.tabular.spreadsheet import as_text

    cells = [1.0, 0.1, 1e-7, 123456789012345680.0, date(2026, 1, 2), None, False]
    assert [as_text(cell) for cell in cells] == ["1", "0.1", "0.0000001", "123456789012345680", "2026-01-02", "", "no"]


def test_letters_decide_between_sister_encodings():
    assert encoding.by_letters("Dvořák, Růžena".encode("cp1250")) == "cp1250"
    assert encoding.by_letters("Løken, Søren".encode("cp1252")) == "cp1252"
