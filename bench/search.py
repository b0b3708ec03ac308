"""What is typed into the palette, to see what one keystroke costs the server among a large crowd (see crowd.py)."""

from urllib.parse import quote

QUERIES = {
    "nothing typed": "",
    "one letter": "g",
    "two letters": "gi",
    "a common given name": "jana",
    "a given name in Georgian": "გიორგი",
    "two words, begun": "giorgi be",
    "two words, begun, in Georgian": "გიორგი ბე",
    "a whole name": "jana novakova",
    "a family name in Tamil": "சுப்ரமணியன்",
    "a slip of the finger": "novakva",
    "a slip, in Georgian": "კაპანძე",
    "nobody": "zq",
    "one sound": "zzzz",
    "a phone": "+420 605",
    "digits of a phone": "605 123",
    "a part of an e-mail": "novak@",
    "a code": "C0012345",
    "words to do": "promise",
}
AS_PALETTE = {"X-Requested-With": "palette"}


def addresses() -> dict[str, str]:
    """What each row of the table is called, and the address that answers it."""
    return {f"{name}: “{words}”": f"/search/?q={quote(words)}" for name, words in QUERIES.items()}
