"""The tree of a mail's parts, found in its bytes without copying them.

The standard library's parser goes into every level with a generator of its own and asks each of them about each line:
300 levels end it with a RecursionError, and 25 MB of them take minutes. Here the boundaries are searched for level by
level, no deeper and no more than the limits allow.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from .headers import Headers
from .parameters import Parameters

MAX_PARTS = 50
MAX_DEPTH = 10
NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="))
PIECE = re.compile(rb"[A-Za-z0-9+/]+={0,2}")


@dataclass(frozen=True)
class Part:
    headers: Headers
    raw: bytes = field(repr=False)  # of the whole mail
    begin: int  # of the body within `raw`
    end: int
    default_type: str = "text/plain"
    children: tuple["Part", ...] = ()

    @cached_property
    def parameters(self) -> Parameters:
        return self.headers.parameters("content-type")

    @cached_property
    def content_type(self) -> str:
        kind = self.parameters.value
        if re.fullmatch(r"[a-z0-9][\w.+-]*/[a-z0-9*][\w.+-]*", kind, re.ASCII) and len(kind) <= 100:
            return kind
        return "text/plain" if kind else self.default_type

    @cached_property
    def disposition(self) -> Parameters:
        return self.headers.parameters("content-disposition")

    @property
    def is_multipart(self) -> bool:
        return bool(self.children)

    @property
    def encoding(self) -> str:
        return self.headers.get("content-transfer-encoding").partition(";")[0].strip().lower()

    @property
    def size(self) -> int:
        return self.end - self.begin

    @property
    def content_id(self) -> str:
        return self.headers.get("content-id").strip("<> ")[:250]

    def content(self) -> bytes:
        """The body without its transfer encoding."""
        body = self.raw[self.begin : self.end]
        match self.encoding:
            case "base64":
                return _base64(body)
            case "quoted-printable":
                return binascii.a2b_qp(body)
            case "x-uuencode" | "uuencode" | "x-uue":
                return _uuencode(body)
        return body

    def leaves(self) -> Iterator["Part"]:
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()


class Reader:
    """Reads one mail's tree and remembers what was wrong with it."""

    def __init__(self, raw: bytes):
        self.raw = raw
        self.parts = 0
        self.defects: list[str] = []

    def read(self) -> Part:
        return self._part(0, len(self.raw), "text/plain", 0)

    def _part(self, begin: int, end: int, default_type: str, depth: int) -> Part:
        headers, body = Headers.read(self.raw, begin, end)
        self.defects += headers.defects
        self.parts += 1
        part = Part(headers, self.raw, body, end, default_type)
        if not part.content_type.startswith("multipart/"):
            return part

        boundary = part.parameters.get("boundary").rstrip()
        if not boundary:
            self.defects.append("no_boundary")
        elif depth == MAX_DEPTH:
            self.defects.append("too_deep")
        else:
            inside = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
            spans = self._spans(boundary.encode("utf-8", "replace"), body, end)
            children = tuple(
                self._part(first, last, inside, depth + 1) for first, last in spans if self.parts < MAX_PARTS
            )
            if len(children) < len(spans):
                self.defects.append("too_many_parts")
            return Part(headers, self.raw, body, end, default_type, children)
        return part

    def _spans(self, boundary: bytes, begin: int, end: int) -> list[tuple[int, int]]:
        """From where to where each part of a multipart goes, at most one more than may be read."""
        line = re.compile(rb"^--" + re.escape(boundary) + rb"(--)?[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
        spans: list[tuple[int, int]] = []
        start: int | None = None
        for match in line.finditer(self.raw, begin, end):
            if start is not None:
                spans.append((start, self._before_newline(start, match.start())))
            start = None if match[1] else match.end()
            if match[1] or len(spans) > MAX_PARTS:
                break
        else:
            self.defects.append("no_closing_boundary" if start is not None else "boundary_never_found")
        if start is not None and len(spans) <= MAX_PARTS:
            spans.append((start, end))
        return spans

    def _before_newline(self, start: int, end: int) -> int:
        """The newline before a boundary belongs to the boundary."""
        if end > start and self.raw[end - 1 : end] == b"\n":
            end -= 1
            if end > start and self.raw[end - 1 : end] == b"\r":
                end -= 1
        return max(start, end)


def _base64(body: bytes) -> bytes:
    """Whatever was meant: without foreign characters, with each padded piece for itself, with a cut end."""
    body = body.translate(None, NOT_BASE64)
    if body.find(b"=") in (-1, len(body) - 1, len(body) - 2):
        return _piece(body.rstrip(b"="))
    found = []
    for match in PIECE.finditer(body):
        piece = match[0].rstrip(b"=")
        if found and len(match[0]) % 4:
            break  # a mailing list's footer behind the end
        found.append(_piece(piece))
    return b"".join(found)


def _piece(piece: bytes) -> bytes:
    if len(piece) % 4 == 1:
        piece = piece[:-1]
    return binascii.a2b_base64(piece + b"=" * (-len(piece) % 4))


def _uuencode(body: bytes) -> bytes:
    found = []
    for line in body.splitlines():
        if line.startswith((b"begin ", b"end")) or not line:
            continue
        try:
            found.append(binascii.a2b_uu(line))
        except binascii.Error:
            continue
    return b"".join(found)
