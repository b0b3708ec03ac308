"""Small files that unpack into more than the machine holds are refused, each by a real one."""

import io
import struct
import zipfile
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from rapport.core import pictures
from rapport.core.ids import uuid7
from rapport.core.tabular import spreadsheet, uploads
from rapport.core.tabular.reading import UnreadableFile
from rapport.core.tabular.writing import as_csv, guarded
from rapport.timeline import files


def png_of(width: int, height: int) -> bytes:
    """A picture of one colour: a few kilobytes that unpack into `width` × `height` pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    packed = b"".join(rows.compress(row) for _ in range(height)) + rows.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def workbook_of(megabytes: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", "<workbook/>")
        with book.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(megabytes):
                sheet.write(bytes(2**20))
    return packed.getvalue()


@pytest.mark.parametrize("redraw", [pictures.as_jpeg, pictures.as_png])
def test_a_picture_of_too_many_pixels_is_not_unpacked(redraw):
    bomb = png_of(20_000, 20_000)
    assert len(bomb) < 2**17
    with pytest.raises(ValidationError, match="too many pixels|not a PNG"):
        redraw(SimpleUploadedFile("me.png", bomb), side=640, megabytes=8)


def test_a_workbook_that_swells_is_refused_and_not_kept(settings, tmp_path, monkeypatch):
    settings.HOME = tmp_path
    monkeypatch.setattr(uploads, "LARGEST_UNPACKED", 64 * 2**20)
    bomb = workbook_of(100)
    assert len(bomb) < 2**18
    with pytest.raises(UnreadableFile, match="too large|A cell holds more than"):
        uploads.keep(SimpleUploadedFile("list.xlsx", bomb), uuid7(), "file")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_the_command_line_refuses_it_too_even_when_it_lies_about_its_size(tmp_path, monkeypatch):
    monkeypatch.setattr(spreadsheet, "LARGEST", 64 * 2**20)
    path = tmp_path / "list.xlsx"
    bomb = workbook_of(100)
    path.write_bytes(bomb)
    with pytest.raises(UnreadableFile, match="too large|A cell holds more than"):
        spreadsheet.Spreadsheet(path, None)
    honest, lie = struct.pack("<I", 100 * 2**20), struct.pack("<I", 1000)
    path.write_bytes(bomb.replace(honest, lie))
    with pytest.raises(UnreadableFile, match="too large|A cell holds more than"):
        spreadsheet.Spreadsheet(path, None)


def test_a_document_beside_an_entry_is_never_unpacked():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", bytes(64 * 2**20))
    assert files.sniff(SimpleUploadedFile("list.docx", packed.getvalue())) == ""


@pytest.mark.parametrize(
    "damage",
    [
        lambda book: book[:60] + bytes(10) + book[70:],  # the packed bytes of the first part
        lambda book: book.replace(b"[Content_Types].xml", b"[Content_Types]\xff\xfe\xfdl"),
        lambda book: book[: len(book) // 2],
    ],
)
def test_a_damaged_document_beside_an_entry_is_no_document(damage):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", "wordprocessingml.document.main+xml " * 200)
    assert files.sniff(SimpleUploadedFile("letter.docx", damage(packed.getvalue()))) == ""


def test_a_document_of_more_parts_than_anybody_wrote_is_not_read():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as book:
        book.writestr("[Content_Types].xml", "wordprocessingml.document.main+xml")
        for number in range(6_000):
            book.writestr(f"{number}", b"")
    assert files.sniff(SimpleUploadedFile("letter.docx", packed.getvalue())) == ""


@pytest.mark.parametrize(
    "cell", ["=1+1", "+cmd|' /C calc'!A0", "-2+3+cmd", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1"]
)
def test_no_cell_of_a_table_is_a_formula(cell):
    assert guarded(cell) == "'" + cell
    assert as_csv([["name"], [cell]]).decode("utf-8-sig").splitlines()[1].lstrip('"').startswith("'")


@pytest.mark.parametrize("cell", ["+420 777 123 456", "-12.50", "Ann", "(0)20 7946", ""])
def test_numbers_and_phones_stay_as_they_are(cell):
    assert guarded(cell) == cell
