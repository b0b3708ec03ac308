"""Names as people write them: cleaned for storage, shortened for an avatar, cautiously taken apart.

Nothing here changes upper and lower case: a name is stored and shown as its bearer writes it.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from .titles import AMBIGUOUS_PREFIXES, LEGAL_FORMS, PARTICLES, PREFIX_TITLES, SUFFIX_TITLES, title_key

# Direction overrides and isolates, and characters nobody sees: two names that look equal must be equal.
INVISIBLE = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
JOINERS = "\u200c\u200d"
TAMIL_CLUSTERS = ("க்ஷ", "ஸ்ரீ", "ஶ்ரீ")
FAMILY_FIRST_LANGUAGES = {"hu", "ja", "ko", "vi", "zh"}


def clean(text: str | None) -> str:
    """The form in which a text of one line is stored: NFC, one space between words, nothing invisible."""
    text = text or ""
    if not (text.isascii() and text.isprintable()):
        text = _visible(text, emoji=False)
    elif "  " not in text:
        return text.strip()
    return " ".join(text.split())


def clean_lines(text: str | None) -> str:
    """`clean` for notes and letters: lines stay lines, with at most one empty line in a row."""
    if not text or text.isascii() and text.isprintable():
        return clean(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    lines = [" ".join(_visible(line, emoji=True).split()) for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


@lru_cache(10_000)
def initials(name: str) -> str:
    """The letters on an avatar: "JN" for Ing. Jana Nováková, one letter for a name in Tamil."""
    words = [word for word in _words_of_a_name(clean(name)) if any(map(str.isalnum, word))]
    if not words:
        return ""
    if any(map(is_tamil, words)):
        return _first_grapheme(next((word for word in words if not _is_initial(word)), words[0]))

    weighty = [word for word in words[:-1] if word.casefold() not in PARTICLES] + words[-1:]  # "Arjun Das" is a Das
    chosen = weighty[:1] + weighty[1:][-1:]
    return "".join(_first_grapheme(word) for word in chosen)


@dataclass(frozen=True)
class SplitName:
    """What the parts of a name may be. A suggestion for a person to confirm, never a fact."""

    prefix_titles: tuple[str, ...] = ()
    given_name: str = ""
    patronymic: str = ""
    family_name: str = ""
    suffix_titles: tuple[str, ...] = ()
    initials: str = ""


@lru_cache(10_000)
def split_person_name(name: str, language: str = "") -> SplitName:
    """Suggest the parts of `name`; a part that would be a guess stays empty.

    One word is a given name without a family name. Behind the initial of a Tamil name stands a father's
    or a village's name, so a Tamil name never gets a family name here.
    """
    language = language.replace("_", "-").split("-")[0].lower()
    prefixes, words, suffixes = _without_titles(clean(name), language)
    initial_letters = " ".join(word for word in words if _is_initial(word))
    full_words = [word for word in words if not _is_initial(word)]

    if language == "ta" or any(map(is_tamil, words)):
        given, patronymic, family = " ".join(word.strip(",") for word in full_words), "", ""
    else:
        given, patronymic, family = _parts(words, full_words, language)
    return SplitName(prefixes, given, patronymic, family, suffixes, initial_letters)


def without_titles(name: str, language: str = "") -> str:
    """The name alone: "Jana Nováková" for "Ing. Jana Nováková, Ph.D."."""
    return " ".join(_without_titles(clean(name), language)[1])


def is_tamil(text: str) -> bool:
    return not text.isascii() and any("\u0b80" <= letter <= "\u0bff" for letter in text)


def graphemes(text: str) -> list[str]:
    """The letters of `text` as people count them: a base with its marks, and Tamil conjuncts, are one."""
    found: list[str] = []
    position = 0
    while position < len(text):
        end = position + len(next((c for c in TAMIL_CLUSTERS if text.startswith(c, position)), text[position]))
        while end < len(text) and (unicodedata.category(text[end])[0] == "M" or text[end] in JOINERS):
            end += 2 if text[end] == "\u200d" and end + 1 < len(text) else 1
        found.append(text[position:end])
        position = end
    return found


def _visible(text: str, *, emoji: bool) -> str:
    text = INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    if text.isprintable():  # joiners and controls are not
        return text
    kept = []
    for position, letter in enumerate(text):
        if letter in JOINERS:
            around = text[position - 1 : position] + text[position + 1 : position + 2]
            if not (len(around) == 2 and (all(map(_is_indic, around)) or emoji and all(map(_is_emoji, around)))):
                continue
        elif unicodedata.category(letter) in ("Cc", "Cs") and not letter.isspace():
            continue
        kept.append(letter)
    return unicodedata.normalize("NFC", "".join(kept))


def _is_indic(letter: str) -> bool:
    return "\u0900" <= letter <= "\u0dff" and unicodedata.category(letter)[0] in "LM"


def _is_emoji(letter: str) -> bool:
    return letter == "\ufe0f" or unicodedata.category(letter) in ("So", "Sk")


def _first_grapheme(word: str) -> str:
    start = next((position for position, letter in enumerate(word) if letter.isalnum()), 0)
    return graphemes(word[start:])[0]


@lru_cache(20_000)  # an import asks for the same words again and again
def _is_initial(word: str) -> bool:
    """ "R.", "R", "மு.", "K.S.": one letter, or several with a full stop behind each."""
    pieces = word.strip(",").rstrip(".").split(".")
    if any(len(piece) > 12 or piece.isascii() and len(piece) != 1 for piece in pieces):
        return False
    return all(len(graphemes(piece)) == 1 and piece[0].isalpha() for piece in pieces)


def _words_of_a_name(name: str) -> list[str]:
    words = [word for word in _without_titles(name, "")[1] if title_key(word) not in LEGAL_FORMS]
    return words or name.split()


def _without_titles(name: str, language: str) -> tuple[tuple[str, ...], list[str], tuple[str, ...]]:
    prefixes: list[str] = []
    suffixes: list[str] = []

    head, *tails = [part.strip() for part in name.split(",")]
    while tails and tails[-1] and all(title_key(word) in SUFFIX_TITLES for word in tails[-1].split()):
        suffixes[:0] = [tails.pop()]
    words = ", ".join(part for part in [head, *tails] if part).split()

    while len(words) > 1 and _is_prefix(words[0], language, prefixes):
        prefixes.append(words.pop(0))
    while len(words) > 1 and title_key(words[-1]) in SUFFIX_TITLES and not _could_be_a_name(words[-1]):
        suffixes.insert(0, words.pop())
    return tuple(prefixes), words, tuple(suffixes)


def _is_prefix(word: str, language: str, before: list[str]) -> bool:
    key = title_key(word)
    if key == "arch" and before:  # "Ing. arch."
        return True
    if key in AMBIGUOUS_PREFIXES:  # "Ing" is also a Dutch surname, "Pan" a Chinese one, but none in small letters
        return (word.endswith(".") or language == "cs" or word in ("pan", "paní")) and not word.isupper()
    return key in PREFIX_TITLES


def _could_be_a_name(word: str) -> bool:
    """Jack Ma is no Master of Arts: without a comma only "Ph.D.", "PhD", "Jr." and the like are titles."""
    return word.isalpha() and (word[1:].islower() and title_key(word) not in ("jr", "sr") or len(word) < 3)


def _parts(words: list[str], full_words: list[str], language: str) -> tuple[str, str, str]:
    """Given name, patronymic and family name of a name that is not Tamil."""
    if not full_words:
        return "", "", ""
    if any(word.endswith(",") for word in words[:-1]):  # "Novák, Jan"
        family, _, given = " ".join(words).partition(",")
        return given.strip(" ,"), "", family.strip()
    if len(words) == 1:
        return words[0], "", ""
    if len(full_words) == 1:  # "J. Smith", but "Kumar R" has no family name
        return ("", "", full_words[0]) if _is_initial(words[0]) else (full_words[0], "", "")

    if language in FAMILY_FIRST_LANGUAGES:
        return "", "", ""
    for position, word in enumerate(full_words):
        if word in ("ძე", "ასული") and position >= 2:
            return (
                full_words[0],
                " ".join(full_words[position - 1 : position + 1]),
                " ".join(full_words[position + 1 :]),
            )
        if word.casefold() in PARTICLES and 0 < position < len(full_words) - 1:
            return " ".join(full_words[:position]), "", " ".join(full_words[position:])
    if len(full_words) == 2:
        first, last = full_words
        return (last, "", first) if _is_surely_family(first) and not _is_surely_family(last) else (first, "", last)
    if language in ("en", "cs"):
        return " ".join(full_words[:-1]), "", full_words[-1]
    return "", "", ""  # "Gabriel García Márquez": nobody can tell without asking


def _is_surely_family(word: str) -> bool:
    """Sons and children in Georgian, wives and daughters in Czech and Slovak: nobody's given name ends so."""
    return word.casefold().endswith(("ძე", "შვილი", "dze", "shvili", "ová"))
