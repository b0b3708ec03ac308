"""Slips of the finger: whether what was typed is another word with a letter wrong, missing, too many or swapped."""

LONG = 8  # letters from which a second slip is forgiven


def is_slip(typed: str, meant: str) -> bool:
    """Whether `typed` may be `meant`, or its beginning, written with a slip. Equal words are no slip."""
    most = 2 if len(typed) >= LONG else 1
    if abs(len(typed) - len(meant)) <= most and 0 < slips(typed, meant) <= most:
        return True
    begun = [meant[: len(typed) + more] for more in (-1, 0, 1)] if len(meant) > len(typed) + most else []
    return any(0 < slips(typed, part) <= 1 for part in begun)


def slips(one: str, other: str) -> int:
    """How many letters to put in, leave out, change or swap with their neighbour to turn `one` into `other`."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, there in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != there))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == there:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]
