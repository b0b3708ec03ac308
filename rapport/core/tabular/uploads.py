"""Files that somebody brought: checked by what is in them, kept where nobody else looks."""

import os
import shutil
import zipfile
import zlib
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from rapport.core import formats
from rapport.core.tabular.reading import UnreadableFile

OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # what old Excel files begin with
KNOWN_BINARIES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\x7fELF", b"Rar!", b"7z\xbc\xaf", b"MZ")
LARGEST_UNPACKED = 512 * 2**20
BLOCK = 2**16


def folder_of(import_id: UUID) -> Path:
    """The folder of one import's files, which only the house's own user may read. It may not be there yet."""
    return settings.HOME / "imports" / str(import_id)


def keep(uploaded: UploadedFile, import_id: UUID, part: str) -> Path:
    """Store what was uploaded for `part`, named by what it is. Raises `UnreadableFile` for what is no table."""
    if uploaded.size > settings.IMPORT_MAX_BYTES:
        raise UnreadableFile(
            _("The file is larger than %(megabytes)s MB. Split it, or have it imported at the command line.")
            % {"megabytes": formats.number(settings.IMPORT_MAX_BYTES // 2**20)}
        )
    folder = folder_of(import_id)
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{part}.upload"
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        for chunk in uploaded.chunks():
            file.write(chunk)
    try:
        return path.rename(path.with_suffix(ending_of(path)))
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def ending_of(path: Path) -> str:
    """By what a file begins with and holds; what it is called proves nothing."""
    with path.open("rb") as file:
        start = file.read(BLOCK)
    if not start.strip():
        raise UnreadableFile(_("The file is empty: the first row must name the columns."))
    if start.startswith(OLE):
        return ".xls"
    if start.startswith(b"PK"):
        return _kind_of_zip(path)
    if start.startswith(KNOWN_BINARIES) or _is_binary(start):
        raise UnreadableFile(_("This is no table. Save it as CSV or as an Excel workbook, and bring that."))
    return ".csv"


def _is_binary(start: bytes) -> bool:
    """Zeros stand in no text but UTF-16 and UTF-32, where every second byte of Latin letters is one."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    zeros = start.count(0)
    return 0 < zeros < len(start) * 0.35 or any(start.count(sign) > len(start) / 20 for sign in (1, 2, 3, 4))


def _kind_of_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as packed:
            names = set(packed.namelist())
            _refuse_bombs(path, packed)
    except (zipfile.BadZipFile, OSError, zlib.error, NotImplementedError) as error:
        raise UnreadableFile(_("The workbook is damaged. Save it once more, and bring that.")) from error
    if "xl/workbook.xml" in names:
        return ".xlsx"
    if "xl/workbook.bin" in names:
        return ".xlsb"
    if "content.xml" in names:
        return ".ods"
    raise UnreadableFile(_("This is no table. Save it as CSV or as an Excel workbook, and bring that."))


def _refuse_bombs(path: Path, packed: zipfile.ZipFile) -> None:
    """What a zip says of its size may be a lie, so its parts are unpacked once, into nothing."""
    left = LARGEST_UNPACKED
    with path.open("rb") as file:
        for part in packed.infolist():
            left -= _unpacked_size(file, part, left)
            if left < 0:
                raise UnreadableFile(_("The spreadsheet is too large; save it as CSV and import that."))


def _unpacked_size(file, part: zipfile.ZipInfo, limit: int) -> int:
    """How many bytes `part` really unpacks into; it is not gone on with above `limit`."""
    if part.compress_type == zipfile.ZIP_STORED:
        return part.compress_size
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise NotImplementedError("workbooks are deflated")
    file.seek(part.header_offset + 26)
    lengths = file.read(4)
    file.seek(int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little"), os.SEEK_CUR)
    unpack, size, left = zlib.decompressobj(-zlib.MAX_WBITS), 0, part.compress_size
    while left > 0 and size <= limit and (packed := file.read(min(BLOCK, left))):
        left -= len(packed)
        while packed and size <= limit:
            size += len(unpack.decompress(packed, 2**20))
            packed = unpack.unconsumed_tail
    return size


def forget(import_id: UUID) -> None:
    """Take the files of an import away. Twice is safe."""
    shutil.rmtree(folder_of(import_id), ignore_errors=True)
