"""Files beside entries: which kinds are taken, judged by content, and where they are kept."""

import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from secrets import token_hex
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from rapport.core.names import clean
from rapport.core.refusals import Refusal
from rapport.core.tabular.bombs import NOT_A_ZIP_AFTER_ALL, is_crowded
from rapport.timeline.models import Attachment, KeptFile

MOST_FILES = 10
SHOWN_IN_PLACE = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})

BEGINNINGS = (  # offset, bytes, type
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (8, b"WAVE", "audio/wav"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypheix", "image/heic"),
    (4, b"ftypmif1", "image/heif"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftypisom", "video/mp4"),
    (4, b"ftypmp42", "video/mp4"),
    (4, b"ftypqt", "video/quicktime"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"{\\rtf", "application/rtf"),
)
CONTROLS = frozenset(range(32)) - set(b"\t\n\r\f")  # no text has them
OFFICE = "application/vnd.openxmlformats-officedocument"
OFFICE_MAIN_PARTS = {  # main part in [Content_Types].xml of a document without macros
    b"wordprocessingml.document.main+xml": f"{OFFICE}.wordprocessingml.document",
    b"spreadsheetml.sheet.main+xml": f"{OFFICE}.spreadsheetml.sheet",
    b"presentationml.presentation.main+xml": f"{OFFICE}.presentationml.presentation",
}
OPEN_DOCUMENT = tuple(f"application/vnd.oasis.opendocument.{kind}" for kind in ("text", "spreadsheet", "presentation"))


class FileTooLarge(Refusal):
    code = "file_too_large"


class FileTypeNotAllowed(Refusal):
    code = "file_type_not_allowed"


def check(upload: UploadedFile) -> str:
    """The type of `upload` by its content. Raises `FileTooLarge` or `FileTypeNotAllowed`."""
    if upload.size > settings.ATTACHMENT_MAX_BYTES:
        raise FileTooLarge(
            _("“%(name)s” is too large. Files may have up to %(limit)s.")
            % {"name": upload.name, "limit": filesizeformat(settings.ATTACHMENT_MAX_BYTES)}
        )
    content_type = sniff(upload)
    if not content_type:
        raise FileTypeNotAllowed(
            _("“%(name)s” is not a kind of file that can be kept here. Take a picture, a PDF, a document without "
              "macros, a text or a recording.")
            % {"name": upload.name}
        )  # fmt: skip
    return content_type


def sniff(file: File) -> str:
    """The type of a file whose kind we keep, by content; empty for all others."""
    file.seek(0)
    start = file.read(8192)
    file.seek(0)
    for offset, beginning, content_type in BEGINNINGS:
        if start[offset : offset + len(beginning)] == beginning:
            return content_type
    if start[:4] == b"PK\x03\x04":
        return _kind_of_zip(file)
    return "text/plain" if start and _is_text(start) else ""


@contextmanager
def kept(uploads: Iterable[UploadedFile], row: type[KeptFile] = Attachment) -> Iterator[list[Any]]:
    """Rows without an entry or a draft yet, their files stored. If the block fails, the files go again."""
    checked = [(upload, check(upload)) for upload in uploads]
    attachments: list[KeptFile] = []
    try:
        for upload, content_type in checked:
            name = clean(upload.name).replace("/", " ").replace("\\", " ")[-255:] or "file"
            attachment = row(name=name, size=upload.size, content_type=content_type)
            attachment.file.save(token_hex(16), upload, save=False)
            attachments.append(attachment)
        yield attachments
    except BaseException:
        for attachment in attachments:
            attachment.file.delete(save=False)
        raise


def attachment_of(file: KeptFile) -> Attachment:
    """An attachment without an entry yet that shows the same file."""
    return Attachment(file=file.file.name, name=file.name, size=file.size, content_type=file.content_type)


def _kind_of_zip(file: File) -> str:
    """Office and OpenDocument files are zips that say inside what they are. Nothing is unpacked but that one part."""
    if is_crowded(file):
        return ""
    try:
        with zipfile.ZipFile(file) as archive:
            if "mimetype" in archive.namelist():
                said = archive.open("mimetype").read(100).decode("ascii", "replace")
                return said if said in OPEN_DOCUMENT else ""
            parts = archive.open("[Content_Types].xml").read(200_000)
    except NOT_A_ZIP_AFTER_ALL:
        return ""
    finally:
        file.seek(0)
    return next((kind for part, kind in OFFICE_MAIN_PARTS.items() if part in parts), "")


def _is_text(start: bytes) -> bool:
    if set(start) & CONTROLS:
        return False
    try:
        start[: 8192 - 4].decode("utf-8") if len(start) == 8192 else start.decode("utf-8")
    except UnicodeDecodeError as problem:
        return problem.start >= 8192 - 8  # a letter cut in two at the end of what was read
    return True
