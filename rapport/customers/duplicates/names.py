"""Whether two names may be one person's, or one company's."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA, Jaro, JaroWinkler
from rapidfuzz.fuzz import token_sort_ratio

from rapport.core.folding import sound_key
from rapport.customers.duplicates import weights
from rapport.customers.duplicates.profiles import Profile
from rapport.customers.duplicates.words_of_names import is_pet_name

AGREE = 95  # of 100: from here on two names are one (DOMAIN 2.4)
NONE, UNSURE, SHORT, CLOSE, EQUAL = range(5)  # how alike two words are
RARE = 2  # who has a name that so few have may have misspelt a common one
RARE_BESIDE = 0.02  # of how many have the other

Counts = Callable[[str], int]  # how many customers have a word in their name


@dataclass(frozen=True)
class NameFound:
    """`outcome` is a word of `evidence.OUTCOMES`; `is_other_person` says household facts prove nothing any more."""

    outcome: str
    bits: float
    is_other_person: bool = False

    @property
    def agrees(self) -> bool:
        return self.outcome in ("same", "alike")


SAME = NameFound("same", weights.NAME[0])
ALIKE = NameFound("alike", weights.SOUND[0])
JOINED = NameFound("alike", weights.NAME[0])
SHORTENED = NameFound("short", weights.SHORT_NAME)
PARTLY = NameFound("part", weights.PART_OF_NAME)
LIKE = NameFound("like", weights.LIKE_NAME, is_other_person=True)
FAMILY_DIFFERS = NameFound("other_family", weights.OTHER_FAMILY_NAME, is_other_person=True)
GIVEN_DIFFERS = NameFound("other_given", weights.OTHER_GIVEN_NAME, is_other_person=True)
DIFFERS = NameFound("differs", weights.OTHER_NAME, is_other_person=True)


def compare_names(one: Profile, other: Profile, counts: Counts) -> NameFound:
    if not one.is_person:
        return _companies(one, other, counts)
    if one.sorted_variants & other.sorted_variants:
        longest = max(len(words) for words in one.sorted_variants & other.sorted_variants)
        if longest > 1 or max(map(len, (*one.variants, *other.variants))) == 1:
            return SAME if not _opposed(one, other) else GIVEN_DIFFERS
    found = max((_people(a, b, one, other, counts) for a in one.variants for b in other.variants), key=_by_bits)
    return GIVEN_DIFFERS if _opposed(one, other) and found.bits > GIVEN_DIFFERS.bits else found


def _by_bits(found: NameFound) -> float:
    return found.bits


def _opposed(one: Profile, other: Profile) -> bool:
    """Mr and Ms."""
    return {one.gender, other.gender} == {"female", "male"}


def _people(a: tuple[str, ...], b: tuple[str, ...], one: Profile, other: Profile, counts: Counts) -> NameFound:
    if "".join(a) == "".join(b):
        return JOINED
    foreign = one.is_own_script != other.is_own_script
    pairs, left_a, left_b = _matched(a, b, foreign, counts)
    levels = [level for _i, _j, level in pairs]
    if left_a and left_b:
        return _part_differs(a, b, pairs, left_a, left_b, one, other)
    if not levels:
        return DIFFERS
    worst = min(levels)
    extra = weights.MORE_NAMES if left_a or left_b else 0.0
    if len(pairs) == 1 and (left_a or left_b):
        return PARTLY if worst >= CLOSE else DIFFERS
    if worst == UNSURE:
        return LIKE
    if worst == SHORT:
        return SHORTENED if max(levels) >= CLOSE else DIFFERS
    if worst == EQUAL and not extra:
        return SAME
    agreed = SAME if worst == EQUAL or similarity(" ".join(a), " ".join(b)) >= AGREE else ALIKE
    return NameFound("alike", agreed.bits + extra)


def _matched(a: tuple[str, ...], b: tuple[str, ...], foreign: bool, counts: Counts) -> tuple[list, list, list]:
    """Which word of one is which of the other, best first; and the words of each that are left."""
    found = []
    for i, word in enumerate(a[:6]):
        for j, against in enumerate(b[:6]):
            level = EQUAL if word == against else how_alike(word, against, foreign, counts)
            if level > NONE:
                found.append((-level, abs(i - j), i, j))
    pairs, left_a, left_b = [], set(range(len(a[:6]))), set(range(len(b[:6])))
    for level, _apart, i, j in sorted(found):
        if i in left_a and j in left_b:
            pairs.append((i, j, -level))
            left_a.discard(i)
            left_b.discard(j)
    return pairs, sorted(left_a), sorted(left_b)


def _part_differs(a, b, pairs, left_a, left_b, one: Profile, other: Profile) -> NameFound:
    """Both have a word that the other lacks: another given name is another person, another family name may not be."""
    if not any(level >= CLOSE for _i, _j, level in pairs):
        return DIFFERS
    given = any(_is_given(a[i], i, a, one) for i in left_a) or any(_is_given(b[j], j, b, other) for j in left_b)
    return GIVEN_DIFFERS if given else FAMILY_DIFFERS


def _is_given(word: str, place: int, words: tuple[str, ...], whose: Profile) -> bool:
    if word in whose.given or word in whose.family:
        return word in whose.given
    return place == 0 or len(words) == 1


def how_alike(one: str, other: str, foreign: bool, counts: Counts) -> int:
    """How alike two words of names are. `foreign` when they were written in different scripts."""
    level = _spelled_alike(one, other)
    if level != CLOSE or foreign:
        return level
    if _is_gendered(one, other):
        return UNSURE
    if is_pet_name(one, other):
        return SHORT
    if _loosely(one) == _loosely(other):
        return CLOSE
    few, many = sorted((counts(one), counts(other)))
    return CLOSE if few <= max(RARE, RARE_BESIDE * many) else UNSURE


@lru_cache(200_000)
def _spelled_alike(one: str, other: str) -> int:
    """Without asking how common they are: CLOSE when one may be a slip, or another spelling, of the other."""
    short, long = sorted((one, other), key=len)
    if len(short) == 1:
        return SHORT if long.startswith(short) else NONE
    if is_pet_name(one, other):
        return SHORT
    if _is_abbreviation(short, long):
        return SHORT
    if short.isdigit() or long.isdigit():
        return NONE
    distance = OSA.distance(one, other, score_cutoff=3)
    allowed = 1 if len(short) < 6 else 2 if len(short) < 10 else 3
    if distance <= allowed and (len(short) > 3 or sorted(one) == sorted(other) or distance == 1 and len(long) > 3):
        return CLOSE
    if long in (f"{short}ova", f"{short[:-1]}ova", f"{short[:-2]}{short[-1]}ova") and len(short) > 2:
        return CLOSE  # Novák and Nováková, as women are called abroad and at home
    if len(short) > 6 and JaroWinkler.normalized_similarity(one, other) >= 0.94:
        return CLOSE
    sound = sound_key(one)
    return CLOSE if len(sound) > 1 and sound == sound_key(other) else NONE


@lru_cache(100_000)
def _loosely(word: str) -> str:
    """Without what people spell now this way, now that: Karthik and Kartik, Smyth and Smith, Sara and Sarah."""
    for spelled, plain in (("ee", "i"), ("oo", "u"), ("ph", "f"), ("ck", "k"), ("ch", "C"), ("sh", "S"), ("h", "")):
        word = word.replace(spelled, plain)
    word = word.translate(SPELLED)
    return "".join(letter for letter, before in zip(word, " " + word, strict=False) if letter != before)


SPELLED = str.maketrans("wyzcq", "visk" + "k")


def _is_abbreviation(short: str, long: str) -> bool:
    """ "Alex" for Alexandr, "Chr" for Christina: the beginning, and much of it is missing."""
    return len(short) > 2 and len(long) >= len(short) + 3 and long.startswith(short) and not long.endswith("ova")


def _is_gendered(one: str, other: str) -> bool:
    """Jan and Jana, Alexandr and Alexandra: a man and a woman."""
    short, long = sorted((one, other), key=len)
    return long == f"{short}a" or (
        len(one) == len(other) and one[:-1] == other[:-1] and {one[-1], other[-1]} == set("oa")
    )


def _companies(one: Profile, other: Profile, counts: Counts) -> NameFound:
    if one.sorted_variants & other.sorted_variants:
        return NameFound("same", weights.COMPANY_NAME)
    best = DIFFERS
    for a in one.variants:
        for b in other.variants:
            best = max(best, _company(a, b, one.is_own_script != other.is_own_script, counts), key=_by_bits)
    return best


def _company(a: tuple[str, ...], b: tuple[str, ...], foreign: bool, counts: Counts) -> NameFound:
    if "".join(a) == "".join(b):
        return NameFound("same", weights.COMPANY_NAME)
    pairs, left_a, left_b = _matched(a, b, foreign, counts)
    if not left_a and not left_b and all(level >= CLOSE for _i, _j, level in pairs):
        return NameFound("alike", weights.COMPANY_SLIP)
    numbers = [sorted(word for word in words if word.isdigit()) for words in (a, b)]
    if numbers[0] == numbers[1] and similarity(" ".join(a), " ".join(b)) >= AGREE:
        return NameFound("alike", weights.COMPANY_SLIP)
    if pairs and not (left_a and left_b) and all(level >= CLOSE for _i, _j, level in pairs):
        return NameFound("part", weights.COMPANY_PART)
    return DIFFERS


def similarity(one: str, other: str) -> float:
    """How alike two folded names are, from 0 to 100 (DOMAIN 2.4).

    Jaro without what Winkler gives for the same beginning: with it Jan Novák and Jan Nováček are one at 96.
    """
    return max(100 * Jaro.normalized_similarity(one, other), token_sort_ratio(one, other))
