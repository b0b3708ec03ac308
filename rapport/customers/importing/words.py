"""Words that cells hold for kinds, genders and languages, in the languages of their authors."""

import re
from functools import cache

from babel import Locale

from rapport.core.tabular.columns import fold
from rapport.core.titles import LEGAL_FORMS, title_key

PERSONS = (
    "person contact individual private p b2c consumer natural osoba fyzickáosoba soukromá človek fo პირი ფიზიკურიპირი"
    " நபர் தனிநபர் particulier privat"
)
ORGANISATIONS = (
    "organisation organization company business corporate firm account legal c o b2b partner firma společnost"
    " organizace právnickáosoba po კომპანია ორგანიზაცია იურიდიულიპირი நிறுவனம் அமைப்பு unternehmen société empresa"
)
MEN = "m male man muž männlich homme hombre კაცი მამრობითი ஆண்"
WOMEN = "f w z ž female woman žena weiblich femme mujer ქალი მდედრობითი பெண்"
NEITHER = "none x diverse divers nonbinary neuvedeno"

KINDS = {fold(word): "person" for word in PERSONS.split()} | {
    fold(word): "organisation" for word in ORGANISATIONS.split()
}
FORMS = (
    {fold(word): "male" for word in MEN.split()}
    | {fold(word): "female" for word in WOMEN.split()}
    | {fold(word): "none" for word in NEITHER.split()}
)


def looks_like_an_organisation(name: str) -> bool:
    """Whether a legal form stands behind or before the name: "Lípa s. r. o.", "შპს ცაცხვი"."""
    parts = name.replace(",", " ").split()
    if len(parts) < 2:
        return False
    if title_key(parts[0]) in LEGAL_FORMS or title_key(parts[-1]) in LEGAL_FORMS:
        return True
    if len(parts) > 3 and title_key("".join(parts[-3:])) in LEGAL_FORMS:  # "s. r. o."
        return True
    return title_key("".join(parts[-2:])) in LEGAL_FORMS


@cache
def languages() -> dict[str, str]:
    """Folded names, in the languages of Rapport, and codes of languages → BCP 47 code."""
    codes = {fold(code): code for code in Locale("en").languages if code.isalpha() and len(code) == 2}
    for reader in ("en", "cs", "ka", "ta"):
        for code, name in Locale(reader).languages.items():
            if code.isalpha() and len(code) == 2:
                codes.setdefault(fold(name), code)
    return codes


@cache
def own_names() -> dict[str, str]:
    """Folded names of languages in themselves → BCP 47 code. Takes a second, for the files of them all are read."""
    codes: dict[str, str] = {}
    for code in sorted(set(languages().values())):
        own = Locale.parse(code).get_language_name(code) if _is_known(code) else None
        if own:
            codes.setdefault(fold(own), code)
    return codes


@cache
def language(text: str) -> str:
    """The code of the language that `text` names ("Czech", "čeština", "cs_CZ", "Czech / Čeština", "English (US)"), ""
    when it names none."""
    named = [text, *filter(None, map(str.strip, re.split(r"[/()]", text)))]
    found = next(filter(None, map(_known_at_once, named)), "")
    return found or next(filter(None, (own_names().get(fold(name), "") for name in named)), "")


def _known_at_once(text: str) -> str:
    known = languages()
    if found := known.get(fold(text)):
        return found
    code, _sign, region = text.replace("_", "-").partition("-")
    if code.lower() not in known.values():
        return ""
    region = region.split(".")[0].split("-")[0]
    keeps_region = len(region) == 2 and region.isalpha() and code.lower() == "en"
    return f"{code.lower()}-{region.upper()}" if keeps_region else code.lower()


def _is_known(code: str) -> bool:
    from babel.core import UnknownLocaleError

    try:
        Locale.parse(code)
    except UnknownLocaleError:
        return False
    return True
