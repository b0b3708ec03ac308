"""Slips of the finger: whether what was typed is another word with a letter wrong, missing, too many or swapped."""

from collections.abc import Iterable

from rapport.customers.models import NameWord

LEAST = 5  # letters of a word before a slip in it is forgiven
LONG = 8  # letters from which a second slip is forgiven
LIKE_WORDS = 80  # similar words that are looked at for each word typed
MEANT = 12  # words that one may be meant for; more are alike by chance


def words_meant(parts: Iterable[str]) -> dict[str, list[str]]:
    """For each word of what was typed, the known words that it may be a slip of, the likest first. One SQL query."""
    long = [part for part in parts if len(part) >= LEAST and part.isalpha()]
    queries = [NameWord.objects.like(word)[:LIKE_WORDS] for word in long]
    queries += [NameWord.objects.filter(word__in=swapped(word)).values_list("word", flat=True) for word in long]
    if not queries:
        return {}
    known = dict.fromkeys(queries[0].union(*queries[1:], all=True))
    meant = {word: _shortest(word, [other for other in known if is_slip(word, other)]) for word in long}
    return {
        word: sorted(others, key=lambda other: slips(word, other))[:MEANT] for word, others in meant.items() if others
    }


def _shortest(typed: str, words: list[str]) -> list[str]:
    """Without those in which what was typed or another of them occurs: whoever has them has that as well."""
    kept = [typed]
    for word in sorted(words, key=len):
        if not any(other in word for other in kept):
            kept.append(word)
    return kept[1:]


def swapped(word: str) -> list[str]:
    """`word` with two neighbours swapped, everywhere: such a slip leaves too few letters in threes to be alike."""
    return [word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)]


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
