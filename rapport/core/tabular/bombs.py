"""Zips that unpack into more than the machine holds."""

import os
import zipfile
import zlib
from pathlib import Path

BLOCK = 2**16


def is_bomb(path: Path, most: int) -> bool:
    """Whether the zip at `path` unpacks into more than `most` bytes.

    What a zip says of its size may be a lie, so its parts are unpacked once, into nothing. Raises `BadZipFile`,
    `zlib.error` and `NotImplementedError` for what no program that makes workbooks writes.
    """
    left = most
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
    while left > 0 and size <= limit and (packed := file.read(min(BLOCK, left))):
        left -= len(packed)
        while packed and size <= limit:
            size += len(unpack.decompress(packed, 2**20))
            packed = unpack.unconsumed_tail
    return size
