"""Letters of Georgian and Tamil in Latin letters, and Latin letters that Unicode does not take apart.

Georgian follows the national romanisation of 2002 (BGN/PCGN 2009), Tamil ISO 15919.
"""


def _pairs(letters: str, latin: str) -> dict[str, str]:
    return dict(zip(letters, latin.split(), strict=True))


GEORGIAN = _pairs(
    "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
    "a b g d e v z t i k' l m n o p' zh r s t' u p k gh q' sh ch ts dz ts' ch' kh j h",
) | _pairs("ჱჲჳჴჵ", "ey y w q' o")

TAMIL_VOWELS = _pairs("அஆஇஈஉஊஎஏஐஒஓஔ", "a ā i ī u ū e ē ai o ō au")
TAMIL_SIGNS = _pairs(
    "\u0bbe\u0bbf\u0bc0\u0bc1\u0bc2\u0bc6\u0bc7\u0bc8\u0bca\u0bcb\u0bcc\u0bd7", "ā i ī u ū e ē ai o ō au au"
)
TAMIL_CONSONANTS = _pairs(
    "கஙசஞடணதநபமயரலவழளறனஜஷஸஹஶ",
    "k ṅ c ñ ṭ ṇ t n p m y r l v ḻ ḷ ṟ ṉ j ṣ s h ś",
)
TAMIL_OTHERS = _pairs("ஃஂௐ௦௧௨௩௪௫௬௭௮௯", "ḵ ṁ ōm 0 1 2 3 4 5 6 7 8 9")
PULLI = "\u0bcd"

# Dictionary order; க்ஷ counts as a letter of its own at the end.
TAMIL_ORDER = "அஆஇஈஉஊஎஏஐஒஓஔஃகஙசஞடணதநபமயரலவழளறனஜஶஷஸஹ"
# Within one consonant: bare, then with the vowel it carries unwritten ("" for a), then the written ones.
TAMIL_SIGN_ORDER = [PULLI, "", *TAMIL_SIGNS]

LATIN = {"ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"}

CZECH_LETTERS = {"č": "c~", "ř": "r~", "š": "s~", "ž": "z~"}
