"""Files that somebody brought: checked by what is in them, kept where nobody else looks."""

import os
import re
import shutil
import zipfile
import zlib
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from rapport.core import formats
from rapport.core.tabular.bombs import EndlessText, is_bomb
from rapport.core.tabular.reading import UnreadableFile, endless_cell

OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # what old Excel files begin with
KNOWN_BINARIES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\x7fELF", b"Rar!", b"7z\xbc\xaf", b"MZ")
CARD = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*B\x00?E\x00?G\x00?I\x00?N\x00?:\x00?V\x00?C\x00?A\x00?R\x00?D",
    re.IGNORECASE,
)
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
    return ".vcf" if CARD.match(start) else ".csv"


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
        swells = is_bomb(path, LARGEST_UNPACKED)
    except EndlessText as error:
        raise UnreadableFile(endless_cell()) from error
    except (zipfile.BadZipFile, OSError, zlib.error, NotImplementedError) as error:
        raise UnreadableFile(_("The workbook is damaged. Save it once more, and bring that.")) from error
    if swells:
        raise UnreadableFile(_("The spreadsheet is too large; save it as CSV and import that."))
    if "xl/workbook.xml" in names:
        return ".xlsx"
    if "xl/workbook.bin" in names:
        return ".xlsb"
    if "content.xml" in names:
        return ".ods"
    raise UnreadableFile(_("This is no table. Save it as CSV or as an Excel workbook, and bring that."))


def forget(import_id: UUID) -> None:
    """Take the files of an import away. Twice is safe."""
    shutil.rmtree(folder_of(import_id), ignore_errors=True)
