"""The words around a name that are not the name: titles, courtesies, particles, legal forms.

Keys are written as `title_key` makes them: without dots and spaces, casefolded.
"""

from functools import lru_cache


@lru_cache(20_000)
def title_key(word: str) -> str:
    return word.replace(".", "").strip(" ,").casefold()


# What a person is called by in writing. The gender says which form of address was asked for.
COURTESIES = {
    "mr": ("male", ""),
    "herr": ("male", ""),
    "pan": ("male", ""),
    "p": ("unknown", ""),
    "ბატონი": ("male", ""),
    "ბ-ნი": ("male", ""),
    "திரு": ("male", ""),
    "ms": ("female", ""),
    "mrs": ("female", "Mrs"),
    "miss": ("female", "Miss"),
    "mx": ("none", "Mx"),
    "frau": ("female", ""),
    "paní": ("female", ""),
    "slečna": ("female", "Miss"),
    "ქალბატონი": ("female", ""),
    "ქ-ნი": ("female", ""),
    "திருமதி": ("female", ""),
    "செல்வி": ("female", "selvi"),
    "திருமிகு": ("none", ""),
}

DOCTORS = {
    "dr",
    "judr",
    "mudr",
    "mddr",
    "mvdr",
    "paeddr",
    "pharmdr",
    "phdr",
    "rndr",
    "rsdr",
    "thdr",
    "dott",
    "டாக்டர்",
    "முனைவர்",
}
PROFESSORS = {"prof", "professor"}
DOCENTS = {"doc"}
ENGINEERS = {"ing"}
MASTERS = {"mgr", "mga"}
SUFFIX_DOCTORS = {"phd", "dphil", "csc", "drsc", "thd", "drhc"}

PREFIX_TITLES = (
    set(COURTESIES)
    | DOCTORS
    | PROFESSORS
    | DOCENTS
    | ENGINEERS
    | MASTERS
    | {"bc", "bca", "rev", "dipl-ing", "dipling", "akad"}
)
AMBIGUOUS_PREFIXES = {"ing", "doc", "bc", "pan", "paní", "p", "mga", "bca", "dott"}
SUFFIX_TITLES = SUFFIX_DOCTORS | {
    *(
        "mba",
        "dis",
        "jr",
        "sr",
        "ii",
        "iii",
        "iv",
        "ma",
        "msc",
        "bsc",
        "ba",
        "llm",
        "llb",
        "md",
        "mph",
        "esq",
        "cpa",
        "dba",
        "mpa",
        "mgr",
        "bc",
    ),
}

PARTICLES = {
    *("van", "von", "der", "den", "de", "del", "della", "da", "das", "dos", "di", "du", "la", "le", "el", "al"),
    *("bin", "bint", "ibn", "ben", "zu", "ter", "ten", "av", "af"),
}

LEGAL_FORMS = {
    *(
        "inc",
        "llc",
        "ltd",
        "plc",
        "co",
        "corp",
        "gmbh",
        "ag",
        "kg",
        "sa",
        "sarl",
        "srl",
        "spa",
        "bv",
        "nv",
        "oy",
        "ab",
        "as",
    ),
    *("sro", "vos", "zs", "pvt", "შპს", "სს", "ააიპ", "იმ"),
}
