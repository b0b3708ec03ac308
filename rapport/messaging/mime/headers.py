"""The head of a mail: where it ends, what stands in it, what its encoded words say.

Headers are read from their bytes, each for itself. The standard library's header objects raise on some that arrive
every day (`Message-ID: <[abc]@x>`), and they take a millisecond for a list of addresses.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from functools import cached_property

from . import charsets
from .parameters import Parameters

MAX_BYTES = 512 * 2**10  # of all headers together
MAX_HEADERS = 1000
LONGEST = 64 * 2**10  # characters of one header that are looked at

BLOCK = re.compile(rb"(?:[!-9;-~]+[ \t]*:[^\n]*(?:\n|\Z)|[ \t][^\n]*(?:\n|\Z)|>?From [^\n]*(?:\n|\Z))*")
HEADER = re.compile(rb"^([!-9;-~]+)[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)", re.MULTILINE)
BLANK = re.compile(rb"\r?(?:\n|\Z)")
WORD = re.compile(r"=\?([^?\s]{1,80})\?([bq])\?([^?]*)\?=", re.IGNORECASE)
BETWEEN_WORDS = re.compile(r"(\?=)\s+(?==\?[^?\s]{1,80}\?[bqBQ]\?)")
HEX = re.compile(rb"=([0-9A-Fa-f]{2})")


@dataclass(frozen=True)
class Headers:
    pairs: tuple[tuple[str, bytes], ...] = ()  # name in lower case, value as it came
    defects: tuple[str, ...] = ()

    @classmethod
    def read(cls, raw: bytes, start: int = 0, end: int | None = None) -> tuple["Headers", int]:
        """The headers that begin at `start`, and where the body begins."""
        end = len(raw) if end is None else end
        limit = min(end, start + MAX_BYTES)
        stop = BLOCK.match(raw, start, limit).end()
        defects = []
        body = stop
        if blank := BLANK.match(raw, stop, end):
            body = blank.end()
        elif stop < end:
            defects.append(
                "headers_too_long" if limit < end and limit - stop < LONGEST else "no_blank_line_after_headers"
            )

        pairs = []
        for match in HEADER.finditer(raw, start, stop):
            if len(pairs) == MAX_HEADERS:
                defects.append("too_many_headers")
                break
            pairs.append((match[1].decode("ascii").lower(), match[2]))
        return cls(tuple(pairs), tuple(defects)), body

    @cached_property
    def _by_name(self) -> dict[str, list[bytes]]:
        found: dict[str, list[bytes]] = {}
        for name, value in self.pairs:
            found.setdefault(name, []).append(value)
        return found

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def all(self, name: str) -> list[str]:
        """Every header of that name, top first: unfolded text whose encoded words are still encoded."""
        return [unfold(value) for value in self._by_name.get(name, ())]

    def get(self, name: str) -> str:
        """The first of that name that says something, or ""."""
        return next((value for value in self.all(name) if value), "")

    def text(self, name: str) -> str:
        """What a person reads there, on one line."""
        return decode_words(self.get(name))

    def parameters(self, name: str) -> Parameters:
        return Parameters.read(self.get(name))

    @property
    def names(self) -> set[str]:
        return set(self._by_name)


def unfold(value: bytes) -> str:
    text, _ = charsets.decode(value[:LONGEST])
    return charsets.storable(re.sub(r"\r?\n(?=[ \t])", "", text)).replace("\n", " ").strip()


def decode_words(text: str) -> str:
    """RFC 2047, forgiving: words that were cut inside a character are joined before they are read."""
    if "=?" not in text:
        return charsets.one_line(text)
    text = BETWEEN_WORDS.sub(r"\1", text)
    pieces: list[str] = []
    pending, pending_charset, position = b"", "", 0
    for match in WORD.finditer(text):
        charset = match[1].partition("*")[0].lower()
        if pending and (match.start() != position or charset != pending_charset):
            pieces.append(charsets.decode(pending, pending_charset)[0])
            pending = b""
        pieces.append(text[position : match.start()])
        pending, pending_charset, position = pending + _word(match[2], match[3]), charset, match.end()
    pieces.append(charsets.decode(pending, pending_charset)[0])
    pieces.append(text[position:])
    return charsets.one_line("".join(pieces))


def _word(encoding: str, content: str) -> bytes:
    raw = content.encode("utf-8", "surrogateescape")
    if encoding in "bB":
        raw = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
        raw = raw[: len(raw) - 1] if len(raw) % 4 == 1 else raw
        try:
            return base64.b64decode(raw + b"=" * (-len(raw) % 4))
        except binascii.Error:
            return b""
    return HEX.sub(lambda match: bytes([int(match[1], 16)]), raw.replace(b"_", b" "))
