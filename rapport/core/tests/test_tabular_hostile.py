"""Files that were made to do harm, or by accident: each is survived, with a sentence that says what is wrong."""

import time
import tracemalloc
import zipfile

import pytest
import xlsxwriter

from rapport.core.tabular import bombs, reading, texts
from rapport.core.tabular.columns import Field, recognise
from rapport.core.tabular.examining import look
from rapport.core.tabular.reading import BrokenRow, UnreadableFile, open_table
from rapport.core.tests.test_tabular_reading import a_file, rows_of


def a_book(path, *cells):
    """A workbook of one cell in a row; what writes workbooks cuts long texts, so they are put in afterwards."""
    plain = path.with_name("plain.xlsx")
    with xlsxwriter.Workbook(str(plain)) as book:
        book.add_worksheet().write_column(0, 0, [f"cell {n}." for n in range(len(cells))])
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in source.namelist():
            part = source.read(name).decode()
            for n, cell in enumerate(cells):
                part = part.replace(f"cell {n}.", cell)
            packed.writestr(name, part)
    return path


def test_a_million_columns_are_refused_at_once(tmp_path):
    path = a_file(tmp_path, "a," * 999_999 + "z\n1\n")
    began_at = time.process_time()
    with pytest.raises(UnreadableFile, match="names 1,000,000 columns; at most 900"):
        rows_of(path)
    assert time.process_time() - began_at < 5


def test_a_row_of_a_hundred_thousand_cells_costs_only_itself(tmp_path):
    rows = rows_of(a_file(tmp_path, "name,city\n" + "x," * 99_999 + "x\nAnn,Brno\n"))[1]

    assert [isinstance(cells, BrokenRow) for _line, cells in rows] == [True, False]
    assert "100000 cells" in rows[0][1].reason and len(rows[0][1]) == 2


def test_a_cell_longer_than_any_costs_only_its_row(tmp_path):
    for cell in ("x" * 200_000, '"' + "x" * 200_000 + '"'):
        rows = rows_of(a_file(tmp_path, f"name,city\nAnn,{cell}\nBob,Brno\n"))[1]
        assert rows[0][1].reason == "A cell holds more than 131,072 characters."
        assert (len(rows[0][1][0]), rows[1]) == (reading.LONGEST_CELL, (3, ["Bob", "Brno"]))

    rows = rows_of(a_book(tmp_path / "list.xlsx", "name", "x" * 200_000, "Bob"))[1]
    assert rows[0][1].reason == "A cell holds more than 131,072 characters."
    assert (len(rows[0][1][0]), rows[1][1]) == (reading.LONGEST_CELL, ["Bob"])


def test_a_cell_without_end_is_refused_before_it_fills_the_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(texts, "LONGEST_LINE", 300_000)
    monkeypatch.setattr(bombs, "LONGEST_TEXT", 1_500_000)

    with pytest.raises(UnreadableFile, match="lines without end"):
        rows_of(a_file(tmp_path, "name,city\nAnn," + "x" * 400_000))
    with pytest.raises(UnreadableFile, match="A cell holds more than"):
        rows_of(a_book(tmp_path / "list.xlsx", "name", "x" * 3_000_000))
    assert len(rows_of(a_book(tmp_path / "many.xlsx", "name", *["x" * 100_000] * 20))[1]) == 20


def a_long_cell(tmp_path, size: int, *, end: str = '"'):
    """Lines in one cell in quotes, with quotes that are doubled, as programs write them."""
    line = 'Once upon a time, ""there"" was a cell that went on and on.\n'
    path = tmp_path / "long.csv"
    with path.open("w") as file:
        file.write('name,city\nAnn,"')
        file.writelines(line for _number in range(size // len(line)))
        file.write(f"{end},x\nBob,Brno\n")
    return path


def test_a_cell_of_many_lines_that_is_too_long_costs_only_its_row(tmp_path):
    path = a_long_cell(tmp_path, 600_000)
    last = sum(1 for _line in path.open())

    (long, short) = rows_of(path)[1]
    assert (long[0], long[1].reason) == (2, "A cell holds more than 131,072 characters.")
    assert short == (last, ["Bob", "Brno"])


def test_a_quote_that_nothing_closes_is_no_long_cell(tmp_path):
    rows = rows_of(a_long_cell(tmp_path, 200_000, end=""))[1]
    assert rows[0][1].reason == "A quotation mark is opened and never closed."
    assert rows[-1][1] == ["Bob", "Brno"]


@pytest.mark.parametrize("size", [5_000_000, pytest.param(100_000_000, marks=pytest.mark.full)])
def test_a_cell_of_lines_without_end_is_refused_and_takes_no_memory(tmp_path, size):
    path = a_long_cell(tmp_path, size)
    tracemalloc.start()
    with pytest.raises(UnreadableFile, match="line 2 holds more than 4,000,000 characters"):
        rows_of(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4_000_000


@pytest.mark.parametrize(
    "text, what",
    [
        ("\ufeff\n<!DOCTYPE html><html><body>Sign in</body></html>", "a web page"),
        ("<table><tr><td>name</td></tr></table>", "a web page"),
        ('<?xml version="1.0"?><rows/>', "a web page"),
        ('[{"name": "Ann"}]', "made for programs"),
        ('{\n "customers": []}', "made for programs"),
    ],
)
def test_what_is_only_called_a_table_is_told_from_one(tmp_path, text, what):
    with pytest.raises(UnreadableFile, match=what):
        rows_of(a_file(tmp_path, text))


def test_headings_in_brackets_are_headings(tmp_path):
    assert rows_of(a_file(tmp_path, "<name>,[city]\nAnn,Brno\n"))[0] == ["<name>", "[city]"]


def test_headings_alone_are_no_table_and_blank_rows_no_file(tmp_path):
    with pytest.raises(UnreadableFile, match="no row below"):
        look(a_file(tmp_path, "name,city\n\n , \n"))
    with pytest.raises(UnreadableFile, match="The file is empty"):
        look(a_file(tmp_path, "\n , \n\n;;\n".replace(";", ",")))


def test_cells_of_nothing_but_invisible_marks_are_empty_and_marks_within_words_stay(tmp_path):
    path = a_file(tmp_path, "name,city\n\u200b\u200d,\u2060\u00ad\nக்\u200cஷ,\ufeffBrno\n")
    with open_table(path) as table:
        assert list(table) == [(3, ["க்\u200cஷ", "Brno"])]


def test_a_mark_of_order_in_the_middle_of_glued_files_is_no_letter(tmp_path):
    path = a_file(tmp_path, b"\xef\xbb\xbfname,city\nAnn,Brno\n\xef\xbb\xbfBob,Zl\xc3\xadn\n")
    assert [cells for _line, cells in rows_of(path)[1]] == [["Ann", "Brno"], ["Bob", "Zlín"]]


def test_two_columns_of_one_heading_are_told_apart():
    headings = ["Name", "Phone", "Phone", "Colour", "Colour"]
    fields = [Field("name", "Name", ()), Field("phone", "Phone", (), many=True), Field("note", "Note", ())]

    assert recognise(headings, fields).indexes("phone") == [1, 2]
    assert recognise(headings, fields, {"Colour (2)": "note"}).indexes("note") == [4]
    assert recognise(headings, fields, {"Colour": "note"}).indexes("note") == [3]
