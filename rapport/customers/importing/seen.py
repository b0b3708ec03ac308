"""Which line a key stood in first, for as many lines as a file may have: two dozen bytes for each, not a hundred."""

from array import array

EMPTY = 0


class FirstLines:
    """An open table of 64-bit keys; where one is taken, the next place is looked at."""

    def __init__(self) -> None:
        self._count, self._mask = 0, 0xFFF
        self._keys, self._lines = self._empty()

    def first(self, key: int, line: int) -> int:
        """The line that came first with `key`: `line` itself when there was none."""
        if self._count * 2 > self._mask:
            self._grow()
        key = key or 1
        place = key & self._mask
        while (found := self._keys[place]) != EMPTY:
            if found == key:
                return self._lines[place]
            place = (place + 1) & self._mask
        self._keys[place], self._lines[place] = key, line
        self._count += 1
        return line

    def _grow(self) -> None:
        keys, lines = self._keys, self._lines
        self._mask = self._mask * 2 + 1
        self._keys, self._lines = self._empty()
        mask, new_keys, new_lines = self._mask, self._keys, self._lines
        for key, line in zip(keys, lines, strict=True):
            if key != EMPTY:
                place = key & mask
                while new_keys[place] != EMPTY:
                    place = (place + 1) & mask
                new_keys[place], new_lines[place] = key, line

    def _empty(self) -> tuple[array, array]:
        return array("Q", bytes(8 * (self._mask + 1))), array("I", bytes(4 * (self._mask + 1)))
