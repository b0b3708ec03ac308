"""What people bring: kept privately, known by what is in it, refused when it is no table or too much of one."""

import io
import struct
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rapport.core.ids import uuid7
from rapport.core.tabular import uploads
from rapport.core.tabular.examining import look
from rapport.core.tabular.reading import UnreadableFile


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.HOME = tmp_path
    return tmp_path


def bring(content: bytes, name: str = "list.csv"):
    return uploads.keep(SimpleUploadedFile(name, content), uuid7(), "file")


def book(*parts: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return packed.getvalue()


def test_only_the_house_can_read_what_was_brought():
    path = bring(b"name\nAnn\n")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.name == "file.csv"


@pytest.mark.parametrize(
    "content, ending",
    [
        (b"name;city\nAnn;Brno\n", ".csv"),
        ("name\nგიორგი\n".encode("utf-16"), ".csv"),
        ("name\nJiří\n".encode("cp1250"), ".csv"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), ".xls"),
        (book(("xl/workbook.xml", b"<x/>")), ".xlsx"),
        (book(("content.xml", b"<x/>")), ".ods"),
    ],
)
def test_a_file_is_what_is_in_it_whatever_it_is_called(content, ending):
    assert bring(content, "photo.png").suffix == ending


@pytest.mark.parametrize(
    "content",
    [b"", b"  \n", b"%PDF-1.7 x", b"\x89PNG\r\n", b"MZ\x90\x00", book(("a.txt", b"x")), b"PK\x03\x04broken",
     b"a\x00b\x01\x02\x03" * 50],
)  # fmt: skip
def test_what_is_no_table_is_refused_and_not_kept(content, home):
    with pytest.raises(UnreadableFile):
        bring(content)
    assert not [path for path in home.rglob("*") if path.is_file()]


def test_a_file_may_not_be_too_large(settings):
    settings.IMPORT_MAX_BYTES = 10
    with pytest.raises(UnreadableFile, match="larger"):
        bring(b"name\n" + b"Ann\n" * 10)


def test_a_workbook_that_unpacks_into_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST_UNPACKED", 2**20)
    with pytest.raises(UnreadableFile, match="too large"):
        bring(book(("xl/workbook.xml", bytes(2**20 + 1))))


def test_a_workbook_that_lies_about_its_size_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST_UNPACKED", 2**20)
    content = bytearray(book(("xl/workbook.xml", bytes(4 * 2**20))))
    where = content.rindex(b"PK\x01\x02")
    content[where + 24 : where + 28] = struct.pack("<I", 100)  # what the directory says of it

    with pytest.raises(UnreadableFile, match="too large"):
        bring(bytes(content))


def test_a_look_says_how_a_file_is_written():
    seen = look(bring("jméno;město\nJiří;Brno\nEva;Plzeň".encode("cp1250")))
    assert (seen.encoding, seen.delimiter, seen.headings, seen.rows) == ("cp1250", ";", ["jméno", "město"], 2)
    assert seen.sample[1] == ["Eva", "Plzeň"]
    assert look(bring(b"a,b\n1;2,3\n"), delimiter=";").headings == ["a,b"]


def test_forgetting_leaves_nothing(home):
    path = bring(b"name\nAnn\n")
    uploads.forget(path.parent.name)
    uploads.forget(path.parent.name)
    assert not path.exists()
