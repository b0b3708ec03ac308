"""Letters of Georgian and Tamil in Latin letters, and Latin letters that Unicode does not take apart.

Georgian follows the national romanisation of 2002 (BGN/PCGN 2009), Tamil ISO 15919.
"""

GEORGIAN = dict(
    zip(
        "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
        ["a", "b", "g", "d", "e", "v", "z", "t", "i", "k'", "l", "m", "n", "o", "p'", "zh", "r", "s", "t'", "u", "p", "k", "gh", "q'", "sh", "ch", "ts", "dz", "ts'", "ch'", "kh", "j", "h"],
        strict=True,
    )
) | {"ჱ": "ey", "ჲ": "y", "ჳ": "w", "ჴ": "q'", "ჵ": "o"}

TAMIL_VOWELS = dict(zip("அஆஇஈஉஊஎஏஐஒஓஔ", ["a", "ā", "i", "ī", "u", "ū", "e", "ē", "ai", "o", "ō", "au"], strict=True))
TAMIL_SIGNS = dict(
    zip(
        "\u0bbe\u0bbf\u0bc0\u0bc1\u0bc2\u0bc6\u0bc7\u0bc8\u0bca\u0bcb\u0bcc\u0bd7",
        ["ā", "i", "ī", "u", "ū", "e", "ē", "ai", "o", "ō", "au", "au"],
        strict=True,
    )
)
TAMIL_CONSONANTS = dict(
    zip("கஙசஞடணதநபமயரலவழளறனஜஷஸஹஶ", ["k", "ṅ", "c", "ñ", "ṭ", "ṇ", "t", "n", "p", "m", "y", "r", "l", "v", "ḻ", "ḷ", "ṟ", "ṉ", "j", "ṣ", "s", "h", "ś"], strict=True)
)
TAMIL_OTHERS = {"ஃ": "ḵ", "ஂ": "ṁ", "ௐ": "ōm"} | dict(zip("௦௧௨௩௪௫௬௭௮௯", "0123456789", strict=True))
PULLI = "\u0bcd"

# Dictionary order; க்ஷ counts as a letter of its own at the end.
TAMIL_ORDER = "அஆஇஈஉஊஎஏஐஒஓஔஃகஙசஞடணதநபமயரலவழளறனஜஶஷஸஹ"
# Within one consonant: bare, then with the vowel it carries unwritten ("" for a), then the written ones.
TAMIL_SIGN_ORDER = [PULLI, "", *TAMIL_SIGNS]

LATIN = {"ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"}

CZECH_LETTERS = {"č": "c~", "ř": "r~", "š": "s~", "ž": "z~"}
