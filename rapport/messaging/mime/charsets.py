"""Bytes into text, whatever they claim to be.

Senders name encodings that do not exist, or the wrong one. What is valid UTF-8 and not plain ASCII is UTF-8: nothing
else looks like it by chance. Then what was declared, then what the letters say. Nothing is refused.
"""

import codecs
import re
import unicodedata

from rapport.core.tabular.encoding import by_letters

SAMPLE = 2048  # bytes with letters beyond ASCII that are looked at
ALIASES = {
    "ansi": "cp1252",
    "ascii": "utf-8",
    "us-ascii": "utf-8",
    "ansi_x3.4-1968": "utf-8",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "x-unicode-2-0-utf-7": "utf-7",
    "unicode-1-1-utf-7": "utf-7",
    "iso-8859-1": "cp1252",  # as every mail program reads it
    "latin1": "cp1252",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-6-i": "iso-8859-6",
    "iso-8859-9": "cp1254",
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "win-1250": "cp1250",
    "x-cp1250": "cp1250",
    "x-cp1251": "cp1251",
    "x-cp1252": "cp1252",
    "x-mac-ce": "mac_latin2",
}
# Bytes that read as ASCII and mean something else: here the declaration comes first.
NOT_ASCII = re.compile(r"utf[-_]?(7|16|32)|iso-?2022|^hz", re.IGNORECASE)
WIDE = re.compile(r"utf[-_]?(16|32)", re.IGNORECASE)
NO_CHARSET = {"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "mbcs", "oem"}
GEORGIAN = dict(zip(range(0xC0, 0xE6), "აბგდევზჱთიკლმნჲოპჟრსტჳუფქღყშჩცძწჭხჴჯჰჵ", strict=True))
GEORGIAN_ACADEMY = dict(zip(range(0xC0, 0xE7), "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰჱჲჳჴჵჶ", strict=True))
GEORGIAN_SETS = {"georgian-ps": GEORGIAN, "georgian_ps": GEORGIAN, "georgian-academy": GEORGIAN_ACADEMY}
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
NEWLINES = re.compile("\r\n?|\x85|\u2028|\u2029")


def decode(raw: bytes, declared: str = "", language: str = "") -> tuple[str, str]:
    """The text of `raw`, and what was wrong with its charset, or ""."""
    if raw.isascii() and (b"\0" not in raw if WIDE.search(declared) else not NOT_ASCII.search(declared)):
        return raw.decode("ascii"), ""
    declared = declared.strip(" \t'\"").lower().partition("*")[0]
    if table := GEORGIAN_SETS.get(declared):
        return _georgian(raw, table), ""

    name = codec_name(declared)
    if name and NOT_ASCII.search(name):
        return raw.decode(name, "replace"), ""
    if (text := _strictly(raw, "utf-8-sig")) is not None:
        return text, "" if name or not declared else f"charset: {declared[:60]}"
    if name and name != "utf-8" and (text := _strictly(raw, name)) is not None:
        return text, ""
    if name and name != "utf-8" and _is_multibyte(name):
        return raw.decode(name, "replace"), f"charset: {declared[:60]}"
    return _by_guess(raw, language, name == "utf-8"), f"charset: {declared[:60]}"


def codec_name(declared: str) -> str:
    """Python's codec for a declared charset, or "" when there is none."""
    if not re.fullmatch(r"[\w.:+-]{1,60}", declared, re.ASCII):
        return ""
    try:
        name = codecs.lookup(ALIASES.get(declared, declared)).name
        b"".decode(name)  # "base64" and "zip" are codecs, but none of text
    except LookupError:
        return ""
    return "" if name.replace("-", "_") in NO_CHARSET else ALIASES.get(name, name)


def storable(text: str) -> str:
    """`text` without what a database refuses or nobody can see: NUL and other controls, half characters."""
    if text.isascii() and text.isprintable():
        return text
    return CONTROLS.sub("", NEWLINES.sub("\n", text))


def one_line(text: str) -> str:
    """`text` for a header's value: no line breaks or controls that could become a header of their own, NFC."""
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFC", storable(text)).translate(BIDI)
    return " ".join(text.split())


BIDI = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C, 0xFEFF, 0x200B, 0xAD])


def _strictly(raw: bytes, name: str) -> str | None:
    try:
        return raw.decode(name)
    except UnicodeDecodeError:
        return None


def _is_multibyte(name: str) -> bool:
    return name.startswith(("gb", "big5", "euc", "cp9", "shift", "johab"))


def _by_guess(raw: bytes, language: str, says_utf8: bool) -> str:
    """One byte a letter, unless it is UTF-8 with something broken: older bytes hardly ever look like a letter of it."""
    text = raw.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if len(text) - broken - sum(map(str.isascii, text)) >= (broken if says_utf8 else 8 * broken):
        return text
    if language == "cs":
        return raw.decode("cp1250", "replace")
    sample = b"\n".join(line[:200] for line in raw[: 16 * SAMPLE].splitlines() if not line.isascii())[:SAMPLE]
    return raw.decode(by_letters(sample), "replace")


def _georgian(raw: bytes, table: dict[int, str]) -> str:
    return raw.decode("latin-1").translate(table)
