"""Zips that unpack into more than the machine holds, or hold more parts than anybody wrote."""

import lzma
import os
import zipfile
import zlib
from pathlib import Path
from struct import error as struct_error
from typing import IO, Any

BLOCK = 2**16
MOST_PARTS = 5_000  # a large presentation has some hundreds
END, END_BYTES, LONGEST_COMMENT = b"PK\x05\x06", 22, 2**16
# A cell's text has no "<" in it, so what lies between two of them is one cell at most.
LONGEST_TEXT = 4_000_000
# What Python's zipfile raises for one that is damaged or was made to do harm.
NOT_A_ZIP_AFTER_ALL = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct_error),
    *(KeyError, RuntimeError, NotImplementedError, OSError, EOFError, ValueError, IndexError),
)


class EndlessText(Exception):
    """A cell of a workbook holds more than anybody wrote."""


def is_crowded(file: IO[Any]) -> bool:
    """Whether the list of parts at the end of a zip is longer than documents need: reading it takes time and room.

    What the end says of their number may be a lie; how large the list is, is not: the list has to fit before the end.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - END_BYTES - LONGEST_COMMENT))
    tail = file.read()
    at = tail.rfind(END)
    file.seek(0)
    if at < 0 or len(tail) < at + END_BYTES:
        return False  # no zip at all, which is for others to say
    parts = int.from_bytes(tail[at + 10 : at + 12], "little")
    directory = int.from_bytes(tail[at + 12 : at + 16], "little")
    return parts > MOST_PARTS or directory > MOST_PARTS * 200


def is_bomb(path: Path, most: int) -> bool:
    """Whether the zip at `path` unpacks into more than `most` bytes.

    What a zip says of its size may be a lie, so its parts are unpacked once, into nothing. Raises `BadZipFile`,
    `zlib.error` and `NotImplementedError` for what no program that makes workbooks writes, and `EndlessText`.
    """
    left = most
    with path.open("rb") as file:
        if is_crowded(file):
            return True
    with zipfile.ZipFile(path) as packed, path.open("rb") as file:
        for part in packed.infolist():
            left -= _unpacked_size(file, part, left)
            if left < 0:
                return True
    return False


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
    is_text, run = part.filename.endswith(".xml"), 0
    while left > 0 and size <= limit and (packed := file.read(min(BLOCK, left))):
        left -= len(packed)
        while packed and size <= limit:
            block = unpack.decompress(packed, 2**20)
            packed, size = unpack.unconsumed_tail, size + len(block)
            last = block.rfind(b"<")
            run = run + len(block) if last < 0 else len(block) - last
            if is_text and run > LONGEST_TEXT:
                raise EndlessText
    return size
