"""Keys under which names are found and sorted, and names in Latin letters.

The keys are made here on every write, never in SQL: PostgreSQL leaves Georgian and Tamil as they are in
`unaccent` and takes Tamil words apart. Raise `KEY_VERSION` when a key changes; stored keys are then rebuilt.
"""

import re
import unicodedata
from functools import lru_cache

from .romanisation_tables import (
    CZECH_LETTERS,
    GEORGIAN,
    LATIN,
    PULLI,
    TAMIL_CONSONANTS,
    TAMIL_ORDER,
    TAMIL_OTHERS,
    TAMIL_SIGN_ORDER,
    TAMIL_SIGNS,
    TAMIL_VOWELS,
)

KEY_VERSION = 1

APOSTROPHES = dict.fromkeys(map(ord, "'’ʼʻ‘`´"))
APOSTROPHES_AND_LATIN = APOSTROPHES | {ord(letter): plain for letter, plain in LATIN.items()}
GEORGIAN_IN_LATIN = {ord(letter): latin for letter, latin in GEORGIAN.items()}
TAMIL = re.compile("[\u0b80-\u0bff]")
KSSA = "க்ஷ"
FIRST_WEIGHT = 0x1200
OWN_SCRIPT_FIRST = {"ka": ("\u10d0", "\u10ff"), "ta": ("\u1200", "\u1247")}

SOUND_DIGRAPHS = {
    **dict.fromkeys(["ksh", "tch", "tc", "ks"], "KS"),
    "swam": "SM",
    **dict.fromkeys(["sch", "sh", "ch", "ts", "dz", "dj"], "S"),
    **dict.fromkeys(["kh", "gh"], "K"),
    **dict.fromkeys(["th", "dh"], "T"),
    **dict.fromkeys(["ph", "bh"], "P"),
    "zh": "L",
    "ng": "NK",
}
SOUND_LETTERS = {
    **dict.fromkeys("cszj", "S"),
    **dict.fromkeys("kgq", "K"),
    "x": "KS",
    **dict.fromkeys("td", "T"),
    **dict.fromkeys("pbf", "P"),
    **dict.fromkeys("vw", "V"),
    **{letter: letter.upper() for letter in "rlmn"},
    **{digit: digit for digit in "0123456789"},
}
SOUND_PATTERN = re.compile("|".join(sorted(SOUND_DIGRAPHS, key=len, reverse=True)) + "|.")


def search_key(text: str) -> str:
    """`text` folded so that "giorgi" finds გიორგი: words of plain letters and digits, one space between.

    ASCII for text in English, Georgian, Czech and Tamil; letters of other scripts stay, without accents.
    """
    return " ".join(filter(None, map(_folded_word, text.split())))


@lru_cache(50_000)  # names are made of few words
def _folded_word(word: str) -> str:
    word = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())
    return _plain_words(_tamil_in_latin(word.translate(GEORGIAN_IN_LATIN)))


def sound_key(text: str) -> str:
    """The consonant skeleton of each word, for spellings that differ between scripts: "KRK" for გიორგი.

    It proposes candidates and never identifies anyone: Jan and Jana sound alike here.
    """
    return " ".join(filter(None, map(_sound, search_key(text).split())))


def sort_key(text: str, language: str = "") -> str:
    """A string by which names sort as people of `language` expect, compared by code point (`COLLATE "C"`).

    `language` decides where č, ch and other scripts go, so one column takes one language: the
    organisation's, not each customer's.
    """
    language = language.replace("_", "-").split("-")[0].lower()
    folded = unicodedata.normalize("NFC", text).casefold()
    primary = " ".join(filter(None, (_weighed_word(word, language) for word in folded.split())))
    accented = unicodedata.normalize("NFD", folded)
    return primary if accented == primary else f"{primary}\t{accented}"


@lru_cache(50_000)
def _weighed_word(word: str, language: str) -> str:
    letters = _czech_letters(word) if language == "cs" else word
    return _own_script_first(_plain_words(_tamil_weights(letters), keep_tilde=True), language)


def romanise(text: str) -> str:
    """A Georgian or Tamil name in Latin letters, for people who can't read it; "" when there is nothing to do.

    Neither script knows capitals, so each romanised word gets one, as names in Latin letters have.
    """
    if text.isascii():
        return ""
    text = unicodedata.normalize("NFC", text)
    words = [_romanised_word(word) for word in text.split()]
    romanised = " ".join(words)
    return "" if romanised == " ".join(text.split()) else romanised


def _romanised_word(word: str) -> str:
    mkhedruli = "".join(letter.casefold() if "\u1c90" <= letter <= "\u1cbf" else letter for letter in word)
    latin = _tamil_in_latin(mkhedruli.translate(GEORGIAN_IN_LATIN))
    return latin if latin == word else latin[:1].upper() + latin[1:]


def _tamil_in_latin(text: str) -> str:
    """ISO 15919: a consonant carries an "a" unless a vowel sign or the pulli says otherwise."""
    if not TAMIL.search(text):
        return text
    latin: list[str] = []
    for position, letter in enumerate(text):
        if letter in TAMIL_CONSONANTS:
            following = text[position + 1 : position + 2]
            inherent = "" if following == PULLI or following in TAMIL_SIGNS else "a"
            latin.append(TAMIL_CONSONANTS[letter] + inherent)
        elif letter in TAMIL_SIGNS:
            latin.append(TAMIL_SIGNS[letter])
        elif letter == PULLI or letter in "\u200c\u200d" and "\u0b80" <= text[position - 1] <= "\u0bff":
            continue
        else:
            latin.append(TAMIL_VOWELS.get(letter) or TAMIL_OTHERS.get(letter, letter))
    return "".join(latin)


def _plain_words(text: str, keep_tilde: bool = False) -> str:
    """Letters and digits without accents; apostrophes vanish, all else is a gap between words."""
    text = text.translate(APOSTROPHES_AND_LATIN)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
    return " ".join(text.translate(PLAIN_AND_TILDE if keep_tilde else PLAIN).split())


class _Plain(dict):
    """What `str.translate` makes of each code point, looked up once. An import folds millions of names."""

    def __init__(self, keep: str):
        super().__init__()
        self._keep = keep

    def __missing__(self, code: int) -> int | str | None:
        letter = chr(code)
        if unicodedata.combining(letter) or "\ufe00" <= letter <= "\ufe0f":
            self[code] = None
        else:
            is_part_of_a_word = unicodedata.category(letter)[0] in "LMN" or letter in self._keep
            self[code] = code if is_part_of_a_word else " "
        return self[code]


PLAIN, PLAIN_AND_TILDE = _Plain(""), _Plain("~")


@lru_cache(50_000)
def _sound(word: str) -> str:
    skeleton = SOUND_PATTERN.sub(lambda match: SOUND_DIGRAPHS.get(match[0]) or SOUND_LETTERS.get(match[0], ""), word)
    if word[0] in "aeiou":
        skeleton = "A" + skeleton
    elif word[0] == "y":
        skeleton = "Y" + skeleton
    return re.sub(r"(.)\1+", r"\1", skeleton)


def _czech_letters(text: str) -> str:
    """č after every c, and ch, one letter, after every h: "~" is greater than any Latin letter."""
    return "".join(CZECH_LETTERS.get(letter, letter) for letter in text.replace("~", " ").replace("ch", "h~"))


def _tamil_weights(text: str) -> str:
    """Tamil letters replaced by letters whose code points are in dictionary order."""
    if not TAMIL.search(text):
        return text
    weights: list[str] = []
    position = 0
    while position < len(text):
        letter = text[position]
        if text.startswith(KSSA, position):
            weights.append(_weight(len(TAMIL_ORDER)))
            position += len(KSSA)
        elif letter in TAMIL_ORDER:
            weights.append(_weight(TAMIL_ORDER.index(letter)))
            position += 1
        else:
            weights.append(letter)
            position += 1
            continue
        if letter in TAMIL_CONSONANTS:
            sign = text[position : position + 1]
            is_sign = bool(sign) and sign in TAMIL_SIGN_ORDER
            weights.append(_weight(TAMIL_SIGN_ORDER.index(sign if is_sign else "")))
            position += is_sign
    return "".join(weights)


def _weight(place: int) -> str:
    # Letters without marks that no later step touches. Tamil's own block has holes and marks in it.
    return chr(FIRST_WEIGHT + place)


def _own_script_first(key: str, language: str) -> str:
    """ "@" lies between the digits and the Latin letters."""
    first, last = OWN_SCRIPT_FIRST.get(language, ("", ""))
    return "".join(f"@{letter}" if first <= letter <= last else letter for letter in key) if first else key
