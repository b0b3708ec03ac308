"""The seal at the end of an archive: a hash of all that stands before it, so that a single changed byte is seen.

An archive is a ZIP file, whose last bytes say how long a comment follows. The seal is that comment; any unzip reads the
file as well.
"""

import hashlib
import struct
from collections.abc import Callable
from typing import BinaryIO

LABEL = b"rapport backup, sha256 "
SEAL_BYTES = len(LABEL) + 64
END_RECORD_BYTES = 22  # of a ZIP file without a comment
CHUNK = 2**20


class BrokenSeal(Exception):
    """This is not an archive of ours, it is cut short, or something in it was changed."""


class Sealing:
    """What is written through it goes on to `out`, which may be a pipe; `close` adds the seal."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._hash = hashlib.sha256()
        self._held = b""
        self.written = 0

    def write(self, data: bytes) -> int:
        held = self._held + bytes(data)
        ready, self._held = held[:-END_RECORD_BYTES], held[-END_RECORD_BYTES:]
        self._pass_on(ready)
        return len(data)

    def close(self) -> None:
        self._pass_on(self._held[:-2] + struct.pack("<H", SEAL_BYTES))
        seal = LABEL + self._hash.hexdigest().encode()
        self._out.write(seal)
        self._out.flush()
        self.written += len(seal)

    def flush(self) -> None:
        self._out.flush()

    def _pass_on(self, data: bytes) -> None:
        self._hash.update(data)
        self._out.write(data)
        self.written += len(data)


def check(file: BinaryIO, size: int, progress: Callable[[int], None]) -> None:
    """Raises `BrokenSeal` unless every byte is as it was written. `progress` is told how many were read."""
    if size < END_RECORD_BYTES + SEAL_BYTES:
        raise BrokenSeal
    file.seek(size - SEAL_BYTES)
    seal = file.read(SEAL_BYTES)
    if not seal.startswith(LABEL):
        raise BrokenSeal
    file.seek(0)
    said, left = hashlib.sha256(), size - SEAL_BYTES
    while left:
        data = file.read(min(CHUNK, left))
        if not data:
            raise BrokenSeal
        said.update(data)
        left -= len(data)
        progress(len(data))
    if said.hexdigest().encode() != seal[len(LABEL) :]:
        raise BrokenSeal
