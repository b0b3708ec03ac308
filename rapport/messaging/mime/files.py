"""What came with a mail: names that are safe to save, and which files may run when opened."""

import mimetypes
import re
import unicodedata

from .headers import Headers, decode_words
from .mail import MailFile
from .parts import Part

LONGEST = 150  # characters of a name
MAX_BYTES = 20 * 2**20
DANGEROUS = set(
    "ade adp app apk appx bat chm cmd com cpl dll dmg docm dotm exe gadget hlp hta htm html img inf ins iso isp jar js"
    " jse lnk mde msc msi msix msp mst one pif potm ppam ppsm pptm ps1 psm1 reg rgs scf scr sct shb shs shtml svg svgz"
    " swf sys url vb vbe vbs vhd vhdx vxd ws wsc wsf wsh xhtml xht xlam xll xlsm xltm xml xsl xslt".split()
)
DANGEROUS_TYPES = re.compile(
    r"text/(html|xml|javascript|x-python|x-sh)|application/(xhtml|javascript|x-javascript|x-ms(download|dos|i)|hta|java|"
    r"x-sh|x-bat|vnd\.microsoft\.portable|vnd\.ms-\w+\.\w*macroenabled)|image/svg"
)
MACHINE_CODE = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!", b"L\0\0\0\x01\x14\x02\0")
MARKUP = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|script|svg|\?xml|hta:)", re.IGNORECASE)
NOT_IN_A_NAME = re.compile(r'[\x00-\x1f\x7f<>:"|?*]')
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
ENDINGS = {"text/plain": ".txt", "text/html": ".html", "image/jpeg": ".jpg", "message/rfc822": ".eml"}


def name_of(part: Part, number: int) -> str:
    """What the sender calls the file that `part` is, the `number`th of its mail."""
    wanted = part.disposition.get("filename") or part.parameters.get("name")
    if not wanted and part.content_type == "message/rfc822":
        subject = Headers.read(part.raw, part.begin, part.end)[0].text("subject")[:100]
        wanted = f"{subject}.eml" if subject else ""
    return safe_name(decode_words(wanted)) or f"attachment-{number}{_ending(part.content_type)}"


def a_file(name: str, content_type: str, content: bytes, content_id: str = "", is_inline: bool = False) -> MailFile:
    dangerous = is_dangerous(name, content_type, content)
    return MailFile(name, content_type, content, content_id, is_inline and not dangerous, dangerous)


def safe_name(name: str) -> str:
    """`name` without a path and without what makes trouble when saved; "" when nothing is left."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    name = " ".join(NOT_IN_A_NAME.sub("_", name).split()).strip(". ")
    if RESERVED.match(name):
        name = f"_{name}"
    if len(name) > LONGEST:
        stem, dot, ending = name.rpartition(".")
        name = stem[: LONGEST - 1 - len(ending)].rstrip() + dot + ending if 0 < len(ending) <= 10 else name[:LONGEST]
    return name if name.strip("._- ") else ""


def is_dangerous(name: str, content_type: str, content: bytes) -> bool:
    """Whether opening it may run something: by its last ending, by its type, or by what it is."""
    ending = name.rpartition(".")[2].lower().strip()
    if ending in DANGEROUS or DANGEROUS_TYPES.match(content_type):
        return True
    return content.startswith(MACHINE_CODE) or bool(MARKUP.match(content[:200]))


def _ending(content_type: str) -> str:
    return ENDINGS.get(content_type) or mimetypes.guess_extension(content_type) or ".bin"
