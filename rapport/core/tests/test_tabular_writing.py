import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from rapport.core.tabular.reading import open_table, tidy
from rapport.core.tabular.rejects import Rejects
from rapport.core.tabular.staging import staging
from rapport.core.tabular.writing import NoFolder, UnknownEnding, guarded, open_writer


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|' /C calc'!A0", "-2+3+cmd", "@SUM(A1)", "＝1", "-SUM(1)", "+A1"])
def test_what_a_spreadsheet_would_run_is_guarded(cell):
    assert guarded(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["+420 777 123 456", "-12.50", "+1 (212) 736-5000", "Ann", "a=b", ""])
def test_numbers_phones_and_plain_text_stay_as_they_are(cell):
    assert guarded(cell) == cell


@pytest.mark.parametrize(
    "cell, safe",
    [
        ("x;=1+1", "x;'=1+1"),
        ("x\t=1", "x\t'=1"),
        ('x; "@SUM(A1)', "x; \"'@SUM(A1)"),
        ("\u200b=1", "\u200b'=1"),
        (" =1", " '=1"),
        ("two\n=1", "two\n'=1"),
        ("x;+cmd", "x;'+cmd"),
        ("things:\n- oak\n- ash", "things:\n- oak\n- ash"),
    ],
)
def test_a_formula_behind_a_separator_or_a_blank_is_guarded_and_read_back(cell, safe):
    assert guarded(cell) == safe
    assert tidy(safe) == tidy(cell)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_written_can_be_read_again(tmp_path, ending):
    path = tmp_path / f"list.{ending}"
    cells = ["=HYPERLINK(1)", "გიორგი", "a\nb", 'say "x"', "+420 777", date(2026, 1, 2), Decimal("1.50"), None, True]

    with open_writer(path, list("abcdefghi")) as writer:
        writer.row(cells)

    with open_table(path) as table:
        (line, read), *rest = table
    assert (line, rest) == (2, [])
    assert read[:6] == ["=HYPERLINK(1)", "გიორგი", "a\nb", 'say "x"', "+420 777", "2026-01-02"]
    assert [Decimal(read[6]), *read[7:]] == [Decimal("1.5"), "", "yes"]
    assert path.stat().st_mode & 0o777 == 0o600


def test_json_lines_keep_their_types(tmp_path):
    with open_writer(tmp_path / "list.jsonl", ["a", "b"]) as writer:
        writer.row(["=1", ["x", 1]])

    assert json.loads((tmp_path / "list.jsonl").read_text()) == {"a": "=1", "b": ["x", 1]}


def test_a_half_written_file_does_not_appear(tmp_path):
    with pytest.raises(ZeroDivisionError), open_writer(tmp_path / "list.csv", ["a"]) as writer:
        writer.row([1 / 0])

    assert list(tmp_path.iterdir()) == []
    with pytest.raises(UnknownEnding), open_writer(tmp_path / "list.pdf", ["a"]):
        pass


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(NoFolder, match=r"/gone\.$"), open_writer(tmp_path / "gone" / "list.csv", ["a"]):
        pass


def test_rejects_name_line_and_reason_and_appear_only_when_needed(tmp_path, settings):
    path = tmp_path / "list.csv"
    path.write_text("name;born\nAnn;never\n")

    with open_table(path) as table, Rejects(path, table) as rejects:
        assert not list(tmp_path.glob("*rejects*"))
        for line, cells in table:
            rejects.add(line, cells, "“never” is no date.")

    with open_table(rejects.path) as again:
        assert (again.headings, list(again)) == (
            ["Line", "Reason", "name", "born"],
            [(2, ["2", "“never” is no date.", "Ann", "never"])],
        )
    assert (rejects.count, rejects.path) == (1, tmp_path / "list.rejects.csv")


def test_rejects_go_home_when_their_folder_is_closed(tmp_path, settings, monkeypatch):
    settings.HOME = tmp_path / "home"
    path = tmp_path / "gone" / "list.csv"
    path.parent.mkdir()
    path.write_text("name\nAnn\n")
    with open_table(path) as table:
        path.unlink()
        path.parent.rmdir()
        with Rejects(path, table) as rejects:
            rejects.add(2, ["Ann"], "why")

    assert rejects.path == tmp_path / "home" / "rejects" / "list.rejects.csv"


@pytest.mark.django_db
def test_staged_rows_are_there_for_sql_and_gone_with_the_transaction():
    with transaction.atomic(), staging("things", {"line": "integer", "name": "text", "facts": "jsonb"}) as stage:
        assert stage.copy([(1, "tab\tnew\nline \\N", '{"a": "ž"}'), (2, None, "{}")]) == 2
        stage.analyse()
        assert stage.rows("SELECT line, name, facts->>'a' FROM {stage} ORDER BY line") == [
            (1, "tab\tnew\nline \\N", "ž"),
            (2, None, None),
        ]
        assert stage.execute("UPDATE {stage} SET name = %s WHERE line = 2", ["x"]) == 1
        assert stage.one("SELECT count(*) FROM {stage} WHERE name = 'x'") == 1


@pytest.mark.django_db(transaction=True)
def test_staging_outside_a_transaction_is_a_mistake():
    with pytest.raises(RuntimeError), staging("things", {"line": "integer"}):
        pass
