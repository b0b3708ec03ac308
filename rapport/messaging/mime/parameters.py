"""What stands behind the semicolons of a header: `Content-Type: text/plain; charset=utf-8; name*=UTF-8''r%C4%8Dn.pdf`.

RFC 2045 and RFC 2231, in time that grows with the length only; the standard library's reader takes hours over a header
of many open quotes.
"""

import re
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from . import charsets

LONGEST = 16_000  # characters of the header that are looked at
MOST = 200
ONE = re.compile(r';\s*([^\s=;"]{1,80})\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;]*))')
QUOTED = re.compile(r"\\(.)")
PIECE = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*)?")


@dataclass(frozen=True)
class Parameters:
    value: str = ""  # what stands before the first semicolon, in lower case
    parameters: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, header: str) -> "Parameters":
        header = header[:LONGEST]
        value = header.partition(";")[0]
        found: dict[str, str] = {}
        pieces: dict[str, list[tuple[int, bool, str]]] = {}
        for number, match in enumerate(ONE.finditer(header, len(value))):
            if number == MOST:
                break
            content = QUOTED.sub(r"\1", match[2]) if match[2] is not None else match[3].strip()
            name = PIECE.fullmatch(match[1].lower())
            if name and (name[2] or name[3]):
                pieces.setdefault(name[1], []).append((int(name[2] or 0), bool(name[3]), content))
            else:
                found.setdefault(match[1].lower(), content)
        found |= {name: _joined(parts) for name, parts in pieces.items()}
        return cls(value.partition("(")[0].strip().lower(), found)

    def get(self, name: str) -> str:
        return self.parameters.get(name, "")


def _joined(parts: list[tuple[int, bool, str]]) -> str:
    """The pieces of one value (RFC 2231) in their order; bytes are joined before they are read as letters."""
    parts = sorted(parts, key=lambda part: part[0])
    charset, raw = "", b""
    for position, (_, is_encoded, content) in enumerate(parts):
        if is_encoded and position == 0 and content.count("'") >= 2:
            charset, _, content = content.split("'", 2)
        raw += unquote_to_bytes(content) if is_encoded else content.encode("utf-8", "replace")
    return charsets.decode(raw, charset)[0]
