"""What customers read, as texts of each language: `words/<language>.toml` has them, and what must not stand in them."""

import tomllib
from functools import cache
from pathlib import Path

from rapport.core.addressee import base_language
from rapport.staff.models import Business

FOLDER = Path(__file__).parent / "words"
LANGUAGES = ("en", "ka", "cs", "ta")
PARTS = ("happened", "meaning", "doing", "choices", "apology")  # those of the seven that are written by hand


@cache
def words(language: str) -> dict[str, dict]:
    """All texts of one of `LANGUAGES`."""
    with (FOLDER / f"{language}.toml").open("rb") as file:
        return tomllib.load(file)


def spoken(language: str, business: Business | None = None) -> str:
    """The one of `LANGUAGES` in which somebody with that language is written to: theirs, else the business's."""
    for wanted in (language, (business or Business.objects.current()).language):
        if base_language(wanted or "") in LANGUAGES:
            return base_language(wanted)
    return "en"


def line(language: str, name: str, /, **filled: str) -> str:
    return fill(words(language)["lines"][name], filled)


def fill(text: str, facts: dict[str, str]) -> str:
    """`text` with the fields that `facts` knows; others stay as they are."""
    for name, value in facts.items():
        text = text.replace("{" + name + "}", value)
    return text


def written_in(text: str, business: Business) -> str:
    """The language of words that a colleague typed: by their script, else the business's where it is a Latin one."""
    if any("\u10a0" <= letter <= "\u10ff" for letter in text):
        return "ka"
    if any("\u0b80" <= letter <= "\u0bff" for letter in text):
        return "ta"
    own = spoken("", business)
    return own if own in ("en", "cs") else "en"


def cause_in(cause: str, language: str, business: Business) -> str:
    """`cause` in that language: one of the ready causes by its name, or words that were typed in it; else ""."""
    ready = words(language)["causes"]
    if cause in ready:
        return ready[cause]
    for other in LANGUAGES:
        for name, text in words(other)["causes"].items():
            if _bare(text) == _bare(cause):
                return ready[name]
    return _bare(cause, keeps_case=True) if cause and written_in(cause, business) == language else ""


def _bare(text: str, *, keeps_case: bool = False) -> str:
    text = " ".join(text.split()).rstrip(".!")
    return text if keeps_case else text.casefold()
