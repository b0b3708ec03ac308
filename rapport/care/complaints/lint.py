"""What is wrong with words before they are sent: excuses, apologies with a condition, gifts that buy silence."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _

from rapport.care.complaints.wording import LANGUAGES, Words
from rapport.core.addressee import base_language

SENTENCE = re.compile(r"[^.!?।\n]+[.!?।]?")


@dataclass(frozen=True)
class Finding:
    """Something to write otherwise; `found` are the words it was seen by."""

    code: str
    said: str
    found: str = ""

    def __str__(self) -> str:
        return f"{self.said} “{self.found}”" if self.found else self.said


def restatement(happened: str, meant: str, wanted: str, language: str) -> list[Finding]:
    """What keeps a restatement from being the customer's own story (DOMAIN 7.2)."""
    findings = []
    if not wanted.strip():
        findings.append(Finding("no_remedy", _("Say what they asked for, or that they asked for nothing.")))
    words = _words(language)
    for part in (happened, meant, wanted):
        if words and (found := _first(words.excuses, part)):
            findings.append(_excuse(found))
            break
    return findings


def answer(text: str, language: str) -> list[Finding]:
    """What an answer must not be sent with: no apology, one with a condition, excuses before it, a price for it."""
    words = _words(language)
    if words is None:
        return []
    text = unicodedata.normalize("NFC", text)
    return [*_about_the_apology(words, text), *_bought(words, text)]


def gift(text: str, language: str) -> list[Finding]:
    """What is given is never conditional on silence or on a good rating (DOMAIN 7.5)."""
    words = _words(language)
    return _bought(words, text) if words else []


def asks_for_manager(text: str, language: str) -> bool:
    """Whether somebody seems to ask for a person above; every list is tried when the language is not one of ours."""
    lists = [known] if (known := _words(language)) else LANGUAGES.values()
    return any(_first(words.manager, text) for words in lists)


def _about_the_apology(words: Words, text: str) -> list[Finding]:
    sorry = _match(words.apologies, text)
    if sorry is None:
        return [Finding("no_apology", _("Say that we are sorry, and for what."))]
    findings = []
    if found := _first(words.excuses, text[: sorry.start()]):
        findings.append(_excuse(found))
    for sentence in SENTENCE.findall(text):
        if _match(words.apologies, sentence) and (found := _first(words.conditions, sentence)):
            said = _("An apology has no condition: “sorry that”, not “sorry if”. Here stands")
            findings.append(Finding("conditional_apology", said, found))
            break
    return findings


def _bought(words: Words, text: str) -> list[Finding]:
    found = _first(words.silencing, text)
    said = _("What we give never depends on silence or on a good rating. Here stands")
    return [Finding("bought", said, found)] if found else []


def _excuse(found: str) -> Finding:
    return Finding("excuse", _("This sounds like an excuse. Say it without"), found)


def _words(language: str) -> Words | None:
    return LANGUAGES.get(base_language(language or ""))


def _first(patterns: Iterable[str], text: str) -> str:
    found = _match(patterns, unicodedata.normalize("NFC", text))
    return found.group().strip() if found else ""


def _match(patterns: Iterable[str], text: str) -> re.Match | None:
    """The one that stands first in `text`."""
    found = [match for match in (_compiled(pattern).search(text) for pattern in patterns) if match]
    return min(found, key=lambda match: match.start(), default=None)


@cache
def _compiled(pattern: str) -> re.Pattern:
    return re.compile(unicodedata.normalize("NFC", pattern), re.IGNORECASE)
