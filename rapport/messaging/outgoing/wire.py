"""Mails as bytes. Written by hand, since the standard library breaks long ids and links in headers (cpython #85725).

A header is folded between its items only, and its words are encoded when they are not ASCII; the ones that carry ids
never are. Bodies are quoted-printable where most of it is Latin, else base64: never longer than 76 characters a line.
"""

import binascii
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.header import Header
from email.utils import quote
from functools import lru_cache

CONTROLS = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
SPECIALS = re.compile(r"[^A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]")
WIDTH = 76
FOREIGN = bytes(range(127, 256))


@dataclass(frozen=True)
class Part:
    """A body or a file, or several in a multipart."""

    content_type: str
    content: bytes = b""
    headers: tuple[str, ...] = ()
    parts: tuple["Part", ...] = ()

    def lines(self, boundary: str) -> bytes:
        """With its own headers, ready to stand in a mail or in another part."""
        if not self.parts:
            return b"\r\n".join(
                [*(line.encode() for line in (f"Content-Type: {self.content_type}", *self.headers)), b"", self.content]
            )
        inner = "".join([boundary, "-", str(len(self.parts)), self.content_type[10:13]])
        head = [f'Content-Type: {self.content_type}; boundary="{inner}"', *self.headers, ""]
        body = b"".join(b"\r\n--" + inner.encode() + b"\r\n" + part.lines(inner) for part in self.parts)
        return "\r\n".join(head).encode() + body + b"\r\n--" + inner.encode() + b"--\r\n"


def text_part(text: str, subtype: str = "plain") -> Part:
    """A text in the encoding in which it is shortest and can still be read."""
    content = "\r\n".join(text.splitlines()).encode() + b"\r\n"
    foreign = len(content) - len(content.translate(None, FOREIGN))
    if foreign * 6 > len(content):
        return Part(f"text/{subtype}; charset=utf-8", in_base64(content), ("Content-Transfer-Encoding: base64",))
    encoded = binascii.b2a_qp(content, istext=True)
    return Part(f"text/{subtype}; charset=utf-8", encoded, ("Content-Transfer-Encoding: quoted-printable",))


def file_part(name: str, content_type: str, content: bytes, content_id: str = "") -> Part:
    headers = ["Content-Transfer-Encoding: base64", f"Content-Disposition: {'inline' if content_id else 'attachment'};"]
    headers[1] += "\r\n " + _file_name(name)
    if content_id:
        headers.append(f"Content-ID: <{clean(content_id)}>")
    return Part(clean(content_type), in_base64(content), tuple(headers))


def in_base64(content: bytes) -> bytes:
    encoded = binascii.b2a_base64(content, newline=False)
    return b"\r\n".join(encoded[at : at + WIDTH] for at in range(0, len(encoded), WIDTH))


def words(name: str, text: str) -> str:
    """A header of words, such as the subject."""
    text = clean(text)
    if text.isascii() and len(name) + len(text) + 2 <= WIDTH:
        return f"{name}: {text}"
    charset = "us-ascii" if text.isascii() else "utf-8"
    return f"{name}: {Header(text, charset, maxlinelen=WIDTH, header_name=name).encode(linesep=chr(13) + chr(10))}"


def mailboxes(name: str, boxes: Iterable[tuple[str, str]]) -> str:
    """A header of addresses, each with the name of who reads it there."""
    return folded(name, [_mailbox(shown, address) for shown, address in boxes], ", ")


def folded(name: str, items: Sequence[str], between: str = " ") -> str:
    """A header of items that are never broken, each longer than a line on a line of its own."""
    lines, line = [], f"{name}:"
    for number, item in enumerate(items):
        piece = item + (between.rstrip() if number < len(items) - 1 else "")
        if len(line) + len(piece) + 1 > WIDTH and line != f"{name}:":
            lines.append(line)
            line = ""
        line += f" {piece}"
    return "\r\n".join([*lines, line])


def clean(text: str) -> str:
    """Nobody writes a header of their own into a value: no line ends, no other controls."""
    return CONTROLS.sub(" ", text).strip()


@lru_cache(1000)
def _mailbox(shown: str, address: str) -> str:
    shown, address = clean(shown), clean(address)
    if not shown:
        return address
    if not shown.isascii():
        return f"{Header(shown, 'utf-8', maxlinelen=10_000).encode()} <{address}>"
    return f'"{quote(shown)}" <{address}>' if SPECIALS.search(shown) else f"{shown} <{address}>"


def _file_name(name: str) -> str:
    name = clean(name)
    if name.isascii():
        return f'filename="{quote(name)}"'
    from urllib.parse import quote as percent

    return f"filename*=utf-8''{percent(name, safe='')}"
