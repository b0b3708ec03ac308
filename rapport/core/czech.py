"""Czech vocatives: "Novák" is addressed as "Nováku", "Jana" as "Jano"."""

import os
import re
import unicodedata

from vokativ import vokativ

from .titles import PARTICLES


def vocative(name: str, *, woman: bool, family: bool) -> str:
    """The form in which a Czech speaks to `name`, computed; a form that a person confirmed beats it.

    Names in another script stay as they are, and so do women's family names. `woman` is the form of
    address that was asked for. `vokativ.sex` takes Nino and Krejčí for men, so nothing here calls it.
    """
    name = unicodedata.normalize("NFC", name)
    if woman and family or not all(map(_is_latin, filter(str.isalpha, name))):
        return name
    return "".join(_inflected(part, woman, family) for part in re.split(r"([\s-]+)", name))


def _inflected(part: str, woman: bool, family: bool) -> str:
    is_inflected = len(part) > 1 and part[0].isalpha() and not part.endswith(".") and part.casefold() not in PARTICLES
    if not is_inflected or part.casefold().endswith("skij"):
        return part

    form = vokativ(part, woman=woman, last_name=family)
    unchanged = len(os.path.commonprefix([part.lower(), form]))
    ending = form[unchanged:]
    return part[:unchanged] + (ending.upper() if part.isupper() else ending)


def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN")
